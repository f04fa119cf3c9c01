// Package imports is the SQL of tables of residents that are taken in: read line by line into a staging table, entered in one go.
package imports

import (
	"database/sql/driver"
	"errors"
	"strings"
	"time"

	"gorm.io/gorm"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/resident"
)

var errEnded = models.Fault(models.Conflict, "import.ended")

// Row is a line that is ready to be entered.
type Row struct {
	Line int
	Tags []resident.Tag
	resident.Row
}

// Begin makes an import, or finds the one of the same digest that was cut off. Its id is zero while another process works at that one, which it
// does unless it has been quiet since the given moment.
func Begin(tx *store.Tx, id models.ImportID, owner models.PersonID, digest []byte, now, quiet time.Time) (models.ImportID, error) {
	found, err := store.One(tx, `
		INSERT INTO imports AS i (id, owner_id, digest, state, begun_at, beat_at) VALUES (@id, @owner, @digest, 'staging', @now, @now)
		ON CONFLICT (digest) WHERE state = 'staging' DO UPDATE SET beat_at = @now WHERE i.beat_at <= @quiet RETURNING id`,
		store.Args{"id": id, "owner": owner, "digest": digest, "now": now, "quiet": quiet}, store.Value[models.ImportID])
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return models.ImportID{}, nil
	}
	return found, err
}

// Staged lists the lines that are ready.
func Staged(tx *store.Tx, id models.ImportID) ([]int, error) {
	return store.Query(tx, `SELECT line FROM import_rows WHERE import_id = @id`, store.Args{"id": id}, store.Value[int])
}

// Stage writes lines that are ready. It fails with *conflict* when the import has ended meanwhile.
func Stage(tx *store.Tx, id models.ImportID, rows []Row, now time.Time) error {
	n, err := tx.Exec(`UPDATE imports SET beat_at = @now WHERE id = @id AND state = 'staging'`, store.Args{"id": id, "now": now})
	if err == nil && n == 0 {
		err = errEnded
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(stageSQL, columns(id, rows))
	return err
}

const stageSQL = `
	INSERT INTO import_rows (import_id, line, id, wrapped, name, id_number, id_index, phone, phone_index, address, household_id, relation, sex, born, area_code, tags)
	SELECT @import, line, id, wrapped, name, id_number, id_index, phone, phone_index, address, household_id, relation, sex, CAST(born AS date), area_code,
		string_to_array(tags, ',')
	FROM unnest(CAST(@line AS int[]), CAST(@id AS uuid[]), CAST(@wrapped AS bytea[]), CAST(@name AS bytea[]), CAST(@id_number AS bytea[]),
		CAST(@id_index AS bytea[]), CAST(@phone AS bytea[]), CAST(@phone_index AS bytea[]), CAST(@address AS bytea[]), CAST(@household AS uuid[]),
		CAST(@relation AS text[]), CAST(@sex AS text[]), CAST(@born AS text[]), CAST(@area AS text[]), CAST(@tags AS text[]))
		AS r (line, id, wrapped, name, id_number, id_index, phone, phone_index, address, household_id, relation, sex, born, area_code, tags)`

// columns turns rows on their side: arrays cost a third of what JSON does.
func columns(id models.ImportID, rows []Row) store.Args {
	return store.Args{"import": id,
		"line": column(rows, func(r Row) int { return r.Line }), "id": column(rows, func(r Row) models.PersonID { return r.ID }),
		"wrapped": column(rows, func(r Row) []byte { return r.Key }), "name": column(rows, func(r Row) []byte { return r.Name }),
		"id_number": column(rows, func(r Row) []byte { return r.IDNumber }), "id_index": column(rows, func(r Row) []byte { return r.IDIndex }),
		"phone": column(rows, func(r Row) []byte { return r.Phone }), "phone_index": column(rows, func(r Row) []byte { return r.PhoneIdx }),
		"address": column(rows, func(r Row) []byte { return r.Address }), "household": column(rows, func(r Row) models.HouseholdID { return r.Household }),
		"relation": column(rows, func(r Row) string { return string(r.Relation) }), "sex": column(rows, func(r Row) string { return string(r.Sex) }),
		"born": column(rows, func(r Row) string { return string(r.Born) }), "area": column(rows, func(r Row) string { return string(r.Area) }),
		"tags": column(rows, tagsOf)}
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

const enterSQL = `
	WITH r AS MATERIALIZED (
		SELECT * FROM import_rows i WHERE import_id = @id
			AND NOT EXISTS (SELECT FROM persons p WHERE p.id_index = i.id_index) AND NOT EXISTS (SELECT FROM persons p WHERE p.phone_index = i.phone_index)
		ORDER BY id_index
	), p AS (
		INSERT INTO persons (id, name, id_number, id_index, phone, phone_index, address, household_id, relation, sex, born, area_code, created_at, registered_at)
		SELECT id, name, id_number, id_index, phone, phone_index, address, household_id, relation, sex, born, area_code, @now, @now FROM r
	), k AS (
		INSERT INTO person_keys (person_id, wrapped) SELECT id, wrapped FROM r
	), t AS (
		INSERT INTO person_tags (person_id, tag, source, since, noted_by, at)
		SELECT r.id, tag, @source, CAST(@today AS date), @owner, @now FROM r, unnest(r.tags) tag
	)
	SELECT count(*) FROM r`

// Entering is how lines are entered.
type Entering struct {
	ID     models.ImportID
	Owner  models.PersonID
	Source resident.Source
	Today  string
	Now    time.Time
}

// Enter makes residents of all lines; whoever was entered in another way meanwhile stays as they are. It gives how many there are more now.
func Enter(tx *store.Tx, e Entering) (entered int, err error) {
	if err := atLeisure(tx); err != nil {
		return 0, err
	}
	if _, err = tx.Exec(`INSERT INTO households (id, area_code)
		SELECT DISTINCT household_id, area_code FROM import_rows WHERE import_id = @id AND household_id IS NOT NULL ON CONFLICT DO NOTHING`,
		store.Args{"id": e.ID}); err != nil {
		return 0, err
	}
	return store.One(tx, enterSQL, store.Args{"id": e.ID, "owner": e.Owner, "source": string(e.Source), "today": e.Today, "now": e.Now}, store.Value[int])
}

// atLeisure lets the statements of a transaction take more time and memory than those of a screen. The server knows nothing yet of a table that was
// filled just now; without the last word it would walk it once for each line.
func atLeisure(tx *store.Tx) error {
	_, err := tx.Exec(`SELECT set_config('statement_timeout', '10min', true), set_config('work_mem', '256MB', true), set_config('enable_nestloop', 'off', true)`, nil)
	return err
}

// End ends an import and forgets its lines.
func End(tx *store.Tx, id models.ImportID, state string, entered int, now time.Time) error {
	n, err := tx.Exec(`UPDATE imports SET state = @state, entered = @entered, ended_at = @now WHERE id = @id AND state = 'staging'`,
		store.Args{"id": id, "state": state, "entered": entered, "now": now})
	if err == nil && n == 0 {
		err = errEnded
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM import_rows WHERE import_id = @id`, store.Args{"id": id})
	return err
}

// Idle lists imports at which nobody has worked since a moment.
func Idle(tx *store.Tx, since time.Time) ([]models.ImportID, error) {
	return store.Query(tx, `SELECT id FROM imports WHERE state = 'staging' AND beat_at < @since`, store.Args{"since": since}, store.Value[models.ImportID])
}
