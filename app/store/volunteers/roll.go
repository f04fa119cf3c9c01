package volunteers

import (
	"strconv"
	"time"

	"delinli/app/store"
	"delinli/models/dispatch"
)

// Record is a volunteer of any state as a roll keeps them; Recent is not counted, since it goes down by itself.
type Record struct {
	dispatch.Candidate
	Accepted []time.Time // when they took orders since the roll was begun, oldest first

	// Own is set where the reading transaction made the change itself, which nobody else may know yet.
	Own bool
	// Settled is the first transaction that was still running: what it and later ones change is not in this record for sure.
	Settled string
}

// seen is whether the reading transaction made the change itself, and the first transaction that was still running.
const seen = ` COALESCE(v.touched = pg_current_xact_id_if_assigned(), false), CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text)
	FROM volunteers v`

// taken are the moments, in microseconds, at which orders were taken.
const taken = `string_agg(CAST(CAST(extract(epoch FROM g.accepted_at) * 1000000 AS bigint) AS text), ',' ORDER BY g.accepted_at)`

// Everybody reads all records, with the orders that they took since.
func Everybody(tx *store.Tx, since time.Time) ([]Record, error) {
	return store.Query(tx, `SELECT `+record+` COALESCE(lately.taken, ''),`+seen+`
		LEFT JOIN (SELECT m.person_id, `+taken+` AS taken FROM assignments g JOIN assignment_members m ON m.assignment_id = g.id
			WHERE g.accepted_at >= @since GROUP BY m.person_id) lately ON lately.person_id = v.person_id`,
		store.Args{"since": since}, scanRecord)
}

// Touched reads the records that transactions from the given one on have changed, with the orders that they took since.
func Touched(tx *store.Tx, from string, since time.Time) ([]Record, error) {
	return store.Query(tx, `SELECT `+record+` COALESCE((SELECT `+taken+` FROM assignment_members m JOIN assignments g ON g.id = m.assignment_id
			WHERE m.person_id = v.person_id AND g.accepted_at >= @since), ''),`+seen+`
		WHERE v.touched >= CAST(CAST(@from AS text) AS xid8)`,
		store.Args{"from": from, "since": since}, scanRecord)
}

func scanRecord(r store.Rows, of *Record) error {
	var skills, areas, accepted string
	var availability []byte
	err := r.Scan(&of.Person, &of.Household, &of.Verified, &of.Party, &skills, &areas, &availability, &of.Load, &of.Cap,
		&of.RatingSum, &of.RatingCount, &accepted, &of.Own, &of.Settled)
	if err != nil {
		return err
	}
	for _, text := range split[string](accepted) {
		at, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return err
		}
		of.Accepted = append(of.Accepted, time.UnixMicro(at))
	}
	return read(&of.Candidate, skills, areas, availability)
}
