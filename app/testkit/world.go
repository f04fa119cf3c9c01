package testkit

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"sync"
	"testing"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/models"
)

// The places of the world.
const (
	City      models.AreaCode = "370785"
	Street    models.AreaCode = "370785001"
	Community models.AreaCode = "370785001005"
	Grid      models.AreaCode = "370785001005003"
	Elsewhere models.AreaCode = "370785002001" // a community of another street
)

// Noon is when the world begins: Tuesday, 10 March 2026, 12:00 in China.
var Noon = time.Date(2026, 3, 10, 4, 0, 0, 0, time.UTC)

// World is a small town in a database of its own, with keys and a clock that a test moves by hand.
type World struct {
	*DB
	T     testing.TB
	Store *store.DB
	Keys  *vault.Keyring
	Vault *vault.Vault

	mu  sync.Mutex
	now time.Time
}

// NewWorld makes the town: a city, two streets, two communities, a grid.
func NewWorld(t testing.TB) *World {
	t.Helper()
	w := NewEmptyWorld(t)
	for _, area := range []models.AreaCode{City, Street, "370785002", Community, Elsewhere, Grid} {
		var parent any
		if up := area.Parent(); up != "" {
			parent = string(up)
		}
		w.Exec(`INSERT INTO areas (code, parent, name) VALUES (@code, @parent, @code)`, store.Args{"code": string(area), "parent": parent})
	}
	return w
}

// NewEmptyWorld makes a place where there is nothing yet.
func NewEmptyWorld(t testing.TB) *World {
	t.Helper()
	w := &World{DB: Database(t), T: t, now: Noon}
	w.Store = store.New(w.Pool.Gorm(), func() {})
	path := filepath.Join(t.TempDir(), "secret.key")
	w.must(vault.MakeKeyFile(path, rand.Reader))
	var err error
	w.Keys, err = vault.LoadKeyring(path)
	w.must(err)
	w.Vault = vault.NewVault(w.Keys, rand.Reader)
	return w
}

// Now is the world's clock.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// Pass lets time go by.
func (w *World) Pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// Blind keys a text, for services that keep what nobody may guess.
func (w *World) Blind(text string) []byte { return w.Keys.BlindIndex("test", text) }

// Exec runs a statement as the application role.
func (w *World) Exec(query string, args store.Args) {
	w.T.Helper()
	_, err := w.Store.Read(context.Background()).Exec(query, args)
	w.must(err)
}

// Succeed lets a code that ended lead to another.
func (w *World) Succeed(old, present models.AreaCode) {
	w.T.Helper()
	w.Exec(`INSERT INTO area_successors (old, new, name, change, since) VALUES (@old, @new, '旧网格', 'renumber', @at)`,
		store.Args{"old": string(old), "new": string(present), "at": w.Now()})
}

// Count reads one number.
func (w *World) Count(query string, args store.Args) int {
	w.T.Helper()
	n, err := store.One(w.Store.Read(context.Background()), query, args, store.Value[int])
	w.must(err)
	return n
}

// Person makes somebody with a phone, a data key and a seat over an area.
func (w *World) Person(role models.Role, area models.AreaCode) models.Actor {
	w.T.Helper()
	id := models.NewID[models.PersonID](rand.Reader)
	w.Exec(`INSERT INTO persons (id, phone_index, area_code, created_at) VALUES (@id, @index, @area, @at)`,
		store.Args{"id": id, "index": id.Bytes(), "area": string(area), "at": w.Now()})
	w.Exec(`INSERT INTO person_keys (person_id, wrapped) VALUES (@id, @key)`, store.Args{"id": id, "key": w.Vault.NewDataKey(id)})
	seat := models.Seat{Role: role, Area: area}
	if role == models.DepartmentStaff {
		seat.Unit = "民政局"
	}
	w.Exec(`INSERT INTO seats (id, person_id, role, area_code, unit, from_at) VALUES (@seat, @id, @role, @area, @unit, @at)`,
		store.Args{"seat": models.NewID[models.SeatID](rand.Reader), "id": id, "role": string(role), "area": string(area), "unit": seat.Unit, "at": w.Now()})
	return models.Actor{Person: id, Phone: true, Seats: []models.Seat{seat}}
}

// Volunteer makes a verified volunteer who serves in an area and may hold cap orders.
func (w *World) Volunteer(area models.AreaCode, cap int) models.Actor {
	w.T.Helper()
	a := w.Person(models.Volunteer, area)
	w.Exec(`INSERT INTO volunteers (person_id, number, state, areas, cap, applied_at) VALUES (@id, @number, 'verified', CAST(@areas AS text[]), @cap, @at)`,
		store.Args{"id": a.Person, "number": a.Person.String(), "areas": store.Array([]models.AreaCode{area}), "cap": cap, "at": w.Now()})
	return a
}

func (w *World) must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}
