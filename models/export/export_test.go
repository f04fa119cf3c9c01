package export_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/app/testkit/golden"
	"delinli/models"
	"delinli/models/export"
)

const (
	community = models.AreaCode("370785001005")
	street    = models.AreaCode("370785001")
	elsewhere = models.AreaCode("370785002001")
)

func seat(n int, role models.Role, area models.AreaCode) models.Actor {
	id, _ := models.ParseID[models.PersonID](fmt.Sprintf("00000000-0000-7000-8000-%012d", n))
	return models.Actor{Person: id, Seats: []models.Seat{{Role: role, Area: area}}}
}

var parts = []struct {
	name  string
	actor models.Actor
}{
	{"visitor", models.Actor{}},
	{"owner", seat(1, models.CommunityStaff, community)},
	{"owner who is the secretary", seat(1, models.CommunitySecretary, community)},
	{"owner without a seat", seat(1, models.Resident, "370785")},
	{"owner who moved", seat(1, models.CommunityStaff, elsewhere)},
	{"colleague", seat(2, models.CommunityStaff, community)},
	{"secretary", seat(3, models.CommunitySecretary, community)},
	{"street", seat(4, models.StreetStaff, street)},
	{"city", seat(5, models.CityStaff, "370785")},
	{"street elsewhere", seat(6, models.StreetStaff, "370785002")},
	{"grid worker", seat(7, models.GridWorker, community)},
	{"department", models.Actor{Person: seat(8, "", "").Person, Seats: []models.Seat{{Role: models.DepartmentStaff, Area: "370785", Unit: "民政局"}}}},
	{"auditor", seat(9, models.Auditor, "370785")},
	{"system admin", seat(10, models.SystemAdmin, "370785")},
	{"program", models.SystemActor},
}

func in(s export.State, personal bool) export.Export {
	return export.Export{Owner: seat(1, "", "").Person, Areas: []models.AreaCode{community}, Personal: personal, State: s}
}

var (
	states = []export.State{"", export.Waiting, export.Queued, export.Running, export.Done, export.Stopped, export.Denied, export.Failed, export.Gone}
	events = []export.Event{export.Ask, export.Approve, export.Deny, export.Start, export.Finish, export.Fail, export.Stop, export.Expire, export.Recall}
)

// TestWhoMay keeps who may do what in which state: every cell that is not in the golden file is refused.
func TestWhoMay(t *testing.T) {
	var b strings.Builder
	for _, personal := range []bool{false, true} {
		for _, s := range states {
			for _, e := range events {
				var who []string
				for _, p := range parts {
					if next, err := in(s, personal).Raise(e, p.actor, time.Unix(0, 0)); err == nil {
						who = append(who, p.name+" → "+string(next.State))
					}
				}
				if len(who) > 0 {
					fmt.Fprintf(&b, "personal %v, %q, %s: %s\n", personal, s, e, strings.Join(who, ", "))
				}
			}
		}
	}
	golden.File(t, filepath.Join("testdata", "policy.golden"), b.String())
}

func TestDiagram(t *testing.T) {
	golden.File(t, filepath.Join("..", "..", "docs", "flows", "export.md"), export.Flow.Diagram("The life of an export"))
}

// TestOneNeverDecidesAlone: no life of an export of personal data leads to a file without a word of somebody who is not its owner.
func TestOneNeverDecidesAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, approved := in("", true), false
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			on := rapid.SampledFrom(events).Draw(t, "event")
			who := rapid.SampledFrom(parts).Draw(t, "who").actor
			next, err := e.Raise(on, who, time.Unix(0, 0))
			if err != nil {
				continue
			}
			approved = approved || on == export.Approve && who.Person != e.Owner
			if slices.Contains([]export.State{export.Queued, export.Running, export.Done}, next.State) && !approved {
				t.Fatalf("%s by %v led to %s without a second person", on, who.Seats, next.State)
			}
			e = next
		}
	})
}

func TestWhoSeesAndFetches(t *testing.T) {
	for _, p := range parts {
		masked, personal := in(export.Done, false).Sees(p.actor), in(export.Waiting, true).Sees(p.actor)
		mine := p.name == "owner" || p.name == "owner who is the secretary"
		second := slices.Contains([]string{"secretary", "street", "city"}, p.name)
		if masked != mine || personal != (mine || second) || in(export.Done, true).Mine(p.actor) != mine {
			t.Errorf("%s sees a masked one: %v, a personal one: %v", p.name, masked, personal)
		}
	}
	wide := in(export.Waiting, true)
	wide.Areas = append(wide.Areas, elsewhere)
	if wide.Sees(seat(3, models.CommunitySecretary, community)) || !wide.Sees(seat(5, models.CityStaff, "370785")) || wide.Mine(seat(1, models.CommunityStaff, community)) {
		t.Error("an export of two areas is for those who hold both")
	}
	if none := (export.Export{Owner: wide.Owner}); none.Mine(seat(1, models.CityStaff, "370785")) {
		t.Error("an export of no area is somebody's")
	}
}

