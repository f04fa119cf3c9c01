package organising_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"delinli/app/organising"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/party"
)

const house = testkit.Grid + "00001"

// member registers a member of the party who lives behind a door of a building of two units.
func (n *town) member() models.PersonID {
	n.T.Helper()
	n.Exec(`INSERT INTO areas (code, parent, name) VALUES (@house, @grid, '1号楼') ON CONFLICT DO NOTHING`, store.Args{"house": string(house), "grid": string(testkit.Grid)})
	n.Exec(`INSERT INTO buildings (code, units, floors) VALUES (@house, 2, 30) ON CONFLICT DO NOTHING`, store.Args{"house": string(house)})
	who := n.Person(models.Resident, testkit.Grid).Person
	args := store.Args{"id": who, "house": string(house), "grid": string(testkit.Grid), "at": n.World.Now()}
	n.Exec(`WITH d AS (INSERT INTO dwellings (id, building, unit, door) SELECT gen_random_uuid(), @house, 1, CAST(count(*) AS text) FROM dwellings RETURNING id),
		h AS (INSERT INTO households (id, area_code, dwelling_id) SELECT gen_random_uuid(), @grid, id FROM d RETURNING id)
		UPDATE persons SET household_id = h.id, relation = 'head', registered_at = @at FROM h WHERE persons.id = @id`, args)
	n.Exec(`INSERT INTO person_tags (person_id, tag, source, since, at) VALUES (@id, 'party_member', 'visit', '2020-01-01', @at)`, args)
	return who
}

func (n *town) group() organising.Node {
	n.T.Helper()
	return n.found(party.Org{Parent: n.branch("第一党支部").ID, Name: "1号楼党小组"})
}

// TestACentreHouseholdIsAppointedAndDismissed, and may be one again afterwards; each act leaves a line.
func TestACentreHouseholdIsAppointedAndDismissed(t *testing.T) {
	n := newTown(t)
	ctx, group, who := t.Context(), n.group(), n.member()
	for range 2 {
		if made, err := n.Appoint(ctx, n.staff, group.ID, organising.Appointment{Resident: who, Unit: new(2)}); err != nil || made.Centres != 1 || slices.Contains(made.Can, organising.End) {
			t.Fatalf("%+v %v", made, err)
		}
		if _, err := n.Appoint(ctx, n.staff, group.ID, organising.Appointment{Resident: who}); faultsOf(err)["resident_id"] != "party.centre_before" {
			t.Errorf("twice: %v", err)
		}
		found, err := n.Stewards(ctx, n.staff, group.ID)
		if err != nil || len(found) != 1 || *found[0].Unit != 2 || found[0].Centre.Building != house || found[0].Since != "2026-03-10" || fmt.Sprint(found[0].Can) != "[dismiss]" {
			t.Fatalf("%+v %v", found, err)
		}
		if after, err := n.Dismiss(ctx, n.staff, group.ID, found[0].Household); err != nil || after.Centres != 0 || !slices.Contains(after.Can, organising.End) {
			t.Errorf("%+v %v", after, err)
		}
		if _, err := n.Dismiss(ctx, n.staff, group.ID, found[0].Household); !errors.Is(err, models.Missing) {
			t.Errorf("dismissed twice: %v", err)
		}
	}
	if got := n.Count(`SELECT count(*) FROM audit WHERE action IN ('party.appoint', 'party.dismiss') AND subject_id = CAST(CAST(@id AS uuid) AS text)`, store.Args{"id": group.ID}); got != 4 {
		t.Errorf("%d lines", got)
	}
}

