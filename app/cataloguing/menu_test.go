package cataloguing_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"delinli/app/cataloguing"
	"delinli/app/store"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/catalog"
	"delinli/models/dispatch"
)

// named is a shipped item under another name.
func named(name string) catalog.Item {
	i := catalog.Shipped()[2]
	i.Zh.Name = name
	return i
}

func (h house) item(name string) catalog.Item {
	h.t.Helper()
	i, err := h.AddItem(h.t.Context(), h.city, named(name))
	h.must(err)
	return i
}

func TestAnItemIsAddedEditedAndTakenOff(t *testing.T) {
	h := newHouse(t)
	i := h.item("磨剪刀")
	if got, err := h.Item(h.Store.Read(t.Context()), i.ID); err != nil || !reflect.DeepEqual(got, i) {
		t.Fatalf("read %+v, %v; want %+v", got, err, i)
	}
	i.Minutes, i.Skills, i.Party = 30, nil, dispatch.PartyPreferred
	i, err := h.EditItem(t.Context(), h.city, i)
	h.must(err)
	i.Active = false
	i, err = h.EditItem(t.Context(), h.city, i)
	h.must(err)
	tx := h.Store.Read(t.Context())
	if _, err := h.Item(tx, i.ID); !errors.Is(err, models.Missing) {
		t.Errorf("an item that is not on offer: %v", err)
	}
	if terms, err := h.Terms(tx, i.ID); err != nil || terms.Minutes != 30 || terms.Skills != nil || terms.Party != dispatch.PartyPreferred {
		t.Errorf("terms %+v, %v", terms, err)
	}
	found, _, err := h.History(t.Context(), h.city, cataloguing.Item, i.ID.String(), whole)
	h.must(err)
	if len(found) != 3 || found[0].Body["active"] != false || found[1].Body["minutes"] != 30.0 || found[2].Body["minutes"] != 45.0 {
		t.Errorf("history %+v", found)
	}
	if n := h.left(cataloguing.Item, i.ID.String()); n != [3]int{3, 3, 3} {
		t.Errorf("%v revisions, audit lines and rows of the outbox", n)
	}
	if n := h.Count(`SELECT count(*) FROM audit WHERE action = 'item.add' AND actor_id = @city AND detail = '{"version": 1}'`,
		store.Args{"city": h.city.Person}); n != 1 {
		t.Errorf("%d lines say that the item was added", n)
	}
}

func TestMenuIsSearchedAndOrdered(t *testing.T) {
	h := newHouse(t)
	h.must(h.Seed(t.Context()))
	names := func(a models.Actor, text string, all bool) (names []string) {
		t.Helper()
		menu, err := h.Menu(t.Context(), a, text, all)
		h.must(err)
		for _, i := range menu {
			names = append(names, i.Zh.Name)
		}
		return names
	}
	if all := names(models.Actor{}, "", false); len(all) != 48 || all[0] != "陪诊" || all[47] != "集市摊位" {
		t.Fatalf("%d items: %v", len(all), all)
	}
	if got := names(models.Actor{}, "家电", false); !slices.Equal(got, []string{"家电捐助", "家电维修"}) {
		t.Errorf("家电: %v", got)
	}
	if got := names(models.Actor{}, "代办 党员", false); !slices.Equal(got, []string{"社保代办", "医保代办", "高龄津贴代办"}) {
		t.Errorf("two words: %v", got)
	}
	menu, err := h.Menu(t.Context(), h.city, "开锁", false)
	h.must(err)
	lock := menu[0]
	lock.Active = false
	_, err = h.EditItem(t.Context(), h.city, lock)
	h.must(err)
	if off, all := names(h.city, "开锁", false), names(h.city, "开锁", true); len(off) != 0 || len(all) != 1 {
		t.Errorf("on offer %v, in all %v", off, all)
	}
	if _, err := h.MenuItem(t.Context(), h.resident, lock.ID); !errors.Is(err, models.Missing) {
		t.Errorf("a resident looks at what is not on offer: %v", err)
	}
	if i, err := h.MenuItem(t.Context(), h.city, lock.ID); err != nil || i.Active || i.Version != 2 {
		t.Errorf("city staff look at it: %+v, %v", i, err)
	}
}

func TestBadItemsChangeNothing(t *testing.T) {
	h := newHouse(t)
	first, second := h.item("磨剪刀"), h.item("修伞")
	before := h.Count(`SELECT count(*) FROM revisions`, nil)
	_, err := h.AddItem(t.Context(), h.city, named("修伞"))
	wantFields(t, err, map[string]string{"zh.name": "taken"})
	bad := named("磨刀")
	bad.Category, bad.Minutes = "pets", 0
	_, err = h.AddItem(t.Context(), h.city, bad)
	wantFields(t, err, map[string]string{"category": "item.unknown_category", "minutes": "item.minutes_out_of_range"})
	renamed := second
	renamed.Zh.Name = first.Zh.Name
	_, err = h.EditItem(t.Context(), h.city, renamed)
	wantFields(t, err, map[string]string{"zh.name": "taken"})
	second.Risk = ""
	_, err = h.EditItem(t.Context(), h.city, second)
	wantFields(t, err, map[string]string{"risk": "item.unknown_risk"})
	if _, err := h.EditItem(t.Context(), h.city, named("无")); !errors.Is(err, models.Missing) {
		t.Errorf("an item that is not there: %v", err)
	}
	first.Version = 2
	if _, err := h.EditItem(t.Context(), h.city, first); !errors.Is(err, revisions.ErrMovedOn) {
		t.Errorf("another version: %v", err)
	}
	if n := h.Count(`SELECT count(*) FROM revisions`, nil); n != before {
		t.Errorf("%d revisions, want %d", n, before)
	}
}

func TestWhoMayChangeTheMenu(t *testing.T) {
	h := newHouse(t)
	for what, act := range map[string]func(models.Actor) error{
		"add":  func(a models.Actor) error { _, err := h.AddItem(t.Context(), a, catalog.Item{}); return err },
		"edit": func(a models.Actor) error { _, err := h.EditItem(t.Context(), a, catalog.Item{}); return err },
		"all":  func(a models.Actor) error { _, err := h.Menu(t.Context(), a, "", true); return err },
	} {
		if got := h.may(act); !slices.Equal(got, []string{"city"}) {
			t.Errorf("%s: %v", what, got)
		}
	}
}

func TestOfManyEditorsOfAnItemOneWins(t *testing.T) {
	h := newHouse(t)
	i := h.item("磨剪刀")
	for v := range 3 {
		race(t, func(n int) error {
			mine := i
			mine.Version, mine.Minutes = v+1, 30+n
			_, err := h.EditItem(t.Context(), h.city, mine)
			return err
		})
	}
	if got := h.versions(cataloguing.Item, i.ID.String(), 1); !slices.Equal(got, []int{4, 3, 2, 1}) {
		t.Errorf("versions %v", got)
	}
}

func TestOfManyWhoAddTheSameItemOneWins(t *testing.T) {
	h := newHouse(t)
	race(t, func(int) error {
		_, err := h.AddItem(t.Context(), h.city, named("磨剪刀"))
		if fmt.Sprint(err) == "input.invalid zh.name=taken" {
			return revisions.ErrMovedOn
		}
		return err
	})
}
