package enrolling

import (
	"context"

	"delinli/app/store/areas"
	"delinli/app/store/people"
	"delinli/app/store/posts"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/calendar"
	"delinli/models/gridteam"
	"delinli/models/secret"
)

// OwnGrid is where somebody lives and who is there for them. Whoever told no more than their community has no grid and nobody on its posts.
type OwnGrid struct {
	Grid, Community *area.Area
	Line            area.Line // of the finest area that is known
	Team            []gridteam.Member
	Neighbours      []secret.Name // who agreed to be named, for whoever agreed too
}

// OwnGrid gives the actor's own grid, by the area of their profile.
func (s *Service) OwnGrid(ctx context.Context, a models.Actor) (own OwnGrid, err error) {
	t := s.read(ctx, a)
	p, err := people.Get(t.tx, a.Person)
	if err != nil {
		return own, err
	}
	for level, into := range map[models.AreaLevel]**area.Area{models.Grid: &own.Grid, models.Community: &own.Community} {
		code := p.Area.At(level)
		if code == "" {
			continue
		}
		found, err := areas.Get(t.tx, code)
		if err != nil {
			return own, err
		}
		*into = &found
	}
	if own.Line, err = t.line(p.Area); err != nil || own.Grid == nil {
		return own, err
	}
	if own.Team, err = t.team(own.Grid.Code); err != nil {
		return own, err
	}
	own.Neighbours, err = t.neighbours(p, own.Grid.Code)
	return own, err
}

// neighbours names residents of a grid to one of them who is named as well; each of them agreed to that, so no look is kept.
func (t inTx) neighbours(p people.Person, grid models.AreaCode) ([]secret.Name, error) {
	found, err := residents.Neighbours(t.tx, p.ID, grid)
	names := make([]secret.Name, len(found))
	for i, n := range found {
		if names[i], err = t.Vault.Name(n.Key, people.Place(n.ID, "name"), n.Name); err != nil {
			return nil, err
		}
	}
	return names, err
}

// line is the hotline of an area; nobody has none for a place that is not there.
func (t inTx) line(code models.AreaCode) (area.Line, error) {
	if code == "" {
		return area.Line{}, nil
	}
	a, err := areas.Get(t.tx, code)
	return a.Line, err
}

func (t inTx) team(grid models.AreaCode) ([]gridteam.Member, error) {
	today := calendar.DateOf(t.town)
	held, err := posts.Of(t.tx, today, grid)
	if err != nil {
		return nil, err
	}
	var members []gridteam.Member
	for _, post := range held {
		if post.From > today {
			continue
		}
		holder, err := t.unseal(post.Holder)
		if err != nil {
			return nil, err
		}
		members = append(members, gridteam.Member{Kind: post.Kind, Surname: secret.Surname(holder.Name), From: post.From})
	}
	return members, nil
}
