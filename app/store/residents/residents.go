// Package residents is the SQL of the register of residents and of the households in their dwellings.
package residents

import (
	"delinli/app/store"
	"delinli/models/resident"
)

// AddHomes writes households.
func AddHomes(tx *store.Tx, rows []resident.Home) error {
	return store.AddRows(tx, `INSERT INTO households (id, area_code, dwelling_id)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, area_code text, dwelling_id uuid)`, rows)
}

const addSQL = `
	WITH r AS MATERIALIZED (
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, wrapped bytea, name bytea, name_index bytea, id_number bytea, id_index bytea, phone bytea,
			phone_index bytea, address bytea, household_id uuid, relation text, sex text, born date, area_code text, registered_at timestamptz)
	), p AS (
		INSERT INTO persons (id, name, name_index, id_number, id_index, phone, phone_index, address, household_id, relation, sex, born, area_code, created_at, registered_at)
		SELECT id, name, name_index, id_number, id_index, phone, phone_index, address, household_id, relation, sex, born, area_code, registered_at, registered_at FROM r
	)
	INSERT INTO person_keys (person_id, wrapped) SELECT id, wrapped FROM r`

// Add writes residents with their keys. Nobody of them may be there yet.
func Add(tx *store.Tx, rows []resident.Row) error { return store.AddRows(tx, addSQL, rows) }
