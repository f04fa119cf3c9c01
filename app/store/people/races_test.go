package people_test

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/secret"
)

// race runs one statement 16 times at once and counts how often it tells true.
func (t town) race(try func(*store.Tx, int) (bool, error)) int {
	t.Helper()
	var won atomic.Int32
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			err := t.db.Alone(context.WithoutCancel(t.Context()), func(tx *store.Tx) error {
				ok, err := try(tx, i)
				if ok {
					won.Add(1)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	return int(won.Load())
}

func (t town) challenge() people.Challenge {
	t.Helper()
	c := people.Challenge{ID: models.NewID[models.ChallengeID](rand.Reader), PhoneIndex: []byte{1}, CodeHash: []byte{9},
		Expires: noon.Add(5 * time.Minute)}
	t.must(people.Challenged(t.tx, c))
	return c
}

func (t town) answer(c people.Challenge, code byte, at time.Time) bool {
	t.Helper()
	c.CodeHash = []byte{code}
	ok, err := people.Answer(t.tx, c, at)
	t.must(err)
	return ok
}

func TestAnswer(t *testing.T) {
	town := newTown(t)
	c := town.challenge()
	another := c
	another.PhoneIndex = []byte{2}
	for _, step := range []struct {
		name string
		c    people.Challenge
		code byte
		at   time.Time
		want bool
	}{
		{"wrong", c, 1, noon, false},
		{"right, for another phone", another, 9, noon, false},
		{"right, too late", c, 9, c.Expires, false},
		{"right", c, 9, noon, true},
		{"right again", c, 9, noon, false},
	} {
		if got := town.answer(step.c, step.code, step.at); got != step.want {
			t.Errorf("%s: %v", step.name, got)
		}
	}
	if n := town.number(`SELECT guesses FROM challenges`); n != 2 {
		t.Errorf("%d guesses were counted, want the wrong and the right one", n)
	}
}

func TestFifthGuessCountsAndSixthDoesNot(t *testing.T) {
	town := newTown(t)
	for _, wrong := range []int{4, 5} {
		c := town.challenge()
		for range wrong {
			town.answer(c, 1, noon)
		}
		if got, want := town.answer(c, 9, noon), wrong < people.Guesses; got != want {
			t.Errorf("after %d wrong guesses: %v", wrong, got)
		}
	}
}

func TestRacedGuesses(t *testing.T) {
	town := newTown(t)
	c := town.challenge()
	wins := town.race(func(tx *store.Tx, i int) (bool, error) {
		c := c
		c.CodeHash = []byte{byte(i + 20)}
		return people.Answer(tx, c, noon)
	})
	if n := town.number(`SELECT guesses FROM challenges`); wins != 0 || n != people.Guesses {
		t.Errorf("%d wins, %d guesses", wins, n)
	}
	right := town.challenge()
	if wins := town.race(func(tx *store.Tx, _ int) (bool, error) { return people.Answer(tx, right, noon) }); wins != 1 {
		t.Errorf("one code opened %d sessions", wins)
	}
}

func (t town) account(login string) models.PersonID {
	t.Helper()
	p := t.somebody()
	t.must(people.AddAccount(t.tx, person.Account{Person: p.ID, Login: login, PasswordHash: "hash", CreatedAt: noon}))
	return p.ID
}

func TestFactor(t *testing.T) {
	town := newTown(t)
	id := town.account("li.na")
	town.must(people.ConfirmFactor(town.tx, id, 5, nil))
	if a, err := people.AccountOf(town.tx, id); err != nil || a.Enrolled() || a.TOTPStep != 0 {
		t.Errorf("confirmed without having been drawn: %+v, %v", a, err)
	}
	town.must(people.DrawFactor(town.tx, id, secret.Sealed("next")))
	town.must(people.ConfirmFactor(town.tx, id, 100, [][]byte{{1}, {2}}))
	a, err := people.AccountByLogin(town.tx, "li.na")
	if err != nil || string(a.TOTP) != "next" || a.TOTPNext != nil || a.TOTPStep != 100 || a.Recovery != 2 {
		t.Errorf("%+v, %v", a, err)
	}
	if wins := town.race(func(tx *store.Tx, _ int) (bool, error) { return people.SpendStep(tx, id, 101) }); wins != 1 {
		t.Errorf("one code passed %d times", wins)
	}
	if ok, err := people.SpendStep(town.tx, id, 100); err != nil || ok {
		t.Errorf("an earlier code passed: %v", err)
	}
	if wins := town.race(func(tx *store.Tx, _ int) (bool, error) { return people.SpendRecovery(tx, id, []byte{2}) }); wins != 1 {
		t.Errorf("one recovery code passed %d times", wins)
	}
	if ok, err := people.SpendRecovery(town.tx, id, []byte{3}); err != nil || ok {
		t.Errorf("an unknown recovery code passed: %v", err)
	}
	town.must(people.DropFactor(town.tx, id))
	if a, err := people.AccountOf(town.tx, id); err != nil || a.Enrolled() || a.Recovery != 0 || a.TOTPStep != 0 {
		t.Errorf("after the factor was dropped: %+v, %v", a, err)
	}
}

func TestAccounts(t *testing.T) {
	town := newTown(t)
	id := town.account("li.na")
	err := people.AddAccount(town.tx, person.Account{Person: town.somebody().ID, Login: "li.na", PasswordHash: "x", CreatedAt: noon})
	if e, _ := errors.AsType[*models.Error](err); e == nil || e.Fields["login"] != "taken" {
		t.Errorf("a login twice: %v", err)
	}
	until := noon.Add(time.Hour)
	town.must(people.SetPassword(town.tx, id, "once", &until))
	town.must(people.Disable(town.tx, id, &noon))
	a, err := people.AccountOf(town.tx, id)
	if err != nil || a.PasswordHash != "once" || !a.PasswordUntil.Equal(until) || !a.Disabled.Equal(noon) {
		t.Errorf("%+v, %v", a, err)
	}
	staff, _ := town.session(id, true)
	phone, _ := town.session(id, false)
	if a, err := people.AccountBySession(town.tx, staff.ID); err != nil || a.Person != id {
		t.Errorf("by a staff session: %+v, %v", a, err)
	}
	if a, err := people.AccountBySession(town.tx, phone.ID); err != nil || a.Login != "" {
		t.Errorf("a phone session reached the account: %+v, %v", a, err)
	}
	if a, err := people.AccountByLogin(town.tx, "nobody"); err != nil || a.Login != "" {
		t.Errorf("nobody's: %+v, %v", a, err)
	}
}

func TestSeats(t *testing.T) {
	town := newTown(t)
	p, other := town.somebody(1), town.somebody(2)
	lapses := noon.Add(time.Hour)
	steward := town.seat(p.ID, models.Steward, &lapses)
	town.seat(p.ID, models.Auditor, nil)
	town.seat(other.ID, models.Resident, nil)

	again := person.Seat{ID: models.NewID[models.SeatID](rand.Reader), Person: p.ID, From: noon, Seat: steward.Seat}
	if err := people.Give(town.tx, again); models.CodeOf(err) != "seat.held_before" {
		t.Errorf("a seat twice: %v", err)
	}
	second := again
	second.Role = models.SystemAdmin
	if err := people.Give(town.tx, second); models.CodeOf(err) != "seat.administrations_separated" {
		t.Errorf("a second administration: %v", err)
	}
	again.From = lapses
	if err := people.Give(town.tx, again); err != nil {
		t.Errorf("once the first has lapsed: %v", err)
	}
	list := func(scope models.AreaCode, f people.SeatFilter) []person.Seat {
		seats, _, err := people.ListSeats(town.tx, store.Scope{Areas: []models.AreaCode{scope}}, f, store.Page{Limit: 10}, lapses)
		town.must(err)
		return seats
	}
	for _, c := range []struct {
		scope models.AreaCode
		f     people.SeatFilter
		want  int
	}{
		{city, people.SeatFilter{}, 2}, // residents are not listed
		{city, people.SeatFilter{Role: models.Auditor}, 1},
		{city, people.SeatFilter{Person: other.ID}, 0},
		{city, people.SeatFilter{Area: "370785002"}, 0},
		{"370785002", people.SeatFilter{}, 0},
	} {
		if got := list(c.scope, c.f); len(got) != c.want {
			t.Errorf("%s %+v: %d seats, want %d", c.scope, c.f, len(got), c.want)
		}
	}
	first, next, err := people.ListSeats(town.tx, store.Scope{Areas: []models.AreaCode{city}}, people.SeatFilter{}, store.Page{Limit: 1}, lapses)
	town.must(err)
	rest, end, err := people.ListSeats(town.tx, store.Scope{Areas: []models.AreaCode{city}}, people.SeatFilter{}, store.Page{Limit: 1, Cursor: next}, lapses)
	if err != nil || len(first) != 1 || len(rest) != 1 || end != "" || first[0].ID == rest[0].ID {
		t.Errorf("pages: %v %v %q %v", first, rest, end, err)
	}
}

func TestSeatsEnd(t *testing.T) {
	town := newTown(t)
	p := town.somebody()
	lapses := noon.Add(time.Hour)
	town.seat(p.ID, models.Steward, &lapses)
	volunteer := town.seat(p.ID, models.Volunteer, nil)
	if n, err := people.EndLapsed(town.tx, models.PersonID{}, noon); err != nil || n != 0 {
		t.Errorf("before its time: %d, %v", n, err)
	}
	if n, err := people.EndLapsed(town.tx, models.PersonID{}, lapses); err != nil || n != 1 {
		t.Errorf("in time: %d, %v", n, err)
	}
	town.must(people.End(town.tx, volunteer, lapses))
	if err := people.End(town.tx, volunteer, lapses); !errors.Is(err, models.Missing) {
		t.Errorf("ended twice: %v", err)
	}
	if _, err := people.Seat(town.tx, volunteer.ID); !errors.Is(err, models.Missing) {
		t.Errorf("an ended seat: %v", err)
	}
	if seats, err := people.Seats(town.tx, p.ID, lapses); err != nil || len(seats) != 0 {
		t.Errorf("%v, %v", seats, err)
	}
	if n := town.number(`SELECT count(*) FROM outbox WHERE topic = 'person' AND event = 'seat_ended'`); n != 2 {
		t.Errorf("%d ends were told", n)
	}
	in, err := people.SeatsIn(town.tx, []models.PersonID{p.ID}, noon.Add(time.Minute))
	if err != nil || len(in) != 0 {
		t.Errorf("%v, %v", in, err)
	}
}
