package cataloguing_test

import (
	"crypto/rand"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"

	"delinli/app/cataloguing"
	"delinli/app/store"
	"delinli/app/store/revisions"
	"delinli/app/testkit"
	"delinli/models"
)

// house is the verbs in a small town, and those who use them.
type house struct {
	*testkit.World
	*cataloguing.Service
	t                                                         *testing.T
	city, system, secretary, street, resident, auditor, guard models.Actor
}

func newHouse(t *testing.T) house {
	t.Helper()
	w := testkit.NewWorld(t)
	return house{World: w, Service: &cataloguing.Service{DB: w.Store, Now: w.Now, Random: rand.Reader}, t: t,
		city: w.Person(models.CityStaff, testkit.City), system: w.Person(models.SystemAdmin, testkit.City),
		secretary: w.Person(models.CommunitySecretary, testkit.Community), street: w.Person(models.StreetStaff, testkit.Street),
		resident: w.Person(models.Resident, testkit.Grid), auditor: w.Person(models.Auditor, testkit.City),
		guard: w.Person(models.SecurityAdmin, testkit.City)}
}

// another is the same verbs in another process.
func (h house) another() *cataloguing.Service {
	return &cataloguing.Service{DB: h.Store, Now: h.World.Now, Random: rand.Reader}
}

// may lists who of the town an act is not forbidden to; what else it fails with does not matter.
func (h house) may(act func(models.Actor) error) (names []string) {
	h.t.Helper()
	for name, a := range map[string]models.Actor{"city": h.city, "system": h.system, "secretary": h.secretary, "street": h.street,
		"resident": h.resident, "auditor": h.auditor, "guard": h.guard, "visitor": {}} {
		if err := act(a); !errors.Is(err, models.Denied) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// left counts what changes of one thing left behind.
func (h house) left(subject, key string) (n [3]int) {
	h.t.Helper()
	args := store.Args{"subject": subject, "key": key}
	n[0] = h.Count(`SELECT count(*) FROM revisions WHERE subject = @subject AND key = @key`, args)
	n[1] = h.Count(`SELECT count(*) FROM audit WHERE subject = @subject AND subject_id = @key`, args)
	n[2] = h.Count(`SELECT count(*) FROM outbox WHERE topic = 'settings' AND event = @subject AND ref = @key`, args)
	return n
}

// wantFields fails the test unless err is Invalid with just these fields.
func wantFields(t *testing.T, err error, want map[string]string) {
	t.Helper()
	e, ok := errors.AsType[*models.Error](err)
	if !ok || e.Kind != models.Invalid || !maps.Equal(e.Fields, want) {
		t.Errorf("err = %v, want %v", err, want)
	}
}

// race runs the act eight times at once and wants one of them to win, and the others to be told that things moved on.
func race(t *testing.T, act func(n int) error) {
	t.Helper()
	var wg sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for n := range 8 {
		wg.Go(func() {
			err := act(n)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won++
			} else if !errors.Is(err, revisions.ErrMovedOn) {
				t.Errorf("a loser was told %v", err)
			}
		})
	}
	wg.Wait()
	if won != 1 {
		t.Errorf("%d won", won)
	}
}

var whole = store.Page{Limit: 100}

// versions reads the history of a thing, page by page.
func (h house) versions(subject, key string, limit int) (versions []int) {
	h.t.Helper()
	page := store.Page{Limit: limit}
	for range 100 {
		found, next, err := h.History(h.t.Context(), h.auditor, subject, key, page)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, r := range found {
			versions = append(versions, r.Version)
		}
		if next == "" {
			return versions
		}
		page.Cursor = next
	}
	h.t.Fatal("the history does not end")
	return nil
}

func (h house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}
