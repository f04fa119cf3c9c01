package imports

import (
	"encoding/json"
	"fmt"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/intake"
	"delinli/models/secret"
	"delinli/models/table"
)

// Place is where a sealed column of an intake is sealed for.
func Place(i intake.Intake, column string) secret.Place {
	return secret.Place{Person: i.Owner, Table: "intakes", Column: column, Row: i.ID.String()}
}

// PartPlace is where the n-th part of its file is sealed for.
func PartPlace(i intake.Intake, n int) secret.Place { return Place(i, fmt.Sprintf("part %d", n)) }

const intakeRow = `
	SELECT id, owner_id, kind, name, size, parts, heads, mapping, good_only, source, state, attempts, progress, outcome, fault, begun_at, ended_at, goes_at FROM intakes`

func scanIntake(r store.Rows, i *intake.Intake) error {
	var mapping []string
	var progress, outcome []byte
	if err := r.Scan(&i.ID, &i.Owner, &i.Kind, &i.Name, &i.Size, &i.Parts, &i.Heads, store.List(&mapping), &i.GoodOnly, &i.Source, &i.State, &i.Attempts, &progress,
		&outcome, &i.Fault, &i.BegunAt, &i.EndedAt, &i.GoesAt); err != nil {
		return err
	}
	for _, field := range mapping {
		i.Mapping = append(i.Mapping, table.Field(field))
	}
	if outcome != nil {
		i.Outcome = &intake.Outcome{}
		if err := json.Unmarshal(outcome, i.Outcome); err != nil {
			return err
		}
	}
	return json.Unmarshal(progress, &i.Progress)
}

// AddIntake writes a new intake.
func AddIntake(tx *store.Tx, i intake.Intake) error {
	_, err := tx.Exec(`
		INSERT INTO intakes (id, owner_id, kind, name, size, parts, mapping, good_only, source, state, attempts, progress, fault, begun_at, goes_at)
		VALUES (@id, @owner, @kind, @name, @size, 0, '{}', false, '', @state, 0, '{}', '', @begun, @goes)`,
		store.Args{"id": i.ID, "owner": i.Owner, "kind": string(i.Kind), "name": i.Name, "size": i.Size, "state": string(i.State), "begun": i.BegunAt, "goes": i.GoesAt})
	return err
}

// Intake reads one, whoever asks. No row is *not found*.
func Intake(tx *store.Tx, id models.IntakeID) (intake.Intake, error) {
	i, err := store.One(tx, intakeRow+` WHERE id = @id`, store.Args{"id": id}, scanIntake)
	return i, store.Missing(err)
}

// LockIntake reads one and keeps everybody else from moving it until the transaction ends.
func LockIntake(tx *store.Tx, id models.IntakeID) (intake.Intake, error) {
	i, err := store.One(tx, intakeRow+` WHERE id = @id FOR NO KEY UPDATE`, store.Args{"id": id}, scanIntake)
	return i, store.Missing(err)
}

// SaveIntake writes what moved; the caller holds its lock.
func SaveIntake(tx *store.Tx, i intake.Intake) error {
	progress, err := json.Marshal(i.Progress)
	if err != nil {
		return err
	}
	var outcome *string
	if i.Outcome != nil {
		text, err := json.Marshal(i.Outcome)
		if err != nil {
			return err
		}
		outcome = new(string(text))
	}
	_, err = tx.Exec(`
		UPDATE intakes SET parts = @parts, heads = @heads, mapping = CAST(@mapping AS text[]), good_only = @good, source = @source, state = @state, attempts = @attempts,
			progress = CAST(CAST(@progress AS text) AS jsonb), outcome = CAST(CAST(@outcome AS text) AS jsonb), fault = @fault, ended_at = @ended, goes_at = @goes WHERE id = @id`,
		store.Args{"id": i.ID, "parts": i.Parts, "heads": i.Heads, "mapping": store.Array(i.Mapping), "good": i.GoodOnly, "source": i.Source,
			"state": string(i.State), "attempts": i.Attempts, "progress": string(progress), "outcome": outcome, "fault": i.Fault, "ended": i.EndedAt, "goes": i.GoesAt})
	return err
}

