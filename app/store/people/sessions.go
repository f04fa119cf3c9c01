package people

import (
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/models"
	"delinli/models/person"
)

// Standing reads all that is known of whoever holds the token of the hash, in one query: a changed seat counts from the next
// request on. Seats are those of the moment, by the town's clock. An unknown token is person.Ended.
func Standing(tx *store.Tx, tokenHash []byte, now time.Time) (person.Standing, error) {
	found, err := store.Query(tx, `SELECT s.id, s.person_id, s.device, s.staff, s.created_at, s.seen_at, s.expires_at, s.revoked_at,
			p.household_id, p.phone_index IS NOT NULL,
			p.erased_at IS NOT NULL OR s.staff AND (a.person_id IS NULL OR a.disabled_at IS NOT NULL),
			COALESCE(a.password_until IS NULL AND a.totp_secret IS NOT NULL, false),
			(SELECT jsonb_agg(jsonb_build_object('role', role, 'area_code', area_code, 'unit', unit)) FROM seats
				WHERE person_id = s.person_id AND ended_at IS NULL AND from_at <= @now AND (until_at IS NULL OR until_at > @now))
		FROM sessions s JOIN persons p ON p.id = s.person_id LEFT JOIN accounts a ON a.person_id = s.person_id
		WHERE s.token_hash = @hash`, store.Args{"hash": tokenHash, "now": now}, scanStanding)
	if err != nil {
		return person.Standing{}, err
	}
	if len(found) == 0 {
		return person.Standing{}, person.Ended
	}
	return found[0], nil
}

func scanStanding(r store.Rows, s *person.Standing) error {
	var seats []byte
	if err := r.Scan(&s.ID, &s.Person, &s.Device, &s.Staff, &s.CreatedAt, &s.SeenAt, &s.ExpiresAt, &s.RevokedAt,
		&s.Household, &s.Phone, &s.Gone, &s.Settled, &seats); err != nil || seats == nil {
		return err
	}
	return json.Unmarshal(seats, &s.Seats)
}

// Seen marks a session as in use.
func Seen(tx *store.Tx, id models.SessionID, now time.Time) error {
	_, err := tx.Exec(`UPDATE sessions SET seen_at = @now WHERE id = @id AND seen_at < @now`, store.Args{"id": id, "now": now})
	return err
}

// Holder is whose session it is; an unknown session is *not found*.
func Holder(tx *store.Tx, id models.SessionID) (models.PersonID, error) {
	who, err := store.One(tx, `SELECT person_id FROM sessions WHERE id = @id`, store.Args{"id": id}, store.Value[models.PersonID])
	return who, store.Missing(err)
}

// Open writes a new session, and keeps when somebody came for the first time.
func Open(tx *store.Tx, s person.Session, tokenHash []byte) error {
	if _, err := tx.Exec(`UPDATE persons SET came_at = @at WHERE id = @id AND came_at IS NULL`, store.Args{"id": s.Person, "at": s.CreatedAt}); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO sessions (id, person_id, token_hash, device, staff, created_at, seen_at, expires_at)
		VALUES (@id, @person, @hash, @device, @staff, @at, @at, @expires)`,
		store.Args{"id": s.ID, "person": s.Person, "hash": tokenHash, "device": s.Device, "staff": s.Staff, "at": s.CreatedAt,
			"expires": s.ExpiresAt})
	return err
}

// Sessions lists the person's sessions that were neither revoked nor have expired, the last used first.
func Sessions(tx *store.Tx, id models.PersonID, now time.Time) ([]person.Session, error) {
	return store.Query(tx, `SELECT id, person_id, device, staff, created_at, seen_at, expires_at FROM sessions
		WHERE person_id = @id AND revoked_at IS NULL AND expires_at > @now ORDER BY seen_at DESC, id DESC LIMIT 100`,
		store.Args{"id": id, "now": now}, func(r store.Rows, s *person.Session) error {
			return r.Scan(&s.ID, &s.Person, &s.Device, &s.Staff, &s.CreatedAt, &s.SeenAt, &s.ExpiresAt)
		})
}

// Which sessions of a person: all, or as the fields say.
type Which struct {
	Person models.PersonID
	Only   models.SessionID // this one
	But    models.SessionID // all but this one
	Staff  bool             // those opened with a password
}

// Revoke ends sessions, tells those who keep streams open for them, and says how many they were.
func Revoke(tx *store.Tx, w Which, now time.Time) (int, error) {
	ended, err := store.Query(tx, `UPDATE sessions SET revoked_at = @now WHERE person_id = @person AND revoked_at IS NULL
			AND (CAST(@only AS uuid) IS NULL OR id = @only) AND (CAST(@but AS uuid) IS NULL OR id <> @but) AND (staff OR NOT @staff)
		RETURNING id`, store.Args{"person": w.Person, "only": w.Only, "but": w.But, "staff": w.Staff, "now": now},
		store.Value[models.SessionID])
	for _, id := range ended {
		if err == nil {
			err = outbox.Add(tx, outbox.Session, id.String(), "ended", 0)
		}
	}
	return len(ended), err
}
