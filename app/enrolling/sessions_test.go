package enrolling_test

import (
	"testing"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/person"
)

func TestStaffSessionEnds(t *testing.T) {
	w := newWorld(t)
	e := w.staff("li.na", models.CommunityStaff, community)
	ends := func(what string) {
		t.Helper()
		_, err := w.Resolve(t.Context(), e.token.Plain(), w.Now())
		w.wantCode(what, err, "session.ended")
	}
	w.must(w.enter(&e))
	w.pass(30 * time.Minute)
	w.resolve(e.token)
	w.pass(30*time.Minute + time.Second)
	ends("idle for half an hour")

	w.must(w.enter(&e))
	for range 25 {
		w.pass(28 * time.Minute)
		w.resolve(e.token)
	}
	w.pass(20 * time.Minute)
	ends("in use for twelve hours")
}

func TestResidentSessionEnds(t *testing.T) {
	w := newWorld(t)
	_, token := w.resident(li)
	w.pass(90*24*time.Hour - time.Second)
	w.resolve(token)
	w.pass(time.Second)
	_, err := w.Resolve(t.Context(), token.Plain(), w.Now())
	w.wantCode("after ninety days", err, "session.ended")
}

func TestUnknownTokens(t *testing.T) {
	w := newWorld(t)
	_, token := w.resident(li)
	for _, s := range []string{"", "-", token.Plain() + "x", token.Plain()[1:], "'; --"} {
		a, err := w.Resolve(t.Context(), s, w.Now())
		w.wantCode(s, err, "session.ended")
		if a.Known() {
			t.Errorf("%q is somebody's", s)
		}
	}
	if n := w.number(`SELECT count(*) FROM sessions WHERE encode(token_hash, 'escape') LIKE '%' || @token || '%'`, store.Args{"token": token.Plain()}); n != 0 {
		t.Error("the token itself is kept")
	}
}

func TestSeenOnceAMinute(t *testing.T) {
	w := newWorld(t)
	_, token := w.resident(li)
	began := w.Now()
	seen := func() time.Duration {
		at, err := store.One(w.town.Store.Read(t.Context()), `SELECT seen_at FROM sessions`, nil, store.Value[time.Time])
		w.must(err)
		return at.Sub(began)
	}
	for _, c := range []struct{ pass, want time.Duration }{
		{59 * time.Second, 0},
		{time.Second, time.Minute},
		{59 * time.Second, time.Minute},
		{time.Hour, time.Hour + time.Minute + 59*time.Second},
	} {
		w.pass(c.pass)
		w.resolve(token)
		if got := seen(); got != c.want {
			t.Errorf("seen %v after the login, want %v", got, c.want)
		}
	}
}

// A changed seat counts from the next request on.
func TestSeatsCountAtOnce(t *testing.T) {
	w := newWorld(t)
	admin := w.staff("an.quan", models.SecurityAdmin, city)
	a, token := w.resident(li)
	until := w.Now().Add(time.Hour)
	seat, err := w.GiveSeat(t.Context(), admin.Actor, a.Person, models.Seat{Role: models.Steward, Area: grid}, &until)
	w.must(err)
	if !w.resolve(token).Holds(grid, models.Steward) {
		t.Error("the new seat does not count")
	}
	w.must(w.EndSeat(t.Context(), admin.Actor, seat.ID))
	if w.resolve(token).Has(models.Steward) {
		t.Error("the ended seat counts")
	}
	_, err = w.GiveSeat(t.Context(), admin.Actor, a.Person, models.Seat{Role: models.Steward, Area: grid}, &until)
	w.must(err)
	w.pass(time.Hour)
	if w.resolve(token).Has(models.Steward) {
		t.Error("the seat counts after its time")
	}
}

func TestDevices(t *testing.T) {
	w := newWorld(t)
	_, first := w.resident(li)
	a, second := w.resident(li)
	_, others := w.resident(wang)
	list := func() []person.Session {
		found, err := w.Devices(t.Context(), a)
		w.must(err)
		return found
	}
	if got := list(); len(got) != 2 || got[0].ID != a.Session || got[0].Device != "a phone" {
		t.Errorf("%+v", got)
	}
	w.wantCode("another's", w.EndDevice(t.Context(), a, w.resolve(others).Session), "not_found")
	w.must(w.EndDevice(t.Context(), a, w.resolve(first).Session))
	w.wantCode("ended twice", w.EndDevice(t.Context(), a, list()[0].ID), "")
	for _, token := range []string{first.Plain(), second.Plain()} {
		_, err := w.Resolve(t.Context(), token, w.Now())
		w.wantCode("an ended device", err, "session.ended")
	}
	w.resolve(others)
}

func TestEndOtherDevicesAndLogout(t *testing.T) {
	w := newWorld(t)
	_, first := w.resident(li)
	a, second := w.resident(li)
	w.must(w.EndOtherDevices(t.Context(), a))
	_, err := w.Resolve(t.Context(), first.Plain(), w.Now())
	w.wantCode("the other device", err, "session.ended")
	w.resolve(second)
	w.must(w.Logout(t.Context(), a))
	_, err = w.Resolve(t.Context(), second.Plain(), w.Now())
	w.wantCode("after the logout", err, "session.ended")
	w.must(w.Logout(t.Context(), a))
	if n := w.number(`SELECT count(*) FROM outbox WHERE topic = 'session' AND event = 'ended'`); n != 2 {
		t.Errorf("%d ends were told", n)
	}
	if n := w.audited("session.end", a.Person); n != 2 {
		t.Errorf("%d lines", n)
	}
}
