package person

import (
	"errors"
	"slices"
	"testing"
	"time"

	"delinli/models"
)

var now = time.Date(2024, 8, 15, 1, 0, 0, 0, time.UTC)

func TestSessionLive(t *testing.T) {
	resident := Session{CreatedAt: now, SeenAt: now, ExpiresAt: Expiry(false, now)}
	staff := Session{Staff: true, CreatedAt: now, SeenAt: now, ExpiresAt: Expiry(true, now)}
	revoked := resident
	revoked.RevokedAt = &now
	busy := staff
	busy.SeenAt = now.Add(11 * time.Hour)
	for _, c := range []struct {
		name  string
		s     Session
		after time.Duration
		want  bool
	}{
		{"a new one", resident, 0, true},
		{"a resident's after 89 days without use", resident, 89 * 24 * time.Hour, true},
		{"a resident's after 90 days", resident, 90 * 24 * time.Hour, false},
		{"staff's after half an hour", staff, 30 * time.Minute, true},
		{"staff's idle for more", staff, 30*time.Minute + time.Second, false},
		{"staff's in use, before its end", busy, 11*time.Hour + 20*time.Minute, true},
		{"staff's in use, after twelve hours", busy, 12 * time.Hour, false},
		{"a revoked one", revoked, 0, false},
	} {
		if got := c.s.Live(now.Add(c.after)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestStale(t *testing.T) {
	s := Session{SeenAt: now}
	if s.Stale(now.Add(59*time.Second)) || !s.Stale(now.Add(time.Minute)) {
		t.Error("a session is marked as seen once a minute")
	}
}

// standing is somebody with a seat of each kind and a good session.
func standing(staff bool) Standing {
	return Standing{Session: Session{Person: id("1"), Staff: staff, SeenAt: now, ExpiresAt: Expiry(staff, now)}, Phone: true, Settled: true,
		Seats: []models.Seat{{Role: models.Resident, Area: city}, {Role: models.CommunityStaff, Area: community}, {Role: models.Steward, Area: grid},
			{Role: models.GridWorker, Area: grid}, {Role: models.GridChief, Area: grid}}}
}

func TestActor(t *testing.T) {
	for _, c := range []struct {
		staff bool
		roles []models.Role
	}{
		{true, []models.Role{models.Resident, models.CommunityStaff, models.Steward, models.GridWorker, models.GridChief}},
		{false, []models.Role{models.Resident, models.Steward, models.Steward, models.Steward}},
	} {
		s := standing(c.staff)
		a, err := s.Actor(now)
		var roles []models.Role
		for _, seat := range a.Seats {
			roles = append(roles, seat.Role)
		}
		if err != nil || a.Person != id("1") || !a.Phone || !slices.Equal(roles, c.roles) {
			t.Errorf("staff %v: %v, %v", c.staff, a, err)
		}
		if !slices.Equal(s.Seats, standing(true).Seats) {
			t.Error("the standing has other seats now")
		}
	}
}

func TestActorEnded(t *testing.T) {
	gone, late := standing(true), standing(true)
	gone.Gone = true
	late.ExpiresAt = now
	for _, s := range []Standing{gone, late} {
		if a, err := s.Actor(now); !errors.Is(err, Ended) || a.Known() {
			t.Errorf("%v, %v", a, err)
		}
	}
}

// Until the account is settled, a staff session is nobody: every door but those that settle it is closed.
func TestActorUnsettled(t *testing.T) {
	s := standing(true)
	s.Settled = false
	s.ID, _ = models.ParseID[models.SessionID](id("7").String())
	a, err := s.Actor(now)
	if err != nil || a.Known() || len(a.Seats) > 0 || a.Phone || a.Session != s.ID {
		t.Errorf("%+v, %v", a, err)
	}
	s = standing(false)
	s.Settled = false
	if a, err := s.Actor(now); err != nil || !a.Known() {
		t.Errorf("a resident has nothing to settle: %v, %v", a, err)
	}
}
