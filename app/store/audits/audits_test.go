package audits_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/audit"
)

// log writes lines in a transaction of their own.
func log(t *testing.T, w *testkit.World, lines ...audits.Line) error {
	t.Helper()
	return w.Store.Write(t.Context(), func(tx *store.Tx) error { return audits.Log(tx, lines...) })
}

// text is one column of the only line.
func text(t *testing.T, w *testkit.World, column string) string {
	t.Helper()
	var all map[string]any
	row, err := store.One(w.Store.Read(t.Context()), `SELECT CAST(to_jsonb(a) AS text) FROM audit a`, nil, store.Value[string])
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(row), &all); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(all[column])
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestLogWritesEveryColumn(t *testing.T) {
	w := testkit.NewWorld(t)
	who, session := w.Person(models.CommunityStaff, testkit.Community), models.SessionID{}
	if err := session.UnmarshalText([]byte("00000000-0000-7000-8000-000000000001")); err != nil {
		t.Fatal(err)
	}
	who.Session = session
	err := log(t, w, audits.Line{At: testkit.Noon.Add(1234 * time.Nanosecond), Actor: who, Action: "look.phone", Subject: "order", SubjectID: "7",
		Person: who.Person, Reason: audit.Visit, Detail: map[string]any{"to": "accepted", "n": 3}})
	if err != nil {
		t.Fatal(err)
	}
	for column, want := range map[string]string{"at": `"2026-03-10T04:00:00.000001+00:00"`, "actor_id": `"` + who.Person.String() + `"`,
		"session_id": `"` + session.String() + `"`, "action": `"look.phone"`, "subject": `"order"`, "subject_id": `"7"`,
		"person_id": `"` + who.Person.String() + `"`, "reason": `"visit"`, "detail": `{"n":3,"to":"accepted"}`} {
		if got := text(t, w, column); got != want {
			t.Errorf("%s = %s, want %s", column, got, want)
		}
	}
}

func TestTheProgramLeavesNoIds(t *testing.T) {
	w := testkit.NewWorld(t)
	if err := log(t, w, audits.Line{At: testkit.Noon, Actor: models.SystemActor, Action: "order.lapse", Subject: "order", SubjectID: "7"}); err != nil {
		t.Fatal(err)
	}
	for column, want := range map[string]string{"actor_id": "null", "session_id": "null", "person_id": "null", "reason": `""`, "detail": "{}"} {
		if got := text(t, w, column); got != want {
			t.Errorf("%s = %s, want %s", column, got, want)
		}
	}
}

func TestWordsAreKeptOut(t *testing.T) {
	w := testkit.NewWorld(t)
	good := audits.Line{At: testkit.Noon, Action: "order.lapse", Subject: "order", SubjectID: "7"}
	for name, spoil := range map[string]func(*audits.Line){
		"action":  func(l *audits.Line) { l.Action = "张三 13812341234" },
		"none":    func(l *audits.Line) { l.Action = "" },
		"subject": func(l *audits.Line) { l.Subject = "张三" },
		"reason":  func(l *audits.Line) { l.Reason = "张三让我看的" },
	} {
		bad := good
		spoil(&bad)
		if err := log(t, w, good, bad); err == nil || strings.Contains(err.Error(), "张三") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := w.Count(`SELECT count(*) FROM audit`, nil); n != 0 {
		t.Errorf("%d lines are left of what was refused", n)
	}
}

func TestLinesKeepTheirOrder(t *testing.T) {
	w := testkit.NewWorld(t)
	lines := make([]audits.Line, 50)
	for i := range lines {
		lines[i] = audits.Line{At: testkit.Noon, Action: "order.lapse", Subject: "order", SubjectID: "7", Detail: map[string]any{"n": i}}
	}
	if err := log(t, w, lines...); err != nil {
		t.Fatal(err)
	}
	if n := w.Count(`SELECT count(*) FROM audit WHERE id = CAST(detail ->> 'n' AS int) + 1`, nil); n != 50 {
		t.Errorf("%d of 50 lines have the number of their place", n)
	}
	if err := log(t, w); err != nil {
		t.Errorf("nothing to write: %v", err)
	}
}

func TestTheProgramCannotChangeTheRecord(t *testing.T) {
	w := testkit.NewWorld(t)
	if err := log(t, w, audits.Line{At: testkit.Noon, Action: "order.lapse", Subject: "order", SubjectID: "7"}); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{`UPDATE audit SET reason = 'law'`, `DELETE FROM audit`, `TRUNCATE audit, audit_seals`,
		`UPDATE audit_seals SET hash = '\x'`, `DELETE FROM audit_seals`, `UPDATE order_events SET note = NULL`, `DELETE FROM order_events`,
		`ALTER TABLE audit ADD note text`} {
		if _, err := w.Pool.Pgx().Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "permission denied") &&
			!strings.Contains(err.Error(), "must be owner") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestOneSealsAtATime(t *testing.T) {
	w := testkit.NewWorld(t)
	err := w.Store.Write(t.Context(), func(tx *store.Tx) error {
		if won, err := audits.Sealing(tx); err != nil || !won {
			t.Errorf("the first: %v, %v", won, err)
		}
		return w.Store.Write(t.Context(), func(tx *store.Tx) error {
			if won, err := audits.Sealing(tx); err != nil || won {
				t.Errorf("the second beside it: %v, %v", won, err)
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Store.Write(t.Context(), func(tx *store.Tx) error {
		won, err := audits.Sealing(tx)
		if !won {
			t.Error("the lock outlived its transaction")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
