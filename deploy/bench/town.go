package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"delinli/app/demo/crowd"
	"delinli/app/postgres"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/secret"
)

// Rows are numbered, and their ids are these numbers written as UUIDs, so that both sides of a comparison can name any row without asking
// for it. A session has the id of its person.
const (
	firstResident  = 1_000_000
	firstVolunteer = 2_000_000
	firstStaff     = 3_000_000 // one for each community, then one for the city
	firstOrder     = 1_000_000_000
	communities    = 40
)

// size is how large a town is.
type size struct{ Orders, Volunteers int64 }

// residents have fifty orders each, in the same community as they.
func (s size) residents() int64 { return communities * max(1, s.Orders/50/communities) }

// pool is how many orders, the oldest, wait to be claimed; the rest is rated.
func (s size) pool() int64 { return s.Orders * 6 / 10 }

// town is a database with people and orders, on a server of its own that syncs what it acknowledges.
type town struct {
	size
	dir    string
	server *postgres.Server
	owner  *pgxpool.Pool
	vault  *vault.Vault
	keys   []secret.WrappedKey // of the residents
	now    time.Time
}

// found makes the town with its people below dir; orders come later.
func found(ctx context.Context, dir string, s size) (t *town, err error) {
	t = &town{size: s, dir: dir, now: time.Now().UTC()}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if err := t.begin(ctx); err != nil {
		return nil, err
	}
	if err := t.settle(ctx); err != nil {
		t.leave()
		return nil, err
	}
	return t, nil
}

func (t *town) begin(ctx context.Context) (err error) {
	if t.server, err = postgres.Start(ctx, postgres.Options{Dir: filepath.Join(t.dir, "postgres"), Log: slog.New(slog.DiscardHandler)}); err != nil {
		return err
	}
	t.owner, err = pgxpool.New(ctx, t.server.OwnerURL())
	return err
}

// rest stops and starts the server, so that nothing of how the town was made is still to be written when it is measured.
func (t *town) rest(ctx context.Context) error {
	t.owner.Close()
	if err := t.server.Stop(); err != nil {
		return err
	}
	return t.begin(ctx)
}

func (t *town) settle(ctx context.Context) error {
	if err := postgres.Migrate(ctx, t.server.OwnerURL(), postgres.AppRole); err != nil {
		return err
	}
	if err := vault.MakeKeyFile(t.keyFile(), rand.Reader); err != nil {
		return err
	}
	ring, err := vault.LoadKeyring(t.keyFile())
	if err != nil {
		return err
	}
	t.vault = vault.NewVault(ring, rand.Reader)
	return t.people(ctx)
}

func (t *town) keyFile() string { return filepath.Join(t.dir, "secret.key") }

// leave stops the server; its data goes with the folder.
func (t *town) leave() {
	if t.owner != nil {
		t.owner.Close()
	}
	_ = t.server.Stop() // nothing in it is needed any more
}

const areasSQL = `
	INSERT INTO areas (code, parent, name)
	SELECT code, NULLIF(left(code, length(code) - 3), '370'), code FROM unnest(CAST($1 AS text[])) code ON CONFLICT DO NOTHING`

// people fills areas, residents, volunteers and staff.
func (t *town) people(ctx context.Context) error {
	places := []string{"370785", "370785001", "370785002"}
	for c := range int64(communities) {
		places = append(places, community(c))
	}
	if _, err := t.owner.Exec(ctx, areasSQL, places); err != nil {
		return err
	}
	anywhere := func(int64) string { return "370785" }
	for _, crowd := range []struct {
		first, n int64
		role     models.Role
		area     func(int64) string
	}{
		{firstResident, t.residents(), models.Resident, community},
		{firstVolunteer, t.Volunteers, models.Volunteer, anywhere},
		{firstStaff, communities, models.CommunityStaff, community},
		{firstStaff + communities, 1, models.CityStaff, anywhere},
	} {
		if err := t.crowd(ctx, crowd.first, crowd.n, crowd.role, crowd.area); err != nil {
			return fmt.Errorf("%s: %w", crowd.role, err)
		}
	}
	_, err := t.owner.Exec(ctx, volunteersSQL, id(firstVolunteer), id(firstVolunteer+t.Volunteers), t.now)
	if err == nil {
		_, err = t.owner.Exec(ctx, accountsSQL, id(firstStaff), t.now)
	}
	return err
}

