package enrolling_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"delinli/app/enrolling"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/secret"
)

const (
	li   = "13812345678"
	wang = "13912345678"
)

func TestFirstLoginMakesAResident(t *testing.T) {
	w := newWorld(t)
	a, _ := w.resident(li)
	if !a.Known() || !a.Phone || !a.Holds(grid, models.Resident) || len(a.Seats) != 1 {
		t.Errorf("%+v", a)
	}
	again, _ := w.resident(li)
	if again.Person != a.Person || again.Session == a.Session {
		t.Errorf("the second login: %+v", again)
	}
	if n := w.number(`SELECT count(*) FROM persons JOIN person_keys ON person_id = id WHERE area_code = '370785'`); n != 1 {
		t.Errorf("%d persons with a key", n)
	}
	if w.audited("person.make", a.Person) != 1 || w.audited("session.open", a.Person) != 2 {
		t.Error("the making and the logins left no lines")
	}
}

// TestWhomTheRegisterKnew: whoever was entered before they came is a resident from their first login on, once; a seat that was taken back stays so.
func TestWhomTheRegisterKnew(t *testing.T) {
	w := newWorld(t)
	w.exec(`WITH p AS (INSERT INTO persons (id, phone_index, area_code, created_at, registered_at) VALUES (gen_random_uuid(), @phone, @grid, @at, @at) RETURNING id)
		INSERT INTO person_keys SELECT id, '\x01' FROM p`,
		store.Args{"phone": w.town.Keys.BlindIndex(vault.PhoneIndex, phone(li).Plain()), "grid": string(grid), "at": w.Now()})
	var logins sync.WaitGroup
	for range 4 {
		w.pass(time.Minute)
		w.exec(`DELETE FROM limits`)
		id, code := w.ask(li)
		logins.Go(func() {
			if _, err := w.ByCode(context.Background(), home, phone(li), id, code); err != nil {
				t.Error(err)
			}
		})
	}
	logins.Wait()
	w.exec(`DELETE FROM limits`)
	a, _ := w.resident(li)
	if n := w.number(`SELECT count(*) FROM persons`); n != 1 || len(a.Seats) != 1 || !a.Holds(grid, models.Resident) {
		t.Errorf("%d persons, %+v", n, a)
	}
	w.exec(`UPDATE seats SET ended_at = @at`, store.Args{"at": w.Now()})
	if a, _ := w.resident(li); a.Has(models.Resident) {
		t.Error("a seat that was taken back came again")
	}
}

func TestFirstLoginsAtOnceMakeOnePerson(t *testing.T) {
	w := newWorld(t)
	var people [4]models.PersonID
	var wg sync.WaitGroup
	for i := range people {
		w.pass(time.Minute)
		id, code := w.ask(li)
		wg.Go(func() {
			l, err := w.ByCode(context.Background(), home, phone(li), id, code)
			if err != nil {
				t.Error(err)
			}
			people[i] = l.Person
		})
	}
	wg.Wait()
	if n := w.number(`SELECT count(*) FROM persons`); n != 1 || people[0] != people[3] {
		t.Errorf("%d persons: %v", n, people)
	}
}

