package cataloguing

import (
	"context"
	"fmt"
	"slices"

	"delinli/app/ground"
	"delinli/app/store/areas"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

// Survey tells how the areas right below one fill it, or how they would with the boundaries of drafts: of the area itself, or of one right below it
// that is there or is to come. Staff may ask about their own areas; others are *not found*.
func (s *Service) Survey(ctx context.Context, a models.Actor, code models.AreaCode, drafts ...geo.Part) (out geo.Survey, err error) {
	if !a.Holds(code, models.Staff...) {
		return out, models.Missing
	}
	if err := checkDrafts(code, drafts); err != nil {
		return out, err
	}
	tx := s.DB.Read(ctx)
	whole, err := areas.Get(tx, code)
	if err != nil {
		return out, err
	}
	below, err := areas.Children(tx, code, true, "", maxSurveyed)
	if err != nil {
		return out, err
	}
	parts := make([]geo.Part, len(below))
	for i, b := range below {
		parts[i] = geo.Part{Code: b.Code, Boundary: b.Boundary}
	}
	for _, d := range drafts {
		i := slices.IndexFunc(parts, func(p geo.Part) bool { return p.Code == d.Code })
		switch {
		case d.Code == code:
			whole.Boundary = d.Boundary
		case i < 0:
			parts = append(parts, d)
		default:
			parts[i] = d
		}
	}
	return ground.Fit(whole.Boundary, parts)
}

// checkDrafts names each draft that is of no such area, or that no boundary can have.
func checkDrafts(code models.AreaCode, drafts []geo.Part) error {
	bad := map[string]string{}
	for i, d := range drafts {
		field := fmt.Sprintf("drafts[%d].", i)
		if d.Code != code && d.Code.Parent() != code {
			bad[field+"code"] = "area.not_below"
		}
		if fault := area.BoundaryFault(d.Boundary); fault != "" {
			bad[field+"boundary"] = fault
		}
	}
	return models.BadFields(bad)
}

// Half is one of the two parts of a grid that is cut, with the buildings whose centre lies in it.
type Half struct {
	Boundary  geo.Polygon
	Buildings []models.AreaCode
}

// Cut tells who may split a grid how a line would part it: the half with more buildings first. A line that does not part it is Invalid.
func (s *Service) Cut(ctx context.Context, a models.Actor, code models.AreaCode, line []geo.Point) ([]Half, error) {
	if err := mayRegroup(a, code); err != nil {
		return nil, err
	}
	tx := s.DB.Read(ctx)
	grid, err := areas.Get(tx, code)
	if err != nil {
		return nil, err
	}
	one, other := grid.Boundary.Cut(line)
	if !ground.Whole(one) || !ground.Whole(other) {
		return nil, models.BadField("line", "area.line_parts_nothing")
	}
	halves := []Half{{Boundary: one}, {Boundary: other}}
	buildings, err := areas.Children(tx, code, false, "", maxSurveyed)
	for _, b := range buildings {
		for i := range halves {
			if b.Centre != nil && halves[i].Boundary.Contains(*b.Centre) {
				halves[i].Buildings = append(halves[i].Buildings, b.Code)
				break
			}
		}
	}
	slices.SortStableFunc(halves, func(a, b Half) int { return len(b.Buildings) - len(a.Buildings) })
	return halves, err
}

// maxSurveyed is how many areas can lie below one: each level down to the grid adds three digits to the code.
const maxSurveyed = 999
