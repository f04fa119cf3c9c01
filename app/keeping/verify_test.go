package keeping_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"delinli/app/secret"
	"delinli/models/audit"
)

// tampering is one way to change what is kept, with the rights of the owner. It is given two neighbouring or distant lines a < b of the
// chain (their ids are their seals) and tells which of them must be named.
type tampering struct {
	name string
	do   func(w *town, a, b int64) (named int64)
}

const sealedLines = 60

// tamperings are the ways; each is tried many times.
var tamperings = []tampering{
	{"detail", edit(`detail = detail || '{"n": -1}'`)},
	{"a key of detail", edit(`detail = detail - 'to'`)},
	{"action", edit(`action = 'order.return'`)},
	{"reason", edit(`reason = ''`)},
	{"time", edit(`at = at + interval '1 microsecond'`)},
	{"no time", edit(`at = 'infinity'`)},
	{"actor", edit(`actor_id = gen_random_uuid()`)},
	{"no actor", edit(`actor_id = NULL`)},
	{"session", edit(`session_id = gen_random_uuid()`)},
	{"person", edit(`person_id = NULL`)},
	{"subject", edit(`subject = 'seat'`)},
	{"subject's id", edit(`subject_id = subject_id || ' '`)},
	{"transaction", edit(`xid = CAST(CAST(CAST(CAST(xid AS text) AS bigint) - 1 AS text) AS xid8)`)},
	{"shifted columns", edit(`subject = subject || 'x', action = 'x' || action`)},
	{"id", func(w *town, a, _ int64) int64 {
		w.owner(`UPDATE audit SET id = id + 100000 WHERE id = $1`, a)
		return a
	}},
	{"a low id", func(w *town, a, _ int64) int64 { w.owner(`UPDATE audit SET id = -id WHERE id = $1`, a); return a }},
	{"delete a line", func(w *town, a, _ int64) int64 { w.owner(`DELETE FROM audit WHERE id = $1`, a); return a }},
	{"delete a seal", func(w *town, a, _ int64) int64 { w.owner(`DELETE FROM audit_seals WHERE seq = $1`, a); return a }},
	{"delete line and seal", func(w *town, a, _ int64) int64 { w.cut("seq = $1", a); return a }},
	{"delete the last line", func(w *town, _, _ int64) int64 { w.cut("seq = $1", sealedLines); return sealedLines }},
	{"cut the end off", func(w *town, _, b int64) int64 { w.cut("seq >= $1", b); return b }},
	{"delete everything", func(w *town, _, _ int64) int64 { w.cut("seq >= $1", 1); return 1 }},
	{"swap two lines", func(w *town, a, b int64) int64 {
		w.owner(`UPDATE audit a SET (at, actor_id, subject_id, detail) = (SELECT at, actor_id, subject_id, detail FROM audit b
			WHERE b.id = $1 + $2 - a.id) WHERE a.id IN ($1, $2)`, a, b)
		return a
	}},
	{"swap two ids", func(w *town, a, b int64) int64 {
		w.owner(`UPDATE audit SET id = -id WHERE id = $1`, a)
		w.owner(`UPDATE audit SET id = $1 WHERE id = $2`, a, b)
		w.owner(`UPDATE audit SET id = $1 WHERE id = -CAST($2 AS bigint)`, b, a)
		return a
	}},
	{"swap two seals", func(w *town, a, b int64) int64 {
		w.owner(`UPDATE audit_seals SET seq = -seq WHERE seq = $1`, a)
		w.owner(`UPDATE audit_seals SET seq = $1 WHERE seq = $2`, a, b)
		w.owner(`UPDATE audit_seals SET seq = $1 WHERE seq = -CAST($2 AS bigint)`, b, a)
		return b
	}},
	{"insert a line", func(w *town, a, _ int64) int64 {
		w.owner(`INSERT INTO audit SELECT id + 100000, xid, at, actor_id, session_id, 'order.rate', subject, subject_id, person_id, reason, detail
			FROM audit WHERE id = $1`, a)
		w.owner(`UPDATE audit SET xid = '3' WHERE id = $1 + 100000`, a)
		return a + 100000
	}},
	{"another hash", func(w *town, a, _ int64) int64 {
		w.owner(`UPDATE audit_seals SET hash = decode(repeat('ab', 32), 'hex') WHERE seq = $1`, a)
		return a
	}},
	{"another transaction in the seal", func(w *town, a, _ int64) int64 {
		w.owner(`UPDATE audit_seals SET xid = '18446744073709551615' WHERE seq = $1`, a)
		return a
	}},
	{"make the chain anew", func(w *town, a, _ int64) int64 {
		w.owner(`UPDATE audit SET actor_id = NULL WHERE id = $1`, a)
		w.rechain()
		return sealedLines
	}},
	{"make a shorter chain anew", func(w *town, a, _ int64) int64 {
		w.cut("seq = $1", a)
		w.owner(`UPDATE audit_seals SET seq = -seq WHERE seq > $1`, a)
		w.owner(`UPDATE audit_seals SET seq = -seq - 1 WHERE seq < 0`)
		w.rechain()
		return sealedLines
	}},
	{"forge the head", func(w *town, _, _ int64) int64 { w.rewrite(`"at": "2026`, `"at": "2027`); return 0 }},
	{"sign the head with other keys", func(w *town, _, _ int64) int64 {
		w.cut("seq = $1", sealedLines)
		if err := os.Remove(w.head()); err != nil {
			w.t.Fatal(err)
		}
		w.Signer = newRing(w.t)
		defer func() { w.Signer = w.world.Keys }()
		if _, err := w.Seal(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
		return 0
	}},
	{"remove the head", func(w *town, _, _ int64) int64 {
		if err := os.Remove(w.head()); err != nil {
			w.t.Fatal(err)
		}
		return 0
	}},
}

// edit changes columns of the first line.
func edit(set string) func(*town, int64, int64) int64 {
	return func(w *town, a, _ int64) int64 {
		w.owner(`UPDATE audit SET `+set+` WHERE id = $1`, a)
		return a
	}
}

// cut deletes lines together with their seals.
func (w *town) cut(where string, seq int64) {
	w.t.Helper()
	w.owner(`WITH gone AS (DELETE FROM audit_seals WHERE `+where+` RETURNING audit_id) DELETE FROM audit WHERE id IN (SELECT audit_id FROM gone)`, seq)
}

// rechain computes all seals anew, as somebody could who reads our source: the chain has no key.
func (w *town) rechain() {
	w.t.Helper()
	rows, err := w.world.Pool.Pgx().Query(w.t.Context(), `SELECT s.seq, CAST(jsonb_build_array(a.id, a.xid,
		to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.actor_id, a.session_id, a.action, a.subject, a.subject_id,
		a.person_id, a.reason, a.detail) AS text) FROM audit_seals s JOIN audit a ON a.id = s.audit_id ORDER BY s.seq`)
	if err != nil {
		w.t.Fatal(err)
	}
	hashes, hash := map[int64][]byte{}, []byte(nil)
	for rows.Next() {
		var seq int64
		var text string
		if err := rows.Scan(&seq, &text); err != nil {
			w.t.Fatal(err)
		}
		hash = secret.SM3Chain(hash, []byte(text))
		hashes[seq] = hash
	}
	for seq, hash := range hashes {
		w.owner(`UPDATE audit_seals SET hash = $2 WHERE seq = $1`, seq, hash)
	}
}

func TestTamperingIsFound(t *testing.T) {
	w := newTown(t)
	w.log(sealedLines)
	w.seal()
	w.unbind()
	w.owner(`CREATE TABLE audit_copy AS TABLE audit; CREATE TABLE seals_copy AS TABLE audit_seals`)
	head := w.read(w.head())
	dice := mathrand.New(mathrand.NewPCG(2024, 8))
	const rounds = 100
	found := 0
	for i := range rounds {
		way := tamperings[i%len(tamperings)]
		a := 2 + dice.Int64N(sealedLines-3)
		b := a + 1 + dice.Int64N(sealedLines-a)
		named := way.do(w, a, b)
		report := w.verify()
		if !report.Sound() && (named == 0 || names(report, named)) {
			found++
		} else {
			t.Errorf("%s of %d and %d: %v", way.name, a, b, report.Faults)
		}
		w.owner(`TRUNCATE audit, audit_seals; INSERT INTO audit SELECT * FROM audit_copy; INSERT INTO audit_seals SELECT * FROM seals_copy`)
		if err := os.WriteFile(w.head(), head, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("found %d of %d", found, rounds)
	if report := w.verify(); !report.Sound() || report.Lines != sealedLines {
		t.Errorf("what was put back is not sound: %+v", report)
	}
}

// names reports whether a fault tells of the line or of the seal.
func names(r audit.Report, line int64) bool {
	return slices.ContainsFunc(r.Faults, func(f audit.Fault) bool { return f.Line == line || f.Seq == line })
}

// The control: without a change, every walk is sound, however often lines and walks come in between.
func TestWhatNobodyTouchedIsSound(t *testing.T) {
	w := newTown(t)
	for range 5 {
		w.log(7)
		w.seal()
		if report := w.verify(); !report.Sound() {
			t.Fatal(report.Faults)
		}
	}
	if n := w.number("SELECT count(*) FROM audit WHERE action = 'audit.verify' AND subject_id = 'chain'"); n != 5 {
		t.Errorf("%d walks left a line, want 5", n)
	}
}

func TestALineThatWaitsTooLong(t *testing.T) {
	w := newTown(t)
	w.log(1)
	w.seal()
	w.log(2)
	if report := w.verify(); !report.Sound() || report.Waits != 2 {
		t.Errorf("fresh lines: %+v", report)
	}
	w.world.Pass(2 * time.Hour)
	if report := w.verify(); report.Found != 1 || report.Faults[0].Flaw != audit.Unsealed || report.Faults[0].Line != 2 {
		t.Errorf("after two hours: %+v", report)
	}
}

func TestVerifyTellsHowFarItHasCome(t *testing.T) {
	w := newTown(t)
	w.log(3)
	w.seal()
	var seen []int64
	if _, err := w.Verify(t.Context(), func(r audit.Report) { seen = append(seen, r.Lines) }); err != nil || fmt.Sprint(seen) != "[3]" {
		t.Errorf("told %v, %v", seen, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := w.Verify(ctx, func(audit.Report) {}); !errors.Is(err, context.Canceled) {
		t.Error("a walk that was called off ended well")
	}
}

func newRing(t *testing.T) *secret.Keyring {
	t.Helper()
	path := t.TempDir() + "/keys"
	if err := secret.MakeKeyFile(path, rand.Reader); err != nil {
		t.Fatal(err)
	}
	return sure(secret.LoadKeyring(path))
}
