package audits

import (
	"time"

	"delinli/app/store"
)

// lineSQL is the text of a line that the chain covers: the JSON array of its columns, the time in UTC to the microsecond.
const lineSQL = `CAST(jsonb_build_array(a.id, a.xid, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.actor_id, a.session_id,
	a.action, a.subject, a.subject_id, a.person_id, a.reason, a.detail) AS text)`

// Seal is one link of the chain.
type Seal struct {
	Seq  int64 // from 1 on, without a gap
	Line int64 // id of the line
	Xid  string
	Hash []byte
}

// Sealing takes part of a race that one wins: who may append to the chain until the transaction ends.
func Sealing(tx *store.Tx) (won bool, err error) {
	return store.One(tx, `SELECT pg_try_advisory_xact_lock(hashtextextended('delinli audit seals', 0))`, nil, store.Value[bool])
}

// LastSeal is the end of the chain; the zero Seal while nothing is sealed.
func LastSeal(tx *store.Tx) (Seal, error) {
	return optional(store.Query(tx, `SELECT seq, audit_id, CAST(xid AS text), hash FROM audit_seals ORDER BY seq DESC LIMIT 1`, nil, scanSeal))
}

// SealAt is one link; the zero Seal when there is none.
func SealAt(tx *store.Tx, seq int64) (Seal, error) {
	return optional(store.Query(tx, `SELECT seq, audit_id, CAST(xid AS text), hash FROM audit_seals WHERE seq = @seq`,
		store.Args{"seq": seq}, scanSeal))
}

func optional(found []Seal, err error) (s Seal, _ error) {
	if len(found) > 0 {
		s = found[0]
	}
	return s, err
}

func scanSeal(r store.Rows, s *Seal) error { return r.Scan(&s.Seq, &s.Line, &s.Xid, &s.Hash) }

// Settled is a line that no running transaction can still get in before.
type Settled struct {
	ID   int64
	Xid  string
	Text string // what the chain covers
}

// Unsealed lists the settled lines after the end of the chain in the order in which they are sealed.
func Unsealed(tx *store.Tx, after Seal, limit int) ([]Settled, error) {
	return store.Query(tx, `SELECT a.id, CAST(a.xid AS text), `+lineSQL+` FROM audit a
		WHERE (a.xid, a.id) > (CAST(CAST(@xid AS text) AS xid8), CAST(@id AS bigint)) AND a.xid < pg_snapshot_xmin(pg_current_snapshot())
		ORDER BY a.xid, a.id LIMIT @limit`, place(after, store.Args{"limit": limit}),
		func(r store.Rows, l *Settled) error { return r.Scan(&l.ID, &l.Xid, &l.Text) })
}

// place adds where a seal stands among the lines to args.
func place(s Seal, args store.Args) store.Args {
	if s.Xid == "" {
		s.Xid = "0"
	}
	args["xid"], args["id"] = s.Xid, s.Line
	return args
}

// Append adds links to the chain.
func Append(tx *store.Tx, seals []Seal) error {
	var seqs, lines []int64
	var xids []string
	var hashes [][]byte
	for _, s := range seals {
		seqs, lines, xids, hashes = append(seqs, s.Seq), append(lines, s.Line), append(xids, s.Xid), append(hashes, s.Hash)
	}
	_, err := tx.Exec(`INSERT INTO audit_seals (seq, audit_id, xid, hash)
		SELECT * FROM unnest(CAST(@seqs AS bigint[]), CAST(@lines AS bigint[]), CAST(CAST(@xids AS text[]) AS xid8[]), CAST(@hashes AS bytea[]))`,
		store.Args{"seqs": store.Array(seqs), "lines": store.Array(lines), "xids": store.Array(xids), "hashes": store.Array(hashes)})
	return err
}

// Link is a seal with the line that it is said to cover.
type Link struct {
	Seal
	Text  string // empty: the line is gone
	Same  bool   // the seal names the transaction of the line
	After bool   // the line comes after that of the seal before
}

// Links lists the seals after seq up to and with last.
func Links(tx *store.Tx, seq, last int64, limit int) ([]Link, error) {
	return store.Query(tx, `SELECT s.seq, s.audit_id, CAST(s.xid AS text), s.hash, COALESCE(`+lineSQL+`, ''), COALESCE(s.xid = a.xid, false),
			COALESCE((s.xid, s.audit_id) > (p.xid, p.audit_id), true)
		FROM audit_seals s LEFT JOIN audit a ON a.id = s.audit_id LEFT JOIN audit_seals p ON p.seq = s.seq - 1
		WHERE s.seq > @seq AND s.seq <= @last ORDER BY s.seq LIMIT @limit`,
		store.Args{"seq": seq, "last": last, "limit": limit}, scanLink)
}

func scanLink(r store.Rows, l *Link) error {
	return r.Scan(&l.Seq, &l.Line, &l.Xid, &l.Hash, &l.Text, &l.Same, &l.After)
}

// Stretch is a stretch of lines by their ids.
type Stretch struct {
	Last  *int64  // id of its last line; nil: there are no more lines
	Stray []int64 // ids of those that stand before the end of the chain and have no seal
}

// Strays looks for lines without a seal among the limit lines with ids above from.
func Strays(tx *store.Tx, end Seal, from int64, limit int) (Stretch, error) {
	return store.One(tx, `WITH stretch AS (SELECT id, xid FROM audit WHERE id > @from ORDER BY id LIMIT @limit)
		SELECT max(l.id), COALESCE(array_agg(l.id ORDER BY l.id) FILTER (WHERE s.seq IS NULL
			AND (l.xid, l.id) <= (CAST(CAST(@xid AS text) AS xid8), CAST(@id AS bigint))), '{}')
		FROM stretch l LEFT JOIN audit_seals s ON s.audit_id = l.id AND s.audit_id > @from`,
		place(end, store.Args{"from": from, "limit": limit}),
		func(r store.Rows, s *Stretch) error { return r.Scan(&s.Last, store.List(&s.Stray)) })
}

// Queue is what waits for its seal.
type Queue struct {
	Lines int64
	First int64      // id of the line that has waited longest
	Since *time.Time // its time
}

// Waiting tells what stands after the end of the chain.
func Waiting(tx *store.Tx, end Seal) (Queue, error) {
	return store.One(tx, `SELECT count(*), COALESCE(min(a.id), 0), min(a.at) FROM audit a
		WHERE (a.xid, a.id) > (CAST(CAST(@xid AS text) AS xid8), CAST(@id AS bigint))`, place(end, store.Args{}),
		func(r store.Rows, q *Queue) error { return r.Scan(&q.Lines, &q.First, &q.Since) })
}
