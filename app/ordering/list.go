package ordering

import (
	"cmp"
	"context"
	"slices"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/audits"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/app/store/volunteers"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/secret"
)

// View names a list.
type View string

// The lists.
const (
	Mine  View = "mine"  // what I placed or am helped by
	Pool  View = "pool"  // what I may claim now
	Tasks View = "tasks" // what I hold or held
	Desk  View = "desk"  // what staff run, what departments were referred, what locals may see of their area
)

// Sort is the order of a list.
type Sort string

// The orders of the desk of staff.
const (
	Newest Sort = "newest"
	Due    Sort = "due" // by when the next step is owed; what is over is left out
)

// Query narrows a list.
type Query struct {
	State     order.State
	Kind      order.Kind
	Item      models.ItemID
	Area      models.AreaCode
	Lamp      string
	Text      string
	Queue     order.Queue // of the desk of staff
	Sort      Sort        // empty: what is due first in a queue, else the newest
	Assignee  models.PersonID
	Requester models.PersonID // of the desk of staff
	From, To  time.Time       // placed from and before; zero is no bound
}

// List gives one page of a list, newest first, each order as this actor may see it. Queues, what is due and requesters may be asked for by
// staff on the desk alone; elsewhere they are *invalid*, as are a span that ends before it begins and a text that narrows nothing.
func (s *Service) List(ctx context.Context, a models.Actor, v View, q Query, p store.Page) ([]Shown, string, error) {
	if err := q.check(v == Desk && a.Has(models.Staff...)); err != nil {
		return nil, "", err
	}
	t := s.reading(ctx, a)
	var err error
	if q.Area, err = areas.Present(t.tx, q.Area); err != nil {
		return nil, "", err
	}
	if q.Requester, err = people.Present(t.tx, q.Requester); err != nil {
		return nil, "", err
	}
	found, next, err := t.rows(v, t.filter(v, q), p)
	if err != nil {
		return nil, "", err
	}
	shown, err := t.cards(found)
	return shown, next, err
}

// Wall is the public wish wall, with or without a login.
func (s *Service) Wall(ctx context.Context, a models.Actor, q Query, p store.Page) ([]Shown, string, error) {
	if err := q.check(false); err != nil {
		return nil, "", err
	}
	t := s.reading(ctx, a)
	found, next, err := orders.Wall(t.tx, t.filter(Pool, q), p)
	if err != nil {
		return nil, "", err
	}
	shown, err := t.cards(found)
	return shown, next, err
}

// Card is one card of the wall, shown as the wall shows it, with the pictures that the requester agreed to. An order that the wall does
// not show is *not found*, also for those who see it elsewhere.
func (s *Service) Card(ctx context.Context, a models.Actor, id models.OrderID) (Shown, error) {
	t := s.reading(ctx, a)
	o, err := orders.Get(t.tx, id)
	if err != nil {
		return Shown{}, err
	}
	if !o.OnWall() {
		return Shown{}, models.Missing
	}
	shown, err := t.cards([]order.Order{o})
	if err != nil {
		return Shown{}, err
	}
	shown[0].Files, err = t.walled(shown[0].Case)
	return shown[0], err
}

func (q Query) check(staffDesk bool) error {
	switch {
	case q.Queue != "" && !staffDesk:
		return models.BadField("queue", "order.staff_desk_only")
	case q.Sort == Due && !staffDesk:
		return models.BadField("sort", "order.staff_desk_only")
	case !q.Requester.IsZero() && !staffDesk:
		return models.BadField("requester", "order.staff_desk_only")
	case !q.To.IsZero() && !q.To.After(q.From):
		return models.BadField("to", "order.span_empty")
	case q.Text != "" && !secret.Searchable(q.Text):
		return models.BadField("q", "order.text_too_short")
	}
	return nil
}

