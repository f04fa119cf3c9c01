// Package exports is the SQL of the files that staff take out.
package exports

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/export"
	"delinli/models/secret"
)

// Place is where a sealed column of an export is sealed for.
func Place(e export.Export, column string) secret.Place {
	return secret.Place{Person: e.Owner, Table: "exports", Column: column, Row: e.ID.String()}
}

const row = `
	SELECT id, owner_id, what, format, areas, crossings, filter, personal, reason, words, approval_id, state, attempts, rows, total, fault, blob, size, asked_at,
		started_at, ended_at, expires_at FROM exports`

func scan(r store.Rows, e *export.Export) error {
	var areas []string
	err := r.Scan(&e.ID, &e.Owner, &e.What, &e.Format, store.List(&areas), &e.Crossings, &e.Filter, &e.Personal, &e.Reason, &e.Words, &e.Approval, &e.State, &e.Attempts,
		&e.Rows, &e.Total, &e.Fault, &e.Blob, &e.Size, &e.AskedAt, &e.StartedAt, &e.EndedAt, &e.ExpiresAt)
	for _, area := range areas {
		e.Areas = append(e.Areas, models.AreaCode(area))
	}
	return err
}

// Add writes a new export. One with personal data leaves a request for its second person beside it.
func Add(tx *store.Tx, e export.Export) error {
	if e.Personal {
		if err := ask(tx, e); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`
		INSERT INTO exports (id, owner_id, what, format, areas, crossings, filter, personal, reason, words, approval_id, state, attempts, rows, total, fault, blob, size, asked_at)
		VALUES (@id, @owner, @what, @format, CAST(@areas AS text[]), @crossings, @filter, @personal, @reason, @words, @approval, @state, 0, 0, 0, '', '', 0, @at)`,
		store.Args{"id": e.ID, "owner": e.Owner, "what": string(e.What), "format": string(e.Format), "areas": store.Array(e.Areas), "crossings": e.Crossings, "filter": e.Filter, "personal": e.Personal,
			"reason": e.Reason, "words": e.Words, "approval": e.Approval, "state": string(e.State), "at": e.AskedAt})
	return err
}

// ask leaves the request for a second person.
func ask(tx *store.Tx, e export.Export) error {
	_, err := tx.Exec(`
		WITH a AS (
			INSERT INTO approvals (id, kind, subject, body, asked_by, asked_at) VALUES (@approval, 'export', @id, '{}', @owner, @at) RETURNING id
		)
		INSERT INTO outbox (topic, ref, event) SELECT 'approval', CAST(id AS text), 'export' FROM a`,
		store.Args{"approval": e.Approval, "id": e.ID, "owner": e.Owner, "at": e.AskedAt})
	return err
}

// Withdraw ends the request of an export that was stopped before anybody decided.
func Withdraw(tx *store.Tx, e export.Export, now time.Time) error {
	_, err := tx.Exec(`UPDATE approvals SET outcome = 'void', decided_at = @now WHERE id = @id AND outcome = ''`, store.Args{"id": e.Approval, "now": now})
	return err
}

// Get reads one, whoever asks. No row is *not found*.
func Get(tx *store.Tx, id models.ExportID) (export.Export, error) {
	e, err := store.One(tx, row+` WHERE id = @id`, store.Args{"id": id}, scan)
	return e, store.Missing(err)
}

// Lock reads one and keeps everybody else from moving it until the transaction ends.
func Lock(tx *store.Tx, id models.ExportID) (export.Export, error) {
	e, err := store.One(tx, row+` WHERE id = @id FOR NO KEY UPDATE`, store.Args{"id": id}, scan)
	return e, store.Missing(err)
}

// Live counts the exports of a person that have not ended, and keeps the person from asking for another until the transaction ends.
func Live(tx *store.Tx, owner models.PersonID) (int, error) {
	if _, err := tx.Exec(`SELECT FROM persons WHERE id = @owner FOR NO KEY UPDATE`, store.Args{"owner": owner}); err != nil {
		return 0, err
	}
	return store.One(tx, `SELECT count(*) FROM exports WHERE owner_id = @owner AND state = ANY (CAST(@live AS text[]))`,
		store.Args{"owner": owner, "live": store.Array(export.Live)}, store.Value[int])
}

