// Package limits is the SQL of counters over a window of time. They live in the database, so that they hold over many processes.
package limits

import (
	"time"

	"delinli/app/store"
	"delinli/models"
)

// Limit is how often something may be done in a window, which begins at the first time.
type Limit struct {
	Name   string // unique in the program
	Most   int
	Window time.Duration // at most a day: retention removes older rows
}

// key holds subjects apart; a subject is an id or a blind index, never anything personal.
func (l Limit) key(subject string) string { return l.Name + ":" + subject }

// counter is the row of a key.
type counter struct {
	used int
	from time.Time
}

// Take counts one time for the subject, refused ones too. Past the limit it is TooMany, with the time until the window ends.
func Take(tx *store.Tx, l Limit, subject string, now time.Time) error {
	c, err := store.One(tx, `INSERT INTO limits AS l (key, window_at, used) VALUES (@key, @now, 1)
		ON CONFLICT (key) DO UPDATE SET
			window_at = CASE WHEN l.window_at > @ended THEN l.window_at ELSE excluded.window_at END,
			used = CASE WHEN l.window_at > @ended THEN l.used + 1 ELSE 1 END
		RETURNING used, window_at`,
		store.Args{"key": l.key(subject), "now": now, "ended": now.Add(-l.Window)},
		func(r store.Rows, c *counter) error { return r.Scan(&c.used, &c.from) })
	if err != nil {
		return err
	}
	if c.used > l.Most {
		return &models.Error{Kind: models.TooMany, Code: "too_many", Retry: c.from.Add(l.Window).Sub(now)}
	}
	return nil
}

// GiveBack undoes one Take, of something that turned out not to count.
func GiveBack(tx *store.Tx, l Limit, subject string) error {
	_, err := tx.Exec(`UPDATE limits SET used = used - 1 WHERE key = @key AND used > 0`, store.Args{"key": l.key(subject)})
	return err
}

// Forget removes the counters of a subject.
func Forget(tx *store.Tx, subject string) error {
	_, err := tx.Exec(`DELETE FROM limits WHERE split_part(key, ':', 2) = @subject`, store.Args{"subject": subject})
	return err
}
