package dispatching_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"delinli/app/dispatching"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// town is a world with the verbs of dispatch in it; its menu asks what the test says.
type town struct {
	*testkit.World
	*dispatching.Service
	asks  dispatching.Asks
	order order.Order
	staff models.Actor
}

func newTown(t testing.TB) *town {
	w := testkit.NewWorld(t)
	n := &town{World: w, staff: w.Person(models.CommunityStaff, testkit.Community)}
	n.Service = &dispatching.Service{DB: w.Store, Now: w.Now, Random: rand.Reader, Menu: n, Rules: n, Orders: n}
	n.order = order.Order{ID: models.NewID[models.OrderID](rand.Reader), Item: models.NewID[models.ItemID](rand.Reader), Area: testkit.Grid,
		Reach: models.Community, Route: dispatch.ToBest}
	n.order.Requester = w.Person(models.Resident, testkit.City).Person
	n.order.PlacedBy = n.order.Requester
	w.Exec(`INSERT INTO orders (id, number, kind, class, area_code, requester_id, placed_by, visibility, state, version, priority, title, search_tokens,
			public_title, public_text, public_bigrams, public_pictures, slots, route, reach, referred_to, hand_backs, served, finishes, no_answer,
			public_reason, appeals, urges, extended, card, escalated, clock, limit_clock, placed_at, moved_at)
		VALUES (@id, '1', 'wish', 'general', @area, @by, @by, 'public', 'pool', 1, 0, '\x01', '{}', '卡', '', '{}', false, 1, 'offer', 'community', '', 0, 0, 0,
			false, '', 0, 0, false, '', '', '{}', '{}', @at, @at)`,
		store.Args{"id": n.order.ID, "area": string(n.order.Area), "by": n.order.Requester, "at": w.Now()})
	return n
}

// Now is the world's clock.
func (n *town) Now() time.Time { return n.World.Now() }

func (n *town) Asks(*store.Tx, models.ItemID) (dispatching.Asks, error) { return n.asks, nil }

func (n *town) Dispatch(*store.Tx) (dispatch.Rule, error) { return dispatch.DefaultRule(), nil }

func (n *town) ForDispatch(_ context.Context, _ *store.Tx, a models.Actor, _ models.OrderID) (order.Order, error) {
	if !a.Holds(n.order.Area, models.Staff...) {
		return order.Order{}, models.Denied
	}
	return n.order, nil
}

func (n *town) Offerable(ctx context.Context, tx *store.Tx, a models.Actor, ids []models.OrderID) ([]order.Order, error) {
	if !a.Holds(n.order.Area, models.Staff...) {
		return nil, nil
	}
	o, err := n.ForDispatch(ctx, tx, a, ids[0])
	return []order.Order{o}, err
}

// tx is a read.
func (n *town) tx() *store.Tx { return n.Store.Read(context.Background()) }

// skilled gives a volunteer skills.
func (n *town) skilled(a models.Actor, skills ...string) models.Actor {
	n.Exec(`UPDATE volunteers SET skills = CAST(@s AS text[]) WHERE person_id = @p`, store.Args{"s": store.Array(skills), "p": a.Person})
	return a
}

// team makes a team of members, led by the first.
func (n *town) team(members ...models.Actor) models.TeamID {
	id := models.NewID[models.TeamID](rand.Reader)
	n.Exec(`INSERT INTO teams (id, name, leader_id, area_code) VALUES (@id, '队', @p, @area)`,
		store.Args{"id": id, "p": members[0].Person, "area": string(testkit.Community)})
	for _, m := range members {
		n.Exec(`INSERT INTO team_members (team_id, person_id) VALUES (@id, @p)`, store.Args{"id": id, "p": m.Person})
	}
	return id
}

// had is an assignment of the order that ended by the event, to a person or a team.
func (n *town) had(to order.Holder, by order.Event) {
	n.Exec(`INSERT INTO assignments (id, order_id, person_id, team_id, offered_at, ended_at, ended_by)
		VALUES (gen_random_uuid(), @o, @p, @t, @at, @at, @by)`,
		store.Args{"o": n.order.ID, "p": to.Person, "t": to.Team, "at": n.Now(), "by": string(by)})
}

// judge is the reason why somebody may not serve the order.
func (n *town) judge(by models.Actor, to order.Holder) string {
	n.T.Helper()
	reason, err := n.Judge(n.tx(), by, n.order, to)
	if err != nil {
		n.T.Fatal(err)
	}
	return reason
}

func alone(a models.Actor) order.Holder { return order.Holder{Person: a.Person} }