// Erasing keeps exports from ending by a file until the transaction ends: what they hold of somebody who is erased is looked for meanwhile. The caller
// holds no export's lock.
func Erasing(tx *store.Tx) error {
	_, err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended('delinli exports', 0))`, nil)
	return err
}

// Ending keeps anybody from being erased until the transaction ends. The caller holds no export's lock.
func Ending(tx *store.Tx) error {
	_, err := tx.Exec(`SELECT pg_advisory_xact_lock_shared(hashtextextended('delinli exports', 0))`, nil)
	return err
}

// Holding locks the files that hold personal data of one of these, as the looks tell that were kept of each.
func Holding(tx *store.Tx, who []models.PersonID) ([]export.Export, error) {
	return store.Query(tx, row+` WHERE state = 'done' AND personal
			AND CAST(id AS text) IN (SELECT subject_id FROM audit WHERE person_id = ANY (CAST(@who AS uuid[])) AND subject = 'export')
		ORDER BY id FOR NO KEY UPDATE`, store.Args{"who": store.Array(who)}, scan)
}

// HoldsErased tells whether somebody whose data an export holds was erased since: looks are kept of those alone who were there to be read.
func HoldsErased(tx *store.Tx, id models.ExportID) (bool, error) {
	return store.One(tx, `SELECT EXISTS (SELECT FROM audit a JOIN persons p ON p.id = a.person_id
		WHERE a.subject = 'export' AND a.subject_id = @id AND p.erased_at IS NOT NULL)`, store.Args{"id": id.String()}, store.Value[bool])
}

// Save writes what moved; the caller holds its lock.
func Save(tx *store.Tx, e export.Export) error {
	_, err := tx.Exec(`
		UPDATE exports SET state = @state, attempts = @attempts, rows = @rows, total = @total, fault = @fault, blob = @blob, size = @size,
			started_at = @started, ended_at = @ended, expires_at = @expires WHERE id = @id`,
		store.Args{"id": e.ID, "state": string(e.State), "attempts": e.Attempts, "rows": e.Rows, "total": e.Total, "fault": e.Fault, "blob": e.Blob,
			"size": e.Size, "started": e.StartedAt, "ended": e.EndedAt, "expires": e.ExpiresAt})
	return err
}

// Progress writes how far an attempt has come; false tells that the export was stopped, or that another attempt is at it.
func Progress(tx *store.Tx, e export.Export) (bool, error) {
	n, err := tx.Exec(`UPDATE exports SET rows = @rows, total = @total WHERE id = @id AND state = 'running' AND attempts = @attempts`,
		store.Args{"id": e.ID, "rows": e.Rows, "total": e.Total, "attempts": e.Attempts})
	return n == 1, err
}

// Next locks the export that is to be written next; false when there is none. One that is being written already was left by a process that died:
// only one process at a time asks.
func Next(tx *store.Tx) (export.Export, bool, error) {
	found, err := store.Query(tx, row+` WHERE state IN ('queued', 'running') ORDER BY asked_at, id LIMIT 1 FOR NO KEY UPDATE`, nil, scan)
	if err != nil || len(found) == 0 {
		return export.Export{}, false, err
	}
	return found[0], true, nil
}

// Mine lists the exports of a person, the newest first.
func Mine(tx *store.Tx, owner models.PersonID, p store.Page) ([]export.Export, string, error) {
	return list(tx, row+` WHERE owner_id = @owner AND (asked_at, id) < (@at, CAST(@id AS uuid)) ORDER BY asked_at DESC, id DESC LIMIT @limit`,
		store.Args{"owner": owner}, p)
}

// Waiting lists what waits for a second person and lies wholly within a scope, but for a person's own, the newest first.
func Waiting(tx *store.Tx, s store.Scope, but models.PersonID, p store.Page) ([]export.Export, string, error) {
	return list(tx, row+` WHERE state = 'waiting' AND owner_id <> @but AND (asked_at, id) < (@at, CAST(@id AS uuid))
			AND NOT EXISTS (SELECT FROM unnest(areas) a WHERE NOT COALESCE(a ^@ ANY (CAST(@areas AS text[])), false))
		ORDER BY asked_at DESC, id DESC LIMIT @limit`, store.Args{"but": but, "areas": store.Array(s.Areas)}, p)
}

func list(tx *store.Tx, query string, args store.Args, p store.Page) ([]export.Export, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	args["at"], args["id"], args["limit"] = after.At, after.ID, p.Limit+1
	found, err := store.Query(tx, query, args, scan)
	if err != nil {
		return nil, "", err
	}
	found, next := store.Next(p, found, func(e export.Export) store.Key { return store.Key{At: e.AskedAt, ID: e.ID.String()} })
	return found, next, nil
}

// Over lists, oldest first, exports whose file's time is over.
func Over(tx *store.Tx, now time.Time, limit int) ([]models.ExportID, error) {
	return store.Query(tx, `SELECT id FROM exports WHERE state = 'done' AND expires_at <= @now ORDER BY expires_at LIMIT @limit`,
		store.Args{"now": now, "limit": limit}, store.Value[models.ExportID])
}

// Known picks from names those of files that an export has or is about to have.
func Known(tx *store.Tx, blobs []string) ([]string, error) {
	return store.Query(tx, `SELECT blob FROM exports WHERE blob = ANY (CAST(@blobs AS text[]))`, store.Args{"blobs": store.Array(blobs)}, store.Value[string])
}
