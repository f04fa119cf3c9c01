package cataloguing

import (
	"cmp"
	"context"

	"delinli/app/ground"
	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

// Areas lists one page of the areas right below parent, by code; of those that belong to none when parent is empty. Boundaries
// are left out unless they are asked for. A parent that is not there has nothing below it; a code that ended is followed to the present one.
func (s *Service) Areas(ctx context.Context, parent models.AreaCode, boundary bool, p Page) (found []area.Area, next string, err error) {
	after := models.AreaCode(p.Cursor)
	if after != "" && !after.Valid() {
		return nil, "", models.BadField("cursor", "unreadable")
	}
	tx := s.DB.Read(ctx)
	if parent == "" {
		found, err = areas.Roots(tx, boundary, after, p.Limit+1)
	} else if parent, err = areas.Present(tx, parent); err == nil {
		found, err = areas.Children(tx, parent, boundary, after, p.Limit+1)
	}
	if err != nil || len(found) <= p.Limit {
		return found, "", err
	}
	found = found[:p.Limit]
	return found, string(found[p.Limit-1].Code), nil
}

// Area gives one area with its boundary; for a code that ended, the area that its place is now, with that code as Asked.
func (s *Service) Area(ctx context.Context, code models.AreaCode) (area.Area, error) {
	tx := s.DB.Read(ctx)
	found, missing := areas.Get(tx, code)
	if models.KindOf(missing) != models.NotFound {
		return found, missing
	}
	present, err := areas.Present(tx, code)
	if err != nil || present == code {
		return found, cmp.Or(err, missing)
	}
	found, err = areas.Get(tx, present)
	found.Asked = code
	return found, err
}

// Successors tells, of the codes that ended, where their places are now; it leaves out those that did not end.
func (s *Service) Successors(ctx context.Context, codes []models.AreaCode) (map[models.AreaCode]area.Successor, error) {
	return areas.Successors(s.DB.Read(ctx), codes)
}

var errNowhere = models.Fault(models.NotFound, "area.none_here")

// AreaAt gives the finest area whose boundary holds the point; where none is drawn around it, *not found* with a code of its own.
func (s *Service) AreaAt(ctx context.Context, p geo.Point) (area.Area, error) {
	around, err := areas.Around(s.DB.Read(ctx), p)
	if err != nil {
		return area.Area{}, err
	}
	for _, a := range around {
		if a.Boundary.Contains(p) {
			return a, nil
		}
	}
	return area.Area{}, errNowhere
}

// AddArea puts a new area under the one that its code names.
func (s *Service) AddArea(ctx context.Context, a models.Actor, n area.Area) (_ area.Area, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error { n, err = s.AddAreaIn(tx, a, n); return err })
	return n, err
}

// AddAreaIn is AddArea within a transaction.
func (s *Service) AddAreaIn(tx *store.Tx, a models.Actor, n area.Area) (area.Area, error) {
	n.Version = 1
	if err := area.MayAdd(a, n.Code); err != nil {
		return n, err
	}
	if err := sound(n); err != nil {
		return n, err
	}
	if err := put(tx, n); err != nil {
		return n, err
	}
	return n, s.keepArea(tx, a, &n)
}

// put writes an area whose code nobody has or had, and whose boundary stays within the area above.
func put(tx *store.Tx, n area.Area) error {
	if present, err := areas.Present(tx, n.Code); err != nil {
		return err
	} else if present != n.Code {
		return models.BadField("code", "area.used_before")
	}
	added, err := areas.Add(tx, n)
	if err == nil && !added {
		err = models.BadField("code", "taken")
	}
	if err != nil {
		return err
	}
	return inside(tx, n)
}

// sound asks the area itself, and whether its boundary is one piece of ground.
func sound(n area.Area) error {
	if err := n.Check(); err != nil {
		return err
	}
	if n.Boundary != nil && !ground.Whole(n.Boundary) {
		return models.BadField("boundary", "area.boundary_crosses")
	}
	return nil
}

// mostBeyond is the share of an area that may lie outside of the one that it belongs to: as much as two maps differ, and too little to take in others.
const mostBeyond = 0.1

// inside refuses a boundary that leaves the nearest area above it that is drawn.
func inside(tx *store.Tx, n area.Area) error {
	if n.Boundary == nil {
		return nil
	}
	for up := n.Code.Parent(); up != ""; up = up.Parent() {
		above, err := areas.Get(tx, up)
		if models.KindOf(err) == models.NotFound || err == nil && !ground.Whole(above.Boundary) {
			continue
		}
		if err != nil {
			return err
		}
		if share, err := ground.Beyond(n.Boundary, above.Boundary); err != nil || share > mostBeyond {
			return cmp.Or[error](err, models.BadField("boundary", "area.boundary_beyond"))
		}
		return nil
	}
	return nil
}

// EditArea changes name, centre, boundary and hotline of an area. Version is the one last seen; when it is no longer the present one,
// nothing changes and the error is a Conflict.
func (s *Service) EditArea(ctx context.Context, a models.Actor, n area.Area) (area.Area, error) {
	if err := area.MayEdit(a, n.Code); err != nil {
		return n, err
	}
	if err := sound(n); err != nil {
		return n, err
	}
	n.Version++
	return n, s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := areas.Get(tx, n.Code); err != nil {
			return err
		}
		if err := inside(tx, n); err != nil {
			return err
		}
		if err := areas.Update(tx, n); err != nil {
			return err
		}
		return s.keepArea(tx, a, &n)
	})
}

// keepArea leaves what a change must leave, and reads the area as it now is.
func (s *Service) keepArea(tx *store.Tx, a models.Actor, n *area.Area) (err error) {
	if err := s.keep(tx, a, Area, string(n.Code), n.Version, *n); err != nil {
		return err
	}
	*n, err = areas.Get(tx, n.Code)
	return err
}
