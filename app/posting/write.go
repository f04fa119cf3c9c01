package posting

import (
	"context"
	"slices"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/people"
	"delinli/app/store/posts"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/gridteam"
	"delinli/models/resident"
)

// Appoint gives somebody a post, from today on when no day is said. It is Invalid for a grid or a person of elsewhere, for a child, and for
// what gridteam.Post refuses.
func (s *Service) Appoint(ctx context.Context, a models.Actor, p gridteam.Post) (m Member, err error) {
	p.ID, p.GrantedBy = models.NewID[models.PostID](s.Random), a.Person
	err = s.write(ctx, a, p.ID, func(t inTx) error {
		if err := t.appoint(p); err != nil {
			return err
		}
		m, err = t.show(p.ID)
		return err
	})
	return m, err
}

// AppointIn is Appoint within a transaction.
func (s *Service) AppointIn(tx *store.Tx, a models.Actor, p gridteam.Post) error {
	p.ID, p.GrantedBy = models.NewID[models.PostID](s.Random), a.Person
	t, err := s.begin(tx, a, models.Staff...)
	if err != nil {
		return err
	}
	return t.appoint(p)
}

func (t inTx) appoint(p gridteam.Post) error {
	if p.From == "" {
		p.From = t.today
	}
	if err := p.Check(); err != nil {
		return err
	}
	if err := t.mayAppoint(p); err != nil {
		return err
	}
	if err := posts.Add(t.tx, []gridteam.Post{p}); err != nil {
		return err
	}
	return t.log("post.appoint", p)
}

// mayAppoint asks whether grid and person are the actor's, and whether the post is free, which it stays until the transaction ends.
func (t inTx) mayAppoint(p gridteam.Post) error {
	if !t.a.Holds(p.Grid, models.Staff...) {
		return models.BadField("area_code", "unknown")
	}
	if err := posts.LockGrid(t.tx, p.Grid); models.KindOf(err) == models.NotFound {
		return models.BadField("area_code", "unknown")
	} else if err != nil {
		return err
	}
	who, err := people.Get(t.tx, p.Person)
	if models.KindOf(err) == models.NotFound || err == nil && (who.ErasedAt != nil || !near(t.a, who.Area)) {
		return models.BadField("person_id", "unknown")
	}
	if err != nil {
		return err
	}
	born, err := residents.BornOf(t.tx, p.Person)
	if err == nil {
		err = resident.Grown(born, t.today)
	}
	if err != nil {
		return err
	}
	held, err := posts.Of(t.tx, p.From, p.Grid)
	if err != nil {
		return err
	}
	others := make([]gridteam.Post, len(held))
	for i, h := range held {
		others[i] = h.Post
	}
	return p.Beside(others)
}

// near reports whether somebody lives in an area of the actor's, or has named no place as small as those.
func near(a models.Actor, home models.AreaCode) bool {
	return slices.ContainsFunc(a.Areas(models.Staff...), func(mine models.AreaCode) bool { return home.Within(mine) || mine.Within(home) })
}

// End ends a post with a last day; today when none is said. Version is the one last seen; when it is no longer the present one, nothing
// changes and the error is a Conflict.
func (s *Service) End(ctx context.Context, a models.Actor, id models.PostID, version int, last calendar.Date) (m Member, err error) {
	err = s.write(ctx, a, id, func(t inTx) error {
		before, err := posts.Get(t.tx, id, t.today)
		if err == nil && !a.Holds(before.Grid, models.Staff...) {
			err = models.Missing
		}
		if err != nil {
			return err
		}
		if last == "" {
			last = t.today
		}
		before.Version = version
		next, err := before.End(last, t.today)
		if err != nil {
			return err
		}
		if err := posts.End(t.tx, next); err != nil {
			return err
		}
		if err := t.log("post.end", next); err != nil {
			return err
		}
		m, err = t.show(id)
		return err
	})
	return m, err
}

// write works as staff in a transaction, on the post that its result shows.
func (s *Service) write(ctx context.Context, a models.Actor, id models.PostID, work func(inTx) error) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/posts/"+id.String())
		t, err := s.begin(tx, a, models.Staff...)
		if err != nil {
			return err
		}
		return work(t)
	})
}

func (t inTx) log(action string, p gridteam.Post) error {
	return audits.Log(t.tx, audits.Line{At: t.Now(), Actor: t.a, Action: action, Subject: "post", SubjectID: p.ID.String(), Person: p.Person,
		Detail: map[string]any{"area": p.Grid, "kind": p.Kind, "from": p.From, "until": p.Until}})
}