// TestACentreHouseholdIsCalledByWhoLivesThere: by its head, else by another of the register; by nobody when nobody is left.
func TestACentreHouseholdIsCalledByWhoLivesThere(t *testing.T) {
	n := newTown(t)
	group, child, head := n.group(), n.member(), n.member()
	n.Exec(`UPDATE persons SET relation = 'child', household_id = (SELECT household_id FROM persons WHERE id = @head) WHERE id = @child`,
		store.Args{"child": child, "head": head})
	if _, err := n.Appoint(t.Context(), n.staff, group.ID, organising.Appointment{Resident: head}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []models.PersonID{head, child, {}} {
		found, err := n.Stewards(t.Context(), n.staff, group.ID)
		if err != nil || len(found) != 1 || found[0].Head.ID != want {
			t.Errorf("%+v %v, want %s", found, err, want)
		}
		n.Exec(`UPDATE persons SET registered_at = NULL, relation = NULL WHERE id = @id`, store.Args{"id": want})
	}
}

// TestNobodyAppointsElsewhere: neither to a group that is not theirs, nor whom the register does not have or has in another's area.
func TestNobodyAppointsElsewhere(t *testing.T) {
	n := newTown(t)
	ctx, group, who := t.Context(), n.group(), n.member()
	if _, err := n.Appoint(ctx, n.elsewhere, group.ID, organising.Appointment{Resident: who}); !errors.Is(err, models.Missing) {
		t.Errorf("another's group: %v", err)
	}
	if _, err := n.Dismiss(ctx, n.elsewhere, group.ID, models.HouseholdID{}); !errors.Is(err, models.Missing) {
		t.Errorf("another's group: %v", err)
	}
	far := n.Person(models.Resident, testkit.Elsewhere).Person
	n.Exec(`UPDATE persons SET registered_at = @at WHERE id = @id`, store.Args{"at": n.World.Now(), "id": far})
	for name, resident := range map[string]models.PersonID{"who lives elsewhere": far, "who is not registered": n.Person(models.Resident, testkit.Grid).Person, "nobody": {}} {
		if _, err := n.Appoint(ctx, n.staff, group.ID, organising.Appointment{Resident: resident}); faultsOf(err)["resident_id"] != "unknown" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for building, code := range map[models.AreaCode]string{testkit.Elsewhere + "00100001": "party.building_elsewhere", testkit.Grid: "party.building_elsewhere"} {
		if _, err := n.Appoint(ctx, n.staff, group.ID, organising.Appointment{Resident: who, Building: building}); faultsOf(err)["building"] != code {
			t.Errorf("of %s: %v", building, err)
		}
	}
	n.Exec(`UPDATE persons SET household_id = NULL, relation = NULL`, nil)
	if _, err := n.Appoint(ctx, n.staff, group.ID, organising.Appointment{Resident: who}); faultsOf(err)["building"] != "party.no_building" {
		t.Errorf("of no building: %v", err)
	}
	if _, err := n.Appoint(ctx, n.staff, group.ID, organising.Appointment{Resident: who, Building: house}); err != nil {
		t.Errorf("of one that is named: %v", err)
	}
	if _, err := n.Appoint(ctx, n.staff, n.committee.ID, organising.Appointment{Resident: who}); models.CodeOf(err) != "party.no_group" {
		t.Errorf("to a committee: %v", err)
	}
}

// TestOfManyAppointmentsOneHolds: to whichever of two groups, and no group ends below its centre.
func TestOfManyAppointmentsOneHolds(t *testing.T) {
	n := newTown(t)
	ctx, first, who := t.Context(), n.group(), n.member()
	second := n.found(party.Org{Parent: first.Parent, Name: "2号楼党小组"})
	var wait sync.WaitGroup
	var faults [12]error
	for i := range faults {
		wait.Go(func() {
			group := []organising.Node{first, second}[i%2]
			if i > 9 {
				_, faults[i] = n.End(ctx, n.staff, group.ID, group.Version)
				return
			}
			_, faults[i] = n.Appoint(ctx, n.staff, group.ID, organising.Appointment{Resident: who})
		})
	}
	wait.Wait()
	appointed := 0
	for i, err := range faults {
		switch {
		case i <= 9 && err == nil:
			appointed++
		case err != nil && models.KindOf(err) != models.Conflict && faultsOf(err)["resident_id"] != "party.centre_before":
			t.Errorf("%d: %v", i, err)
		}
	}
	if live := n.Count(`SELECT count(*) FROM centre_households WHERE ended_at IS NULL`, nil); live != appointed || appointed > 1 {
		t.Errorf("%d live, %d appointed", live, appointed)
	}
	if lost := n.Count(`SELECT count(*) FROM centre_households c JOIN party_orgs o ON o.id = c.group_id WHERE c.ended_at IS NULL AND o.ended_at IS NOT NULL`, nil); lost != 0 {
		t.Error("a centre of a group that has ended")
	}
}
