package jobs

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/app/testkit"
)

// take reads the refs of everything that came after the place.
func take(t *testing.T, h *Hub, p *outbox.Place) (refs []string) {
	t.Helper()
	for {
		rows, ok := h.After(*p, 7)
		if !ok {
			t.Fatal("the rows are no longer in memory")
		}
		if len(rows) == 0 {
			return refs
		}
		for _, r := range rows {
			refs = append(refs, r.Ref)
			*p = r.Place
		}
	}
}

func TestTheHubHearsOfOtherProcesses(t *testing.T) {
	kit := testkit.Database(t)
	one, two := newProcess(t, kit.Pool, nil, nil, nil), newProcess(t, another(t, kit), nil, nil, nil)
	one.start(t)
	two.start(t)
	place := two.Hub.Edge()
	news := two.Hub.News()
	one.add(t, "a")
	<-news
	if got := take(t, two.Hub, &place); fmt.Sprint(got) != "[a]" {
		t.Errorf("heard %v", got)
	}
}

func TestTheHubLosesNothingWhenItsConnectionsAreKilled(t *testing.T) {
	kit := testkit.Database(t)
	one, two := newProcess(t, kit.Pool, nil, nil, nil), newProcess(t, another(t, kit), nil, nil, nil)
	two.start(t)
	place := two.Hub.Edge()
	owner, err := pgx.Connect(t.Context(), kit.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close(t.Context())
	kill := func(who string) int {
		tag, err := owner.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE $1`, who)
		if err != nil {
			t.Fatal(err)
		}
		return int(tag.RowsAffected())
	}
	heard := []string{}
	for n := range 60 {
		if n%20 == 10 {
			eventually(t, "the listener is killed", func() bool { return kill("delinli hub") == 1 })
		}
		one.add(t, fmt.Sprint(n))
	}
	if n := kill("delinli%"); n < 3 {
		t.Errorf("only %d connections were killed", n)
	}
	eventually(t, "the next write", func() bool {
		return one.db.Write(t.Context(), func(tx *store.Tx) error { return outbox.Add(tx, outbox.Order, "60", "place", 1) }) == nil
	})
	eventually(t, "all are heard", func() bool { heard = append(heard, take(t, two.Hub, &place)...); return len(heard) >= 61 })
	for n, ref := range heard {
		if ref != fmt.Sprint(n) {
			t.Fatalf("heard %v", heard)
		}
	}
}

func TestTheHubKeepsTheNewestRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := NewHub(nil, nil, nil)
		var all []outbox.Row
		for range rapid.IntRange(0, 20).Draw(t, "batches") {
			var batch []outbox.Row
			for range rapid.IntRange(0, 2000).Draw(t, "rows") {
				row := outbox.Row{Place: outbox.Place{Xid: uint64(len(all) / 3), ID: int64(len(all) + 1)}}
				batch, all = append(batch, row), append(all, row)
			}
			h.add(batch)
		}
		from := rapid.IntRange(0, len(all)).Draw(t, "from")
		place := outbox.Place{}
		if from > 0 {
			place = all[from-1].Place
		}
		rows, ok := h.After(place, 10)
		if ok != (len(all)-from <= hubKeeps) {
			t.Fatalf("%d rows back of %d: %v", len(all)-from, len(all), ok)
		}
		if want := all[from:min(len(all), from+10)]; ok && fmt.Sprint(rows) != fmt.Sprint(want) {
			t.Fatalf("after %v came %v, want %v", place, rows, want)
		}
	})
}
