package volunteer_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/volunteer"
)

var noon = time.Date(2026, 3, 10, 4, 0, 0, 0, time.UTC)

func isSkill(code string) bool {
	return slices.Contains([]string{"hairdressing", "law", "plumbing"}, code)
}

var (
	self  = seat(selfID, models.Resident, "370785")
	staff = seat(5, models.CommunityStaff, community)
)

func areas(codes ...models.AreaCode) []models.AreaCode { return codes }

// codeOf is the code of an error, and its fields behind it.
func codeOf(err error) string {
	if err == nil {
		return ""
	}
	e, _ := errors.AsType[*models.Error](err)
	code := models.CodeOf(err)
	for _, f := range slices.Sorted(maps.Keys(e.Fields)) {
		code += " " + f + "=" + e.Fields[f]
	}
	return code
}

// edited is a volunteer with something else about them.
func edited(s volunteer.State, edit func(*volunteer.Volunteer)) volunteer.Volunteer {
	v := in(s)
	edit(&v)
	return v
}

var (
	busy     = edited(volunteer.Verified, func(v *volunteer.Volunteer) { v.Load = 1 })
	both     = edited(volunteer.Verified, func(v *volunteer.Volunteer) { v.Areas = areas(community, elsewhere) })
	ownPause = edited(volunteer.Paused, func(v *volunteer.Volunteer) { v.DecidedBy = person(selfID) })
	reason   = []byte{1}
)

var raised = []struct {
	name string
	v    volunteer.Volunteer
	e    volunteer.Event
	a    models.Actor
	f    volunteer.Form
	to   volunteer.State
	code string
}{
	{"narrower", in(volunteer.Verified), volunteer.Edit, self, volunteer.Form{Skills: []string{}, Areas: areas(community + "003")}, volunteer.Verified, ""},
	{"more skills", in(volunteer.Verified), volunteer.Edit, self, volunteer.Form{Skills: []string{"hairdressing", "law"}}, volunteer.Applied, ""},
	{"more areas", in(volunteer.Verified), volunteer.Edit, self, volunteer.Form{Areas: areas(street)}, volunteer.Applied, ""},
	{"more with orders in hand", busy, volunteer.Edit, self, volunteer.Form{Areas: areas(street)}, "", "volunteer.holds_orders"},
	{"narrower with orders in hand", busy, volunteer.Edit, self, volunteer.Form{Skills: []string{}}, volunteer.Verified, ""},
	{"more while paused", in(volunteer.Paused), volunteer.Edit, self, volunteer.Form{Areas: areas(street)}, volunteer.Applied, ""},
	{"no areas", in(volunteer.Applied), volunteer.Edit, self, volunteer.Form{Areas: []models.AreaCode{}}, "", "input.invalid areas=unknown"},
	{"unknown skill and area", in(volunteer.Applied), volunteer.Edit, self, volunteer.Form{Skills: []string{"magic"}, Areas: areas("1")}, "",
		"input.invalid areas=unknown skills=unknown"},
	{"bad calendar", in(volunteer.Applied), volunteer.Edit, self, volunteer.Form{Availability: &dispatch.Availability{Weekly: []dispatch.Slot{{}}}}, "",
		"input.invalid availability=availability.bad_slot"},
	{"verify as applied", in(volunteer.Applied), volunteer.Verify, staff, volunteer.Form{}, volunteer.Verified, ""},
	{"verify oneself", in(volunteer.Applied), volunteer.Verify, seat(selfID, models.CommunityStaff, community), volunteer.Form{}, "", "flow.not_yours"},
	{"verify wider than the seat", in(volunteer.Applied), volunteer.Verify, staff, volunteer.Form{Areas: areas(community, elsewhere)}, "",
		"input.invalid areas=outside_your_seats"},
	{"verify again, leaving what lies elsewhere", both, volunteer.Verify, staff, volunteer.Form{Skills: []string{"law"}}, volunteer.Verified, ""},
	{"verify again, taking what lies elsewhere", both, volunteer.Verify, staff, volunteer.Form{Areas: areas(community)}, "",
		"input.invalid areas=outside_your_seats"},
	{"cap below the load", busy, volunteer.Verify, staff, volunteer.Form{Cap: new(0)}, "", "input.invalid cap=out_of_range"},
	{"cap over the most", busy, volunteer.Verify, staff, volunteer.Form{Cap: new(21)}, "", "input.invalid cap=out_of_range"},
	{"refuse without a reason", in(volunteer.Applied), volunteer.Refuse, staff, volunteer.Form{}, "", "input.invalid reason=required"},
	{"refuse", in(volunteer.Applied), volunteer.Refuse, staff, volunteer.Form{Note: reason}, volunteer.Refused, ""},
	{"pause oneself without a reason", in(volunteer.Verified), volunteer.Pause, self, volunteer.Form{}, volunteer.Paused, ""},
	{"staff pause without a reason", in(volunteer.Verified), volunteer.Pause, staff, volunteer.Form{}, "", "input.invalid reason=required"},
	{"resume what staff paused", in(volunteer.Paused), volunteer.Resume, self, volunteer.Form{}, "", "flow.not_yours"},
	{"resume a pause of one's own", ownPause, volunteer.Resume, self, volunteer.Form{}, volunteer.Verified, ""},
	{"apply twice", in(volunteer.Applied), volunteer.Apply, self, volunteer.Form{}, "", "flow.no_such_step"},
	{"apply after the end", in(volunteer.Ended), volunteer.Apply, self, volunteer.Form{}, volunteer.Applied, ""},
}

