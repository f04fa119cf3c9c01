package people

import (
	"time"

	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/models"
	"delinli/models/person"
)

// Seats lists the seats of a person that live now, the oldest first.
func Seats(tx *store.Tx, id models.PersonID, now time.Time) ([]person.Seat, error) {
	return store.Query(tx, `SELECT id, person_id, granted_by, from_at, until_at, ended_at, lent_of, role, area_code, unit FROM seats
		WHERE person_id = @id AND ended_at IS NULL AND from_at <= @now AND (until_at IS NULL OR until_at > @now) ORDER BY from_at, id`,
		store.Args{"id": id, "now": now}, scanSeat)
}

// SeatsIn lists the live seats of several people, by person.
func SeatsIn(tx *store.Tx, ids []models.PersonID, now time.Time) (map[models.PersonID][]person.Seat, error) {
	found, err := store.Query(tx, `SELECT id, person_id, granted_by, from_at, until_at, ended_at, lent_of, role, area_code, unit FROM seats
		WHERE person_id = ANY(CAST(@ids AS uuid[])) AND ended_at IS NULL AND from_at <= @now AND (until_at IS NULL OR until_at > @now)
		ORDER BY from_at, id`, store.Args{"ids": store.Array(ids), "now": now}, scanSeat)
	seats := map[models.PersonID][]person.Seat{}
	for _, s := range found {
		seats[s.Person] = append(seats[s.Person], s)
	}
	return seats, err
}

// HadSeat reports whether somebody has, or once had, a seat of the role.
func HadSeat(tx *store.Tx, id models.PersonID, role models.Role) (bool, error) {
	return store.One(tx, `SELECT EXISTS (SELECT FROM seats WHERE person_id = @id AND role = @role)`, store.Args{"id": id, "role": string(role)},
		store.Value[bool])
}

// SeatFilter narrows a list of seats; zero fields do not.
type SeatFilter struct {
	Role   models.Role
	Area   models.AreaCode // and everything below
	Person models.PersonID
}

// ListSeats lists the live seats within the scope that are given by hand, the newest first.
func ListSeats(tx *store.Tx, sc store.Scope, f SeatFilter, page store.Page, now time.Time) ([]person.Seat, string, error) {
	after, err := page.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, `SELECT id, person_id, granted_by, from_at, until_at, ended_at, lent_of, role, area_code, unit FROM seats
		WHERE role NOT IN ('resident', 'volunteer') AND ended_at IS NULL AND (until_at IS NULL OR until_at > @now)
			AND EXISTS (SELECT FROM unnest(CAST(@areas AS text[])) AS scope WHERE starts_with(area_code, scope))
			AND (@role = '' OR role = @role) AND starts_with(area_code, @area) AND (CAST(@person AS uuid) IS NULL OR person_id = @person)
			AND (from_at, id) < (@at, CAST(@id AS uuid))
		ORDER BY from_at DESC, id DESC LIMIT @limit`,
		store.Args{"areas": store.Array(sc.Areas), "role": string(f.Role), "area": string(f.Area), "person": f.Person, "at": after.At,
			"id": after.ID, "now": now, "limit": page.Limit + 1}, scanSeat)
	seats, next := store.Next(page, found, func(s person.Seat) store.Key { return store.Key{At: s.From, ID: s.ID.String()} })
	return seats, next, err
}

// Seat reads one seat that has not ended.
func Seat(tx *store.Tx, id models.SeatID) (person.Seat, error) {
	s, err := store.One(tx, `SELECT id, person_id, granted_by, from_at, until_at, ended_at, lent_of, role, area_code, unit FROM seats
		WHERE id = @id AND ended_at IS NULL`, store.Args{"id": id}, scanSeat)
	return s, store.Missing(err)
}

func scanSeat(r store.Rows, s *person.Seat) error {
	return r.Scan(&s.ID, &s.Person, &s.GrantedBy, &s.From, &s.Until, &s.Ended, &s.LentOf, &s.Role, &s.Area, &s.Unit)
}

// Give writes a new seat. One that is held already is Conflict "seat.held_before", a second administration
// "seat.administrations_separated", an area that is not there Invalid.
func Give(tx *store.Tx, s person.Seat) error {
	if _, err := EndLapsed(tx, s.Person, s.From); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO seats (id, person_id, role, area_code, unit, granted_by, from_at, until_at, lent_of)
		VALUES (@id, @person, @role, @area, @unit, @by, @from, @until, @lent)`,
		store.Args{"lent": s.LentOf, "id": s.ID, "person": s.Person, "role": string(s.Role), "area": string(s.Area), "unit": s.Unit, "by": s.GrantedBy,
			"from": s.From, "until": s.Until}); err != nil {
		return err
	}
	return outbox.Add(tx, outbox.Person, s.Person.String(), "seat_given", 0)
}

// End ends a seat, and the one that a deputy holds for it, and tells those who must let go of what its holder has in hand. One that has ended is *not found*.
func End(tx *store.Tx, s person.Seat, now time.Time) error {
	holders, err := store.Query(tx, `UPDATE seats SET ended_at = @now WHERE @id IN (id, lent_of) AND ended_at IS NULL RETURNING person_id`,
		store.Args{"id": s.ID, "now": now}, store.Value[models.PersonID])
	if err == nil && len(holders) == 0 {
		err = models.Missing
	}
	for _, who := range holders {
		if err == nil {
			err = outbox.Add(tx, outbox.Person, who.String(), "seat_ended", 0)
		}
	}
	return err
}

// EndLapsed ends the seats whose time is over, of one person or, for the zero id, of all, and tells how many they were.
func EndLapsed(tx *store.Tx, id models.PersonID, now time.Time) (int, error) {
	lapsed, err := store.Query(tx, `
		WITH over AS (SELECT id, until_at FROM seats WHERE ended_at IS NULL AND until_at <= @now AND (CAST(@person AS uuid) IS NULL OR person_id = @person))
		UPDATE seats s SET ended_at = over.until_at FROM over WHERE over.id IN (s.id, s.lent_of) AND s.ended_at IS NULL RETURNING s.person_id`, store.Args{"person": id, "now": now}, store.Value[models.PersonID])
	for _, who := range lapsed {
		if err == nil {
			err = outbox.Add(tx, outbox.Person, who.String(), "seat_ended", 0)
		}
	}
	return len(lapsed), err
}
