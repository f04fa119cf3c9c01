package keeping_test

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

// TestErasingAndPlacingExcludeEachOther: of an order and the erasing of its requester at the same moment, one is refused.
func TestErasingAndPlacingExcludeEachOther(t *testing.T) {
	w := newTown(t)
	for i := range 12 {
		id := w.resident(fmt.Sprintf("138001380%02d", i), canaryName, canaries.address)
		change := w.draft(id, canaries)
		var placed, erased error
		var both sync.WaitGroup
		both.Go(func() {
			placed = w.DB.Write(context.WithoutCancel(t.Context()), func(tx *store.Tx) error { return orders.Commit(tx, change) })
		})
		both.Go(func() {
			erased = w.Erase(context.WithoutCancel(t.Context()), models.Actor{Person: id}, id, audit.Asked)
		})
		both.Wait()
		if placed == nil && models.CodeOf(erased) != "erase.tied" || placed != nil && (erased != nil || models.CodeOf(placed) != secret.ErrErased.Code) {
			t.Fatalf("placed: %v, erased: %v", placed, erased)
		}
	}
	if n := w.number(`SELECT count(*) FROM orders JOIN persons p ON p.id = requester_id WHERE erased_at IS NOT NULL`); n != 0 {
		t.Errorf("%d orders of people who were erased", n)
	}
}

// TestErasingWaitsForWhatBegins: an order that is on its way when somebody asks to be erased ties them, once it is there.
func TestErasingWaitsForWhatBegins(t *testing.T) {
	w := newTown(t)
	id := w.resident("", canaryName, canaries.address)
	change := w.draft(id, canaries)
	erased := make(chan error, 1)
	w.write(func(tx *store.Tx) error {
		if err := orders.Commit(tx, change); err != nil {
			return err
		}
		go func() {
			erased <- w.Erase(context.WithoutCancel(t.Context()), models.Actor{Person: id}, id, audit.Asked)
		}()
		for w.number(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) == 0 && t.Context().Err() == nil {
			runtime.Gosched()
		}
		return t.Context().Err()
	})
	if err := <-erased; models.CodeOf(err) != "erase.tied" {
		t.Errorf("erased: %v", err)
	}
}

// TestNothingBeginsForTheErased: no table that ties somebody takes a row of who was erased.
func TestNothingBeginsForTheErased(t *testing.T) {
	w := newTown(t)
	id := w.resident("", canaryName, "")
	other := w.resident("13800000002", "李四", "")
	o := w.place(other, texts{title: "买菜"})
	change := w.draft(id, canaries)
	if err := w.Erase(t.Context(), models.Actor{Person: id}, id, audit.Asked); err != nil {
		t.Fatal(err)
	}
	begin := map[string]func(*store.Tx, models.PersonID) error{"an order": func(tx *store.Tx, p models.PersonID) error {
		if p == other {
			return nil
		}
		return orders.Commit(tx, change)
	}}
	for name, sql := range map[string]string{
		"a follower":  `INSERT INTO followers (order_id, person_id, at) VALUES (@order, @id, now())`,
		"a volunteer": `INSERT INTO volunteers (person_id, number, state, applied_at) VALUES (@id, 'V1', 'applied', now())`,
		"a complaint": `INSERT INTO complaints (id, complainant, about, level, area_code, text, state, at)
			VALUES (gen_random_uuid(), @id, @other, 'street', '370785001005', '', 'open', now())`,
		"a seat": `INSERT INTO seats (id, person_id, role, area_code, from_at) VALUES (gen_random_uuid(), @id, 'steward', '370785001005', now())`,
		"a session": `INSERT INTO sessions (id, person_id, token_hash, device, staff, created_at, seen_at, expires_at)
			VALUES (gen_random_uuid(), @id, '\x01', 'Mi 14', false, now(), now(), now())`,
		"a file": `INSERT INTO files (id, owner_id, kind, mime, size, blob, thumb, purpose, at)
			VALUES (gen_random_uuid(), @id, 'picture', 'image/jpeg', 1, CAST(gen_random_uuid() AS text), '', '', now())`,
	} {
		begin[name] = func(tx *store.Tx, p models.PersonID) error {
			_, err := tx.Exec(sql, store.Args{"id": p, "other": other, "order": o.ID})
			return err
		}
	}
	for name, write := range begin {
		if err := w.DB.Write(t.Context(), func(tx *store.Tx) error { return write(tx, id) }); models.CodeOf(err) != secret.ErrErased.Code {
			t.Errorf("%s: %v", name, err)
		}
		w.write(func(tx *store.Tx) error { return write(tx, other) })
	}
}
