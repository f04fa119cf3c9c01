package exporting_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/app/exporting"
	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/export"
)

// TestAMaskedExport: asked for, written, fetched by its owner, gone after a day; on the disk nobody reads it.
func TestAMaskedExport(t *testing.T) {
	n := newTown(t)
	n.table.cells = func(i int) export.Row { return export.Row{i, "=HYPERLINK(\"http://evil\")"} }
	in := masked
	in.Filter = export.Filter{"area": string(testkit.Grid)}
	id := n.ask(n.staff, in)
	if x := n.is(id, export.Queued); x.File || !slices.Equal(x.Can, []export.Event{export.Stop}) || x.Filter["area"] != string(testkit.Grid) || !slices.Equal(x.Areas, []models.AreaCode{testkit.Grid}) {
		t.Errorf("%+v", x)
	}
	n.noFile(n.staff, id)
	n.work()
	x := n.is(id, export.Done)
	if x.Rows != 25 || x.Total != 25 || !x.File || len(x.Can) != 0 || x.Attempts != 1 || n.table.asked[0].Filter["area"] != string(testkit.Grid) {
		t.Errorf("%+v", x)
	}
	rows := n.rows(id)
	if len(rows) != 26 || rows[0][1] != "文字" || rows[25][0] != "24" || rows[1][1] != "'=HYPERLINK(\"http://evil\")" {
		t.Errorf("%d rows: %v", len(rows), rows[:2])
	}
	if n.lines("export.ask", id) != 1 || n.lines("export.finish", id) != 1 || n.lines("export.fetch", id) != 1 {
		t.Error("a line is missing")
	}
	for _, other := range []models.Actor{n.colleague, n.secretary, n.street, n.elsewhere, {}} {
		n.noFile(other, id)
		if _, err := n.Show(t.Context(), other, id); models.KindOf(err) != models.NotFound {
			t.Errorf("shown to another: %v", err)
		}
	}
	n.Pass(export.Life - time.Second)
	n.bytes(id)
	n.Pass(time.Second)
	n.noFile(n.staff, id)
	if gone, err := n.Sweep(t.Context(), n.Now()); err != nil || gone != 1 {
		t.Errorf("%d went, %v", gone, err)
	}
	n.is(id, export.Gone)
	if names, _ := n.onDisk(); len(names) != 0 {
		t.Errorf("left behind: %v", names)
	}
	if gone, err := n.Sweep(t.Context(), n.Now()); err != nil || gone != 0 {
		t.Errorf("%d went again, %v", gone, err)
	}
}

// TestNobodyReadsTheDisk: neither the data nor the form of a workbook lies there in the clear.
func TestNobodyReadsTheDisk(t *testing.T) {
	n := newTown(t)
	id := n.ask(n.staff, masked)
	n.work()
	names, raw := n.onDisk()
	if len(names) != 1 || bytes.Contains(raw, []byte("PK\x03\x04")) || bytes.Contains(raw, []byte("13812345678")) || bytes.Contains(raw, []byte("worksheet")) {
		t.Errorf("%v can be read", names)
	}
	if !bytes.HasPrefix(n.bytes(id), []byte("PK\x03\x04")) || n.rows(id)[1][1] != canary {
		t.Error("the control: the owner reads it")
	}
}