func TestRaise(t *testing.T) {
	for _, tt := range raised {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.v.Raise(tt.e, tt.a, tt.f, isSkill)
			if codeOf(err) != tt.code {
				t.Fatalf("%v, want %q", err, tt.code)
			}
			if err == nil && (got.State != tt.to || got.Version != tt.v.Version+1) {
				t.Fatalf("%s at version %d, want %s", got.State, got.Version, tt.to)
			}
		})
	}
}

// TestNobodyGivesThemselvesMore: what a volunteer brings never sets cap or party, whatever the event.
func TestNobodyGivesThemselvesMore(t *testing.T) {
	for _, s := range volunteer.States {
		for _, e := range volunteer.Events {
			got, err := in(s).Raise(e, self, volunteer.Form{Cap: new(20), Party: new(true)}, isSkill)
			if err == nil && (got.Cap != 3 || got.Party) {
				t.Errorf("%s in %s: cap %d, party %v", e, s, got.Cap, got.Party)
			}
		}
	}
}

// TestEditKeepsWhoDecided, so that a volunteer cannot edit their way out of a pause by staff.
func TestEditKeepsWhoDecided(t *testing.T) {
	v := in(volunteer.Paused)
	v.Note = []byte{7}
	got, err := v.Raise(volunteer.Edit, self, volunteer.Form{Skills: []string{}}, isSkill)
	if err != nil || got.DecidedBy != person(5) || len(got.Note) != 1 {
		t.Fatalf("decided by %v, note %v (%v)", got.DecidedBy, got.Note, err)
	}
}

func TestListsAreSets(t *testing.T) {
	got, err := in(volunteer.Applied).Raise(volunteer.Edit, self, volunteer.Form{Skills: []string{"law", "hairdressing", "law"}, Areas: areas(community, community)}, isSkill)
	if err != nil || !slices.Equal(got.Skills, []string{"hairdressing", "law"}) || len(got.Areas) != 1 {
		t.Fatalf("%v %v (%v)", got.Skills, got.Areas, err)
	}
}

// TestLives: whatever people do, somebody verified was verified by somebody else for all they may do now.
func TestLives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := volunteer.Volunteer{Person: person(selfID), Cap: 3}
		granted := volunteer.Volunteer{}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			e := rapid.SampledFrom(volunteer.Events).Draw(t, "event")
			a := rapid.SampledFrom(parts).Draw(t, "who").actor
			f := volunteer.Form{Skills: rapid.SliceOf(rapid.SampledFrom([]string{"hairdressing", "law"})).Draw(t, "skills"),
				Areas: rapid.SliceOfN(rapid.SampledFrom(areas(community, community+"003", elsewhere)), 1, 3).Draw(t, "areas"), Note: []byte{1}}
			next, err := v.Raise(e, a, f, isSkill)
			if err != nil {
				continue
			}
			if e == volunteer.Verify {
				if a.Person == v.Person {
					t.Fatal("somebody verified themselves")
				}
				granted = next
			}
			if v = next; v.State == volunteer.Verified && !within(v, granted) {
				t.Fatalf("%v in %v was never granted: %v in %v", v.Skills, v.Areas, granted.Skills, granted.Areas)
			}
		}
	})
}

func within(v, granted volunteer.Volunteer) bool {
	return !slices.ContainsFunc(v.Skills, func(s string) bool { return !slices.Contains(granted.Skills, s) }) &&
		!slices.ContainsFunc(v.Areas, func(c models.AreaCode) bool {
			return !slices.ContainsFunc(granted.Areas, func(g models.AreaCode) bool { return c.Within(g) })
		})
}

func TestNumber(t *testing.T) {
	for at, want := range map[time.Time]string{noon: "370785202600000042",
		time.Date(2026, 12, 31, 17, 0, 0, 0, time.UTC): "370785202700000042"} {
		if got := volunteer.Number(at, 42); got != want {
			t.Errorf("%s: %s", at, got)
		}
	}
	if len(volunteer.Number(noon, 1)) != 18 || strings.ContainsAny(volunteer.Number(noon, 1), "Xx") {
		t.Error("the number's form")
	}
}

func TestCan(t *testing.T) {
	if got := in(volunteer.Applied).Can(staff); !slices.Equal(got, []volunteer.Event{volunteer.Verify, volunteer.Refuse}) {
		t.Errorf("staff may %v", got)
	}
	if got := in(volunteer.Verified).Can(self); !slices.Equal(got, []volunteer.Event{volunteer.Edit, volunteer.Pause, volunteer.End}) {
		t.Errorf("the volunteer may %v", got)
	}
}
