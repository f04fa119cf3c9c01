package registering_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"delinli/app/registering"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/export"
	"delinli/models/resident"
	"delinli/models/secret"
)

// table reads all rows of an export under their heads.
func (n *town) table(a models.Actor, q export.Query) []map[string]any {
	n.T.Helper()
	return slices.Concat(testkit.TakenOut(n.T, registering.Exporter{Service: n.Service}, a, q)...)
}

// clearly asks for personal data.
func clearly(reason audit.Reason) export.Query {
	return export.Query{ID: models.NewID[models.ExportID](testkit.Zeros{}), Personal: true, Reason: string(reason)}
}

// of is the only row of somebody.
func of(rows []map[string]any, head, cell string) map[string]any {
	found := map[string]any{}
	for _, row := range rows {
		if row[head] == cell {
			maps.Copy(found, row)
		}
	}
	return found
}

// TestTheRegisterIsTakenOutMasked: with the masks on nobody's name, number, phone or address leaves, and nobody is looked at.
func TestTheRegisterIsTakenOutMasked(t *testing.T) {
	f := newFamily(t)
	sure(f.Tag(t.Context(), f.worker, f.granny.Person, resident.LivingAlone, resident.Visit, ""))
	sure(f.Tag(t.Context(), f.worker, f.granny.Person, resident.LowIncome, resident.Visit, ""))
	rows := f.table(f.staff, export.Query{})
	shown := of(rows, "姓名", "张**")
	for head, want := range map[string]any{"身份证号": granny().Number.Mask(), "手机号": "138****8000", "网格编码": string(testkit.Grid), "户号": f.home.String(),
		"与户主关系": "父母", "标签": "独居、低保", "性别": "女", "出生年月": "1949-03", "社区": string(testkit.Community), "网格名称": string(testkit.Grid),
		"街道": string(testkit.Street), "登记时间": f.World.Now()} {
		if shown[head] != want {
			t.Errorf("%s: %v, want %v", head, shown[head], want)
		}
	}
	all := fmt.Sprint(rows)
	for _, word := range []string{"秀英", "李梅", "小宝", "19490301", "13800138000", "康成花园", "住址"} {
		if strings.Contains(all, word) {
			t.Errorf("%s is told", word)
		}
	}
	if len(rows) != 3 || len(f.looks) != 0 {
		t.Errorf("%d rows, %d looks", len(rows), len(f.looks))
	}
}

// TestTheRegisterIsTakenOutInTheClear: each of whom something is shown has a line of it; what is shown can be taken in again.
func TestTheRegisterIsTakenOutInTheClear(t *testing.T) {
	f := newFamily(t)
	sure(f.Tag(t.Context(), f.worker, f.granny.Person, resident.LivingAlone, resident.Visit, ""))
	q := clearly(audit.Visit)
	rows := f.table(f.staff, q)
	if granny := of(rows, "姓名", "张秀英"); granny["身份证号"] != number("19490301", 2).Plain() || granny["手机号"] != "13800138000" || granny["住址"] != "康成花园3号楼1单元501室" {
		t.Errorf("%v", granny)
	}
	seen := map[models.PersonID][]audit.What{}
	for _, l := range f.looks {
		if l.Subject != "export" || l.SubjectID != q.ID.String() || l.Reason != audit.Visit {
			t.Errorf("%+v", l)
		}
		seen[l.Person] = append(seen[l.Person], l.What)
	}
	for _, a := range []models.Actor{f.granny, f.mother, f.child} {
		if !slices.Equal(seen[a.Person], []audit.What{audit.Contact, audit.IDNumber}) || len(seen) != 3 {
			t.Errorf("looks: %v", seen)
		}
	}
	f.readsAgain(t, q)
}

// readsAgain reads each row as a table that is taken in.
func (f family) readsAgain(t *testing.T, q export.Query) {
	t.Helper()
	x := registering.Exporter{Service: f.Service}
	m := resident.Columns.Guess(x.Head(q))
	if err := resident.Columns.Check(m); err != nil || slices.Contains(m[:len(resident.Columns)], "") {
		t.Errorf("%v reads as %v: %v", x.Head(q), m, err)
	}
	q.Areas = []models.AreaCode{testkit.Community}
	for page, err := range x.Pages(t.Context(), f.staff, q) {
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page {
			cells := make([]string, len(row))
			for i, cell := range row {
				cells[i], _ = cell.(string)
			}
			l, faults := resident.ReadLine("2026-03-10", m, 2, cells)
			if len(faults) != 0 || l.House != f.home.String() || l.Area != testkit.Grid || l.Name.Plain() == "张秀英" && !slices.Equal(l.Tags, []resident.Tag{resident.LivingAlone}) {
				t.Errorf("%+v, %v", l, faults)
			}
		}
	}
}

// TestNothingIsGivenWithoutItsLooks: a page of which they cannot be kept is not given.
func TestNothingIsGivenWithoutItsLooks(t *testing.T) {
	f := newFamily(t)
	q := clearly("")
	q.Areas = []models.AreaCode{testkit.Community}
	for page, err := range (registering.Exporter{Service: f.Service}).Pages(t.Context(), f.staff, q) {
		if err == nil || len(page) != 0 {
			t.Errorf("%d rows, %v", len(page), err)
		}
	}
}

