// Package imports is the SQL of tables that are taken in.
package imports

import (
	"database/sql/driver"
	"strings"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/resident"
)

// AtLeisure lets the statements of a transaction take more time and memory than those of a screen, and the transaction wait for its table. To compile the
// plan of a statement takes longer than any batch; a nested loop would walk the batch once for each of its rows.
func AtLeisure(tx *store.Tx) error {
	_, err := tx.Exec(`SELECT set_config('statement_timeout', '10min', true), set_config('idle_in_transaction_session_timeout', '10min', true),
		set_config('work_mem', '64MB', true), set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`, nil)
	return err
}

// OneAtATime waits until nobody else enters residents, so that the second of two sees whom the first has entered.
func OneAtATime(tx *store.Tx) error {
	_, err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended('imports of residents', 0))`, nil)
	return err
}

// Row is a line that is ready to be entered.
type Row struct {
	Tags []resident.Tag
	resident.Row
}

// Entering is how lines are entered.
type Entering struct {
	By     models.PersonID
	Source resident.Source
	Today  calendar.Date
	Now    time.Time
}

const linesSQL = `
	WITH r AS MATERIALIZED (
		SELECT * FROM unnest(CAST(@id AS uuid[]), CAST(@wrapped AS bytea[]), CAST(@name AS bytea[]), CAST(@name_index AS bytea[]), CAST(@id_number AS bytea[]),
			CAST(@id_index AS bytea[]), CAST(@phone AS bytea[]), CAST(@phone_index AS bytea[]), CAST(@address AS bytea[]), CAST(@household AS uuid[]),
			CAST(@relation AS text[]), CAST(@sex AS text[]), CAST(@born AS text[]), CAST(@area AS text[]), CAST(@tags AS text[]))
			AS r (id, wrapped, name, name_index, id_number, id_index, phone, phone_index, address, household_id, relation, sex, born, area_code, tags)
	), h AS (
		INSERT INTO households (id, area_code) SELECT DISTINCT household_id, area_code FROM r WHERE household_id IS NOT NULL ON CONFLICT DO NOTHING
	), p AS (
		INSERT INTO persons (id, name, name_index, id_number, id_index, phone, phone_index, address, household_id, relation, sex, born, area_code, created_at, registered_at)
		SELECT id, name, name_index, id_number, id_index, phone, phone_index, address, household_id, relation, sex, CAST(born AS date), area_code, @now, @now FROM r`

const enteredSQL = ` RETURNING id
	), k AS (
		INSERT INTO person_keys (person_id, wrapped) SELECT id, wrapped FROM r JOIN p USING (id)
	), t AS (
		INSERT INTO person_tags (person_id, tag, source, since, noted_by, at)
		SELECT id, tag, @source, CAST(@today AS date), @by, @now FROM (SELECT id, unnest(string_to_array(tags, ',')) AS tag FROM r WHERE tags <> '') x JOIN p USING (id)
	)
	SELECT count(*) FROM p`

// Enter makes residents of lines, and tells how many. Whoever was entered in another way meanwhile stays as they are; to be ready for that with
// every row would take a sixth longer, so that it is tried without first.
func Enter(tx *store.Tx, rows []Row, e Entering) (entered int, err error) {
	args := columns(rows)
	args["by"], args["source"], args["today"], args["now"] = e.By, string(e.Source), string(e.Today), e.Now
	err = tx.Try(func(tx *store.Tx) (err error) {
		entered, err = store.One(tx, linesSQL+enteredSQL, args, store.Value[int])
		return err
	})
	if store.Twice(err) {
		return store.One(tx, linesSQL+` ON CONFLICT DO NOTHING`+enteredSQL, args, store.Value[int])
	}
	return entered, err
}

// columns turns rows on their side: arrays cost a third of what JSON does.
func columns(rows []Row) store.Args {
	return store.Args{
		"id": column(rows, func(r Row) models.PersonID { return r.ID }), "wrapped": column(rows, func(r Row) []byte { return r.Key }),
		"name": column(rows, func(r Row) []byte { return r.Name }), "name_index": column(rows, func(r Row) []byte { return r.NameIdx }), "id_number": column(rows, func(r Row) []byte { return r.IDNumber }),
		"id_index": column(rows, func(r Row) []byte { return r.IDIndex }), "phone": column(rows, func(r Row) []byte { return r.Phone }),
		"phone_index": column(rows, func(r Row) []byte { return r.PhoneIdx }), "address": column(rows, func(r Row) []byte { return r.Address }),
		"household": column(rows, func(r Row) models.HouseholdID { return r.Household }), "relation": column(rows, func(r Row) string { return string(r.Relation) }),
		"sex": column(rows, func(r Row) string { return string(r.Sex) }), "born": column(rows, func(r Row) string { return string(r.Born) }),
		"area": column(rows, func(r Row) string { return string(r.Area) }), "tags": column(rows, tagsOf)}
}

func tagsOf(r Row) string {
	words := make([]string, len(r.Tags))
	for i, t := range r.Tags {
		words[i] = string(t)
	}
	return strings.Join(words, ",")
}

func column[T any](rows []Row, of func(Row) T) driver.Valuer {
	all := make([]T, len(rows))
	for i, r := range rows {
		all[i] = of(r)
	}
	return store.Array(all)
}

// Taken lists those of many blind indexes of identity numbers and phones that somebody has.
func Taken(tx *store.Tx, numbers, phones [][]byte) ([][]byte, error) {
	return store.Query(tx, `SELECT id_index FROM persons WHERE id_index = ANY (CAST(@numbers AS bytea[]))
		UNION ALL SELECT phone_index FROM persons WHERE phone_index = ANY (CAST(@phones AS bytea[]))`,
		store.Args{"numbers": store.Array(numbers), "phones": store.Array(phones)}, store.Value[[]byte])
}
