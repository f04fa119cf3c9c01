package cataloguing

import (
	"cmp"
	"context"
	"math"
	"slices"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/calendar"
	"delinli/models/geo"
)

// Sought says which facilities a list is to have. Zero fields do not narrow.
type Sought struct {
	Area models.AreaCode
	Kind area.FacilityKind
	Near *geo.Point // from where the nearest come first; nil: they come by area
}

func (w Sought) filter() areas.FacilityFilter {
	return areas.FacilityFilter{Area: w.Area, Kind: w.Kind}
}

// Reached is a facility and the way to it in metres; nil where nobody said from where.
type Reached struct {
	area.Facility
	Metres *float64
}

// Facilities lists one page of the facilities that are there. Those nearest to a place are one page alone: whoever looks for more narrows.
func (s *Service) Facilities(ctx context.Context, w Sought, p Page) ([]Reached, string, error) {
	after, ok := models.ParseID[models.FacilityID](p.Cursor)
	if p.Cursor != "" && (!ok || w.Near != nil) {
		return nil, "", models.BadField("cursor", "unreadable")
	}
	if w.Near != nil {
		found, err := s.nearest(ctx, w, p.Limit)
		return found, "", err
	}
	found, err := areas.Facilities(s.DB.Read(ctx), w.filter(), after, p.Limit+1)
	next := ""
	if len(found) > p.Limit {
		found = found[:p.Limit]
		next = found[p.Limit-1].ID.String()
	}
	return reached(found, nil), next, err
}

func (s *Service) nearest(ctx context.Context, w Sought, limit int) ([]Reached, error) {
	narrow := math.Cos(w.Near.Lat * math.Pi / 180)
	found, err := areas.FacilitiesNear(s.DB.Read(ctx), w.filter(), *w.Near, narrow, limit)
	all := reached(found, w.Near)
	slices.SortStableFunc(all, func(a, b Reached) int { return cmp.Compare(*a.Metres, *b.Metres) })
	return all, err
}

func reached(found []area.Facility, from *geo.Point) []Reached {
	all := make([]Reached, len(found))
	for i, f := range found {
		all[i] = Reached{f, geo.Way(from, &f.Place)}
	}
	return all
}

// Facility gives one, also one that has ended.
func (s *Service) Facility(ctx context.Context, id models.FacilityID) (area.Facility, error) {
	return areas.Facility(s.DB.Read(ctx), id)
}

// OpenFacility puts a new facility on the map.
func (s *Service) OpenFacility(ctx context.Context, a models.Actor, f area.Facility) (area.Facility, error) {
	f.ID, f.Version = models.NewID[models.FacilityID](s.Random), 1
	if err := f.Check(calendar.DateOf(s.Now())); err != nil {
		return f, err
	}
	return f, s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/facilities/"+f.ID.String())
		if err := mayStand(tx, a, f); err != nil {
			return err
		}
		if err := areas.AddFacilities(tx, []area.Facility{f}); err != nil {
			return err
		}
		return s.keep(tx, a, Facility, f.ID.String(), f.Version, f)
	})
}

// mayStand asks whether the area of a facility is there, the actor's to keep, and around it.
func mayStand(tx *store.Tx, a models.Actor, f area.Facility) error {
	if err := area.MayKeepFacility(a, f.Area); err != nil {
		return models.BadField("area_code", "outside_your_seats")
	}
	of, err := areas.Get(tx, f.Area)
	switch {
	case models.KindOf(err) == models.NotFound:
		return models.BadField("area_code", "unknown")
	case err == nil && f.Outside(of):
		return models.BadField("place", "facility.outside")
	}
	return err
}

// EditFacility writes a facility anew. Version is the one last seen; when it is no longer the present one, or the facility has ended, nothing
// changes and the error is a Conflict.
func (s *Service) EditFacility(ctx context.Context, a models.Actor, f area.Facility) (area.Facility, error) {
	if err := f.Check(calendar.DateOf(s.Now())); err != nil {
		return f, err
	}
	f.Version++
	return s.change(ctx, a, f.ID, "edit", func(tx *store.Tx, _ area.Facility) (area.Facility, error) { return f, mayStand(tx, a, f) })
}

// EndFacility takes a facility off the map; what was is kept.
func (s *Service) EndFacility(ctx context.Context, a models.Actor, id models.FacilityID, version int) (area.Facility, error) {
	return s.change(ctx, a, id, "end", func(_ *store.Tx, f area.Facility) (area.Facility, error) {
		f.Version, f.Ended = version+1, new(s.Now())
		return f, nil
	})
}

// change writes what a facility becomes, for whoever may keep it where it stands.
func (s *Service) change(ctx context.Context, a models.Actor, id models.FacilityID, act string,
	become func(*store.Tx, area.Facility) (area.Facility, error),
) (f area.Facility, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/facilities/"+id.String())
		f, err = areas.Facility(tx, id)
		if err != nil {
			return err
		}
		if err := area.MayKeepFacility(a, f.Area); err != nil {
			return err
		}
		if f, err = become(tx, f); err != nil {
			return err
		}
		if err := areas.PutFacility(tx, f); err != nil {
			return err
		}
		return s.keepAs(tx, a, act, Facility, id.String(), f.Version, f)
	})
	return f, err
}
