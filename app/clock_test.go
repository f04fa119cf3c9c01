package main

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"delinli/app/config"
	"delinli/app/store"
	"delinli/app/store/settings"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/calendar"
)

const asOf calendar.Date = "2024-08-15"

// simulated is the demo town in a database whose clock began at the day.
func simulated(t *testing.T) (n *town, database string) {
	t.Helper()
	db := testkit.Database(t)
	day, _ := asOf.Midnight()
	behind := int(models.Day(time.Now()).Sub(day) / (24 * time.Hour))
	must(t, store.New(db.Pool.Gorm(), func() {}).Write(t.Context(), func(tx *store.Tx) error {
		return settings.StartClock(tx, settings.Simulated{AsOf: asOf, DaysBehind: behind})
	}))
	return newTown(t, "DATABASE_URL="+db.AppURL), db.AppURL
}

// TestTheClockOfASimulatedCity: what happens there happens on its day, while sessions, codes and keys live by the machine's.
func TestTheClockOfASimulatedCity(t *testing.T) {
	n, database := simulated(t)
	today, tx := calendar.DateOf(n.clock()), n.db.Read(t.Context())
	granny := n.as(t, "张秀英")
	placed := granny.keyed("a-key-of-the-machine").place(nil)
	if again := granny.keyed("a-key-of-the-machine").place(nil); again.ID != placed.ID {
		t.Error("the key was forgotten")
	}
	if !strings.Contains(placed.Number, strings.ReplaceAll(string(today), "-", "")[2:]) {
		t.Errorf("number %s on %s", placed.Number, today)
	}
	days := calendar.Date(time.Now().AddDate(0, 0, -n.behind).In(models.Local).Format(time.DateOnly))
	if behind := n.as(t, "").get("/site").Want(http.StatusOK).number("days_behind"); behind != n.behind || today != days {
		t.Errorf("%d days behind, today is %s", behind, today)
	}
	for what, query := range map[string]string{
		"orders":   `SELECT count(*) FROM order_events WHERE at NOT BETWEEN @from AND @to`,
		"seats":    `SELECT count(*) FROM seats WHERE from_at NOT BETWEEN @from AND @to`,
		"lines":    `SELECT count(*) FROM audit WHERE at NOT BETWEEN @from AND @to`,
		"sessions": `SELECT count(*) FROM sessions WHERE created_at BETWEEN @from AND @to`,
		"keys":     `SELECT count(*) FROM idempotency_keys WHERE at BETWEEN @from AND @to`,
	} {
		wrong, err := store.One(tx, query, store.Args{"from": n.clock().Add(-time.Hour), "to": n.clock().Add(time.Hour)}, store.Value[int])
		if must(t, err); wrong > 0 {
			t.Errorf("%d %s go by the other clock", wrong, what)
		}
	}
	n.agrees(t, database)
}

// agrees opens the same city once more, as another process or after a restart: its clock shows the same.
func (n *town) agrees(t *testing.T, database string) {
	t.Helper()
	environ := []string{"APP_ENV=development", "LISTEN=127.0.0.1:0", "DATA_DIR=" + n.dir, "DATABASE_URL=" + database}
	before := n.clock()
	second, err := open(t.Context(), environ, time.Now)
	must(t, err)
	if at := second.clock(); at.Before(before) || at.Sub(before) > time.Minute {
		t.Errorf("it was %v, and is %v", before, at)
	}
	second.config.Env = config.Production
	if err := second.join(t.Context()); !errors.Is(err, errSimulated) {
		t.Errorf("production takes it: %v", err)
	}
	must(t, second.close())
}