func TestAFileLivesForADay(t *testing.T) {
	now := time.Date(2026, 3, 10, 4, 0, 0, 0, time.UTC)
	running, err := in(export.Queued, false).Raise(export.Start, models.SystemActor, now)
	if err != nil || running.Attempts != 1 || running.HasFile(now) {
		t.Fatalf("%+v, %v", running, err)
	}
	running.Rows, running.Blob, running.Size = 7, "b", 9
	again, err := running.Raise(export.Start, models.SystemActor, now)
	if err != nil || again.Attempts != 2 || again.Rows != 0 || again.EndedAt != nil {
		t.Errorf("begun anew: %+v, %v", again, err)
	}
	done, err := running.Raise(export.Finish, models.SystemActor, now)
	if err != nil || !done.HasFile(now.Add(export.Life-1)) || done.HasFile(now.Add(export.Life)) || !done.EndedAt.Equal(now) {
		t.Errorf("%+v, %v", done, err)
	}
	gone, err := done.Raise(export.Expire, models.SystemActor, now.Add(export.Life))
	if err != nil || gone.Blob != "" || gone.Size != 0 || gone.HasFile(now) || !gone.EndedAt.Equal(now) {
		t.Errorf("%+v, %v", gone, err)
	}
}

func TestFilters(t *testing.T) {
	f := export.Filter{"area": "370785001", "lamp": "red", "at": "2026-03-10T00:00:00Z", "id": "00000000-0000-7000-8000-000000000001", "q": "老花镜"}
	r := f.Read()
	area, lamp, at := r.Area(), export.OneOf(r, "lamp", "red", "green"), r.Moment("at")
	id, q := export.ID[models.ItemID](r, "id"), r.Text("q", func(s string) bool { return len(s) < 60 })
	if err := r.Err(); err != nil || area != street || lamp != "red" || at.IsZero() || id.IsZero() || q != "老花镜" {
		t.Errorf("%v %v %v %v %v: %v", area, lamp, at, id, q, err)
	}
	r = export.Filter{"id": "00000000-0000-0000-0000-000000000000", "at": "0001-01-01T08:00:00+08:00", "q": strings.Repeat("字", 61)}.Read()
	export.ID[models.ItemID](r, "id")
	r.Moment("at")
	r.Words("q")
	want := map[string]string{"filter.id": "field.format", "filter.at": "field.format", "filter.q": "field.too_long"}
	if e, ok := r.Err().(*models.Error); !ok || !maps.Equal(e.Fields, want) {
		t.Errorf("what would narrow nothing: %v", e)
	}
	r = export.Filter{"area": "37", "lamp": "blue", "at": "soon", "id": "1", "q": "too long", "x": "y"}.Read()
	r.Area()
	export.OneOf(r, "lamp", "red", "green")
	r.Moment("at")
	export.ID[models.ItemID](r, "id")
	r.Text("q", func(string) bool { return false })
	e, ok := r.Err().(*models.Error)
	if !ok || len(e.Fields) != 6 || e.Fields["filter.x"] != "field.unknown" || e.Fields["filter.lamp"] != "field.choice" || e.Fields["filter.at"] != "field.format" {
		t.Errorf("%v", e)
	}
	none := export.Filter(nil).Read()
	if none.Area() != "" || !none.Moment("at").IsZero() || none.Err() != nil {
		t.Error("nothing is asked for, and something found")
	}
}

// TestAFaultOfAListIsOneOfTheFilter: under the name by which the filter has it, and nothing else of it changes.
func TestAFaultOfAListIsOneOfTheFilter(t *testing.T) {
	from := models.BadField("to", "order.span_empty")
	e, ok := export.InFilter(from).(*models.Error)
	if !ok || e.Kind != models.Invalid || !maps.Equal(e.Fields, map[string]string{"filter.to": "order.span_empty"}) || export.InFilter(e).Error() == "" {
		t.Errorf("%v", e)
	}
	if err := export.InFilter(models.Missing); err != models.Missing {
		t.Errorf("%v", err)
	}
	if err := export.InFilter(nil); err != nil {
		t.Errorf("%v", err)
	}
}

// TestWhatMovedIsNoLongerWhatWasAskedFor, with personal data alone.
func TestWhatMovedIsNoLongerWhatWasAskedFor(t *testing.T) {
	asked := export.Export{Personal: true, Crossings: 2}
	if asked.Moved(2) || !asked.Moved(3) {
		t.Error("with personal data")
	}
	if asked.Personal = false; asked.Moved(3) {
		t.Error("with the masks on")
	}
}