func TestByCodeRefuses(t *testing.T) {
	w := newWorld(t)
	wrong := func(code secret.Text) secret.Text {
		return secret.NewText(strings.Map(func(r rune) rune { return '0' + (r-'0'+1)%10 }, code.Plain()))
	}
	for name, try := range map[string]func(models.ChallengeID, secret.Text) error{
		"a wrong code": func(id models.ChallengeID, code secret.Text) error {
			_, err := w.ByCode(t.Context(), home, phone(li), id, wrong(code))
			return err
		},
		"another phone": func(id models.ChallengeID, code secret.Text) error {
			_, err := w.ByCode(t.Context(), home, phone(wang), id, code)
			return err
		},
		"an unknown challenge": func(_ models.ChallengeID, code secret.Text) error {
			_, err := w.ByCode(t.Context(), home, phone(li), models.NewID[models.ChallengeID](zeros{}), code)
			return err
		},
		"no challenge": func(_ models.ChallengeID, code secret.Text) error {
			_, err := w.ByCode(t.Context(), home, phone(li), models.ChallengeID{}, code)
			return err
		},
		"too late": func(id models.ChallengeID, code secret.Text) error {
			w.pass(enrolling.CodeLife)
			_, err := w.ByCode(t.Context(), home, phone(li), id, code)
			return err
		},
		"a second time": func(id models.ChallengeID, code secret.Text) error {
			_, err := w.ByCode(t.Context(), home, phone(li), id, code)
			w.must(err)
			_, err = w.ByCode(t.Context(), home, phone(li), id, code)
			return err
		},
		"after five guesses": func(id models.ChallengeID, code secret.Text) error {
			for range 5 {
				_, err := w.ByCode(t.Context(), home, phone(li), id, wrong(code))
				w.wantCode("a guess", err, "auth.code_wrong")
			}
			_, err := w.ByCode(t.Context(), home, phone(li), id, code)
			return err
		},
	} {
		w.exec(`DELETE FROM limits`)
		id, code := w.ask(li)
		w.wantCode(name, try(id, code), "auth.code_wrong")
	}
}

// zeros is a poor source of ids.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

func TestCodesOfAPhone(t *testing.T) {
	w := newWorld(t)
	at := time.Duration(0)
	ask := func(after time.Duration) error {
		w.pass(after - at)
		at = after
		w.exec(`DELETE FROM limits WHERE key LIKE 'code.address%'`)
		_, err := w.AskCode(t.Context(), home, phone(li))
		return err
	}
	for _, c := range []struct {
		after time.Duration
		retry time.Duration // zero: it passes
	}{
		{0, 0},
		{59 * time.Second, time.Second},
		{1 * time.Minute, 0},
		{2 * time.Minute, 0},
		{3 * time.Minute, 0},
		{4 * time.Minute, 0},
		{5 * time.Minute, 55 * time.Minute}, // the sixth of the hour
		{60 * time.Minute, 0},
		{61 * time.Minute, 0},
		{62 * time.Minute, 0},
		{63 * time.Minute, 0},
		{64 * time.Minute, 0},
		{121 * time.Minute, 24*time.Hour - 121*time.Minute}, // the eleventh of the day
		{24 * time.Hour, 0},
	} {
		err := ask(c.after)
		e, _ := errors.AsType[*models.Error](err)
		if (err == nil) != (c.retry == 0) || e != nil && (e.Code != "too_many" || e.Retry != c.retry) {
			t.Errorf("after %v: %+v, want retry after %v", c.after, e, c.retry)
		}
	}
}

func TestCodesOfAnAddress(t *testing.T) {
	for name, address := range map[string]func(i int) string{
		"IPv4":              func(int) string { return "192.0.2.7" },
		"one /64 of IPv6":   func(i int) string { return fmt.Sprintf("2001:db8::%x", i+1) },
		"no address at all": func(int) string { return "" },
	} {
		w := newWorld(t)
		ask := func(i int) error {
			from, _ := netip.ParseAddr(address(i))
			_, err := w.AskCode(t.Context(), enrolling.Caller{Address: from}, phone(fmt.Sprintf("138%08d", i)))
			return err
		}
		for i := range 20 {
			w.must(ask(i))
		}
		w.wantCode(name, ask(20), "too_many")
		if _, err := w.AskCode(t.Context(), home, phone(li)); err != nil {
			t.Errorf("%s: another address is refused too: %v", name, err)
		}
		w.pass(time.Hour)
		w.wantCode(name+", an hour later", ask(21), "")
		w.Wait()
	}
}

