package keeping_test

import (
	"bytes"
	"slices"
	"testing"

	"delinli/app/keeping"
	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/resident"
)

// merged leads one person's record to another's, as the register does.
func (w *town) merged(gone, kept models.PersonID) {
	w.t.Helper()
	m := resident.Merging{ID: models.NewID[models.MergeID](w.Random), Kept: kept, Gone: gone, By: kept, At: now}
	w.write(func(tx *store.Tx) error {
		was, err := residents.ColumnsOf(tx, gone)
		if err != nil {
			return err
		}
		if err := people.Merged(tx, gone, kept); err != nil {
			return err
		}
		if err := residents.AddMerging(tx, m, residents.Undo{GoneWas: was}); err != nil {
			return err
		}
		return residents.Follow(tx, m)
	})
}

// TestMergedRecordsAreOnePerson: they export both, see who looked at either, and erasing one erases the other, by whichever id.
func TestMergedRecordsAreOnePerson(t *testing.T) {
	for _, byOldID := range []bool{false, true} {
		w := newTown(t)
		kept, gone := w.resident("13800000001", "张三", "3号楼"), w.resident(canaryPhone, canaryName, canaries.address)
		o := w.place(gone, canaries)
		w.write(func(tx *store.Tx) error {
			return w.Look(tx, w.actor(models.CommunityStaff, community), audit.Look{Person: gone, What: audit.Phone, Reason: audit.Visit, Words: "回访"})
		})
		w.merged(gone, kept)
		if seen, _, err := w.LooksAt(t.Context(), models.Actor{Person: kept}, keeping.Page{Limit: 20}); err != nil || len(seen) != 1 || seen[0].Words != "回访" {
			t.Errorf("who looked: %+v, %v", seen, err)
		}
		file, raw := w.export(models.Actor{Person: kept})
		if len(file["person"]) != 2 || len(file["orders"]) != 1 || file["orders"][0]["detail"] != canaries.detail || bytes.Contains(raw, []byte("sealed_for")) ||
			len(file["mergings"]) != 2 {
			t.Errorf("%s", raw)
		}
		w.owner(`UPDATE orders SET ended_at = now(), state = 'cancelled' WHERE id = $1`, o.ID)
		who, by := kept, models.Actor{Person: kept}
		if byOldID {
			who, by = gone, w.actor(models.SecurityAdmin, community)
		}
		if err := w.Erase(t.Context(), by, who, audit.Duplicate); err != nil {
			t.Fatal(err)
		}
		if n := w.number(`SELECT count(*) FROM person_keys`) + w.number(`SELECT count(*) FROM merge_rows`) +
			w.number(`SELECT count(*) FROM merges WHERE gone_was IS NOT NULL`); n != 0 || len(w.lines("person.erase")) != 2 {
			t.Errorf("%d rows are left", n)
		}
		if plain := w.opened(gone, o.ID); len(slices.Concat(plain, shows(w.dump()))) != 0 {
			t.Errorf("%v can be read", plain)
		}
		if got := sure(orders.Get(w.DB.Read(t.Context()), o.ID)); got.Requester != kept {
			t.Errorf("the order is %s's", got.Requester)
		}
	}
}
