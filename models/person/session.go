package person

import (
	"time"

	"delinli/models"
)

// How long sessions live.
const (
	ResidentLife = 90 * 24 * time.Hour
	StaffLife    = 12 * time.Hour
	StaffIdle    = 30 * time.Minute
	Touch        = time.Minute // a session is marked as seen at most that often
)

// Session is an open login on one device.
type Session struct {
	ID        models.SessionID
	Person    models.PersonID
	Device    string
	Staff     bool // opened with password and second factor
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	RevokedAt *time.Time
}

// Expiry is when a session that is opened now ends at the latest.
func Expiry(staff bool, now time.Time) time.Time {
	if staff {
		return now.Add(StaffLife)
	}
	return now.Add(ResidentLife)
}

// Live reports whether the session still counts: not revoked, not expired, and a staff session not idle.
func (s Session) Live(now time.Time) bool {
	idle := s.Staff && now.Sub(s.SeenAt) > StaffIdle
	return s.RevokedAt == nil && now.Before(s.ExpiresAt) && !idle
}

// Standing is what is known at one request of whoever holds a token.
type Standing struct {
	Session
	Household models.HouseholdID
	Phone     bool // has a phone
	Gone      bool // erased, or a staff session whose account is disabled
	Settled   bool // the account has a password of its own and a confirmed second factor
	Seats     []models.Seat
}

// Ended is what the holder of a token is told that is unknown, expired, idle or revoked.
var Ended = models.Fault(models.Unauthentic, "session.ended")

// Actor is who asks. A staff session whose account is not settled yet is nobody but its session: it may settle the account
// and nothing else. In any other session seats count as ByPhone says. It fails with Ended.
func (s Standing) Actor(now time.Time) (models.Actor, error) {
	switch {
	case s.Gone, !s.Live(now):
		return models.Actor{}, Ended
	case s.Staff && !s.Settled:
		return models.Actor{Session: s.ID}, nil
	}
	seats := s.Seats
	if !s.Staff {
		seats = ByPhone(seats)
	}
	return models.Actor{Person: s.Person, Household: s.Household, Session: s.ID, Phone: s.Phone, Seats: seats}, nil
}

// Stale reports whether the session should be marked as seen.
func (s Session) Stale(now time.Time) bool { return now.Sub(s.SeenAt) >= Touch }