func TestCodesAskedAtOnce(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	passed := make(chan bool, 16)
	for range cap(passed) {
		wg.Go(func() {
			_, err := w.AskCode(context.Background(), home, phone(li))
			passed <- err == nil
		})
	}
	wg.Wait()
	close(passed)
	n := 0
	for ok := range passed {
		if ok {
			n++
		}
	}
	if n != 1 || w.number(`SELECT count(*) FROM challenges`) != 1 {
		t.Errorf("%d of one phone passed in a minute", n)
	}
}

// Made-up numbers use up their own part of what may be sent, and those who are known still get their codes. Nobody can see it from
// outside: the reply is the same.
func TestAttackWithUnknownPhonesLeavesRoomForKnownOnes(t *testing.T) {
	w := newWorld(t)
	w.resident(li)
	w.pass(time.Minute)
	clear(w.sent)
	for key, used := range map[string]int{"code.unknown:all": 200, "code.all:all": 200} {
		w.exec(`INSERT INTO limits VALUES (@key, @now, @used) ON CONFLICT (key) DO UPDATE SET used = @used, window_at = @now`,
			store.Args{"key": key, "now": w.Now(), "used": used})
	}
	if _, code := w.ask(wang); !code.IsZero() {
		t.Error("an unknown phone got a code beyond its part")
	}
	if _, code := w.ask(li); code.IsZero() {
		t.Error("a known phone got no code")
	}
	w.pass(59 * time.Second)
	w.exec(`UPDATE limits SET used = 300 WHERE key = 'code.all:all'`)
	w.exec(`DELETE FROM limits WHERE key LIKE 'code.phone%'`)
	clear(w.sent)
	if _, code := w.ask(li); !code.IsZero() {
		t.Error("more than all were sent")
	}
	if !strings.Contains(w.logs.String(), "too many in all") {
		t.Error("the operators were not told")
	}
}

func TestReplyTakesAsLongForEveryPhone(t *testing.T) {
	w := newWorld(t)
	w.resident(li)
	w.pass(time.Minute)
	w.Pace = 80 * time.Millisecond
	for _, number := range []string{li, wang} {
		began := time.Now()
		if _, err := w.AskCode(t.Context(), home, phone(number)); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took < w.Pace || took > 10*time.Second {
			t.Errorf("%s: %v", number, took)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	w.Pace = time.Hour
	time.AfterFunc(200*time.Millisecond, stop)
	if _, err := w.AskCode(ctx, home, phone("13712345678")); err == nil {
		t.Error("a caller who left still waited")
	}
	w.Wait()
}

func TestGatewayAway(t *testing.T) {
	w := newWorld(t)
	w.lost = 1
	if _, code := w.ask(li); !code.IsZero() {
		t.Error("sent all the same")
	}
	if log := w.logs.String(); !strings.Contains(log, "a code was not sent") || strings.Contains(log, li) {
		t.Errorf("the log: %s", log)
	}
	w.resident(li)
}

// What is kept of a login holds neither the number nor the code.
func TestNothingPersonalIsKept(t *testing.T) {
	w := newWorld(t)
	id, code := w.ask(li)
	_, err := w.ByCode(t.Context(), home, phone(li), id, code)
	w.must(err)
	for _, table := range []string{"persons", "challenges", "limits", "sessions", "audit", "outbox"} {
		n := w.number(fmt.Sprintf(`SELECT count(*) FROM %s AS r WHERE CAST(r AS text) LIKE '%%%s%%' OR CAST(r AS text) LIKE '%%%x%%'
			OR CAST(r AS text) LIKE '%%192.0.2.1%%'`, table, li, li))
		if n != 0 {
			t.Errorf("%s holds the number or the address", table)
		}
	}
	if n := w.number(`SELECT count(*) FROM challenges WHERE encode(code_hash, 'escape') LIKE '%' || @code || '%'`, store.Args{"code": code.Plain()}); n != 0 {
		t.Error("the code is kept")
	}
}
