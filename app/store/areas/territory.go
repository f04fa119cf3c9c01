package areas

import (
	"delinli/app/store"
	"delinli/models"
	"delinli/models/area"
)

// surveyed is an area as many are written at once.
type surveyed struct {
	area.Area
	Parent *models.AreaCode `json:"parent"`
}

const surveySQL = `
	INSERT INTO areas (code, parent, name, lat, lng, boundary, hotline)
	SELECT code, parent, name, CAST(centre ->> 'lat' AS float8), CAST(centre ->> 'lng' AS float8), NULLIF(boundary, 'null'), hotline
	FROM json_to_recordset(CAST(@rows AS json)) AS r (code text, parent text, name text, centre jsonb, boundary jsonb, hotline text)
	ON CONFLICT (code) DO NOTHING`

// Survey writes many areas, those above before those below; one that is there stays as it is.
func Survey(tx *store.Tx, all []area.Area) error {
	rows := make([]surveyed, len(all))
	for i, a := range all {
		rows[i].Area = a
		if up := a.Code.Parent(); up != "" {
			rows[i].Parent = &up
		}
	}
	return store.AddRows(tx, surveySQL, rows)
}

// AddCompounds writes compounds.
func AddCompounds(tx *store.Tx, rows []area.Compound) error {
	return store.AddRows(tx, `INSERT INTO compounds (id, name, area_code)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, name text, area_code text)`, rows)
}

// PutHouses writes what buildings are beside places, over what they were.
func PutHouses(tx *store.Tx, rows []area.House) error {
	return store.AddRows(tx, `INSERT INTO buildings (code, compound_id, units, floors)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (code text, compound_id uuid, units int, floors int)
		ON CONFLICT (code) DO UPDATE SET compound_id = excluded.compound_id, units = excluded.units, floors = excluded.floors`, rows)
}

// AddDwellings writes dwellings.
func AddDwellings(tx *store.Tx, rows []area.Dwelling) error {
	return store.AddRows(tx, `INSERT INTO dwellings (id, building, unit, door)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, building text, unit int, door text)`, rows)
}

// Compounds lists those of a community.
func Compounds(tx *store.Tx, community models.AreaCode) ([]area.Compound, error) {
	return store.Query(tx, `SELECT id, name, area_code FROM compounds WHERE area_code = @community`, store.Args{"community": string(community)},
		func(r store.Rows, c *area.Compound) error { return r.Scan(&c.ID, &c.Name, &c.Area) })
}

// Building is a house with its name.
type Building struct {
	area.House
	Name string
}

// Buildings lists those of a community.
func Buildings(tx *store.Tx, community models.AreaCode) ([]Building, error) {
	return store.Query(tx, `SELECT a.code, b.compound_id, COALESCE(b.units, 1), COALESCE(b.floors, 1), a.name FROM areas a LEFT JOIN buildings b USING (code)
		WHERE a.code ^@ @community AND length(a.code) = @digits`, store.Args{"community": string(community), "digits": models.Building.Digits()},
		func(r store.Rows, b *Building) error {
			return r.Scan(&b.Code, &b.Compound, &b.Units, &b.Floors, &b.Name)
		})
}

// Doors lists the dwellings of a community.
func Doors(tx *store.Tx, community models.AreaCode) ([]area.Dwelling, error) {
	return store.Query(tx, `SELECT id, building, unit, door FROM dwellings WHERE building ^@ @community`, store.Args{"community": string(community)},
		func(r store.Rows, d *area.Dwelling) error { return r.Scan(&d.ID, &d.Building, &d.Unit, &d.Door) })
}
