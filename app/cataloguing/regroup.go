package cataloguing

import (
	"context"
	"errors"
	"slices"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/audits"
	"delinli/app/store/outbox"
	"delinli/app/store/people"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/calendar"
	"delinli/models/geo"
)

// regrouping is a change of grids inside its transaction.
type regrouping struct {
	*Service
	Regrouped
	tx    *store.Tx
	a     models.Actor
	codes area.Codes // of the community, as they were
	was   area.Area  // the grid that changes
}

// errDry undoes what was tried.
var errDry = errors.New("dry")

// regroup makes a change of grids alone in its community, tells what came of it, and undoes it when it is dry. Whoever saw another version of
// the grid is told that things moved on.
func (s *Service) regroup(ctx context.Context, a models.Actor, r Regroup, change func(*regrouping) error) (out Regrouped, err error) {
	if err := mayRegroup(a, r.Grid); err != nil {
		return out, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		t := &regrouping{Service: s, tx: tx, a: a}
		if err := t.begin(r); err != nil {
			return err
		}
		if err := change(t); err != nil {
			return err
		}
		if err := t.tell(); err != nil {
			return err
		}
		out = t.Regrouped
		if r.Dry {
			return errDry
		}
		return t.log()
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return out, err
}

func (t *regrouping) begin(r Regroup) (err error) {
	if err := areas.Alone(t.tx, r.Grid.Parent()); err != nil {
		return err
	}
	if err := areas.Lock(t.tx, r.Grid); err != nil {
		return err
	}
	if t.codes, err = areas.CodesOf(t.tx, r.Grid.Parent()); err != nil {
		return err
	}
	if t.codes.Ended[r.Grid] {
		return revisions.ErrMovedOn
	}
	if t.was, err = areas.Get(t.tx, r.Grid); err == nil && t.was.Version != r.Version {
		err = revisions.ErrMovedOn
	}
	return err
}

// keeps counts a version of the grid that is split, and gives it the boundary that is left to it, if there is one; a centre beyond that goes. It is
// Invalid with keeps.
func (t *regrouping) keeps(left geo.Polygon) error {
	t.was.Version++
	if left == nil {
		return areas.Update(t.tx, t.was)
	}
	t.was.Boundary = left
	if t.was.Centre != nil && !left.Contains(*t.was.Centre) {
		t.was.Centre = nil
	}
	err := sound(t.was)
	if err == nil {
		err = inside(t.tx, t.was)
	}
	if e, ok := errors.AsType[*models.Error](err); ok && e.Fields["boundary"] != "" {
		return models.BadField("keeps", e.Fields["boundary"])
	}
	if err != nil {
		return err
	}
	return areas.Update(t.tx, t.was)
}

// dissolve ends what a grid that ends cannot leave to another: the posts of its team, with the day, and the seats with power over it.
func (t *regrouping) dissolve() error {
	var err error
	if t.PostsEnded, err = areas.EndPosts(t.tx, t.From, calendar.DateOf(t.Now())); err != nil {
		return err
	}
	offices, err := areas.Offices(t.tx, t.From)
	if err != nil {
		return err
	}
	t.SeatsEnded = len(offices)
	for _, seat := range offices {
		if err := people.End(t.tx, seat, t.Now()); err != nil {
			return err
		}
		if err := audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: "seat.end", Subject: "seat", SubjectID: seat.ID.String(), Person: seat.Person,
			Detail: map[string]any{"role": seat.Role, "area": seat.Area}}); err != nil {
			return err
		}
	}
	return nil
}

// follow moves what names the old codes, and leaves for each place that changed what a change must leave.
func (t *regrouping) follow(grids ...area.Area) error {
	if err := areas.Follow(t.tx, t.Plan, t.a.Person, t.Now()); err != nil {
		return err
	}
	for i := range grids {
		if err := t.keepArea(t.tx, t.a, &grids[i]); err != nil {
			return err
		}
	}
	for _, m := range t.Moves {
		if err := outbox.Add(t.tx, outbox.Settings, string(m.Old), Area, 0); err != nil {
			return err
		}
		if m.New.Level() != models.Building {
			continue
		}
		b, err := areas.Get(t.tx, m.New)
		if err != nil {
			return err
		}
		if err := revisions.Add(t.tx, Area, string(b.Code), b.Version, b, t.a.Person, t.Now()); err != nil {
			return err
		}
	}
	return nil
}

// tell counts what the grids have now.
func (t *regrouping) tell() error {
	for _, code := range slices.Compact([]models.AreaCode{t.stays(), t.To}) {
		p, err := areas.Part(t.tx, code)
		if err != nil {
			return err
		}
		t.Parts, t.Warnings = append(t.Parts, p), append(t.Warnings, p.Warnings()...)
	}
	return nil
}

// stays is the grid as which the changed one goes on.
func (t *regrouping) stays() models.AreaCode {
	if t.Change == area.Split {
		return t.From
	}
	return t.To
}

func (t *regrouping) log() error {
	return audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: Area + "." + string(t.Change), Subject: Area, SubjectID: string(t.From),
		Detail: map[string]any{"to": t.To, "moved": t.Moves, "posts_ended": t.PostsEnded, "seats_ended": t.SeatsEnded}})
}
