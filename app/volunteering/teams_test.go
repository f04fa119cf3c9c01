package volunteering_test

import (
	"slices"
	"testing"
	"time"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/app/volunteering"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/volunteer"
)

// crew is a team of a leader and two members, by their numbers.
func (n *town) crew(cap int) (team volunteer.Team, leader, second, third models.Actor) {
	n.T.Helper()
	leader, second, third = n.Volunteer(testkit.Community, cap), n.Volunteer(testkit.Community, cap), n.Volunteer(testkit.Grid, cap)
	team, err := n.Found(n.T.Context(), leader, volunteering.NewTeam{Name: "清风水电队", Area: testkit.Community})
	if err != nil {
		n.T.Fatal(err)
	}
	for _, m := range []models.Actor{second, third} {
		if _, err = n.Invite(n.T.Context(), leader, team.ID, m.Person.String()); err != nil {
			n.T.Fatal(err)
		}
		if team, err = n.Join(n.T.Context(), m, team.ID); err != nil {
			n.T.Fatal(err)
		}
	}
	return team, leader, second, third
}

func (n *town) load(a models.Actor) int {
	n.T.Helper()
	return n.Count(`SELECT load FROM volunteers WHERE person_id = @p`, store.Args{"p": a.Person})
}

func (n *town) minutes(a models.Actor) int {
	n.T.Helper()
	return n.Count(`SELECT COALESCE(sum(minutes), 0) FROM hours WHERE person_id = @p`, store.Args{"p": a.Person})
}

// naming is a team with the members who go.
func naming(team volunteer.Team, members ...models.Actor) ordering.Brings {
	to := order.Holder{Team: team.ID}
	for _, m := range members {
		to.Members = append(to.Members, m.Person)
	}
	return ordering.Brings{To: to}
}

// TestTeamServes: an order is offered to a team, its leader alone accepts and names who goes; load and hours are each member's own.
func TestTeamServes(t *testing.T) {
	n := newTown(t)
	team, leader, second, third := n.crew(1)
	id := n.pooled()
	n.move(n.staff, id, order.Offer, naming(team))
	n.barred(second, id, order.Accept, ordering.Brings{}, "flow.not_yours")
	n.barred(leader, id, order.Accept, naming(team, second, n.Volunteer(testkit.Community, 1)), "ineligible.not_a_member")
	n.move(leader, id, order.Accept, naming(team, second, third, second))
	if n.load(leader) != 0 || n.load(second) != 1 || n.load(third) != 1 {
		t.Fatalf("loads %d %d %d", n.load(leader), n.load(second), n.load(third))
	}
	if _, err := n.Leave(t.Context(), second, team.ID, second.Person); models.CodeOf(err) != "team.serves_now" {
		t.Errorf("leaving while named: %v", err)
	}
	if _, err := n.EndTeam(t.Context(), n.staff, team.ID); models.CodeOf(err) != "team.serves_now" {
		t.Errorf("ending while serving: %v", err)
	}
	n.serve(leader, id, 90*time.Minute)
	if n.minutes(leader) != 0 || n.minutes(second) != 90 || n.minutes(third) != 90 || n.load(second) != 0 {
		t.Fatalf("minutes %d %d %d", n.minutes(leader), n.minutes(second), n.minutes(third))
	}
	if got := n.Count(`SELECT count(*) FROM dispatches WHERE chosen = @t AND actor_id = @by`, store.Args{"t": team.ID, "by": n.staff.Person}); got != 1 {
		t.Errorf("%d choices of the team were kept", got)
	}
}

// TestTeamClaims: a leader takes an order from the pool for the team, as far as the cap of each who goes allows; nobody else does.
func TestTeamClaims(t *testing.T) {
	n := newTown(t)
	team, leader, second, third := n.crew(1)
	n.barred(second, n.pooled(), order.Claim, naming(team, second), "ineligible.not_the_leader")
	clerk := second
	clerk.Seats = append(slices.Clone(clerk.Seats), models.Seat{Role: models.CommunityStaff, Area: testkit.Elsewhere})
	n.barred(clerk, n.pooled(), order.Claim, naming(team, second), "ineligible.not_the_leader")
	first := n.pooled()
	n.move(leader, first, order.Claim, naming(team, second))
	n.barred(leader, n.pooled(), order.Claim, naming(team, second, third), "ineligible.at_cap")
	alone := n.pooled()
	n.move(leader, alone, order.Claim, naming(team))
	if n.load(leader) != 1 || n.load(third) != 0 {
		t.Fatalf("a leader who names nobody goes alone: %d, %d", n.load(leader), n.load(third))
	}
	if err := n.orders.Release(t.Context(), leader.Person); err != nil {
		t.Fatal(err)
	}
	if n.load(leader) != 0 || n.load(second) != 0 {
		t.Errorf("what the team of a leader who is gone had: %d, %d", n.load(leader), n.load(second))
	}
}

