package areas

import (
	"slices"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/area"
)

// Door is a dwelling with what a table of dwellings says beside.
type Door struct {
	area.Dwelling
	House      string // the name of the building
	Floors     int    // of the building
	Compound   string // its name; empty: of none
	Households int
}

// inScope looks between codes: an index is not read by what begins with one of several texts.
const inScope = ` FROM dwellings d WHERE d.building ^@ ANY (CAST(@areas AS text[])) AND d.building >= @first AND d.building <= @last`

func scopeArgs(s store.Scope) store.Args {
	args := store.Args{"areas": store.Array(s.Areas), "first": "", "last": ""}
	if len(s.Areas) > 0 {
		ends := make([]models.AreaCode, len(s.Areas))
		for i, a := range s.Areas {
			ends[i] = a + "~"
		}
		args["first"], args["last"] = string(slices.Min(s.Areas)), string(slices.Max(ends))
	}
	return args
}

// CountDoors counts the dwellings of a scope.
func CountDoors(tx *store.Tx, s store.Scope) (int, error) {
	return store.One(tx, `SELECT count(*)`+inScope, scopeArgs(s), store.Value[int])
}

// DoorsOf lists the dwellings of a scope, building by building and unit by unit as doors are numbered, after one of them; the zero one begins the list.
func DoorsOf(tx *store.Tx, s store.Scope, after area.Dwelling, limit int) ([]Door, error) {
	args := scopeArgs(s)
	args["building"], args["unit"], args["door"], args["limit"] = string(after.Building), after.Unit, after.Door, limit
	args["first"] = max(args["first"].(string), string(after.Building))
	return store.Query(tx, `
		WITH page AS MATERIALIZED (
			SELECT d.id, d.building, d.unit, d.door`+inScope+` AND (d.building, d.unit, length(d.door), d.door) > (@building, @unit, length(@door), @door)
			ORDER BY d.building, d.unit, length(d.door), d.door LIMIT @limit
		)
		SELECT d.id, d.building, d.unit, d.door, a.name, b.floors, COALESCE(c.name, ''), (SELECT count(*) FROM households h WHERE h.dwelling_id = d.id)
		FROM page d JOIN areas a ON a.code = d.building JOIN buildings b ON b.code = d.building LEFT JOIN compounds c ON c.id = b.compound_id
		ORDER BY d.building, d.unit, length(d.door), d.door`, args,
		func(r store.Rows, d *Door) error {
			return r.Scan(&d.ID, &d.Building, &d.Unit, &d.Door, &d.House, &d.Floors, &d.Compound, &d.Households)
		})
}