// filter searches public text in the clear and secret text by keyed tokens, each list in what its readers may read.
func (t inTx) filter(v View, q Query) orders.Filter {
	f := orders.Filter{State: q.State, Kind: q.Kind, Item: q.Item, Area: q.Area, Lamp: q.Lamp, Assignee: q.Assignee,
		Requester: q.Requester, From: q.From, To: q.To, Now: t.moment()}
	f.Pile, f.Due = q.pile(f.Now)
	switch {
	case q.Text == "":
	case v == Mine, v == Desk && t.a.Has(models.Staff...):
		f.Tokens = t.Keys.SearchTokens(q.Text)
	default:
		f.Bigrams = secret.Bigrams(q.Text)
	}
	return f
}

// pile is what of all that is owed is asked for, and whether what is due first stands at the top; nil where anything is.
func (q Query) pile(now time.Time) (*order.Pile, bool) {
	if q.Queue == "" && q.Sort != Due {
		return nil, false
	}
	pile := q.Queue.Pile(now)
	if q.State != "" {
		pile = pile.Of(q.State)
	}
	return &pile, q.Sort != Newest
}

func (t inTx) rows(v View, f orders.Filter, p store.Page) ([]order.Order, string, error) {
	switch v {
	case Pool:
		areas, err := volunteers.Areas(t.tx, t.a.Person)
		if err != nil {
			return nil, "", err
		}
		return orders.PoolOf(t.tx, areas, f, p)
	case Tasks:
		return orders.Tasks(t.tx, t.a.Person, f, p)
	case Desk:
		return t.desk(f, p)
	}
	return orders.Mine(t.tx, t.a.Person, f, p)
}

// desk is the list of those who work with orders: the first of their parts counts.
func (t inTx) desk(f orders.Filter, p store.Page) ([]order.Order, string, error) {
	switch {
	case t.a.Has(models.Staff...):
		return orders.Desk(t.tx, store.ScopeOf(t.a, models.Staff...), f, p)
	case t.a.Has(models.DepartmentStaff):
		return orders.Referred(t.tx, t.a, f, p)
	}
	return orders.Around(t.tx, store.ScopeOf(t.a, models.Locals...), f, p)
}

// Cards shows orders as a list does, in the order in which they are asked for; what the actor may not see now stays away.
func (s *Service) Cards(ctx context.Context, a models.Actor, ids []models.OrderID) ([]Shown, error) {
	t := s.reading(ctx, a)
	found, err := orders.GetAll(t.tx, ids)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(x, y order.Order) int { return cmp.Compare(slices.Index(ids, x.ID), slices.Index(ids, y.ID)) })
	return t.cards(found)
}

// cards shows rows of a list: titles of those that the actor may read whole, every look at another's logged.
func (t inTx) cards(found []order.Order) ([]Shown, error) {
	cases, err := t.cases(found)
	if err != nil {
		return nil, err
	}
	drawers, err := t.drawersOf(cases)
	if err != nil {
		return nil, err
	}
	fits, err := t.fits(cases)
	if err != nil {
		return nil, err
	}
	shown, looks := make([]Shown, 0, len(cases)), []audits.Line{}
	for i := range cases {
		c := &cases[i]
		s := t.begun(c, fits)
		if s.View == order.Nothing {
			continue
		}
		if s.View == order.Whole {
			if s.Title, err = orNothing(drawers[c.Owner()].Open(placeOf(c.Order, "title"), c.Order.Title)); err != nil {
				return nil, err
			}
			if c.Requester != t.a.Person {
				looks = append(looks, audits.Line{At: t.Now(), Actor: t.a, Action: "look.title", Subject: "order", SubjectID: c.ID.String(), Person: c.Requester})
			}
		}
		shown = append(shown, s)
	}
	if len(looks) == 0 {
		return shown, nil
	}
	return shown, audits.Log(t.tx, looks...)
}

// drawersOf opens the drawers of all whose titles are shown.
func (t inTx) drawersOf(cases []order.Case) (map[models.PersonID]vault.Drawer, error) {
	ids := []models.PersonID{}
	for i := range cases {
		c := &cases[i]
		if c.Sees(t.a) == order.Whole && !slices.Contains(ids, c.Owner()) {
			ids = append(ids, c.Owner())
		}
	}
	keys, err := people.Keys(t.tx, ids)
	if err != nil {
		return nil, err
	}
	drawers := make(map[models.PersonID]vault.Drawer, len(keys))
	for id, key := range keys {
		if drawers[id], err = t.Vault.Unlock(key, id); err != nil {
			return nil, err
		}
	}
	return drawers, nil
}