// TestAnExportOfPersonalData needs a reason, and a word of somebody else with a seat above.
func TestAnExportOfPersonalData(t *testing.T) {
	n := newTown(t)
	for name, in := range map[string]exporting.Asking{"no reason": {What: "table", Personal: true}, "to erase": {What: "table", Personal: true, Reason: "deceased"},
		"many words": {What: "table", Personal: true, Reason: "visit", Words: strings.Repeat("话", 201)}} {
		if _, err := n.Ask(t.Context(), n.staff, in); models.KindOf(err) != models.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	id := n.ask(n.staff, personal)
	n.work()
	n.is(id, export.Waiting)
	n.noFile(n.staff, id)
	n.decide(n.staff, id, true, "flow.not_yours")
	for _, other := range []models.Actor{n.colleague, n.elsewhere, {}} {
		n.decide(other, id, true, "not_found")
	}
	seen, _, err := n.Waiting(t.Context(), n.secretary, exporting.Page{Limit: 10})
	if err != nil || len(seen) != 1 || seen[0].Words != "入户走访" || seen[0].Reason != "visit" || !slices.Contains(seen[0].Can, export.Approve) {
		t.Fatalf("%+v, %v", seen, err)
	}
	for _, other := range []models.Actor{n.staff, n.colleague, n.elsewhere} {
		if seen, _, err := n.Waiting(t.Context(), other, exporting.Page{Limit: 10}); err != nil || len(seen) != 0 {
			t.Errorf("another sees %+v, %v", seen, err)
		}
	}
	n.decide(n.secretary, id, true, "")
	n.decide(n.street, id, true, "flow.no_such_step")
	n.decide(n.street, id, false, "flow.no_such_step")
	n.work()
	n.is(id, export.Done)
	n.noFile(n.secretary, id)
	if rows := n.rows(id); rows[1][1] != canary || n.outcome(id) != "approved" || n.table.asked[0].Reason != "visit" || !n.table.asked[0].Personal {
		t.Errorf("%v, %s", rows[1], n.outcome(id))
	}
	if n.lines("export.approve", id) != 1 {
		t.Error("a line is missing")
	}
}

func TestDeniedAndWithdrawn(t *testing.T) {
	n := newTown(t)
	id := n.ask(n.staff, personal)
	n.decide(n.secretary, id, false, "")
	n.is(id, export.Denied)
	n.decide(n.secretary, id, true, "flow.no_such_step")
	withdrawn := n.ask(n.staff, personal)
	if _, err := n.Stop(t.Context(), n.secretary, withdrawn); models.CodeOf(err) != "flow.not_yours" {
		t.Errorf("stopped by another: %v", err)
	}
	if x, err := n.Stop(t.Context(), n.staff, withdrawn); err != nil || x.State != export.Stopped {
		t.Fatalf("%+v, %v", x, err)
	}
	n.decide(n.secretary, withdrawn, true, "flow.no_such_step")
	n.work()
	if n.outcome(id) != "denied" || n.outcome(withdrawn) != "void" || len(n.table.asked) != 0 {
		t.Errorf("%s, %s, asked %d times", n.outcome(id), n.outcome(withdrawn), len(n.table.asked))
	}
}

// TestAStopIsHeardAtOnce: in the middle of a long table, between two pages; nothing of it is left.
func TestAStopIsHeardAtOnce(t *testing.T) {
	n := newTown(t)
	id := n.ask(n.staff, masked)
	var stopped time.Time
	n.table.rows = 1_000_000
	n.table.before = func(page int) {
		if page == 20 {
			x := n.is(id, export.Running)
			if x.Rows != 200 || x.Total != 1_000_000 {
				t.Errorf("after %d pages %d of %d", page, x.Rows, x.Total)
			}
			if _, err := n.Stop(t.Context(), n.staff, id); err != nil {
				t.Error(err)
			}
			stopped = time.Now()
		}
	}
	n.work()
	if took := time.Since(stopped); took > 10*time.Second {
		t.Errorf("it went on for %v", took)
	}
	n.is(id, export.Stopped)
	if names, _ := n.onDisk(); len(names) != 0 {
		t.Errorf("left behind: %v", names)
	}
	if _, err := n.Stop(t.Context(), n.staff, id); models.CodeOf(err) != "flow.no_such_step" {
		t.Errorf("stopped twice: %v", err)
	}
}

// TestOfManyStopsOneWins, and of an approval beside it no more than one word holds.
func TestOfManyStopsOneWins(t *testing.T) {
	n := newTown(t)
	for range 5 {
		id := n.ask(n.staff, personal)
		var won [16]bool
		all(16, func(i int) {
			var err error
			switch {
			case i%4 == 0:
				_, err = n.Decide(context.Background(), n.secretary, id, true)
			case i%4 == 1:
				_, err = n.Decide(context.Background(), n.street, id, false)
			default:
				_, err = n.Stop(context.Background(), n.staff, id)
			}
			if won[i] = err == nil; err != nil && models.KindOf(err) != models.Conflict {
				t.Error(err)
			}
		})
		x, err := n.Show(t.Context(), n.staff, id)
		if err != nil {
			t.Fatal(err)
		}
		want := map[export.State]string{export.Stopped: n.outcome(id), export.Denied: "denied", export.Queued: "approved"}[x.State]
		wins := 0
		for _, w := range won {
			if w {
				wins++
			}
		}
		approvedFirst := x.State == export.Stopped && want == "approved"
		if n.outcome(id) != want || want == "" || wins != 1 && !(approvedFirst && wins == 2) {
			t.Errorf("%d won: %s, %s", wins, x.State, n.outcome(id))
		}
		if x.State == export.Queued {
			n.work()
		}
	}
}

func TestNotTooManyAtOnce(t *testing.T) {
	n := newTown(t)
	taken := make([]bool, 12)
	all(12, func(i int) {
		_, err := n.Ask(context.Background(), n.staff, masked)
		if taken[i] = err == nil; err != nil && models.KindOf(err) != models.TooMany {
			t.Error(err)
		}
	})
	count := 0
	for _, ok := range taken {
		if ok {
			count++
		}
	}
	if count != export.MaxAtOnce {
		t.Errorf("%d were taken", count)
	}
	n.ask(n.colleague, masked)
	n.work()
	n.ask(n.staff, masked)
	mine, next, err := n.Mine(t.Context(), n.staff, exporting.Page{Limit: 4})
	if err != nil || len(mine) != 4 || next == "" || mine[0].State != export.Queued || mine[1].State != export.Done {
		t.Errorf("%+v, %v", mine, err)
	}
	mine, next, err = n.Mine(t.Context(), n.staff, exporting.Page{Limit: 4, Cursor: next})
	if err != nil || len(mine) != 2 || next != "" {
		t.Errorf("%+v, %v", mine, err)
	}
}

func TestBadAskings(t *testing.T) {
	n := newTown(t)
	for name, in := range map[string]exporting.Asking{
		"of nothing": {What: "secrets"}, "unknown filter": {What: "table", Filter: export.Filter{"where": "1=1"}}, "no area": {What: "table", Filter: export.Filter{"area": "x"}},
		"a reason of nobody": {What: "table", Reason: "curious"},
	} {
		if _, err := n.Ask(t.Context(), n.staff, in); models.KindOf(err) != models.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, area := range []models.AreaCode{testkit.Elsewhere, "110101", testkit.Community + "099"} {
		if _, err := n.Ask(t.Context(), n.staff, exporting.Asking{What: "table", Filter: export.Filter{"area": string(area)}}); !errors.Is(err, models.Missing) {
			t.Errorf("%s: %v", area, err)
		}
	}
	if _, err := n.Ask(t.Context(), n.Person(models.GridWorker, testkit.Community), masked); models.KindOf(err) != models.NotFound {
		t.Errorf("a grid worker: %v", err)
	}
	if n.Count(`SELECT count(*) FROM exports`, nil) != 0 {
		t.Error("something is left")
	}
}

// TestTheSameTableCommaSeparated: a format tells what the file is, and a workbook is what nobody chose otherwise.
func TestTheSameTableCommaSeparated(t *testing.T) {
	n := newTown(t)
	book, values := n.ask(n.staff, masked), n.ask(n.staff, exporting.Asking{What: "table", Format: export.CSV})
	n.work()
	if n.is(book, export.Done).Format != export.Workbook || n.is(values, export.Done).Format != export.CSV {
		t.Error("the formats were not kept")
	}
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(n.bytes(values), []byte("\uFEFF")))).ReadAll()
	if err != nil || len(lines) != len(n.rows(book)) || lines[0][0] != n.rows(book)[0][0] {
		t.Errorf("%d lines, %v: %v", len(lines), err, lines[0])
	}
}

