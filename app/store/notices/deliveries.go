package notices

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/notice"
	"delinli/models/secret"
)

// Delivery is one notice that goes out by one channel.
type Delivery struct {
	Notice   models.NoticeID
	Channel  notice.Channel
	Attempts int // this one included
	Kind     notice.Kind
	Read     bool // in the inbox meanwhile
	Person   models.PersonID
	Phone    secret.Sealed
	Key      secret.WrappedKey
	notice.Preferences
}

// Claim takes deliveries whose time has come, the oldest first, so that no other process takes them; one whose end nobody notes is taken
// again later: after 1, 4, 16, 64 … minutes.
func Claim(tx *store.Tx, now time.Time, limit int) ([]Delivery, error) {
	return store.Query(tx, `
		WITH due AS (
			SELECT notice_id, channel FROM deliveries WHERE state = 'waiting' AND after_at <= @now
			ORDER BY after_at LIMIT @limit FOR UPDATE SKIP LOCKED
		), taken AS (
			UPDATE deliveries d SET attempts = d.attempts + 1,
				after_at = CAST(@now AS timestamptz) + make_interval(mins => CAST(power(4, least(d.attempts, 6)) AS int))
			FROM due WHERE d.notice_id = due.notice_id AND d.channel = due.channel
			RETURNING d.notice_id, d.channel, d.attempts
		)
		SELECT t.notice_id, t.channel, t.attempts, n.kind, n.read_at IS NOT NULL, p.id, p.phone, k.wrapped, p.preferences
		FROM taken t JOIN notices n ON n.id = t.notice_id JOIN persons p ON p.id = n.person_id LEFT JOIN person_keys k ON k.person_id = p.id
		ORDER BY n.at, t.notice_id, t.channel`,
		store.Args{"now": now, "limit": limit}, func(r store.Rows, d *Delivery) error {
			var raw []byte
			if err := r.Scan(&d.Notice, &d.Channel, &d.Attempts, &d.Kind, &d.Read, &d.Person, &d.Phone, &d.Key, &raw); err != nil {
				return err
			}
			return readPreferences(raw, &d.Preferences)
		})
}

// Sent notes that the delivery has gone out.
func Sent(tx *store.Tx, d Delivery) error { return settle(tx, d, "sent", "") }

// Failed ends the delivery; why holds nothing personal.
func Failed(tx *store.Tx, d Delivery, why string) error { return settle(tx, d, "failed", why) }

// Retry notes why this attempt failed; the next comes when Claim said.
func Retry(tx *store.Tx, d Delivery, why string) error { return settle(tx, d, "waiting", why) }

func settle(tx *store.Tx, d Delivery, state, why string) error {
	_, err := tx.Exec(`UPDATE deliveries SET state = @state, error = @why WHERE notice_id = @notice AND channel = @channel AND state = 'waiting'`,
		store.Args{"notice": d.Notice, "channel": string(d.Channel), "state": state, "why": why})
	return err
}

// Postpone puts the delivery off to a moment, without counting the attempt.
func Postpone(tx *store.Tx, d Delivery, to time.Time) error {
	_, err := tx.Exec(`UPDATE deliveries SET attempts = attempts - 1, after_at = @to WHERE notice_id = @notice AND channel = @channel AND state = 'waiting'`,
		store.Args{"notice": d.Notice, "channel": string(d.Channel), "to": to})
	return err
}
