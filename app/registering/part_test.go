package registering_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"delinli/app/registering"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/resident"
	"delinli/models/secret"
)

// TestAPairThatWasToldApartIsPutTogether: it is listed, and once that is taken back it is shown as alike again.
func TestAPairThatWasToldApartIsPutTogether(t *testing.T) {
	w := newTwins(t)
	w.read()
	ctx, whole := t.Context(), registering.Page{Limit: 20}
	if err := w.Part(ctx, w.staff, w.kept.ID, w.gone.ID); err != nil {
		t.Fatal(err)
	}
	pairs, next, err := w.Parted(ctx, w.staff, "", whole)
	if err != nil || next != "" || len(pairs) != 1 || pairs[0].At.IsZero() || !slices.Equal(pairs[0].Can, []string{registering.TakeBack}) {
		t.Fatalf("%+v %v", pairs, err)
	}
	if ids := []models.PersonID{pairs[0].One.ID, pairs[0].Other.ID}; !slices.Contains(ids, w.kept.ID) || !slices.Contains(ids, w.gone.ID) {
		t.Errorf("%+v", pairs)
	}
	if err := w.Doubt(ctx, w.staff, w.gone.ID, w.kept.ID); err != nil {
		t.Fatal(err)
	}
	if alike, _, err := w.Suspects(ctx, w.staff, "", whole); err != nil || len(alike) != 1 {
		t.Errorf("%+v %v", alike, err)
	}
	if pairs, _, err := w.Parted(ctx, w.staff, "", whole); err != nil || len(pairs) != 0 {
		t.Errorf("%+v %v", pairs, err)
	}
	if err := w.Doubt(ctx, w.staff, w.gone.ID, w.kept.ID); models.KindOf(err) != models.NotFound {
		t.Errorf("once more: %v", err)
	}
	if got := w.Count(`SELECT count(*) FROM audit WHERE action = 'resident.doubt' AND person_id IN (@a, @b)`, store.Args{"a": w.kept.ID, "b": w.gone.ID}); got != 2 {
		t.Errorf("%d lines", got)
	}
}

// TestWhoMayNotPutTogether: nobody of elsewhere, nobody below staff, and nobody themselves.
func TestWhoMayNotPutTogether(t *testing.T) {
	w := newTwins(t)
	ctx, own := t.Context(), w.staff
	if err := w.Part(ctx, w.staff, w.kept.ID, w.gone.ID); err != nil {
		t.Fatal(err)
	}
	own.Person = w.kept.ID
	for what, c := range map[string]struct {
		a    models.Actor
		kind models.Kind
	}{"of elsewhere": {w.elsewhere, models.NotFound}, "a worker": {w.worker, models.NotFound}, "a resident": {w.resident, models.Forbidden}, "themselves": {own, models.Forbidden}} {
		if err := w.Doubt(ctx, c.a, w.kept.ID, w.gone.ID); models.KindOf(err) != c.kind {
			t.Errorf("%s: %v", what, err)
		}
	}
	if pairs, _, err := w.Parted(ctx, own, "", registering.Page{Limit: 20}); err != nil || len(pairs) != 1 || len(pairs[0].Can) != 0 {
		t.Errorf("%+v %v", pairs, err)
	}
	if pairs, _, err := w.Parted(ctx, w.elsewhere, "", registering.Page{Limit: 20}); err != nil || len(pairs) != 0 {
		t.Errorf("%+v %v", pairs, err)
	}
}

// TestPairsArePaged: each once, also of one moment.
func TestPairsArePaged(t *testing.T) {
	w := newTwins(t)
	ids := []models.PersonID{w.kept.ID, w.gone.ID}
	for i := range 3 {
		ids = append(ids, w.register(w.worker, granny(func(e *resident.Entry) {
			e.Number, e.Phone = number("19490305", 10+2*i), secret.Phone{}
		})).ID)
	}
	for i, one := range ids {
		for _, other := range ids[:i] {
			if err := w.Part(t.Context(), w.staff, one, other); err != nil {
				t.Fatal(err)
			}
		}
		w.Pass(time.Minute)
	}
	seen, page := map[string]bool{}, registering.Page{Limit: 3}
	for {
		pairs, next, err := w.Parted(t.Context(), w.staff, "", page)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pairs {
			seen[fmt.Sprint(p.One.ID, p.Other.ID)] = true
		}
		if page.Cursor = next; next == "" {
			break
		}
	}
	if len(seen) != 10 {
		t.Errorf("%d pairs", len(seen))
	}
}

// TestOneTakesItBack, of many at once.
func TestOneTakesItBack(t *testing.T) {
	w := newTwins(t)
	if err := w.Part(t.Context(), w.staff, w.kept.ID, w.gone.ID); err != nil {
		t.Fatal(err)
	}
	var errs [8]error
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = w.Doubt(context.WithoutCancel(t.Context()), w.staff, w.kept.ID, w.gone.ID) })
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if models.KindOf(err) != models.NotFound {
			t.Error(err)
		}
	}
	if lines := w.Count(`SELECT count(*) FROM audit WHERE action = 'resident.doubt'`, nil); won != 1 || lines != 2 {
		t.Errorf("%d won, %d lines", won, lines)
	}
}
