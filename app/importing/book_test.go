package importing_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"delinli/app/importing"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/intake"
	"delinli/models/secret"
)

const (
	dwellingHeads = "网格编码,小区,楼栋,楼层数,单元,房号\n"
	teamHeads     = "网格编码,岗位,姓名,身份证号,来源,任职日期,任期至\n"
	orgHeads      = "组织名称,上级组织,区划编码,小区,成立日期\n"
)

func (n *town) table(kind intake.Kind, content string) importing.Task {
	task := n.file(content)
	task.Kind, task.Source = kind, ""
	return task
}

// found checks a table and says what is wrong with it.
func (n *town) found(a models.Actor, task importing.Task) string {
	n.T.Helper()
	out, err := n.CheckTable(n.T.Context(), a, task, quiet)
	if err != nil {
		n.T.Fatal(err)
	}
	return faults(out)
}

func (n *town) has(what string, want int, query string) {
	n.T.Helper()
	if got := n.Count(query, nil); got != want {
		n.T.Errorf("%d %s, want %d", got, what, want)
	}
}

// city are those who may make buildings.
func (n *town) city() models.Actor { return n.Person(models.CityStaff, testkit.City) }

func door(building string, unit int, door string) string {
	return fmt.Sprintf("%s,幸福小区,%s,,%d单元,%s室\n", testkit.Grid, building, unit, door)
}

// TestDwellingsAreTakenIn: with their buildings and compounds, which grow; checking changes nothing; the same doors are known afterwards.
func TestDwellingsAreTakenIn(t *testing.T) {
	n, ctx := newTown(t), t.Context()
	city := n.city()
	task := n.table(intake.Dwellings, dwellingHeads+door("1号楼", 1, "101")+door("1号楼", 2, "1102")+door("2号楼", 1, "A-3"))
	if got := n.found(city, task); got != "" {
		t.Fatal(got)
	}
	n.has("buildings after a check", 0, `SELECT count(*) FROM buildings`)
	out, err := n.EnterTable(ctx, city, task, quiet)
	if err != nil || out.Entered != 3 {
		t.Fatalf("%+v %v", out, err)
	}
	n.has("doors", 3, `SELECT count(*) FROM dwellings`)
	n.has("compounds", 1, `SELECT count(*) FROM compounds WHERE name = '幸福小区'`)
	n.has("first building", 1, `SELECT count(*) FROM buildings b JOIN areas a USING (code) WHERE a.name = '1号楼' AND units = 2 AND floors = 11`)
	n.has("line of the building", 1, `SELECT count(*) FROM audit WHERE action = 'area.add' AND subject_id = '37078500100500300001'`)
	n.has("line of the import", 1, `SELECT count(*) FROM audit WHERE action = 'import.done' AND detail ->> 'kind' = 'dwellings'`)

	more := n.table(intake.Dwellings, dwellingHeads+door("1号楼", 1, "101")+door("1号楼", 3, "201")+door("1号楼", 3, "201"))
	if got := n.found(n.staff, more); got != "2 door import.door_known; 4 door import.door_twice 3" {
		t.Error(got)
	}
	more.GoodOnly = true
	if out, err := n.EnterTable(ctx, n.staff, more, quiet); err != nil || out.Entered != 1 {
		t.Errorf("%+v %v", out, err)
	}
	n.has("grown building", 1, `SELECT count(*) FROM buildings WHERE units = 3 AND floors = 11`)
}

func TestBadDwellings(t *testing.T) {
	n := newTown(t)
	if _, err := n.EnterTable(t.Context(), n.city(), n.table(intake.Dwellings, dwellingHeads+door("1号楼", 1, "101")), quiet); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ line, want string }{
		"of elsewhere":          {string(testkit.Elsewhere) + "001,,1号楼,,1,101\n", "2 area_code import.no_such_grid"},
		"no such grid":          {string(testkit.Community) + "099,,1号楼,,1,101\n", "2 area_code import.no_such_grid"},
		"a building's code":     {string(testkit.Grid) + "00001,,1号楼,,1,101\n", "2 area_code import.no_such_grid"},
		"no building, nothing":  {string(testkit.Grid) + ",,,,,\n", "2 building area.bad_name; 2 door import.bad_door; 2 unit import.bad_count"},
		"a new one, by staff":   {door("9号楼", 1, "101"), "2 building import.no_such_building"},
		"of two compounds":      {strings.Replace(door("1号楼", 1, "102"), "幸福小区", "康乐小区", 1), "2 compound import.other_compound"},
		"unit nought":           {door("1号楼", 0, "102"), "2 unit import.bad_count"},
		"unit 51":               {door("1号楼", 51, "102"), "2 unit import.bad_count"},
		"a door in words":       {door("1号楼", 1, "一楼东户"), "2 door import.bad_door"},
		"too high":              {string(testkit.Grid) + ",,1号楼,201,1,102\n", "2 floors import.bad_count"},
		"a name without an end": {string(testkit.Grid) + "," + strings.Repeat("长", 61) + ",1号楼,,1,102\n", "2 compound area.bad_name"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := n.found(n.staff, n.table(intake.Dwellings, dwellingHeads+tt.line)); got != tt.want {
				t.Errorf("%s; want %s", got, tt.want)
			}
		})
	}
}

