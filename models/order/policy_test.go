package order_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/app/testkit/golden"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
)

const community = models.AreaCode("370785001005")

var noon = time.Date(2026, 3, 10, 4, 0, 0, 0, time.UTC)

// person makes the nth id.
func person(n int) models.PersonID {
	id, ok := models.ParseID[models.PersonID](fmt.Sprintf("00000000-0000-7000-8000-%012d", n))
	if !ok {
		panic("bad id")
	}
	return id
}

const (
	requesterID = iota + 1
	placerID
	kinID
	holderID
	volunteerID
	staffID
	secretaryID
	streetID
	cityID
	elsewhereID
	departmentID
	gridID
	careID
	auditorID
	securityID
	systemID
)

// part is somebody around an order: who they are and what is known of them.
type part struct {
	name  string
	actor models.Actor
	facts func(*order.Facts)
}

func seat(n int, role models.Role, area models.AreaCode) models.Actor {
	unit := ""
	if role == models.DepartmentStaff {
		unit = "civil affairs"
	}
	return models.Actor{Person: person(n), Phone: true, Seats: []models.Seat{{Role: role, Area: area, Unit: unit}}}
}

var parts = []part{
	{"visitor", models.Actor{}, nil},
	{"requester", seat(requesterID, models.Resident, "370785"), nil},
	{"placer", seat(placerID, models.Steward, community), nil},
	{"kin", seat(kinID, models.Resident, "370785"), func(f *order.Facts) { f.Kin = true }},
	{"stranger", seat(99, models.Resident, "370785"), nil},
	{"holder", seat(holderID, models.Volunteer, community), func(f *order.Facts) { f.Holder = true }},
	{"volunteer", seat(volunteerID, models.Volunteer, community), nil},
	{"staff", seat(staffID, models.CommunityStaff, community), nil},
	{"staff who acted", seat(staffID, models.CommunityStaff, community), func(f *order.Facts) { f.Touched = true }},
	{"secretary", seat(secretaryID, models.CommunitySecretary, community), nil},
	{"street", seat(streetID, models.StreetStaff, "370785001"), nil},
	{"city", seat(cityID, models.CityStaff, "370785"), nil},
	{"staff elsewhere", seat(elsewhereID, models.CommunityStaff, "370785002001"), nil},
	{"department", seat(departmentID, models.DepartmentStaff, "370785"), func(f *order.Facts) { f.Unit = "civil affairs" }},
	{"grid worker", seat(gridID, models.GridWorker, community+"003"), nil},
	{"care worker", seat(careID, models.CareWorker, "370785"), nil},
	{"auditor", seat(auditorID, models.Auditor, "370785"), nil},
	{"security admin", seat(securityID, models.SecurityAdmin, "370785"), nil},
	{"system admin", seat(systemID, models.SystemAdmin, "370785"), nil},
	{"clock", models.SystemActor, nil},
}

// caseIn is an order on behalf, in a state, with what everybody knows of it.
func caseIn(s order.State) order.Case {
	ended := noon.Add(-time.Hour)
	o := order.Order{ID: models.OrderID{}, Kind: order.Wish, Class: calendar.General, Area: community + "003", Requester: person(requesterID),
		PlacedBy: person(placerID), Visibility: order.Public, PublicTitle: "一副老花镜", State: s, Version: 3, Route: dispatch.ToPool,
		Reach: models.Community, ReferredTo: "civil affairs", EndedAt: &ended, Slots: 1}
	return order.Case{Order: o, Facts: order.Facts{Now: noon, Calendar: workdays(), Policy: calendar.Default(calendar.General), SelfRates: true,
		Departments: []string{"civil affairs"}}}
}

func workdays() calendar.Calendar {
	c, err := calendar.New(calendar.Shipped()...)
	if err != nil {
		panic(err)
	}
	return c
}

// TestPolicy holds who may raise what in which state against testdata/policy.golden, the whole of it.
func TestPolicy(t *testing.T) {
	var b strings.Builder
	for _, s := range order.States {
		fmt.Fprintf(&b, "%s\n", s)
		for _, e := range order.Events {
			if who := mayRaise(parts, caseIn(s), e); len(who) > 0 {
				fmt.Fprintf(&b, "    %-14s %s\n", e, strings.Join(who, ", "))
			}
		}
	}
	golden.File(t, "testdata/policy.golden", b.String())
}

// TestPolicyWithoutAPhone holds what is otherwise where the requester has no phone against testdata/policy_without_phone.golden.
func TestPolicyWithoutAPhone(t *testing.T) {
	everybody := append(slices.Clone(parts), part{"staff who placed it", seat(placerID, models.CommunityStaff, community), func(f *order.Facts) { f.Touched = true }})
	var b strings.Builder
	for _, s := range order.States {
		for _, e := range order.Events {
			silent := caseIn(s)
			silent.SelfRates = false
			who, usual := mayRaise(everybody, silent, e), mayRaise(everybody, caseIn(s), e)
			if !slices.Equal(who, usual) {
				fmt.Fprintf(&b, "%-10s %-14s %s\n", s, e, strings.Join(who, ", "))
			}
		}
	}
	golden.File(t, "testdata/policy_without_phone.golden", b.String())
}

func mayRaise(parts []part, of order.Case, e order.Event) (who []string) {
	for _, p := range parts {
		c := of
		if p.facts != nil {
			p.facts(&c.Facts)
		}
		if _, err := order.Flow.Find(c.State, e, p.actor, &c); err == nil {
			who = append(who, p.name)
		}
	}
	return who
}