// TestAnAreaThatEnded is followed to what it is now; one whose ground lies in several has no answer.
func TestAnAreaThatEnded(t *testing.T) {
	n := newTown(t)
	ended := testkit.Community + "009"
	n.Succeed(ended, testkit.Grid)
	id := n.ask(n.staff, exporting.Asking{What: "table", Filter: export.Filter{"area": string(ended)}})
	if x := n.is(id, export.Queued); !slices.Equal(x.Areas, []models.AreaCode{testkit.Grid}) || x.Filter.Area() != testkit.Grid {
		t.Errorf("%v, %v", x.Areas, x.Filter)
	}
	n.Succeed(ended+"00001", testkit.Grid+"00001")
	n.Succeed(testkit.Grid+"00001", testkit.Community+"00200001")
	_, err := n.Ask(t.Context(), n.staff, exporting.Asking{What: "table", Filter: export.Filter{"area": string(ended)}})
	if e, _ := errors.AsType[*models.Error](err); e == nil || e.Fields["filter.area"] != "area.split_since" {
		t.Errorf("of several: %v", err)
	}
}

// TestWhatWasMergedIsNotWhatWasAllowed: once a grid has come to the one that was asked for, or that one went into another, before the word, after it or while
// the table is read, nobody was asked about all of that. What happens within an area changes nothing.
func TestWhatWasMergedIsNotWhatWasAllowed(t *testing.T) {
	for name, move := range map[string]func(n *town){
		"into it":     func(n *town) { n.Succeed(testkit.Community+"005", testkit.Grid) },
		"another":     func(n *town) { n.Succeed(testkit.Grid, testkit.Community+"005") },
		"of a house":  func(n *town) { n.Succeed(testkit.Grid+"00001", testkit.Community+"00500001") },
		"only inside": func(n *town) { n.Succeed(testkit.Grid+"00001", testkit.Grid+"00002") },
	} {
		t.Run(name, func(t *testing.T) {
			n := newTown(t)
			whole := personal
			whole.Filter = export.Filter{"area": string(testkit.Grid)}
			early, late := n.ask(n.staff, whole), n.ask(n.staff, whole)
			plain, reading := n.ask(n.staff, exporting.Asking{What: "table", Filter: whole.Filter}), n.ask(n.staff, whole)
			n.decide(n.secretary, early, true, "")
			n.decide(n.secretary, reading, true, "")
			wants, code := export.Failed, "export.area_moved"
			if name == "only inside" {
				wants, code = export.Done, ""
			}
			n.Exec(`UPDATE exports SET asked_at = asked_at - interval '1 hour' WHERE id = @id`, store.Args{"id": reading})
			moved := false
			n.table.before = func(page int) {
				if page == 1 && !moved {
					move(n)
					moved = true
				}
			}
			n.work()
			for _, id := range []models.ExportID{reading, early} {
				if x := n.is(id, wants); x.Fault != code {
					t.Errorf("%+v", x)
				}
			}
			n.is(plain, export.Done)
			n.decide(n.secretary, late, true, code)
		})
	}
}

