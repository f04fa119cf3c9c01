package keeping_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"delinli/app/postgres"
	"delinli/app/store"
	"delinli/app/store/outbox"
)

func TestSweepRemovesWhatHasPassed(t *testing.T) {
	w := newTown(t)
	id := w.resident("13800000001", "张三", "")
	at := func(ago time.Duration) time.Time { return now.Add(-ago) }
	const day = 24 * time.Hour
	for _, row := range []struct {
		sql       string
		old, keep time.Time
	}{
		{`INSERT INTO idempotency_keys (person_id, key, body_hash, locked_until, at) VALUES ($1, gen_random_uuid(), '\x', $2, $2)`, at(25 * time.Hour), at(23 * time.Hour)},
		{`INSERT INTO sessions (id, person_id, token_hash, device, staff, created_at, seen_at, expires_at)
			SELECT u, $1, uuid_send(u), 'x', false, $2, $2, $2 FROM (SELECT gen_random_uuid() AS u) x`, at(31 * day), at(29 * day)},
		{`INSERT INTO sessions (id, person_id, token_hash, device, staff, created_at, seen_at, expires_at, revoked_at)
			SELECT u, $1, uuid_send(u), 'x', false, $2, $2, timestamptz '2030-01-01', $2 FROM (SELECT gen_random_uuid() AS u) x`, at(31 * day), at(29 * day)},
		{`INSERT INTO challenges (id, phone_index, code_hash, expires_at) SELECT gen_random_uuid(), uuid_send($1), '\x', $2`, at(25 * time.Hour), at(23 * time.Hour)},
		{`INSERT INTO limits (key, used, window_at) SELECT gen_random_uuid(), length(CAST($1 AS text)), $2`, at(49 * time.Hour), at(47 * time.Hour)},
	} {
		w.owner(row.sql, id, row.old)
		w.owner(row.sql, id, row.keep)
	}
	w.blob.orphans = 3
	gone, err := w.Sweep(t.Context(), now)
	want := map[string]int64{"outbox": 0, "idempotency_keys": 1, "sessions": 2, "challenges": 1, "limits": 1, "files": 3}
	if err != nil || !maps.Equal(gone, want) {
		t.Errorf("gone %v, %v, want %v", gone, err, want)
	}
	if !w.blob.before.Equal(now.Add(-day)) {
		t.Errorf("orphans from before %v", w.blob.before)
	}
	for table, left := range map[string]int64{"idempotency_keys": 1, "sessions": 2, "challenges": 1, "limits": 1} {
		if n := w.number("SELECT count(*) FROM " + table); n != left {
			t.Errorf("%d rows are left in %s, want %d", n, table, left)
		}
	}
}

func TestSweepLeavesWhatTheRelayHasNotTaken(t *testing.T) {
	w := newTown(t)
	w.write(func(tx *store.Tx) error { return outbox.Add(tx, outbox.Order, "x", "place", 1) })
	later := time.Now().Add(8 * 24 * time.Hour) // rows of the outbox bear the time of the database
	if gone, err := w.Sweep(t.Context(), later); err != nil || gone["outbox"] != 0 {
		t.Fatalf("gone %v, %v", gone, err)
	}
	for range 1000 {
		n, err := outbox.Relay(t.Context(), w.world.Pool.Pgx(), 10, func(pgx.Tx, []outbox.Row) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		if n == 1 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if gone, err := w.Sweep(t.Context(), later); err != nil || gone["outbox"] != 1 {
		t.Errorf("gone %v, %v", gone, err)
	}
}

func TestSweepGoesOnOverManyBatches(t *testing.T) {
	w := newTown(t)
	w.owner(`INSERT INTO limits (key, window_at, used) SELECT CAST(n AS text), timestamptz '2024-01-01', 1 FROM generate_series(1, 2500) n`)
	if gone, err := w.Sweep(t.Context(), now); err != nil || gone["limits"] != 2500 {
		t.Errorf("gone %v, %v", gone, err)
	}
}

func TestSweepTellsWhatFails(t *testing.T) {
	w := newTown(t)
	w.blob.err = errors.New("the disk is away")
	if _, err := w.Sweep(t.Context(), now); !errors.Is(err, w.blob.err) {
		t.Errorf("error %v", err)
	}
	w.blob.err = nil
	w.owner(`REVOKE DELETE ON limits FROM ` + postgres.AppRole)
	if gone, err := w.Sweep(t.Context(), now); err == nil {
		t.Errorf("gone %v without the right to", gone)
	}
}
