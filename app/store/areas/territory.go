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

// AddHouses writes what buildings are beside places.
func AddHouses(tx *store.Tx, rows []area.House) error {
	return store.AddRows(tx, `INSERT INTO buildings (code, compound_id, units, floors)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (code text, compound_id uuid, units int, floors int)`, rows)
}

// AddDwellings writes dwellings.
func AddDwellings(tx *store.Tx, rows []area.Dwelling) error {
	return store.AddRows(tx, `INSERT INTO dwellings (id, building, unit, door)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, building text, unit int, door text)`, rows)
}