// Sessions are seen in the future, so that no request has to mark them as in use.
const sessionsSQL = `
	INSERT INTO sessions (id, person_id, token_hash, device, staff, created_at, seen_at, expires_at)
	SELECT id, id, hash, 'bench', right($3, 6) = '_staff', $4, CAST($4 AS timestamptz) + interval '11 hours', CAST($4 AS timestamptz) + interval '12 hours'
	FROM unnest(CAST($1 AS uuid[]), CAST($2 AS bytea[])) AS u (id, hash)`

const volunteersSQL = `
	INSERT INTO volunteers (person_id, number, state, areas, skills, cap, rating_sum, rating_count, applied_at)
	SELECT id, right(CAST(id AS text), 8), 'verified', ARRAY['370785'], ARRAY['elder_care'], 20, 45, 10, $3 FROM persons WHERE id >= $1 AND id < $2`

const accountsSQL = `
	INSERT INTO accounts (person_id, login, password_hash, totp_secret, created_at)
	SELECT id, 'desk' || right(CAST(id AS text), 7), '-', '\x00', $2 FROM persons WHERE id >= $1`

func (t *town) crowd(ctx context.Context, first, n int64, role models.Role, area func(int64) string) error {
	var ids []string
	var hashes [][]byte
	var people []crowd.Person
	for i := range n {
		p, key, err := t.person(first+i, role, models.AreaCode(area(i)))
		if err != nil {
			return err
		}
		if role == models.Resident {
			t.keys = append(t.keys, key)
		}
		ids, hashes, people = append(ids, id(first+i)), append(hashes, p.Index), append(people, p)
	}
	if err := t.write(ctx, func(tx *store.Tx) error { return crowd.AddPeople(tx, people) }); err != nil {
		return err
	}
	_, err := t.owner.Exec(ctx, sessionsSQL, ids, hashes, string(role), t.now)
	return err
}

// person is somebody with a number; what shows their session finds them by phone too.
func (t *town) person(who int64, role models.Role, area models.AreaCode) (p crowd.Person, key secret.WrappedKey, err error) {
	p = crowd.Person{Area: area, At: t.now, Index: vault.HashToken(token(who)), Role: role, Over: area}
	p.ID, _ = models.ParseID[models.PersonID](id(who))
	p.Seat, _ = models.ParseID[models.SeatID](id(who))
	key = t.vault.NewDataKey(p.ID)
	p.Wrapped = key.Sealed
	if p.Name, err = t.seal(key, p.ID, "persons", "name", id(who), "王秀英"); err == nil {
		p.Phone, err = t.seal(key, p.ID, "persons", "phone", id(who), "10000000000")
	}
	return p, key, err
}

// write writes rows as the program does.
func (t *town) write(ctx context.Context, fn func(*store.Tx) error) error {
	pool, err := postgres.Open(ctx, t.server.AppURL(), postgres.PoolOptions{})
	if err != nil {
		return err
	}
	defer pool.Close()
	return store.New(pool.Gorm(), func() {}).Write(ctx, fn)
}

func (t *town) seal(key secret.WrappedKey, person models.PersonID, table, column, row, text string) (secret.Sealed, error) {
	return t.vault.Seal(key, secret.Place{Person: person, Table: table, Column: column, Row: row}, text)
}

// id writes the number of a row as its UUID.
func id(n int64) string { return fmt.Sprintf("00000000-0000-0000-0000-%012d", n) }

// token is what the person with the number shows.
func token(who int64) string { return fmt.Sprintf("bench-%d", who) }

// community is where the i-th order, resident or member of staff belongs.
func community(i int64) string {
	c := i % communities
	return fmt.Sprintf("37078500%d%03d", 1+c%2, 1+c/2)
}

// requester is whom the order with the number helps.
func (s size) requester(order int64) int64 { return firstResident + (order-firstOrder)%s.residents() }