// TestTeamAndOwnOrder: nobody goes for the team to the own household, and who declined an offer may go by themselves.
func TestTeamAndOwnOrder(t *testing.T) {
	n := newTown(t)
	team, leader, second, _ := n.crew(3)
	id, err := n.orders.Place(t.Context(), second, ordering.Draft{Kind: order.Wish, Area: testkit.Grid, Title: "想要一副老花镜"})
	if err != nil {
		t.Fatal(err)
	}
	n.move(n.staff, id, order.Publish, ordering.Brings{PublicTitle: "卡"})
	n.barred(leader, id, order.Claim, naming(team, leader, second), "ineligible.own_order")
	n.move(n.staff, id, order.Offer, naming(team))
	n.move(leader, id, order.Decline, ordering.Brings{Reason: "没空"})
	n.barred(n.staff, id, order.Offer, naming(team), "ineligible.declined")
	n.move(n.staff, id, order.Offer, ordering.Brings{To: order.Holder{Person: leader.Person}})
	n.move(leader, id, order.Decline, ordering.Brings{Reason: "没空"})
	n.barred(n.staff, id, order.Offer, ordering.Brings{To: order.Holder{Person: leader.Person}}, "ineligible.declined")
	n.move(leader, id, order.Claim, naming(team, leader))
}

// TestNobodyIsDrafted: who was invited is no member and goes nowhere until they say yes themselves; who says no sees the team no more.
func TestNobodyIsDrafted(t *testing.T) {
	n := newTown(t)
	team, leader, _, third := n.crew(3)
	asked := n.Volunteer(testkit.Community, 3)
	invited, err := n.Invite(t.Context(), leader, team.ID, asked.Person.String())
	if err != nil || invited.Has(asked.Person) || !invited.Asks(asked.Person) {
		t.Fatalf("%+v (%v)", invited, err)
	}
	if _, err := n.Invite(t.Context(), leader, team.ID, asked.Person.String()); err != nil {
		t.Fatal(err)
	}
	if told := n.Count(`SELECT count(*) FROM outbox WHERE topic = 'volunteer' AND event = 'invited' AND ref = @who`, store.Args{"who": asked.Person.String()}); told != 1 {
		t.Errorf("told %d times, for one invitation that was repeated", told)
	}
	id := n.pooled()
	n.barred(leader, id, order.Claim, naming(team, asked), "ineligible.not_a_member")
	for name, a := range map[string]models.Actor{"the leader": leader, "a member": third, "staff": n.staff} {
		if _, err := n.Join(t.Context(), a, team.ID); models.CodeOf(err) != "forbidden" {
			t.Errorf("%s says yes: %v", name, err)
		}
	}
	if found, _, err := n.Teams(t.Context(), asked, volunteering.Page{Limit: 2}); err != nil || len(found) != 1 {
		t.Errorf("the invited finds %d teams (%v)", len(found), err)
	}
	if _, err := n.Leave(t.Context(), asked, team.ID, asked.Person); err != nil && models.KindOf(err) != models.NotFound {
		t.Errorf("saying no: %v", err)
	}
	if _, err := n.Join(t.Context(), asked, team.ID); models.KindOf(err) != models.NotFound {
		t.Errorf("yes after no: %v", err)
	}
	if _, err := n.Invite(t.Context(), n.staff, team.ID, asked.Person.String()); err != nil {
		t.Fatal(err)
	}
	if joined, err := n.Join(t.Context(), asked, team.ID); err != nil || !joined.Has(asked.Person) || joined.Asks(asked.Person) {
		t.Fatalf("%+v (%v)", joined, err)
	}
	n.move(leader, id, order.Claim, naming(team, asked))
	if _, err := n.Invite(t.Context(), leader, team.ID, asked.Person.String()); models.CodeOf(err) != "team.member_already" {
		t.Errorf("a member is invited: %v", err)
	}
}

