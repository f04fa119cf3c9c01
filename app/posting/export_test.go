package posting_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"delinli/app/posting"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/export"
	"delinli/models/gridteam"
)

// known is somebody with a name, a phone and an identity number.
func (n *town) known(name string) models.PersonID {
	n.T.Helper()
	id := n.neighbour(name)
	p, err := people.Get(n.Store.Read(n.T.Context()), id)
	if err != nil {
		n.T.Fatal(err)
	}
	for column, text := range map[string]string{"phone": "13800138777", "id_number": "370785195003124526"} {
		sealed, err := n.World.Vault.Seal(p.Key, people.Place(id, column), text)
		if err != nil {
			n.T.Fatal(err)
		}
		n.Exec(map[string]string{"phone": `UPDATE persons SET phone = @sealed WHERE id = @id`, "id_number": `UPDATE persons SET id_number = @sealed WHERE id = @id`}[column],
			store.Args{"sealed": sealed, "id": id})
	}
	return id
}

// table reads all rows of an export under their heads.
func (n *town) table(a models.Actor, q export.Query) []map[string]any {
	n.T.Helper()
	return slices.Concat(testkit.TakenOut(n.T, posting.Exporter{Service: n.Service}, a, q)...)
}

func (n *town) looks(of models.PersonID) int {
	n.T.Helper()
	return n.Count(`SELECT count(*) FROM audit WHERE action IN ('look.name', 'look.phone', 'look.id_number') AND subject = 'export' AND person_id = @id AND reason = 'visit'`,
		store.Args{"id": of})
}

var inTheClear = export.Query{ID: models.NewID[models.ExportID](testkit.Zeros{}), Personal: true, Reason: "visit"}

// TestTeamsAreMaskedUnlessAllowed: with the masks on there is neither a whole name nor a number, and no look; with personal data there are, and each look is kept.
func TestTeamsAreMaskedUnlessAllowed(t *testing.T) {
	n := newTown(t)
	who := n.known("张秀英")
	n.appoint(held(testkit.Grid, gridteam.Chief, who))
	n.appoint(held(testkit.Grid, gridteam.PartTime, who))
	query := export.Query{Filter: export.Filter{"area": string(testkit.Grid)}}
	rows := n.table(n.staff, query)
	if said := fmt.Sprint(rows); strings.Contains(said, "秀英") || strings.Contains(said, "0013") || strings.Contains(said, "4526") || n.looks(who) != 0 {
		t.Errorf("masked, with %d looks: %s", n.looks(who), said)
	}
	if r := rows[0]; r["姓名"] != "张**" || r["电话"] != "138****8777" || r["身份证号"] != "" || r["岗位"] != "网格长" || r["来源"] != "居民" || r["任职日期"] != "2026-03-10" || r["任期至"] != nil {
		t.Errorf("masked: %v", r)
	}
	query.ID, query.Personal, query.Reason = inTheClear.ID, true, "visit"
	if r := n.table(n.staff, query)[0]; r["姓名"] != "张秀英" || r["电话"] != "13800138777" || r["身份证号"] != "370785195003124526" {
		t.Errorf("in the clear: %v", r)
	}
	if n.looks(who) != 3 {
		t.Errorf("%d looks were kept of two posts on a page, at a name, a phone and a number", n.looks(who))
	}
}

// TestNoLookIsKeptOfNothing: of oneself, of somebody of whom nothing is known, and of who was erased.
func TestNoLookIsKeptOfNothing(t *testing.T) {
	n := newTown(t)
	nameless, gone := n.Person(models.Resident, testkit.Grid).Person, n.known("王五")
	for i, who := range []models.PersonID{n.staff.Person, nameless, gone} {
		n.appoint(held(testkit.Grid, gridteam.Kinds[i], who))
	}
	if err := n.Store.Write(t.Context(), func(tx *store.Tx) error { return people.Erase(tx, gone, n.World.Now()) }); err != nil {
		t.Fatal(err)
	}
	rows := n.table(n.staff, inTheClear)
	if len(rows) != 6 || rows[2]["姓名"] != "" || rows[2]["岗位"] != "专职网格员" {
		t.Errorf("%v", rows)
	}
	if got := n.looks(n.staff.Person) + n.looks(nameless) + n.looks(gone); got != 0 {
		t.Errorf("%d looks", got)
	}
}