// TestAGridEndsWhileItIsAskedFor: whoever asks waits for that, and has the one that is there then.
func TestAGridEndsWhileItIsAskedFor(t *testing.T) {
	n := newTown(t)
	ended, present := testkit.Community+"017", testkit.Community+"018"
	for _, code := range []models.AreaCode{ended, present} {
		n.Exec(`INSERT INTO areas (code, parent, name) VALUES (@code, @above, '网格')`, store.Args{"code": string(code), "above": string(testkit.Community)})
	}
	asked := make(chan exporting.Shown)
	err := n.Store.Write(t.Context(), func(tx *store.Tx) error {
		if err := areas.Lock(tx, ended); err != nil {
			return err
		}
		go func() {
			x, err := n.Ask(context.Background(), n.staff, exporting.Asking{What: "table", Filter: export.Filter{"area": string(ended)}})
			if err != nil {
				t.Error(err)
			}
			asked <- x
		}()
		for n.Count(`SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR KEY SHARE%' AND datname = current_database()`, nil) == 0 {
			time.Sleep(time.Millisecond)
		}
		if _, err := tx.Exec(`INSERT INTO area_successors (old, new, name, change, since) VALUES (@old, @new, '旧网格', 'renumber', @at)`,
			store.Args{"old": string(ended), "new": string(present), "at": n.Now()}); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM areas WHERE code = @old`, store.Args{"old": string(ended)})
		return err
	})
	if x := <-asked; err != nil || !slices.Equal(x.Areas, []models.AreaCode{present}) {
		t.Errorf("%v (%v)", x.Areas, err)
	}
}
