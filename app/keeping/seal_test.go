package keeping_test

import (
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/models"
)

func TestSealChainsEveryLineOnce(t *testing.T) {
	w := newTown(t)
	if n, err := w.Seal(t.Context()); n != 0 || err != nil {
		t.Fatalf("sealed %d of nothing, %v", n, err)
	}
	if _, err := os.Stat(w.head()); err == nil {
		t.Error("a head was written for an empty chain")
	}
	w.log(5)
	w.seal()
	w.log(3)
	w.seal()
	if n := w.number("SELECT count(*) FROM audit_seals s JOIN audit a ON a.id = s.audit_id AND a.xid = s.xid"); n != 8 {
		t.Errorf("%d lines are sealed, want 8", n)
	}
	if first, last := w.number("SELECT min(seq) FROM audit_seals"), w.number("SELECT max(seq) FROM audit_seals"); first != 1 || last != 8 {
		t.Errorf("seals go from %d to %d", first, last)
	}
	if report := w.verify(); !report.Sound() || report.Lines != 8 || report.Head.Seq != 8 || !report.Head.At.Equal(now) {
		t.Errorf("report %+v", report)
	}
	if !strings.Contains(string(w.read(w.head())), `"seq": 8`) {
		t.Errorf("the head says %s", w.read(w.head()))
	}
	if info, err := os.Stat(w.head()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the head may be read by others: %v, %v", info.Mode(), err)
	}
}

func TestRacingSealersDoNotForkTheChain(t *testing.T) {
	w := newTown(t)
	w.log(40)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 10 {
				if _, err := w.Seal(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 4 {
		wg.Go(func() {
			for range 10 {
				if err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
					return audits.Log(tx, audits.Line{At: now, Actor: models.SystemActor, Action: "order.lapse", Subject: "order", SubjectID: "x"})
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	w.seal()
	if report := w.verify(); !report.Sound() || report.Lines != 80 {
		t.Errorf("report %+v", report)
	}
}

func TestALateTransactionIsSealedInItsPlace(t *testing.T) {
	w := newTown(t)
	slow, err := w.world.Pool.Pgx().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	insert(t, slow, "late")
	w.log(3)
	if n, err := w.Seal(t.Context()); n != 0 || err != nil {
		t.Fatalf("sealed %d lines, %v, beside a transaction that may still put a line before them", n, err)
	}
	if err := slow.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.seal()
	if n := w.number("SELECT s.seq FROM audit_seals s JOIN audit a ON a.id = s.audit_id WHERE a.action = 'late'"); n != 1 {
		t.Errorf("the late line has seal %d, want the first", n)
	}
	if report := w.verify(); !report.Sound() {
		t.Errorf("faults %v", report.Faults)
	}
}

func insert(t *testing.T, tx pgx.Tx, action string) {
	t.Helper()
	if _, err := tx.Exec(t.Context(), "INSERT INTO audit (at, action, subject, subject_id) VALUES ($1, $2, 'order', 'x')", now, action); err != nil {
		t.Fatal(err)
	}
}

func TestSealRefusesAChainThatDoesNotGoOn(t *testing.T) {
	for name, breakIt := range map[string]func(*town){
		"cut off":   func(w *town) { w.owner("DELETE FROM audit_seals WHERE seq > 2; DELETE FROM audit WHERE id > 2") },
		"other":     func(w *town) { w.owner(`UPDATE audit_seals SET hash = '\x00' WHERE seq = 4`) },
		"forged":    func(w *town) { w.rewrite(`"seq": 4`, `"seq": 3`) },
		"no JSON":   func(w *town) { w.rewrite(`{`, ``) },
		"no digits": func(w *town) { w.rewrite(`"hash": "`, `"hash": "x`) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			w.log(4)
			w.seal()
			breakIt(w)
			before := string(w.read(w.head()))
			w.log(1)
			if n, err := w.Seal(t.Context()); err == nil || n != 0 || !strings.Contains(err.Error(), "delinli verify") {
				t.Fatalf("sealed %d, %v", n, err)
			}
			if string(w.read(w.head())) != before {
				t.Error("the head was written over")
			}
		})
	}
}

// rewrite changes the head beside the database.
func (w *town) rewrite(old, with string) {
	w.t.Helper()
	if err := os.WriteFile(w.head(), []byte(strings.Replace(string(w.read(w.head())), old, with, 1)), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func TestAHeadThatFellBehindIsMended(t *testing.T) {
	w := newTown(t)
	w.log(2)
	w.seal()
	old := w.read(w.head())
	w.log(2)
	w.seal()
	if err := os.WriteFile(w.head(), old, 0o600); err != nil { // as after a crash between commit and head
		t.Fatal(err)
	}
	if report := w.verify(); !report.Sound() {
		t.Errorf("a head that is only older: %v", report.Faults)
	}
	w.seal()
	if !strings.Contains(string(w.read(w.head())), `"seq": 5`) {
		t.Errorf("the head says %s", w.read(w.head()))
	}
}

func TestALostHeadIsMadeAnew(t *testing.T) {
	w := newTown(t)
	w.log(2)
	w.seal()
	if err := os.Remove(w.head()); err != nil {
		t.Fatal(err)
	}
	w.seal()
	if report := w.verify(); !report.Sound() {
		t.Error(report.Faults)
	}
}

func TestSealTellsOfADiskThatDoesNotTakeTheHead(t *testing.T) {
	w := newTown(t)
	w.log(1)
	if err := os.WriteFile(w.Dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var path *os.PathError
	for range 1000 {
		if _, err := w.Seal(t.Context()); err != nil {
			if !errors.As(err, &path) {
				t.Errorf("error %v", err)
			}
			return
		}
	}
	t.Error("the head was kept in a file that is no directory")
}
