package ordering_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"delinli/app/ordering"
	"delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/export"
	"delinli/models/order"
	plain "delinli/models/secret"
)

// called gives the requester a name and a phone.
func (n *town) called(name, phone string) {
	n.T.Helper()
	p, err := people.Get(n.Store.Read(n.T.Context()), n.resident.Person)
	if err != nil {
		n.T.Fatal(err)
	}
	seal := func(column, text string) plain.Sealed {
		sealed, err := n.World.Vault.Seal(p.Key, people.Place(p.ID, column), text)
		if err != nil {
			n.T.Fatal(err)
		}
		return sealed
	}
	n.Exec(`UPDATE persons SET name = @name, phone = @phone, phone_index = @index WHERE id = @id`, store.Args{"id": p.ID, "name": seal("name", name),
		"phone": seal("phone", phone), "index": n.World.Keys.BlindIndex(secret.PhoneIndex, phone)})
}

// table reads all rows of an export under their heads.
func (n *town) table(a models.Actor, q export.Query) []map[string]any {
	n.T.Helper()
	return slices.Concat(testkit.TakenOut(n.T, ordering.Exporter{Service: n.Service}, a, q)...)
}

// TestAnExportMasksUnlessAllowed: with the masks on there is neither a name nor a word of the requester's; with personal data there is, and each look
// leaves a line.
func TestAnExportMasksUnlessAllowed(t *testing.T) {
	n := newTown(t)
	n.called("张秀英", "13800138777")
	id := n.place(ordering.Draft{Title: "想要一副老花镜", Detail: "家里的那副摔坏了", Address: &order.Address{Detail: "3号楼501"}})
	n.raise(n.staff, id, order.Publish, published("一位老人想要眼镜"))
	masked := n.table(n.staff, export.Query{})
	if len(masked) != 1 || masked[0]["申请人"] != "张**" || masked[0]["电话"] != "138****8777" || masked[0]["公开标题"] != "一位老人想要眼镜" || masked[0]["状态"] != "待接单" {
		t.Errorf("masked: %v", masked)
	}
	if heads := slices.Sorted(maps.Keys(masked[0])); slices.Contains(heads, "地址") || slices.Contains(heads, "内容") {
		t.Errorf("masked, with %v", heads)
	}
	looks := `SELECT count(*) FROM audit WHERE action = 'look.contact' AND person_id = @id AND subject = 'export'`
	if got := n.Count(looks, store.Args{"id": n.resident.Person}); got != 0 {
		t.Errorf("%d looks were logged of masked data", got)
	}
	clear := n.table(n.staff, export.Query{ID: models.NewID[models.ExportID](testkit.Zeros{}), Personal: true, Reason: "visit"})
	if len(clear) != 1 || clear[0]["申请人"] != "张秀英" || clear[0]["电话"] != "13800138777" || clear[0]["地址"] != "3号楼501" || clear[0]["内容"] != "家里的那副摔坏了" {
		t.Errorf("in the clear: %v", clear)
	}
	if got := n.Count(looks, store.Args{"id": n.resident.Person}); got != 1 {
		t.Errorf("%d looks were logged", got)
	}
}

// TestOfTheErasedAnExportShowsNothing: neither a word nor a look.
func TestOfTheErasedAnExportShowsNothing(t *testing.T) {
	n := newTown(t)
	n.called("张秀英", "13800138777")
	n.place(ordering.Draft{Title: "想要一副老花镜", Detail: "家里的那副摔坏了", Address: &order.Address{Detail: "3号楼501"}})
	if err := n.Store.Write(t.Context(), func(tx *store.Tx) error { return people.Erase(tx, n.resident.Person, n.World.Now()) }); err != nil {
		t.Fatal(err)
	}
	clear := n.table(n.staff, export.Query{ID: models.NewID[models.ExportID](testkit.Zeros{}), Personal: true, Reason: "visit"})
	if len(clear) != 1 || clear[0]["申请人"] != "" || clear[0]["电话"] != "" || clear[0]["地址"] != "" || clear[0]["内容"] != "" {
		t.Errorf("%v", clear)
	}
	if got := n.Count(`SELECT count(*) FROM audit WHERE subject = 'export'`, nil); got != 0 {
		t.Errorf("%d looks at nothing", got)
	}
}

