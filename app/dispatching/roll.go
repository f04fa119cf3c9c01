package dispatching

import (
	"slices"
	"sync/atomic"
	"time"

	"delinli/app/store"
	"delinli/app/store/volunteers"
	"delinli/models"
	"delinli/models/dispatch"
)

// roll keeps what rankings know of all volunteers (ids, codes and counts), since reading 8,900 of them takes longer than ranking them
// (docs/decisions/0016-roll-of-volunteers.md). Every reader first reads what has changed since, so that it is never behind.
type roll struct{ kept atomic.Pointer[muster] }

// muster is the roll at one moment. It is never changed, but replaced.
type muster struct {
	settled string    // the first transaction that it may not have seen
	since   time.Time // orders taken before are not in it
	all     []volunteers.Record
	at      map[models.PersonID]int // in all
}

// fewChanges are read anew by every ranking; more of them are worth a new muster.
const fewChanges = 100

// within gives the verified volunteers with room who serve somewhere in the asked part of the town (in any, when it is empty) and have the skills, with the orders that
// they took since: as the transaction sees them.
func (r *roll) within(tx *store.Tx, asked models.AreaCode, skills []string, since time.Time) ([]dispatch.Candidate, error) {
	m, err := r.muster(tx, since)
	if err != nil {
		return nil, err
	}
	in := make([]dispatch.Candidate, 0, len(m.all))
	for i := range m.all {
		of := &m.all[i]
		if !of.Verified || of.Load >= of.Cap || !of.HasAll(skills) || asked != "" && !of.Serves(asked) {
			continue
		}
		in = append(in, of.Candidate)
		in[len(in)-1].Recent = taken(of.Accepted, since)
	}
	return in, nil
}

// muster gives everybody as the transaction sees them.
func (r *roll) muster(tx *store.Tx, since time.Time) (*muster, error) {
	old := r.kept.Load()
	if old == nil || since.Before(old.since) {
		all, err := volunteers.Everybody(tx, since)
		return r.keep((&muster{since: since}).with(all), all), err
	}
	changed, err := volunteers.Touched(tx, old.settled, old.since)
	if err != nil || len(changed) == 0 {
		return old, err
	}
	return r.keep(old.with(changed), changed), nil
}

// keep gives the muster back, and keeps it where that is worth it and no change in it is somebody's own.
func (r *roll) keep(m *muster, changed []volunteers.Record) *muster {
	if len(changed) >= fewChanges && !slices.ContainsFunc(changed, func(c volunteers.Record) bool { return c.Own }) {
		r.kept.Store(m)
	}
	return m
}

// with is the muster with the changes that were read after it.
func (m *muster) with(changed []volunteers.Record) *muster {
	next := &muster{since: m.since, all: slices.Clone(m.all), at: m.at}
	for _, c := range changed {
		next.settled = c.Settled
		if i, known := next.at[c.Person]; known {
			next.all[i] = c
			continue
		}
		next.all = append(next.all, c)
	}
	if len(next.all) > len(m.all) {
		next.at = make(map[models.PersonID]int, len(next.all))
		for i := range next.all {
			next.at[next.all[i].Person] = i
		}
	}
	return next
}

// taken counts the moments from since on.
func taken(at []time.Time, since time.Time) int {
	first, _ := slices.BinarySearchFunc(at, since, time.Time.Compare)
	return len(at) - first
}