// post is a line of a team for the n-th resident of lines.
func post(kind string, who int, more string) string {
	return fmt.Sprintf("%s,%s,张%c一,%s,居民%s\n", testkit.Grid, kind, '一'+rune(who), number(who), more)
}

// TestTeamsAreTakenIn: posts are given by the rules by which staff give them one by one, line after line.
func TestTeamsAreTakenIn(t *testing.T) {
	n, ctx := newTown(t), t.Context()
	n.enter(n.file(heads + lines(4)))
	task := n.table(intake.Teams, teamHeads+post("网格长", 0, ",2024/8/15")+post("专职", 1, ",45519,2026-12-31"))
	if got := n.found(n.staff, task); got != "" {
		t.Fatal(got)
	}
	n.has("posts after a check", 0, `SELECT count(*) FROM grid_posts`)
	if out, err := n.EnterTable(ctx, n.staff, task, quiet); err != nil || out.Entered != 2 {
		t.Fatalf("%+v %v", out, err)
	}
	n.has("posts", 1, `SELECT count(*) FROM grid_posts WHERE kind = 'full_time' AND from_on = '2024-08-15' AND until_on = '2026-12-31'`)
	n.has("lines in the record", 2, `SELECT count(*) FROM audit WHERE action = 'post.appoint' AND person_id IS NOT NULL`)

	wrong := teamHeads + post("专职", 1, "") + post("网格长", 2, "") + post("联络员", 2, "") + post("联络员", 3, "") +
		strings.Replace(post("兼职", 3, ""), ",张", ",李", 1) + post("兼职", 9, "") + post("厨师", 3, "") + post("兼职", 3, ",去年")
	want := "2 id_number post.held_before; 3 kind post.taken; 5 kind post.taken; 6 id_number import.nobody; 7 id_number import.nobody; 8 kind field.choice; 9 from_on import.bad_date"
	if got := n.found(n.staff, n.table(intake.Teams, wrong)); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	other := n.Person(models.CommunityStaff, testkit.Elsewhere)
	elsewhere := teamHeads + post("兼职", 3, "") + strings.Replace(post("兼职", 3, ""), string(testkit.Grid), string(testkit.Elsewhere)+"001", 1)
	if got := n.found(other, n.table(intake.Teams, elsewhere)); got != "2 area_code unknown; 3 id_number import.nobody" {
		t.Error(got)
	}
}

// TestAChildIsOnNoTeam, as when staff appoint one by one.
func TestAChildIsOnNoTeam(t *testing.T) {
	n := newTown(t)
	child, err := secret.CompleteIDNumber("37070020120501001")
	if err != nil {
		t.Fatal(err)
	}
	n.enter(n.file(heads + fmt.Sprintf("张小明,%s,,%s,,,子女,\n", child.Plain(), testkit.Grid)))
	line := fmt.Sprintf("%s,兼职,张小明,%s,居民,,\n", testkit.Grid, child.Plain())
	if got := n.found(n.staff, n.table(intake.Teams, teamHeads+line)); got != "2 id_number resident.under_age" {
		t.Error(got)
	}
}

func org(name, above string, area models.AreaCode, more string) string {
	return fmt.Sprintf("%s,%s,%s%s\n", name, above, area, more)
}

