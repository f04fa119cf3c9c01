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

// Touched reads the records that transactions from the given one on have changed; from "0" on, all.
func Touched(tx *store.Tx, from string, since time.Time) ([]Record, error) {
	return store.Query(tx, `SELECT `+record+`
			array_to_string(ARRAY(SELECT CAST(extract(epoch FROM g.accepted_at) * 1000000 AS bigint)
				FROM assignment_members m JOIN assignments g ON g.id = m.assignment_id
				WHERE m.person_id = v.person_id AND g.accepted_at >= @since ORDER BY g.accepted_at), ','),
			COALESCE(v.touched = pg_current_xact_id_if_assigned(), false), CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text)
		FROM volunteers v WHERE v.touched >= CAST(CAST(@from AS text) AS xid8)`,
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
