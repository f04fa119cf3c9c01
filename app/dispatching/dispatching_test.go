package dispatching_test

import (
	"slices"
	"testing"
	"time"

	"delinli/app/dispatching"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// TestJudge: each reason why somebody may not serve, told from the database.
func TestJudge(t *testing.T) {
	n := newTown(t)
	n.asks = dispatching.Asks{Skills: []string{"hairdressing"}}
	fit := n.skilled(n.Volunteer(testkit.Community, 1), "hairdressing")
	full := n.skilled(n.Volunteer(testkit.Community, 0), "hairdressing")
	far := n.skilled(n.Volunteer(testkit.Elsewhere, 1), "hairdressing")
	paused := n.skilled(n.Volunteer(testkit.Community, 1), "hairdressing")
	n.Exec(`UPDATE volunteers SET state = 'paused' WHERE person_id = @p`, store.Args{"p": paused.Person})
	for name, tt := range map[string]struct {
		a    models.Actor
		want string
	}{
		"fit":             {fit, ""},
		"at the cap":      {full, dispatch.AtCap},
		"out of reach":    {far, dispatch.OutOfReach},
		"paused":          {paused, dispatch.Unverified},
		"no volunteer":    {n.Person(models.Resident, testkit.City), dispatch.Unverified},
		"without skills":  {n.Volunteer(testkit.Community, 1), dispatch.SkillMissing},
		"their own order": {models.Actor{Person: n.order.Requester}, dispatch.Unverified},
	} {
		if got := n.judge(tt.a, alone(tt.a)); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	n.asks = dispatching.Asks{Party: dispatch.PartyRequired}
	if got := n.judge(fit, alone(fit)); got != dispatch.PartyOnly {
		t.Errorf("no party member: %q", got)
	}
	n.order.Requester = fit.Person
	if got := n.judge(fit, alone(fit)); got != dispatch.OwnOrder {
		t.Errorf("their own order: %q", got)
	}
}

// TestDeclinersMayClaim: who declined is not offered the order again, person or team, but may take it by themselves.
func TestDeclinersMayClaim(t *testing.T) {
	n := newTown(t)
	a, b := n.Volunteer(testkit.Community, 3), n.Volunteer(testkit.Community, 3)
	team := order.Holder{Team: n.team(a, b)}
	named := order.Holder{Team: team.Team, Members: []models.PersonID{a.Person, b.Person}}
	n.had(alone(a), order.Decline)
	nobody := models.Actor{}
	if got := n.judge(nobody, alone(a)); got != dispatch.Declined {
		t.Errorf("offered to the decliner: %q", got)
	}
	if got := n.judge(a, alone(a)); got != "" {
		t.Errorf("claimed by the decliner: %q", got)
	}
	if got := n.judge(nobody, team); got != "" {
		t.Errorf("a team is not its leader: %q", got)
	}
	n.had(team, order.Decline)
	if got := n.judge(nobody, team); got != dispatch.Declined {
		t.Errorf("offered to the team that declined: %q", got)
	}
	if got := n.judge(a, named); got != "" {
		t.Errorf("claimed for the team that declined: %q", got)
	}
	if got := n.judge(nobody, alone(b)); got != "" {
		t.Errorf("offered to a member of it: %q", got)
	}
	n.had(alone(b), order.Expire)
	if got := n.judge(nobody, alone(b)); got != "" {
		t.Errorf("who missed an offer did not decline: %q", got)
	}
}

func TestJudgeTeams(t *testing.T) {
	n := newTown(t)
	leader, member, full := n.Volunteer(testkit.Community, 3), n.Volunteer(testkit.Community, 3), n.Volunteer(testkit.Community, 0)
	team := n.team(leader, member, full)
	with := func(members ...models.Actor) order.Holder {
		h := order.Holder{Team: team}
		for _, m := range members {
			h.Members = append(h.Members, m.Person)
		}
		return h
	}
	for name, tt := range map[string]struct {
		by   models.Actor
		to   order.Holder
		want string
	}{
		"offered":             {models.Actor{}, with(), ""},
		"taken by the leader": {leader, with(leader, member), ""},
		"taken by a member":   {member, with(member), dispatching.NotLeader},
		"taken by staff":      {n.staff, with(member), dispatching.NotLeader},
		"with a stranger":     {leader, with(n.Volunteer(testkit.Community, 3)), dispatching.NotMember},
		"with somebody full":  {leader, with(member, full), dispatch.AtCap},
	} {
		if got := n.judge(tt.by, tt.to); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	n.Exec(`UPDATE teams SET ended_at = @at`, store.Args{"at": n.Now()})
	if _, err := n.Judge(n.tx(), leader, n.order, with()); models.KindOf(err) != models.Invalid {
		t.Errorf("a team that ended: %v", err)
	}
}

// TestBestKeepsItsInputs: what was ranked gives the same ranking again.
func TestBestKeepsItsInputs(t *testing.T) {
	n := newTown(t)
	near, far := n.Volunteer(testkit.Grid, 3), n.Volunteer(testkit.Community, 3)
	n.Volunteer(testkit.Elsewhere, 3)
	best, err := n.Best(n.tx(), n.order)
	if err != nil || best.Person != near.Person {
		t.Fatalf("%v (%v)", best, err)
	}
	in, err := store.One(n.tx(), `SELECT inputs FROM dispatches WHERE order_id = @o AND chosen = @p AND actor_id IS NULL`,
		store.Args{"o": n.order.ID, "p": near.Person}, store.JSON[dispatch.Inputs])
	if err != nil {
		t.Fatal(err)
	}
	ranked := dispatch.Replay(in, in.Rule)
	if len(ranked) != 2 || ranked[0].Person != near.Person || ranked[1].Person != far.Person || !in.Need.At.Equal(n.Now()) {
		t.Fatalf("replayed: %+v", ranked)
	}
	n.had(alone(near), order.Decline)
	if best, err = n.Best(n.tx(), n.order); err != nil || best.Person != far.Person {
		t.Errorf("after the decline: %v (%v)", best, err)
	}
	n.order.Route = dispatch.ToPool
	if best, err = n.Best(n.tx(), n.order); err != nil || !best.IsZero() {
		t.Errorf("another route: %v (%v)", best, err)
	}
	if got := n.Count(`SELECT count(*) FROM dispatches`, nil); got != 2 {
		t.Errorf("%d dispatches were kept", got)
	}
}

func TestNobodyIsBest(t *testing.T) {
	n := newTown(t)
	n.Volunteer(testkit.Elsewhere, 3)
	if best, err := n.Best(n.tx(), n.order); err != nil || !best.IsZero() {
		t.Errorf("%v (%v)", best, err)
	}
	if got := n.Count(`SELECT count(*) FROM dispatches`, nil); got != 0 {
		t.Errorf("%d dispatches were kept", got)
	}
}

// TestSuggest: people and teams, the best first, with reasons that add up; nobody who may not serve, and for staff alone.
func TestSuggest(t *testing.T) {
	n := newTown(t)
	near, leader, decliner := n.Volunteer(testkit.Grid, 3), n.Volunteer(testkit.Community, 3), n.Volunteer(testkit.Community, 3)
	team := n.team(leader)
	n.had(alone(decliner), order.Decline)
	ranked, err := n.Suggest(t.Context(), n.staff, n.order.ID, 10)
	if err != nil || len(ranked) != 3 || ranked[0].Person != near.Person {
		t.Fatalf("%+v (%v)", ranked, err)
	}
	if !slices.ContainsFunc(ranked, func(r dispatch.Ranked) bool { return r.Team == team }) {
		t.Errorf("no team among %+v", ranked)
	}
	for _, r := range ranked {
		sum := 0.0
		for _, reason := range r.Reasons {
			sum += reason.Points
		}
		if diff := sum - r.Score; diff > 1e-9 || diff < -1e-9 || r.Score == 0 {
			t.Errorf("score %f, reasons %v", r.Score, r.Reasons)
		}
	}
	if short, err := n.Suggest(t.Context(), n.staff, n.order.ID, 1); err != nil || len(short) != 1 {
		t.Errorf("%d of one (%v)", len(short), err)
	}
	if _, err := n.Suggest(t.Context(), near, n.order.ID, 10); models.KindOf(err) != models.Forbidden {
		t.Errorf("a volunteer reads suggestions: %v", err)
	}
}

// TestFairness: who had orders lately stands behind who had none.
func TestFairness(t *testing.T) {
	n := newTown(t)
	busy, idle := n.Volunteer(testkit.Community, 3), n.Volunteer(testkit.Community, 3)
	n.Exec(`WITH a AS (INSERT INTO assignments (id, order_id, person_id, offered_at, accepted_at, ended_at, ended_by)
			VALUES (gen_random_uuid(), @o, @p, @at, @at, @at, 'finish') RETURNING id)
		INSERT INTO assignment_members (assignment_id, person_id) SELECT id, @p FROM a`,
		store.Args{"o": n.order.ID, "p": busy.Person, "at": n.Now()})
	best, err := n.Best(n.tx(), n.order)
	if err != nil || best.Person != idle.Person {
		t.Fatalf("%v (%v)", best, err)
	}
	n.Pass(dispatching.Fairness + time.Second)
	ranked, err := n.Suggest(t.Context(), n.staff, n.order.ID, 10)
	if err != nil || ranked[0].Score != ranked[1].Score {
		t.Errorf("a month later: %+v (%v)", ranked, err)
	}
}