// TestOrganisationsAreTakenIn: those above stand on lines before those below, or are there.
func TestOrganisationsAreTakenIn(t *testing.T) {
	n := newTown(t)
	n.Exec(`INSERT INTO compounds (id, name, area_code) VALUES ('0198c0de-0000-7000-8000-000000000001', '幸福小区', @area)`, store.Args{"area": string(testkit.Community)})
	task := n.table(intake.Organisations, orgHeads+org("幸福社区党委", "", testkit.Community, ",,2020年7月1日")+org("第三网格支部", "幸福社区党委", testkit.Grid, ",幸福小区")+
		org("一号楼党小组", "第三网格支部", testkit.Grid, ""))
	if got := n.found(n.staff, task); got != "" {
		t.Fatal(got)
	}
	n.has("organisations after a check", 0, `SELECT count(*) FROM party_orgs`)
	if out, err := n.EnterTable(t.Context(), n.staff, task, quiet); err != nil || out.Entered != 3 {
		t.Fatalf("%+v %v", out, err)
	}
	n.has("organisations", 3, `SELECT count(*) FROM party_orgs WHERE kind IN ('committee', 'branch', 'group')`)
	n.has("branch of the compound", 1, `SELECT count(*) FROM party_orgs WHERE kind = 'branch' AND compound_id IS NOT NULL AND founded_on = '2026-03-10'`)
	wrong := orgHeads + org("幸福社区党委", "", testkit.Community, "") + org("支部", "没有的党委", testkit.Grid, "") + org("支部", "幸福社区党委", testkit.Community, "") +
		org("支部", "幸福社区党委", testkit.Grid, ",没有的小区") + org("", "", testkit.Elsewhere, "") + org("别处党委", "", testkit.Elsewhere, "") +
		org("小组", "一号楼党小组", testkit.Grid, "") + org("支部", "幸福社区党委", testkit.Grid, ",,2099-01-01") + org("支部", "", "3707850", "") +
		org("支部", "幸福社区党委", testkit.Grid, ",,0001-01-01")
	want := "2 area_code party.led_before; 3 parent import.no_org_above; 4 area_code party.no_grid; 5 compound unknown; 6 name party.name; 7 area_code import.no_such_area; " +
		"8 parent party.lowest; 9 founded_on party.not_yet; 10 area_code import.no_such_area; 11 founded_on party.before_party"
	if got := n.found(n.staff, n.table(intake.Organisations, wrong)); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// TestOfTwoTablesOfTheSameDoorsOneCounts: both were good when they were checked.
func TestOfTwoTablesOfTheSameDoorsOneCounts(t *testing.T) {
	n := newTown(t)
	city := n.city()
	var all sync.WaitGroup
	entered := make([]int, 4)
	for i := range entered {
		task := n.table(intake.Dwellings, dwellingHeads+door("1号楼", 1, "101")+door("1号楼", 1, "102"))
		all.Go(func() {
			out, _ := n.EnterTable(t.Context(), city, task, quiet) // the others are told what is wrong
			entered[i] = out.Entered
		})
	}
	all.Wait()
	if sum := entered[0] + entered[1] + entered[2] + entered[3]; sum != 2 {
		t.Errorf("%v", entered)
	}
	n.has("doors", 2, `SELECT count(*) FROM dwellings`)
	n.has("buildings", 1, `SELECT count(*) FROM buildings`)
}

// TestATeamIsSentAtTheDesk: the whole way, with a fault that came up since it was checked; no source is asked for.
func TestATeamIsSentAtTheDesk(t *testing.T) {
	n := newTown(t)
	n.enter(n.file(heads + lines(2)))
	id := n.sendA(intake.Teams, teamHeads+post("网格长", 0, ""))
	x := n.work(id, intake.Ready)
	sure(n.Check(t.Context(), n.staff, id, x.Mapping))
	n.work(id, intake.Checked)
	sure(n.EnterTable(t.Context(), n.staff, n.table(intake.Teams, teamHeads+post("网格长", 1, "")), quiet))
	sure(n.Enter(t.Context(), n.staff, id, false, ""))
	if x := n.work(id, intake.Checked); faults(*x.Outcome) != "2 kind post.taken" {
		t.Errorf("%+v", x.Outcome)
	}
	sure(n.Stop(t.Context(), n.staff, id))
	id = n.sendA(intake.Organisations, orgHeads+org("幸福社区党委", "", testkit.Community, ""))
	x = n.work(id, intake.Ready)
	sure(n.Check(t.Context(), n.staff, id, x.Mapping))
	n.work(id, intake.Checked)
	sure(n.Enter(t.Context(), n.staff, id, false, ""))
	if x := n.work(id, intake.Done); x.Outcome.Entered != 1 {
		t.Errorf("%+v", x.Outcome)
	}
	id = n.send(heads + lines(1))
	if _, err := n.Enter(t.Context(), n.staff, id, false, ""); fieldOf(err, "source") != "field.required" {
		t.Errorf("residents without a source: %v", err)
	}
}
