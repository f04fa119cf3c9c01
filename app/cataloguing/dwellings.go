package cataloguing

import (
	"context"
	"iter"
	"slices"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/export"
)

// Exporter gives the dwellings of an area as a table, under the heads by which a table of them is taken in. There is nothing personal in it: of who
// lives behind a door it has no more than how many households.
type Exporter struct{ *Service }

// exportPage is how many doors are read at a time.
const exportPage = 1_000

// Covers is what the actor's seats cover of the area that is asked for.
func (Exporter) Covers(a models.Actor, q export.Query) ([]models.AreaCode, error) {
	area, err := q.AreaAlone()
	if err != nil {
		return nil, err
	}
	return store.Staffed(a, area)
}

// Name is what the sheet is called.
func (Exporter) Name() string { return "房屋" }

// Head is the first line.
func (Exporter) Head(export.Query) []string {
	head := area.Columns.Head
	return slices.Concat([]string{head(area.FieldGrid)}, export.PlaceHead, []string{head(area.FieldCompound), "楼栋编码", head(area.FieldBuilding), head(area.FieldFloors),
		head(area.FieldUnit), head(area.FieldDoor), "住户数"})
}

// Count tells how many dwellings there are.
func (x Exporter) Count(ctx context.Context, _ models.Actor, q export.Query) (int, error) {
	return areas.CountDoors(x.DB.Read(ctx), store.Scope{Areas: q.Areas})
}

// Pages gives the dwellings.
func (x Exporter) Pages(ctx context.Context, _ models.Actor, q export.Query) iter.Seq2[[]export.Row, error] {
	tx := x.DB.Read(ctx)
	return export.Pages(func(from area.Dwelling) (rows []export.Row, next area.Dwelling, err error) {
		doors, err := areas.DoorsOf(tx, store.Scope{Areas: q.Areas}, from, exportPage)
		if err != nil {
			return nil, next, err
		}
		if len(doors) == exportPage {
			next = doors[exportPage-1].Dwelling
		}
		rows, err = doorRows(tx, doors)
		return rows, next, err
	})
}

func doorRows(tx *store.Tx, doors []areas.Door) ([]export.Row, error) {
	grids := make([]models.AreaCode, len(doors))
	for i, d := range doors {
		grids[i] = d.Building.Parent()
	}
	names, err := areas.Names(tx, slices.Compact(grids))
	rows := make([]export.Row, len(doors))
	for i, d := range doors {
		grid := d.Building.Parent()
		rows[i] = slices.Concat(export.Row{string(grid)}, export.PlaceOf(grid, names), export.Row{d.Compound, string(d.Building), d.House, d.Floors, d.Unit, d.Door,
			d.Households})
	}
	return rows, err
}