// TestALongExportHoldsEachOrderOnce: over its pages, in either order of the desk.
func TestALongExportHoldsEachOrderOnce(t *testing.T) {
	n := newTown(t)
	ids := n.scatter(n.place(ordering.Draft{}), 1_234)
	for name, filter := range map[string]export.Filter{"newest": nil, "due first": {"sort": "due"}} {
		rows := n.table(n.staff, export.Query{Filter: filter})
		seen := map[any]int{}
		for _, row := range rows {
			seen[row["编号"]]++
		}
		if len(seen) != len(rows) || filter == nil && len(rows) != len(ids)+1 || len(rows) <= 500 {
			t.Errorf("%s: %d rows of %d orders, %d were made", name, len(rows), len(seen), len(ids)+1)
		}
	}
}

// TestAnExportHoldsWhatTheDeskShows: the same filters give the same orders, and never those of another area.
func TestAnExportHoldsWhatTheDeskShows(t *testing.T) {
	n := newTown(t)
	n.place(ordering.Draft{Kind: order.Request, Title: "路灯坏了"})
	n.place(ordering.Draft{Title: "想学用手机"})
	n.place(ordering.Draft{Area: testkit.Elsewhere, Title: "别处的心愿"})
	for name, c := range map[string]struct {
		filter export.Filter
		want   int
	}{
		"all": {nil, 2}, "wishes": {export.Filter{"kind": "wish"}, 1}, "text": {export.Filter{"q": "路灯"}, 1}, "nothing": {export.Filter{"state": "rated"}, 0},
		"grid": {export.Filter{"area": string(testkit.Grid)}, 2}, "queue": {export.Filter{"queue": "todo"}, 2},
	} {
		if got := n.table(n.staff, export.Query{Filter: c.filter}); len(got) != c.want {
			t.Errorf("%s: %d rows, want %d", name, len(got), c.want)
		}
	}
	x := ordering.Exporter{Service: n.Service}
	if _, err := x.Covers(n.staff, export.Query{Filter: export.Filter{"area": string(testkit.Elsewhere)}}); models.KindOf(err) != models.NotFound {
		t.Errorf("another's area: %v", err)
	}
	for field, filter := range map[string]export.Filter{"filter.to": {"from": "2026-03-02T00:00:00Z", "to": "2026-03-01T00:00:00Z"}, "filter.q": {"q": "伞"}} {
		_, err := x.Covers(n.staff, export.Query{Filter: filter})
		if e, _ := errors.AsType[*models.Error](err); e == nil || e.Fields[field] == "" {
			t.Errorf("%v: %v", filter, err)
		}
	}
	_, err := x.Covers(n.staff, export.Query{Filter: export.Filter{"kind": "x", "state": "y", "from": "soon", "colour": "red"}})
	e, _ := errors.AsType[*models.Error](err)
	if e == nil || e.Kind != models.Invalid || len(e.Fields) != 4 {
		t.Errorf("bad filters: %v", err)
	}
}

// TestAnExportFollowsItsAreas: when grids change while it waits, its areas name the new code, and the filter that was sealed the old one; so it is with
// records that are merged.
func TestAnExportFollowsItsAreas(t *testing.T) {
	n := newTown(t)
	n.place(ordering.Draft{Title: "想要一副老花镜"})
	filter := export.Filter{"area": string(testkit.Community + "009")}
	if rows := n.table(n.staff, export.Query{Filter: filter, Areas: []models.AreaCode{testkit.Grid}}); len(rows) != 1 {
		t.Errorf("%d orders of the grid under its new code", len(rows))
	}
	if rows := n.table(n.staff, export.Query{Filter: filter}); len(rows) != 0 {
		t.Errorf("%d orders of another grid", len(rows))
	}
	gone := n.Person(models.Resident, testkit.Community).Person
	n.Exec(`UPDATE persons SET merged_into = @kept, phone_index = NULL WHERE id = @gone`, store.Args{"gone": gone, "kept": n.resident.Person})
	if rows := n.table(n.staff, export.Query{Filter: export.Filter{"requester": gone.String()}}); len(rows) != 1 {
		t.Errorf("%d orders of somebody whose record was merged since", len(rows))
	}
}
