package cataloguing_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"delinli/app/cataloguing"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/calendar"
)

// empty is the verbs on a database in which there is nothing.
func empty(t *testing.T) *cataloguing.Service {
	t.Helper()
	db := store.New(testkit.Database(t).Pool.Gorm(), func() {})
	return &cataloguing.Service{DB: db, Now: func() time.Time { return testkit.Noon }, Random: rand.Reader}
}

// counts tells how many rows each table has: areas, items, settings, revisions, audit, outbox.
func counts(t *testing.T, s *cataloguing.Service) (n []int) {
	t.Helper()
	found, err := store.Query(s.DB.Read(t.Context()), `SELECT count(*) FROM areas UNION ALL SELECT count(*) FROM items
		UNION ALL SELECT count(*) FROM settings UNION ALL SELECT count(*) FROM revisions UNION ALL SELECT count(*) FROM audit
		UNION ALL SELECT count(*) FROM outbox`, nil, store.Value[int])
	if err != nil {
		t.Fatal(err)
	}
	return found
}

var seeded = []int{1, 48, 9, 58, 58, 58}

func TestSeedFillsAnEmptyDatabaseOnce(t *testing.T) {
	s := empty(t)
	for range 3 {
		if err := s.Seed(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := counts(t, s); !slices.Equal(got, seeded) {
			t.Fatalf("rows %v, want %v", got, seeded)
		}
	}
	city, err := s.Area(t.Context(), "370785")
	if err != nil || city.Name != "高密市" || city.Version != 1 {
		t.Errorf("%+v, %v", city, err)
	}
	c, err := s.Calendar(s.DB.Read(t.Context()))
	if err != nil || c.Version() != 3 {
		t.Errorf("calendar of version %d, %v", c.Version(), err)
	}
	if works, known := c.Workday(time.Date(2026, 2, 14, 12, 0, 0, 0, models.Local)); !works || !known {
		t.Error("14 February 2026 is worked")
	}
}

func TestManyProcessesSeedAtOnce(t *testing.T) {
	s := empty(t)
	var wg sync.WaitGroup
	for range 4 {
		other := &cataloguing.Service{DB: s.DB, Now: s.Now, Random: rand.Reader}
		wg.Go(func() {
			if err := other.Seed(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := counts(t, s); !slices.Equal(got, seeded) {
		t.Errorf("rows %v, want %v", got, seeded)
	}
}

func TestSeedKeepsWhatStaffChanged(t *testing.T) {
	h := newHouse(t)
	h.must(h.Seed(t.Context()))
	menu, err := h.Menu(t.Context(), h.city, "送餐", false)
	h.must(err)
	meal := menu[0]
	meal.Zh.Name, meal.Active = "老年助餐", false
	_, err = h.EditItem(t.Context(), h.city, meal)
	h.must(err)
	p := cataloguing.ClassPolicy{Version: 1, Policy: calendar.Default(calendar.Urgent)}
	p.Handle.Amount = 1
	_, err = h.SetPolicy(t.Context(), h.city, calendar.Urgent, p)
	h.must(err)
	h.must(h.another().Seed(t.Context()))
	if i, err := h.MenuItem(t.Context(), h.city, meal.ID); err != nil || i.Active || i.Zh.Name != "老年助餐" || i.Version != 2 {
		t.Errorf("%+v, %v", i, err)
	}
	if got, err := h.Policy(h.Store.Read(t.Context()), calendar.Urgent); err != nil || got != p.Policy {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := h.Area(t.Context(), testkit.City); err != nil || h.Count(`SELECT count(*) FROM items`, nil) != 48 {
		t.Errorf("%v, %d items", err, h.Count(`SELECT count(*) FROM items`, nil))
	}
	if n := h.Count(`SELECT count(*) FROM revisions WHERE subject = 'area'`, nil); n != 0 {
		t.Error("a city was added to a town that has its areas")
	}
}

func TestAFailedSeedLeavesNothing(t *testing.T) {
	s := empty(t)
	away := errors.New("away")
	broken := &cataloguing.Service{DB: s.DB, Now: s.Now, Random: readerOf{away}}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("ids without randomness")
			}
		}()
		_ = broken.Seed(t.Context())
	}()
	if got := counts(t, s); !slices.Equal(got, make([]int, 6)) {
		t.Errorf("rows %v", got)
	}
}

// readerOf fails every read.
type readerOf struct{ err error }

func (r readerOf) Read([]byte) (int, error) { return 0, r.err }
