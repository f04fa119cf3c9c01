package people

import (
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/person"
)

// Standings reads what is known of the holders of several sessions, for those who keep streams open for them. Unknown ones are missing.
func Standings(tx *store.Tx, ids []models.SessionID, now time.Time) ([]person.Standing, error) {
	return store.Query(tx, `SELECT s.id, s.person_id, s.device, s.staff, s.created_at, s.seen_at, s.expires_at, s.revoked_at,
			p.household_id, p.phone_index IS NOT NULL,
			p.erased_at IS NOT NULL OR s.staff AND (a.person_id IS NULL OR a.disabled_at IS NOT NULL),
			COALESCE(a.password_until IS NULL AND a.totp_secret IS NOT NULL, false),
			(SELECT jsonb_agg(jsonb_build_object('role', role, 'area_code', area_code, 'unit', unit)) FROM seats
				WHERE person_id = s.person_id AND ended_at IS NULL AND from_at <= @now AND (until_at IS NULL OR until_at > @now))
		FROM sessions s JOIN persons p ON p.id = s.person_id LEFT JOIN accounts a ON a.person_id = s.person_id
		WHERE s.id = ANY(CAST(@ids AS uuid[]))`, store.Args{"ids": store.Array(ids), "now": now}, scanStanding)
}

// AtWork is somebody for whom the program works on, with the seats that they have now. Who was erased, or whose account is disabled, has none.
func AtWork(tx *store.Tx, id models.PersonID, now time.Time) (models.Actor, error) {
	a, err := store.One(tx, `SELECT p.id, p.household_id, p.phone_index IS NOT NULL,
			(SELECT jsonb_agg(jsonb_build_object('role', role, 'area_code', area_code, 'unit', unit)) FROM seats
				WHERE person_id = p.id AND ended_at IS NULL AND from_at <= @now AND (until_at IS NULL OR until_at > @now)
					AND NOT EXISTS (SELECT FROM accounts WHERE person_id = p.id AND disabled_at IS NOT NULL))
		FROM persons p WHERE p.id = @id AND p.erased_at IS NULL`, store.Args{"id": id, "now": now}, scanAtWork)
	return a, store.Missing(err)
}

func scanAtWork(r store.Rows, a *models.Actor) error {
	var seats []byte
	if err := r.Scan(&a.Person, &a.Household, &a.Phone, &seats); err != nil || seats == nil {
		return err
	}
	return json.Unmarshal(seats, &a.Seats)
}
