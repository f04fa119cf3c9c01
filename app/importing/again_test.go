package importing_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"delinli/app/cataloguing"
	"delinli/app/exporting"
	"delinli/app/importing"
	"delinli/app/organising"
	"delinli/app/posting"
	workbook "delinli/app/sheet"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/export"
	"delinli/models/gridteam"
	"delinli/models/intake"
	"delinli/models/party"
	"delinli/models/table"
)

// outlet is a table that goes out as it comes in, with the columns of its template.
type outlet struct {
	exporting.Source
	columns table.Columns
}

func (n *town) outlets() map[intake.Kind]outlet {
	return map[intake.Kind]outlet{
		intake.Dwellings:     {cataloguing.Exporter{Service: &cataloguing.Service{DB: n.Store, Now: n.Now}}, area.Columns},
		intake.Teams:         {posting.Exporter{Service: &posting.Service{DB: n.Store, Vault: n.World.Vault, Now: n.Now}}, gridteam.Columns},
		intake.Organisations: {organising.Exporter{Service: &organising.Service{DB: n.Store, Vault: n.World.Vault, Now: n.Now}}, party.Columns},
	}
}

// exported writes a table of all that the staff of the community may take out.
func (n *town) exported(kind intake.Kind, personal bool) importing.Task {
	n.T.Helper()
	x, q := n.outlets()[kind], export.Query{Areas: []models.AreaCode{testkit.Community}, Personal: personal, Reason: "visit"}
	path := filepath.Join(n.T.TempDir(), "exported.xlsx")
	file, err := os.Create(path)
	sure(file, err)
	w, err := workbook.New(file, x.Name(), x.Head(q))
	sure(w, err)
	for rows, err := range x.Pages(n.T.Context(), n.staff, q) {
		sure(rows, err)
		for _, row := range rows {
			sure(row, w.Row(row))
		}
	}
	sure(w, w.Close())
	sure(file, file.Close())
	return importing.Task{Kind: kind, File: n.onDisk(path)}
}

// TestHeadsAreThoseOfTheTemplates: each column of a template goes out under the very head, and no other is taken for one.
func TestHeadsAreThoseOfTheTemplates(t *testing.T) {
	for kind, x := range newTown(t).outlets() {
		heads := x.Head(export.Query{})
		var read []string
		for i, field := range x.columns.Guess(heads) {
			if field != "" {
				read = append(read, heads[i])
			}
		}
		for _, c := range x.columns {
			if !slices.Contains(read, c.Heads[0]) {
				t.Errorf("%s has no %s", kind, c.Heads[0])
			}
		}
		if len(read) != len(x.columns) {
			t.Errorf("%s: %v are read of %v", kind, read, heads)
		}
	}
}

// twins are two towns with the same residents.
func twins(t *testing.T) (here, there *town) {
	here, there = newTown(t), newTown(t)
	for _, n := range []*town{here, there} {
		n.enter(n.file(heads + lines(4)))
		n.Exec(`INSERT INTO compounds (id, name, area_code) VALUES ('0198c0de-0000-7000-8000-000000000001', '幸福小区', @area)`, store.Args{"area": string(testkit.Community)})
	}
	return here, there
}

// same asks both towns for the same number.
func same(t *testing.T, here, there *town, query string) {
	t.Helper()
	if a, b := here.Count(query, nil), there.Count(query, nil); a != b || a == 0 {
		t.Errorf("%d here, %d there: %s", a, b, query)
	}
}

// TestWhatWentOutComesIn: a table of one town is entered in another as it is, and there are the same dwellings, teams and organisations in both.
func TestWhatWentOutComesIn(t *testing.T) {
	here, there := twins(t)
	for kind, content := range map[intake.Kind]string{
		intake.Dwellings: dwellingHeads + door("1号楼", 1, "101") + door("1号楼", 2, "1102") + door("2号楼", 1, "-3") + strings.Replace(door("3号楼", 1, "A-1"), ",幸福小区,", ",,", 1),
		intake.Teams: teamHeads + post("网格长", 0, ",2024/8/15") + post("联络员", 1, "") + post("专职", 1, ",45519,2026-12-31") +
			strings.Replace(post("兼职", 2, ",2026-05-01"), ",居民", ",物业", 1),
		intake.Organisations: orgHeads + org("幸福社区党委", "", testkit.Community, ",,2020年7月1日") + org("第三网格支部", "幸福社区党委", testkit.Grid, ",幸福小区") +
			org("一号楼党小组", "第三网格支部", testkit.Grid, ""),
	} {
		sure(here.EnterTable(t.Context(), here.city(), here.table(kind, content), quiet))
		if out, err := there.EnterTable(t.Context(), there.city(), here.exported(kind, kind == intake.Teams), quiet); err != nil {
			t.Errorf("%s: %v: %s", kind, err, faults(out))
		}
	}
	for _, query := range []string{
		`SELECT count(*) FROM dwellings d JOIN areas a ON a.code = d.building WHERE (a.name, d.unit, d.door) IN (('1号楼', 1, '101'), ('1号楼', 2, '1102'), ('2号楼', 1, '-3'), ('3号楼', 1, 'A-1'))`,
		`SELECT count(*) FROM buildings WHERE compound_id IS NOT NULL`,
		`SELECT sum(floors) + sum(units) FROM buildings`,
		`SELECT count(*) FROM grid_posts`,
		`SELECT count(DISTINCT person_id) FROM grid_posts WHERE kind <> 'part_time' OR origin = 'property_staff' AND from_on = '2026-05-01'`,
		`SELECT count(*) FROM grid_posts WHERE from_on = '2024-08-15' AND (kind = 'chief' OR until_on = '2026-12-31')`,
		`SELECT count(*) FROM party_orgs o LEFT JOIN party_orgs up ON up.id = o.parent_id WHERE o.kind = 'committee' AND o.founded_on = '2020-07-01' OR up.name IN ('幸福社区党委', '第三网格支部')`,
		`SELECT count(*) FROM party_orgs WHERE compound_id IS NOT NULL`,
	} {
		same(t, here, there, query)
	}
}

// TestVacantPostsAreFilledIn: with the masks on, what is held is told as known or unreadable, and a vacant post that was filled in is given.
func TestVacantPostsAreFilledIn(t *testing.T) {
	n := newTown(t)
	n.enter(n.file(heads + lines(2)))
	sure(n.EnterTable(t.Context(), n.staff, n.table(intake.Teams, teamHeads+post("网格长", 0, "")), quiet))
	if got := n.found(n.staff, n.exported(intake.Teams, false)); got != "2 id_number field.required; 2 name name.malformed; 3 id_number field.required; 3 name field.required; 3 origin field.choice; "+
		"4 id_number field.required; 4 name field.required; 4 origin field.choice" {
		t.Error(got)
	}
	if got := n.found(n.staff, n.exported(intake.Teams, true)); !strings.HasPrefix(got, "2 id_number post.held_before; 3 ") {
		t.Error(got)
	}
}
