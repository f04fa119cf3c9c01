package volunteer_test

import (
	"slices"
	"testing"

	"delinli/models"
	"delinli/models/volunteer"
)

func team() volunteer.Team {
	return volunteer.Team{Leader: person(20), Area: community + "003", Members: []volunteer.Member{{Person: person(20)}, {Person: person(selfID)}}}
}

func TestNear(t *testing.T) {
	for area, want := range map[models.AreaCode]bool{community: true, community + "003": true, community + "004": true, street: true, "370785": true,
		elsewhere: false, "370785001006": false} {
		v := in(volunteer.Verified)
		v.Areas = areas(area)
		if got := team().Near(v); got != want {
			t.Errorf("%s: %v", area, got)
		}
	}
	wide := volunteer.Team{Area: street}
	v := in(volunteer.Verified)
	if !wide.Near(v) {
		t.Error("a team of the street takes who serves below")
	}
	if v.Areas = areas(elsewhere); wide.Near(v) {
		t.Error("a team of a street has no community of its own")
	}
}

// TestTeamInvitations: the leader and staff invite, and nobody but the invited says yes.
func TestTeamInvitations(t *testing.T) {
	leader, guest := seat(20, models.Volunteer, community), seat(30, models.Volunteer, community)
	ended, full, asks := team(), team(), team()
	ended.EndedAt = &noon
	full.Members = slices.Repeat(full.Members, 25)
	asks.Invited = []volunteer.Member{{Person: guest.Person}}
	late := asks
	late.EndedAt = &noon
	stranger, outsider, unverified := in(volunteer.Verified), in(volunteer.Verified), in(volunteer.Applied)
	stranger.Person, outsider.Person, unverified.Person = guest.Person, guest.Person, guest.Person
	outsider.Areas = areas(elsewhere)
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"the leader invites", team().MayInvite(leader, stranger), ""},
		{"staff invite", team().MayInvite(staff, stranger), ""},
		{"a member invites", team().MayInvite(self, stranger), "forbidden"},
		{"staff elsewhere invite", team().MayInvite(seat(9, models.CommunityStaff, elsewhere), stranger), "forbidden"},
		{"a member is invited", team().MayInvite(leader, in(volunteer.Verified)), "team.member_already"},
		{"somebody not verified", team().MayInvite(leader, unverified), "ineligible.unverified"},
		{"somebody from elsewhere", team().MayInvite(leader, outsider), "team.not_near"},
		{"into an ended team", ended.MayInvite(leader, stranger), "team.ended"},
		{"into a full team", full.MayInvite(leader, stranger), "team.full"},
		{"who was invited joins", asks.MayJoin(guest, stranger), ""},
		{"who was not", team().MayJoin(guest, stranger), "forbidden"},
		{"the leader for them", asks.MayJoin(leader, stranger), "forbidden"},
		{"verified no more", asks.MayJoin(guest, unverified), "ineligible.unverified"},
		{"after the end", late.MayJoin(guest, stranger), "team.ended"},
	} {
		if got := codeOf(tt.err); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTeamRights(t *testing.T) {
	leader, guest := seat(20, models.Volunteer, community), seat(30, models.Volunteer, community)
	fit, outsider, unverified := in(volunteer.Verified), in(volunteer.Verified), in(volunteer.Applied)
	ended, asks := team(), team()
	ended.EndedAt = &noon
	asks.Invited = []volunteer.Member{{Person: guest.Person}}
	outsider.Areas = areas(elsewhere)
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"who was invited says no", asks.MayLeave(guest, guest.Person), ""},
		{"a member leaves", team().MayLeave(self, person(selfID)), ""},
		{"the leader sends away", team().MayLeave(leader, person(selfID)), ""},
		{"a member sends away", team().MayLeave(seat(21, models.Volunteer, community), person(selfID)), "forbidden"},
		{"the leader leaves", team().MayLeave(leader, person(20)), "team.leader_stays"},
		{"from an ended team", ended.MayLeave(self, person(selfID)), "team.ended"},
		{"staff end", team().MayEnd(staff), ""},
		{"the leader ends", team().MayEnd(leader), "forbidden"},
		{"ended twice", ended.MayEnd(staff), "team.ended"},
		{"a volunteer founds", team().MayFound(self, fit), ""},
		{"staff found", team().MayFound(staff, fit), ""},
		{"for somebody else", team().MayFound(leader, fit), "forbidden"},
		{"under somebody not verified", team().MayFound(staff, unverified), "ineligible.unverified"},
		{"under somebody from elsewhere", team().MayFound(staff, outsider), "team.not_near"},
	} {
		if got := codeOf(tt.err); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	for name, want := range map[string]bool{"self": true, "staff": true, "street": true, "other volunteer": false, "staff elsewhere": false,
		"visitor": false, "auditor": false} {
		i := slices.IndexFunc(parts, func(p struct {
			name  string
			actor models.Actor
		}) bool {
			return p.name == name
		})
		if got := team().Sees(parts[i].actor); got != want {
			t.Errorf("%s sees the team: %v", name, got)
		}
	}
}
