package people_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"testing"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/secret"
)

const city, community = models.AreaCode("370785"), models.AreaCode("370785001005")

var noon = time.Date(2024, 8, 15, 4, 0, 0, 0, time.UTC)

// town is a database with two areas.
type town struct {
	*testing.T
	db *store.DB
	tx *store.Tx
	at *testkit.DB
}

func newTown(t *testing.T) town {
	t.Helper()
	at := testkit.Database(t)
	db := store.New(at.Pool.Gorm(), func() {})
	town := town{t, db, db.Read(t.Context()), at}
	town.exec(`INSERT INTO areas (code, parent, name) VALUES ('370785', NULL, '德邻市'), ('370785001', '370785', '朝阳街道'),
		('370785001005', '370785001', '东苑社区')`)
	return town
}

func (t town) exec(sql string, args ...any) {
	t.Helper()
	if _, err := t.at.Pool.Pgx().Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// number asks for one number.
func (t town) number(sql string, args ...any) (n int) {
	t.Helper()
	if err := t.at.Pool.Pgx().QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// somebody adds a person; what is sealed need not open here.
func (t town) somebody(phoneIndex ...byte) people.Person {
	t.Helper()
	p := people.Person{ID: models.NewID[models.PersonID](rand.Reader), Name: secret.Sealed("n"), Phone: secret.Sealed("p"),
		PhoneIndex: phoneIndex, Address: secret.Sealed("a"), Key: secret.WrappedKey{Sealed: secret.Sealed("k")}, Area: community, CreatedAt: noon}
	if made, err := people.Add(t.tx, p); err != nil || !made {
		t.Fatal(made, err)
	}
	return p
}

func (t town) must(err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (t town) seat(who models.PersonID, role models.Role, until *time.Time) person.Seat {
	t.Helper()
	s := person.Seat{ID: models.NewID[models.SeatID](rand.Reader), Person: who, From: noon, Until: until,
		Seat: models.Seat{Role: role, Area: community}}
	t.must(people.Give(t.tx, s))
	return s
}

func (t town) session(who models.PersonID, staff bool) (person.Session, []byte) {
	t.Helper()
	s := person.Session{ID: models.NewID[models.SessionID](rand.Reader), Person: who, Device: "a phone", Staff: staff, CreatedAt: noon,
		SeenAt: noon, ExpiresAt: person.Expiry(staff, noon)}
	_, hash := vault.Token(rand.Reader)
	t.must(people.Open(t.tx, s, hash))
	return s, hash
}

func TestPersonRoundTrip(t *testing.T) {
	town := newTown(t)
	p, other := town.somebody(1, 2, 3), town.somebody()
	got, err := people.Get(town.tx, p.ID)
	town.must(err)
	if string(got.Name) != "n" || string(got.Key.Sealed) != "k" || got.Area != community || !got.CreatedAt.Equal(noon) || !got.Household.IsZero() {
		t.Errorf("%+v", got)
	}
	all, err := people.All(town.tx, []models.PersonID{p.ID, other.ID, models.NewID[models.PersonID](rand.Reader)})
	if err != nil || len(all) != 2 || all[other.ID].PhoneIndex != nil {
		t.Errorf("%v, %v", all, err)
	}
	keys, err := people.Keys(town.tx, []models.PersonID{p.ID})
	if err != nil || len(keys) != 1 || string(keys[p.ID].Sealed) != "k" {
		t.Errorf("%v, %v", keys, err)
	}
	if id, err := people.ByPhone(town.tx, []byte{1, 2, 3}); err != nil || id != p.ID {
		t.Errorf("%v, %v", id, err)
	}
	if id, err := people.ByPhone(town.tx, []byte{1, 2}); err != nil || !id.IsZero() {
		t.Errorf("nobody has it: %v, %v", id, err)
	}
	if _, err := people.Get(town.tx, models.NewID[models.PersonID](rand.Reader)); !errors.Is(err, models.Missing) {
		t.Errorf("nobody: %v", err)
	}
	if root, err := people.City(town.tx); err != nil || root != city {
		t.Errorf("%v, %v", root, err)
	}
}

func TestOnePersonAPhone(t *testing.T) {
	town := newTown(t)
	town.somebody(1)
	twin := people.Person{ID: models.NewID[models.PersonID](rand.Reader), PhoneIndex: []byte{1}, Area: community, CreatedAt: noon,
		Key: secret.WrappedKey{Sealed: secret.Sealed("k")}}
	if made, err := people.Add(town.tx, twin); err != nil || made {
		t.Errorf("made %v, %v", made, err)
	}
	if n := town.number(`SELECT count(*) FROM person_keys`); n != 1 {
		t.Errorf("%d keys", n)
	}
	twin.PhoneIndex, twin.Area = nil, "370785999999"
	if _, err := people.Add(town.tx, twin); models.CodeOf(err) != "input.invalid" {
		t.Errorf("an area that is not there: %v", err)
	}
}

func TestUpdateAndHousehold(t *testing.T) {
	town := newTown(t)
	p, kin := town.somebody(1), town.somebody(2)
	p.Name, p.Address, p.Area = secret.Sealed("n2"), nil, city
	town.must(people.Update(town.tx, p))
	home := models.NewID[models.HouseholdID](rand.Reader)
	town.must(people.AddHousehold(town.tx, home, community))
	town.must(people.Join(town.tx, p.ID, home))
	town.must(people.Join(town.tx, kin.ID, home))
	got, err := people.Get(town.tx, p.ID)
	if err != nil || string(got.Name) != "n2" || got.Address != nil || got.Area != city || got.Household != home {
		t.Errorf("%+v, %v", got, err)
	}
	town.must(people.Join(town.tx, kin.ID, models.HouseholdID{}))
	members, err := people.Members(town.tx, home)
	if err != nil || len(members) != 1 || members[0].ID != p.ID {
		t.Errorf("%v, %v", members, err)
	}
}

func TestErase(t *testing.T) {
	town := newTown(t)
	p, other := town.somebody(1), town.somebody(2)
	town.seat(p.ID, models.Steward, nil)
	_, hash := town.session(p.ID, false)
	_, kept := town.session(other.ID, false)
	town.must(people.AddAccount(town.tx, person.Account{Person: p.ID, Login: "gone", PasswordHash: "x", CreatedAt: noon}))
	town.challenge()
	town.exec(`INSERT INTO limits VALUES ('code.phone.day:01', $1, 1), ('code.phone.day:02', $1, 1)`, noon)

	town.must(town.db.Write(t.Context(), func(tx *store.Tx) error { return people.Erase(tx, p.ID, noon) }))

	got, err := people.Get(town.tx, p.ID)
	if err != nil || got.Name != nil || got.Phone != nil || got.PhoneIndex != nil || got.Address != nil || !got.Key.IsZero() || got.ErasedAt == nil {
		t.Errorf("%+v, %v", got, err)
	}
	for what, sql := range map[string]string{
		"keys":       `SELECT count(*) - 1 FROM person_keys`,
		"accounts":   `SELECT count(*) FROM accounts`,
		"challenges": `SELECT count(*) FROM challenges`,
		"counters":   `SELECT count(*) - 1 FROM limits`,
		"seats":      `SELECT count(*) FROM seats WHERE ended_at IS NULL`,
	} {
		if n := town.number(sql); n != 0 {
			t.Errorf("%d %s are left", n, what)
		}
	}
	if s, err := people.Standing(town.tx, hash, noon); err != nil || !s.Gone || s.RevokedAt == nil {
		t.Errorf("the session lives: %+v, %v", s, err)
	}
	if s, err := people.Standing(town.tx, kept, noon); err != nil || s.Gone || s.RevokedAt != nil {
		t.Errorf("another's session: %+v, %v", s, err)
	}
	if news := town.number(`SELECT count(*) FROM outbox WHERE topic = 'person' AND event = 'seat_ended' AND ref = $1`, p.ID.String()); news != 1 {
		t.Errorf("%d rows tell of the end", news)
	}
	if err := people.Erase(town.tx, p.ID, noon); !errors.Is(err, models.Missing) {
		t.Errorf("erased twice: %v", err)
	}
}

func TestStanding(t *testing.T) {
	town := newTown(t)
	p := town.somebody(1)
	_, hash := town.session(p.ID, true)
	past, soon := noon.Add(time.Minute), noon.Add(time.Hour)
	town.seat(p.ID, models.GridChief, &past)
	town.seat(p.ID, models.Steward, &soon)
	ended := town.seat(p.ID, models.CareWorker, nil)
	town.must(people.End(town.tx, ended, noon))
	roles := func(at time.Time) (roles []models.Role) {
		s, err := people.Standing(town.tx, hash, at)
		town.must(err)
		for _, seat := range s.Seats {
			roles = append(roles, seat.Role)
		}
		slices.Sort(roles)
		return roles
	}
	if got := roles(noon); !slices.Equal(got, []models.Role{models.GridChief, models.Steward}) {
		t.Errorf("at noon: %v", got)
	}
	if got := roles(noon.Add(2 * time.Minute)); !slices.Equal(got, []models.Role{models.Steward}) {
		t.Errorf("after one lapsed: %v", got)
	}
	if got := roles(noon.Add(-time.Second)); got != nil {
		t.Errorf("before they began: %v", got)
	}
	s, err := people.Standing(town.tx, hash, noon)
	if err != nil || !s.Gone || s.Settled || !s.Phone || s.Person != p.ID {
		t.Errorf("a staff session without an account: %+v, %v", s, err)
	}
	if _, err := people.Standing(town.tx, []byte("unknown"), noon); !errors.Is(err, person.Ended) {
		t.Errorf("an unknown token: %v", err)
	}
}

func TestSessionsAndRevoke(t *testing.T) {
	town := newTown(t)
	p, other := town.somebody(1), town.somebody(2)
	phone, _ := town.session(p.ID, false)
	desk, _ := town.session(p.ID, true)
	town.session(other.ID, false)
	town.must(people.Seen(town.tx, desk.ID, noon.Add(time.Minute)))
	list := func(at time.Time) (ids []models.SessionID) {
		found, err := people.Sessions(town.tx, p.ID, at)
		town.must(err)
		for _, s := range found {
			ids = append(ids, s.ID)
		}
		return ids
	}
	if got := list(noon); !slices.Equal(got, []models.SessionID{desk.ID, phone.ID}) {
		t.Errorf("%v", got)
	}
	if got := list(noon.Add(13 * time.Hour)); !slices.Equal(got, []models.SessionID{phone.ID}) {
		t.Errorf("after the staff session expired: %v", got)
	}
	for _, c := range []struct {
		name string
		w    people.Which
		want int
	}{
		{"another's", people.Which{Person: other.ID, Only: phone.ID}, 0},
		{"all but both", people.Which{Person: p.ID, But: phone.ID, Staff: true, Only: phone.ID}, 0},
		{"opened with a password", people.Which{Person: p.ID, Staff: true}, 1},
		{"the same again", people.Which{Person: p.ID, Staff: true}, 0},
		{"all", people.Which{Person: p.ID}, 1},
	} {
		if n, err := people.Revoke(town.tx, c.w, noon); err != nil || n != c.want {
			t.Errorf("%s: %d, %v", c.name, n, err)
		}
	}
	if n := town.number(`SELECT count(*) FROM outbox WHERE topic = 'session' AND event = 'ended'`); n != 2 {
		t.Errorf("%d ends were told", n)
	}
}
