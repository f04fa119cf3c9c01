package volunteer_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"delinli/app/testkit/golden"
	"delinli/models"
	"delinli/models/volunteer"
)

const (
	community = models.AreaCode("370785001005")
	street    = models.AreaCode("370785001")
	elsewhere = models.AreaCode("370785002001")
)

// person makes the nth id.
func person(n int) models.PersonID {
	id, ok := models.ParseID[models.PersonID](fmt.Sprintf("00000000-0000-7000-8000-%012d", n))
	if !ok {
		panic("bad id")
	}
	return id
}

func seat(n int, role models.Role, area models.AreaCode) models.Actor {
	return models.Actor{Person: person(n), Phone: true, Seats: []models.Seat{{Role: role, Area: area}}}
}

const selfID = 1

var parts = []struct {
	name  string
	actor models.Actor
}{
	{"visitor", models.Actor{}},
	{"self", seat(selfID, models.Resident, "370785")},
	{"self with a staff seat", seat(selfID, models.CommunityStaff, community)},
	{"resident", seat(2, models.Resident, "370785")},
	{"other volunteer", seat(3, models.Volunteer, community)},
	{"steward", seat(4, models.Steward, community+"003")},
	{"staff", seat(5, models.CommunityStaff, community)},
	{"secretary", seat(6, models.CommunitySecretary, community)},
	{"street", seat(7, models.StreetStaff, street)},
	{"city", seat(8, models.CityStaff, "370785")},
	{"staff elsewhere", seat(9, models.CommunityStaff, elsewhere)},
	{"department", seat(10, models.DepartmentStaff, "370785")},
	{"care worker", seat(11, models.CareWorker, "370785")},
	{"auditor", seat(12, models.Auditor, "370785")},
	{"security admin", seat(13, models.SecurityAdmin, "370785")},
	{"system admin", seat(14, models.SystemAdmin, "370785")},
	{"clock", models.SystemActor},
}

// in is a volunteer in a state; whoever the text names took the last step.
func in(s volunteer.State) volunteer.Volunteer {
	return volunteer.Volunteer{Person: person(selfID), State: s, Areas: []models.AreaCode{community}, Skills: []string{"hairdressing"}, Cap: 3, Version: 1,
		DecidedBy: person(5)}
}

// TestPolicy holds who may raise what in which state against testdata/policy.golden, the whole of it.
func TestPolicy(t *testing.T) {
	var b strings.Builder
	for _, s := range append([]volunteer.State{""}, volunteer.States...) {
		fmt.Fprintf(&b, "%s\n", orNew(s))
		for _, e := range volunteer.Events {
			for _, wider := range []bool{false, true} {
				if who := mayRaise(s, e, wider); len(who) > 0 {
					fmt.Fprintf(&b, "    %-14s %s\n", orWider(e, wider), strings.Join(who, ", "))
				}
			}
		}
	}
	golden.File(t, filepath.Join("testdata", "policy.golden"), b.String())
}

func orNew(s volunteer.State) string {
	if s == "" {
		return "new"
	}
	return string(s)
}

func orWider(e volunteer.Event, wider bool) string {
	if wider {
		return string(e) + " wider"
	}
	return string(e)
}

func mayRaise(s volunteer.State, e volunteer.Event, wider bool) (who []string) {
	for _, p := range parts {
		if _, err := volunteer.Flow.Find(s, e, p.actor, volunteer.Case{Volunteer: in(s), Wider: wider}); err == nil && (!wider || e == volunteer.Edit) {
			who = append(who, p.name)
		}
	}
	return who
}

// TestDiagram keeps docs/flows/volunteer.md as the table draws it.
func TestDiagram(t *testing.T) {
	golden.File(t, filepath.Join("..", "..", "docs", "flows", "volunteer.md"), volunteer.Flow.Diagram("The life of a volunteer"))
}