// Similar finds possible duplicates of what somebody is about to place; it never blocks. A look at the household's is kept.
func (s *Service) Similar(ctx context.Context, a models.Actor, area models.AreaCode, title, detail string) ([]orders.Alike, error) {
	t := s.reading(ctx, a)
	text := title + " " + detail
	found, err := orders.Similar(t.tx, a, area, secret.Bigrams(text), t.Keys.SearchTokens(title, detail), s.Now().AddDate(0, 0, -SimilarDays))
	if err != nil {
		return nil, err
	}
	return t.opened(found)
}

// opened tells what the actor may do about orders that look alike, and opens their titles; a look at another's is kept.
func (t inTx) opened(found []orders.Alike) ([]orders.Alike, error) {
	if err := t.mayDo(found); err != nil {
		return nil, err
	}
	looks := []audits.Line{}
	for i, f := range found {
		if f.Secret.IsZero() {
			continue
		}
		if f.Owner != t.a.Person {
			looks = append(looks, audits.Line{At: t.Now(), Actor: t.a, Action: "look.title", Subject: "order", SubjectID: f.ID.String(), Person: f.Owner})
		}
		p, err := people.Get(t.tx, f.Owner)
		if err != nil {
			return nil, err
		}
		if found[i].Title, err = t.openText(p, order.Order{ID: f.ID, Requester: f.Owner}, "title", f.Secret); err != nil {
			return nil, err
		}
	}
	return found, audits.Log(t.tx, looks...)
}

// Alike finds possible duplicates of an order for staff who run it: what they may also see on their desk. Each look is kept.
func (s *Service) Alike(ctx context.Context, a models.Actor, id models.OrderID) ([]orders.Alike, error) {
	t := s.reading(ctx, a)
	c, err := t.caseOf(id, "", Brings{})
	switch {
	case err != nil:
		return nil, err
	case !c.Runs(a):
		return nil, models.Denied
	}
	p, err := t.key(c.Order)
	if err != nil {
		return nil, err
	}
	texts, err := t.textsUnder(p, c.Order)
	if err != nil {
		return nil, err
	}
	found, err := orders.AlikeOnDesk(t.tx, store.ScopeOf(a, models.Staff...), a, c.Order, t.Keys.SearchTokens(texts.Title, texts.Detail), s.Now().AddDate(0, 0, -SimilarDays))
	if err != nil {
		return nil, err
	}
	return t.opened(found)
}

// mayDo fills what the actor may do about orders that look alike.
func (t inTx) mayDo(found []orders.Alike) error {
	ids := make([]models.OrderID, len(found))
	for i, f := range found {
		ids[i] = f.ID
	}
	of, err := orders.GetAll(t.tx, ids)
	if err != nil {
		return err
	}
	cases, err := t.cases(of)
	if err != nil {
		return err
	}
	fits, err := t.fits(cases)
	for i := range cases {
		c := &cases[i]
		at := slices.IndexFunc(found, func(f orders.Alike) bool { return f.ID == c.ID })
		found[at].Can = t.begun(c, fits).Can
	}
	return err
}

// SimilarDays is how far back duplicates are looked for.
const SimilarDays = 30

// Visible picks from orders those that the actor may see now.
func (s *Service) Visible(ctx context.Context, a models.Actor, ids []models.OrderID) ([]models.OrderID, error) {
	t := s.reading(ctx, a)
	found, err := orders.GetAll(t.tx, ids)
	if err != nil {
		return nil, err
	}
	cases, err := t.cases(found)
	visible := []models.OrderID{}
	for i := range cases {
		c := &cases[i]
		if c.Sees(a) != order.Nothing {
			visible = append(visible, c.ID)
		}
	}
	return visible, err
}
