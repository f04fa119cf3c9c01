package outbox

import "delinli/app/store"

// Queue tells how the jobs stand.
type Queue struct {
	Waiting, Retrying, Failed int64
	Leader                    string // the client that leads now; empty while none does
}

// QueueNow reads it from the tables of the job queue.
func QueueNow(tx *store.Tx) (Queue, error) {
	return store.One(tx, `
		SELECT count(*) FILTER (WHERE state IN ('available', 'pending', 'running', 'scheduled')), count(*) FILTER (WHERE state = 'retryable'),
			count(*) FILTER (WHERE state = 'discarded'),
			COALESCE((SELECT leader_id FROM river_leader WHERE expires_at > clock_timestamp()), '')
		FROM river_job WHERE state IN ('available', 'pending', 'running', 'scheduled', 'retryable', 'discarded')`, nil,
		func(r store.Rows, q *Queue) error { return r.Scan(&q.Waiting, &q.Retrying, &q.Failed, &q.Leader) })
}