// Advance writes how far a reading has come; false tells that it was stopped, or that another attempt is at it.
func Advance(tx *store.Tx, i intake.Intake, p intake.Progress) (bool, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(`UPDATE intakes SET progress = CAST(CAST(@progress AS text) AS jsonb) WHERE id = @id AND state = @state AND attempts = @attempts`,
		store.Args{"id": i.ID, "progress": string(text), "state": string(i.State), "attempts": i.Attempts})
	return n == 1, err
}

// NextIntake locks the intake that is to be read next; false when there is none. One that is being read already was left by a process that died: only one
// process at a time asks.
func NextIntake(tx *store.Tx) (intake.Intake, bool, error) {
	found, err := store.Query(tx, intakeRow+` WHERE ended_at IS NULL AND state = ANY (CAST(@working AS text[])) ORDER BY goes_at, id LIMIT 1 FOR NO KEY UPDATE`,
		store.Args{"working": store.Array(intake.Working)}, scanIntake)
	if err != nil || len(found) == 0 {
		return intake.Intake{}, false, err
	}
	return found[0], true, nil
}

// LiveIntakes counts those of a person that have not ended, and keeps the person from beginning another until the transaction ends.
func LiveIntakes(tx *store.Tx, owner models.PersonID) (int, error) {
	if _, err := tx.Exec(`SELECT FROM persons WHERE id = @owner FOR NO KEY UPDATE`, store.Args{"owner": owner}); err != nil {
		return 0, err
	}
	return store.One(tx, `SELECT count(*) FROM intakes WHERE owner_id = @owner AND ended_at IS NULL`, store.Args{"owner": owner}, store.Value[int])
}

// Intakes lists those of a person, the newest first.
func Intakes(tx *store.Tx, owner models.PersonID, p store.Page) ([]intake.Intake, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, intakeRow+` WHERE owner_id = @owner AND (begun_at, id) < (@at, CAST(@id AS uuid)) ORDER BY begun_at DESC, id DESC LIMIT @limit`,
		store.Args{"owner": owner, "at": after.At, "id": after.ID, "limit": p.Limit + 1}, scanIntake)
	if err != nil {
		return nil, "", err
	}
	found, next := store.Next(p, found, func(i intake.Intake) store.Key { return store.Key{At: i.BegunAt, ID: i.ID.String()} })
	return found, next, nil
}

// AddPart writes under which name the n-th part of a file lies.
func AddPart(tx *store.Tx, id models.IntakeID, n int, blob string) error {
	_, err := tx.Exec(`INSERT INTO intake_parts (intake_id, n, blob) VALUES (@id, @n, @blob)`, store.Args{"id": id, "n": n, "blob": blob})
	return err
}

// Parts lists the names of the parts of a file in their order.
func Parts(tx *store.Tx, id models.IntakeID) ([]string, error) {
	return store.Query(tx, `SELECT blob FROM intake_parts WHERE intake_id = @id ORDER BY n`, store.Args{"id": id}, store.Value[string])
}

// ForgetParts forgets them.
func ForgetParts(tx *store.Tx, id models.IntakeID) error {
	_, err := tx.Exec(`DELETE FROM intake_parts WHERE intake_id = @id`, store.Args{"id": id})
	return err
}

// Over lists live intakes with which nobody has done anything for too long, but for those that are being read.
func Over(tx *store.Tx, now time.Time) ([]models.IntakeID, error) {
	return store.Query(tx, `SELECT id FROM intakes WHERE ended_at IS NULL AND goes_at <= @now AND NOT state = ANY (CAST(@working AS text[]))`,
		store.Args{"now": now, "working": store.Array(intake.Working)}, store.Value[models.IntakeID])
}

// Left lists intakes that have ended and still have parts.
func Left(tx *store.Tx) ([]models.IntakeID, error) {
	return store.Query(tx, `SELECT DISTINCT i.id FROM intakes i JOIN intake_parts p ON p.intake_id = i.id WHERE i.ended_at IS NOT NULL`, nil, store.Value[models.IntakeID])
}

// Known picks from names those of parts.
func Known(tx *store.Tx, blobs []string) ([]string, error) {
	return store.Query(tx, `SELECT blob FROM intake_parts WHERE blob = ANY (CAST(@blobs AS text[]))`, store.Args{"blobs": store.Array(blobs)}, store.Value[string])
}
