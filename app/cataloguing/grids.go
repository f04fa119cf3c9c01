package cataloguing

import (
	"context"
	"slices"
	"strings"
	"time"

	"delinli/app/ground"
	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

// Grid is what one must know of a grid to change it.
type Grid struct {
	area.Part
	Version    int
	Free       models.AreaCode // the next code for a grid of its community
	Buildings  []area.Part
	Neighbours []area.Part // the other grids of its community
}

// Grid shows a grid to who may change it. What is no grid is *not found*.
func (s *Service) Grid(ctx context.Context, a models.Actor, code models.AreaCode) (g Grid, err error) {
	if err := mayRegroup(a, code); err != nil {
		return g, err
	}
	tx := s.DB.Read(ctx)
	if g.Part, err = areas.Part(tx, code); err != nil {
		return g, err
	}
	now, err := areas.Get(tx, code)
	if err != nil {
		return g, err
	}
	g.Version = now.Version
	codes, err := areas.CodesOf(tx, code.Parent())
	if err != nil {
		return g, err
	}
	g.Free = codes.Free(code)
	if g.Buildings, err = areas.Houses(tx, code); err != nil {
		return g, err
	}
	g.Neighbours, err = areas.Neighbours(tx, code.Parent())
	g.Neighbours = slices.DeleteFunc(g.Neighbours, func(p area.Part) bool { return p.Code == code })
	return g, err
}

// mayRegroup asks whether the actor may change the grids around this one, which is what adding one needs.
func mayRegroup(a models.Actor, grid models.AreaCode) error {
	if err := area.MayAdd(a, grid); err != nil {
		return err
	}
	if grid.Level() != models.Grid {
		return models.Missing
	}
	return nil
}

// Regroup names the grid that is to change, as it was last seen; a dry one is tried and undone.
type Regroup struct {
	Grid    models.AreaCode
	Version int
	Dry     bool
}

// Regrouped is what a change of grids brought about.
type Regrouped struct {
	area.Plan
	Parts      []area.Part // the grids that are there now: the one that was changed, and the other
	Warnings   []area.Warning
	PostsEnded int // of the team of a grid that ended
	SeatsEnded int // of those with power over it
}

// SplitGrid makes a new grid of some buildings. It has a boundary only when one is given, and the grid itself has another only when it keeps one.
func (s *Service) SplitGrid(ctx context.Context, a models.Actor, r Regroup, n area.Area, keeps geo.Polygon, buildings []models.AreaCode) (Regrouped, error) {
	n.Version = 1
	return s.regroup(ctx, a, r, func(t *regrouping) (err error) {
		if t.Plan, err = t.codes.Split(r.Grid, n, buildings); err != nil {
			return err
		}
		if err := sound(n); err != nil {
			return err
		}
		if err := t.keeps(keeps); err != nil {
			return err
		}
		if err := put(t.tx, n); err != nil {
			return err
		}
		return t.follow(t.was, n)
	})
}

// MergeGrid gives all that a grid has to another; it ends, and with it the posts of its team and the seats with power over it. The other
// has the ground of both as its boundary where that is one piece.
func (s *Service) MergeGrid(ctx context.Context, a models.Actor, r Regroup, into models.AreaCode) (Regrouped, error) {
	return s.regroup(ctx, a, r, func(t *regrouping) (err error) {
		if t.Plan, err = t.codes.Merge(r.Grid, into); err != nil {
			return err
		}
		if err := areas.Lock(t.tx, into); err != nil {
			return err
		}
		other, err := areas.Get(t.tx, into)
		if err != nil {
			return err
		}
		other.Version++
		if other.Boundary = ground.Join(other.Boundary, t.was.Boundary); other.Check() != nil {
			other.Boundary = nil // too fine
		}
		if err := areas.Update(t.tx, other); err != nil {
			return err
		}
		if err := t.dissolve(); err != nil {
			return err
		}
		return t.follow(other)
	})
}

// RenumberGrid gives a grid another code.
func (s *Service) RenumberGrid(ctx context.Context, a models.Actor, r Regroup, to models.AreaCode) (Regrouped, error) {
	return s.regroup(ctx, a, r, func(t *regrouping) (err error) {
		if t.Plan, err = t.codes.Renumber(r.Grid, to); err != nil {
			return err
		}
		t.was.Code, t.was.Version = to, 1
		return t.follow(t.was)
	})
}

// Changes lists what became of the grids of an area, or of the grid that has the code or once had it, the last first.
func (s *Service) Changes(ctx context.Context, a models.Actor, code models.AreaCode, p Page) ([]areas.Past, string, error) {
	if err := may(a, Readers...); err != nil {
		return nil, "", err
	}
	after := areas.Place{At: store.Forever}
	if p.Cursor != "" {
		at, from, _ := strings.Cut(p.Cursor, "/")
		moment, err := time.Parse(time.RFC3339Nano, at)
		if err != nil || !models.AreaCode(from).Valid() {
			return nil, "", models.BadField("cursor", "unreadable")
		}
		after = areas.Place{At: moment, From: models.AreaCode(from)}
	}
	if _, err := s.Area(ctx, code); err != nil {
		return nil, "", err
	}
	found, err := areas.Changes(s.DB.Read(ctx), code, after, p.Limit+1)
	if err != nil || len(found) <= p.Limit {
		return found, "", err
	}
	last := found[p.Limit-1]
	return found[:p.Limit], last.At.UTC().Format(time.RFC3339Nano) + "/" + string(last.From), nil
}