// TestVacantPostsAreTakenOut to be filled in; the filters are those of the list, and a post that is over is none.
func TestVacantPostsAreTakenOut(t *testing.T) {
	n := newTown(t)
	busy := n.neighbour("张秀英")
	n.appoint(held(testkit.Grid, gridteam.Chief, busy))
	coming := held(testkit.Grid, gridteam.Liaison, n.neighbour("李建国"))
	coming.From, coming.Until = "2026-04-01", new(calendar.Date("2026-12-31"))
	n.appoint(coming)
	over := held(second, gridteam.FullTime, n.neighbour("王五"))
	over.From, over.Until = "2026-01-01", new(calendar.Date("2026-02-28"))
	n.appoint(over)
	said := func(f export.Filter) (all []string) {
		x := posting.Exporter{Service: n.Service}
		q := export.Query{Filter: f, Areas: []models.AreaCode{testkit.Community}}
		for page, err := range x.Pages(t.Context(), n.staff, q) {
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page {
				all = append(all, fmt.Sprint(r[0].(string)[12:], r[4], r[11]))
			}
		}
		return all
	}
	want := []string{"003网格长", "003网格联络员未到任", "003网格联络员空缺", "003专职网格员空缺", "004网格长空缺", "004网格联络员空缺", "004专职网格员空缺"}
	if got := said(nil); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := said(export.Filter{"gap": "no_chief"}); !slices.Equal(got, want[4:]) {
		t.Errorf("without a chief: %v", got)
	}
	for i := range 2 {
		grid := testkit.Community + models.AreaCode(fmt.Sprintf("00%d", 5+i))
		n.Exec(`INSERT INTO areas (code, parent, name) VALUES (@grid, @up, '网格')`, store.Args{"grid": string(grid), "up": string(testkit.Community)})
		n.appoint(held(grid, gridteam.Chief, busy))
	}
	if got := said(export.Filter{"gap": "stretched"}); len(got) != 10 || got[0] != "003网格长在多个网格任职" {
		t.Errorf("stretched: %v", got)
	}
}

// TestALongTableHoldsEachGridOnce, over its pages.
func TestALongTableHoldsEachGridOnce(t *testing.T) {
	n := newTown(t)
	n.Exec(`INSERT INTO areas (code, parent, name) SELECT @up || lpad(CAST(i AS text), 3, '0'), @up, '网格' FROM generate_series(5, 238) i`, store.Args{"up": string(testkit.Community)})
	grids := map[any]int{}
	for _, r := range n.table(n.staff, export.Query{}) {
		grids[r["网格编码"]]++
	}
	if len(grids) != 236 {
		t.Errorf("%d grids", len(grids))
	}
	for grid, rows := range grids {
		if rows != 3 {
			t.Errorf("%d rows of %s", rows, grid)
		}
	}
}

// TestWhoTakesNoTeamsOut: nobody of elsewhere, and no grid worker, who sees the list alone.
func TestWhoTakesNoTeamsOut(t *testing.T) {
	n := newTown(t)
	x := posting.Exporter{Service: n.Service}
	here := export.Query{Filter: export.Filter{"area": string(testkit.Grid)}}
	for name, a := range map[string]models.Actor{"of elsewhere": n.elsewhere, "a worker": n.worker, "a resident": n.Person(models.Resident, testkit.Community), "a visitor": {}} {
		if _, err := x.Covers(a, here); models.KindOf(err) != models.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := x.Covers(n.staff, export.Query{Filter: export.Filter{"area": "here", "gap": "lazy", "colour": "red"}})
	if bad := faultsOf(err); len(bad) != 3 || bad["filter.gap"] != "field.choice" {
		t.Errorf("bad filters: %v", err)
	}
}
