// Package posting keeps the teams of the grids: who holds which post, and which grids lack somebody or ask too much of somebody. Staff appoint
// within their areas; the workers and the chief of a grid see their own. A team of elsewhere is *not found*.
package posting

import (
	"context"
	"io"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/store/posts"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/gridteam"
	"delinli/models/secret"
)

// Service is the verbs of grid teams.
type Service struct {
	DB     *store.DB
	Vault  *vault.Vault
	Now    models.Clock
	Random io.Reader
}

// Page asks for one page of a list.
type Page = store.Page

// Member is somebody of a team: their name masks itself.
type Member struct {
	gridteam.Post
	Name      secret.Name
	Stretched bool // holds posts in more than gridteam.MostGrids grids
	Can       []string
}

// End is what staff may do with a post.
const End = "end"

// Team is whom a grid has, and who is to come.
type Team struct {
	gridteam.Strength
	Members []Member
}

// inTx is a verb's work inside a transaction.
type inTx struct {
	*Service
	tx    *store.Tx
	a     models.Actor
	today calendar.Date
}

func (s *Service) begin(tx *store.Tx, a models.Actor, roles ...models.Role) (t inTx, err error) {
	if !a.Has(roles...) {
		return t, models.Denied
	}
	return inTx{s, tx, a, calendar.DateOf(s.Now())}, nil
}

// Teams gives one page of the grids of an area that have the gap, by code, and what all grids of the area have together; an empty gap is every
// grid. An area that is not the actor's is *not found*.
func (s *Service) Teams(ctx context.Context, a models.Actor, area models.AreaCode, gap gridteam.Gap, p Page) (found []gridteam.Strength, next string, whole gridteam.Whole, err error) {
	if after := models.AreaCode(p.Cursor); after != "" && !after.Valid() {
		return nil, "", whole, models.BadField("cursor", "unreadable")
	}
	t, err := s.begin(s.DB.Read(ctx), a, gridteam.Readers...)
	if err != nil {
		return nil, "", whole, err
	}
	scope := store.ScopeOf(a, gridteam.Readers...).Within(area)
	if len(scope.Areas) == 0 {
		return nil, "", whole, models.Missing
	}
	all, err := posts.Strengths(t.tx, scope, t.today)
	if err != nil {
		return nil, "", whole, err
	}
	for _, one := range gridteam.Lacking(all, gap) {
		if string(one.Grid) > p.Cursor {
			found = append(found, one)
		}
	}
	if len(found) > p.Limit {
		found = found[:p.Limit]
		next = string(found[p.Limit-1].Grid)
	}
	return found, next, gridteam.Sum(all), nil
}

// Team gives the team of a grid. What is no grid, or one of elsewhere, is *not found*.
func (s *Service) Team(ctx context.Context, a models.Actor, grid models.AreaCode) (team Team, err error) {
	t, err := s.begin(s.DB.Read(ctx), a, gridteam.Readers...)
	if err != nil {
		return team, err
	}
	if grid.Level() != models.Grid || !a.Holds(grid, gridteam.Readers...) {
		return team, models.Missing
	}
	found, err := posts.Strengths(t.tx, store.Scope{Areas: []models.AreaCode{grid}}, t.today)
	if err != nil {
		return team, err
	}
	if len(found) == 0 {
		return team, models.Missing
	}
	team.Strength = found[0]
	held, err := posts.Of(t.tx, t.today, grid)
	if err != nil {
		return team, err
	}
	team.Members = make([]Member, len(held))
	for i, h := range held {
		if team.Members[i], err = t.open(h); err != nil {
			return team, err
		}
	}
	return team, nil
}

// Post gives one post of the actor's areas, also one that is over.
func (s *Service) Post(ctx context.Context, a models.Actor, id models.PostID) (Member, error) {
	t, err := s.begin(s.DB.Read(ctx), a, gridteam.Readers...)
	if err != nil {
		return Member{}, err
	}
	return t.show(id)
}

func (t inTx) show(id models.PostID) (Member, error) {
	h, err := posts.Get(t.tx, id, t.today)
	if err == nil && !t.a.Holds(h.Grid, gridteam.Readers...) {
		err = models.Missing
	}
	if err != nil {
		return Member{}, err
	}
	return t.open(h)
}

func (t inTx) open(h posts.Held) (m Member, err error) {
	m = Member{Post: h.Post, Stretched: h.Grids > gridteam.MostGrids}
	if t.a.Holds(h.Grid, models.Staff...) && !h.OverBy(t.today) {
		m.Can = []string{End}
	}
	m.Name, err = t.Vault.Name(h.Holder.Key, people.Place(h.Person, "name"), h.Holder.Name)
	return m, err
}