// TestAPhoneToAskHowOneIsNeedsConsent also where many are asked for at once; for any other reason there is one.
func TestAPhoneToAskHowOneIsNeedsConsent(t *testing.T) {
	f := newFamily(t)
	sure(f.Consent(t.Context(), f.mother, models.PersonID{}, resident.Calls, 1, true))
	for reason, want := range map[audit.Reason]any{audit.CallBack: "", audit.Emergency: "13800138000"} {
		rows := f.table(f.staff, clearly(reason))
		if granny, mother := of(rows, "姓名", "张秀英"), of(rows, "姓名", "李梅"); granny["手机号"] != want || mother["手机号"] != "13800138001" {
			t.Errorf("%s: granny's phone is %v, her daughter's %v", reason, granny["手机号"], mother["手机号"])
		}
	}
}

// TestALongRegisterHoldsEachOnce: over its pages, whose ends fall between people of the same moment.
func TestALongRegisterHoldsEachOnce(t *testing.T) {
	n := newTown(t)
	n.Exec(`INSERT INTO households (id, area_code) SELECT gen_random_uuid(), @area FROM generate_series(1, 1500)`, store.Args{"area": string(testkit.Grid)})
	n.Exec(`INSERT INTO persons (id, area_code, household_id, created_at, registered_at) SELECT gen_random_uuid(), area_code, id, @at,
		CAST(@at AS timestamptz) + CAST(row_number() OVER () / 700 AS int) * interval '1 microsecond' FROM households`, store.Args{"at": n.World.Now()})
	seen := map[any]int{}
	rows := n.table(n.staff, export.Query{})
	for _, row := range rows {
		seen[row["户号"]]++
	}
	if len(rows) != 1500 || len(seen) != 1500 {
		t.Errorf("%d rows of %d people", len(rows), len(seen))
	}
}

// TestTheTableHoldsWhatTheListShows: the same filters give the same people, never those of another area, and nobody who was erased.
func TestTheTableHoldsWhatTheListShows(t *testing.T) {
	f := newFamily(t)
	sure(f.Tag(t.Context(), f.worker, f.granny.Person, resident.Disabled, resident.Visit, ""))
	far := granny(func(e *resident.Entry) {
		e.Number, e.Phone, e.Area = number("19500101", 4), secret.Phone{}, testkit.Elsewhere+"001"
	})
	f.register(f.elsewhere, far)
	for name, c := range map[string]struct {
		filter export.Filter
		want   []any
	}{
		"all": {nil, []any{"张**", "李**", "王**"}}, "tag": {export.Filter{"tag": "disabled"}, []any{"张**"}}, "children": {export.Filter{"ages": "children"}, []any{"王**"}},
		"grid": {export.Filter{"area": string(testkit.Grid), "ages": "adults"}, []any{"李**"}}, "nobody": {export.Filter{"tag": "veteran"}, nil},
	} {
		var got []any
		for _, row := range f.table(f.staff, export.Query{Filter: c.filter}) {
			got = append(got, row["姓名"])
		}
		for _, one := range c.want {
			if !slices.Contains(got, one) || len(got) != len(c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
		if c.want == nil && got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	if err := f.Store.Write(t.Context(), func(tx *store.Tx) error { return people.Erase(tx, f.granny.Person, f.World.Now()) }); err != nil {
		t.Fatal(err)
	}
	if rows := f.table(f.staff, export.Query{}); len(rows) != 2 || len(of(rows, "姓名", "张**")) != 0 {
		t.Errorf("after an erasure: %v", rows)
	}
}

// TestWhoMayTakeTheRegisterOut: staff, of their own areas; the workers of a grid, who see its list, do not.
func TestWhoMayTakeTheRegisterOut(t *testing.T) {
	n := newTown(t)
	x := registering.Exporter{Service: n.Service}
	both := n.worker
	both.Seats = append(slices.Clone(n.elsewhere.Seats), both.Seats...)
	for name, c := range map[string]struct {
		a      models.Actor
		filter export.Filter
		want   []models.AreaCode
	}{
		"staff":                 {n.staff, nil, []models.AreaCode{testkit.Community}},
		"a grid of theirs":      {n.staff, export.Filter{"area": string(testkit.Grid)}, []models.AreaCode{testkit.Grid}},
		"the city of theirs":    {n.staff, export.Filter{"area": string(testkit.City)}, []models.AreaCode{testkit.Community}},
		"another's area":        {n.elsewhere, export.Filter{"area": string(testkit.Grid)}, nil},
		"a grid worker":         {n.worker, nil, nil},
		"staff and grid worker": {both, nil, []models.AreaCode{testkit.Elsewhere}},
		"a resident":            {n.resident, nil, nil},
	} {
		got, err := x.Covers(c.a, export.Query{Filter: c.filter})
		if !slices.Equal(got, c.want) || (c.want == nil) != (models.KindOf(err) == models.NotFound) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	_, err := x.Covers(n.staff, export.Query{Filter: export.Filter{"area": "x", "tag": "rich", "ages": "old", "phone": "13800138000"}})
	e, _ := errors.AsType[*models.Error](err)
	if e == nil || e.Kind != models.Invalid || strings.Join(slices.Sorted(maps.Keys(e.Fields)), " ") != "filter.ages filter.area filter.phone filter.tag" {
		t.Errorf("bad filters: %v", err)
	}
}

// TestTheTableFollowsItsAreas: when grids change while it waits, its areas name the new code, and the filter that was sealed the old one.
func TestTheTableFollowsItsAreas(t *testing.T) {
	n := newTown(t)
	n.register(n.worker, granny())
	old := export.Filter{"area": string(testkit.Community + "009")}
	if rows := n.table(n.staff, export.Query{Filter: old, Areas: []models.AreaCode{testkit.Grid}}); len(rows) != 1 {
		t.Errorf("%d residents of the grid under its new code", len(rows))
	}
}