func TestTeamLife(t *testing.T) {
	n := newTown(t)
	team, leader, second, third := n.crew(3)
	if !team.Has(leader.Person) || len(team.Members) != 3 || team.Members[0].Person != leader.Person || team.Version != 5 {
		t.Fatalf("%+v", team)
	}
	for name, tt := range map[string]struct {
		a    models.Actor
		team volunteering.NewTeam
		code string
	}{
		"resident":          {n.resident, volunteering.NewTeam{Name: "队", Area: testkit.Community}, "input.invalid"},
		"no name":           {leader, volunteering.NewTeam{Name: " ", Area: testkit.Community}, "input.invalid"},
		"a phone as name":   {leader, volunteering.NewTeam{Name: "找13812345678", Area: testkit.Community}, "input.invalid"},
		"far away":          {leader, volunteering.NewTeam{Name: "队", Area: testkit.Elsewhere}, "team.not_near"},
		"no such area":      {leader, volunteering.NewTeam{Name: "队", Area: testkit.Community + "999"}, "input.invalid"},
		"for another":       {second, volunteering.NewTeam{Name: "队", Area: testkit.Community, Leader: third.Person.String()}, "forbidden"},
		"nobody's number":   {n.staff, volunteering.NewTeam{Name: "队", Area: testkit.Community, Leader: "1"}, "input.invalid"},
		"staff without one": {n.staff, volunteering.NewTeam{Name: "队", Area: testkit.Community}, "input.invalid"},
	} {
		if _, err := n.Found(t.Context(), tt.a, tt.team); models.CodeOf(err) != tt.code {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
	if _, err := n.Found(t.Context(), n.staff, volunteering.NewTeam{Name: "网格队", Area: testkit.Grid, Leader: third.Person.String()}); err != nil {
		t.Error(err)
	}
	if _, err := n.Invite(t.Context(), second, team.ID, leader.Person.String()); models.CodeOf(err) != "forbidden" {
		t.Errorf("a member invites: %v", err)
	}
	if _, err := n.Invite(t.Context(), n.other, team.ID, leader.Person.String()); models.CodeOf(err) != "not_found" {
		t.Errorf("staff elsewhere invite: %v", err)
	}
	if team, err := n.Leave(t.Context(), second, team.ID, second.Person); err != nil || team.Has(second.Person) {
		t.Errorf("leaving: %v (%v)", team.Members, err)
	}
	if _, err := n.Team(t.Context(), second, team.ID); models.KindOf(err) != models.NotFound {
		t.Errorf("who left sees the team: %v", err)
	}
	if team, err := n.EndTeam(t.Context(), n.staff, team.ID); err != nil || team.EndedAt == nil {
		t.Errorf("ending: %+v (%v)", team, err)
	}
	n.barred(leader, n.pooled(), order.Claim, naming(team), "input.invalid")
}

func TestTeams(t *testing.T) {
	n := newTown(t)
	_, leader, _, third := n.crew(3)
	for range 2 {
		if _, err := n.Found(t.Context(), n.staff, volunteering.NewTeam{Name: "队", Area: testkit.Community, Leader: leader.Person.String()}); err != nil {
			t.Fatal(err)
		}
	}
	for name, tt := range map[string]struct {
		a    models.Actor
		want int
	}{"staff": {n.staff, 3}, "leader": {leader, 3}, "member": {third, 1}, "staff elsewhere": {n.other, 0}, "resident": {n.resident, 0}} {
		first, next, err := n.Teams(t.Context(), tt.a, volunteering.Page{Limit: 2})
		if err != nil {
			t.Fatal(err)
		}
		rest := []volunteer.Team{}
		if next != "" {
			if rest, _, err = n.Teams(t.Context(), tt.a, volunteering.Page{Limit: 2, Cursor: next}); err != nil {
				t.Fatal(err)
			}
		}
		if len(first)+len(rest) != tt.want {
			t.Errorf("%s: %d teams, want %d", name, len(first)+len(rest), tt.want)
		}
	}
	names, err := n.Names(t.Context(), leader, []models.PersonID{third.Person})
	if name, known := names[third.Person]; err != nil || !known || name.Plain() != "" {
		t.Errorf("%v (%v)", names, err)
	}
	if _, err := n.Names(t.Context(), n.resident, nil); models.KindOf(err) != models.Forbidden {
		t.Errorf("a resident reads names: %v", err)
	}
}
