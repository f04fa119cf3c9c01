package posting_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"delinli/app/posting"
	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/gridteam"
	"delinli/models/report"
)

// second is another grid of the community, far one of elsewhere.
const (
	second = testkit.Community + "004"
	far    = testkit.Elsewhere + "001"
)

// town is a world with three grids.
type town struct {
	*testkit.World
	*posting.Service
	staff, worker, elsewhere models.Actor
}

func newTown(t *testing.T) *town {
	w := testkit.NewWorld(t)
	for _, grid := range []models.AreaCode{second, far} {
		w.Exec(`INSERT INTO areas (code, parent, name) VALUES (@grid, @up, '又一网格')`, store.Args{"grid": string(grid), "up": string(grid.Parent())})
	}
	n := &town{World: w, staff: w.Person(models.CommunityStaff, testkit.Community), worker: w.Person(models.GridWorker, testkit.Grid),
		elsewhere: w.Person(models.StreetStaff, "370785002")}
	n.Service = &posting.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader}
	return n
}

// neighbour is somebody with a name.
func (n *town) neighbour(name string) models.PersonID {
	n.T.Helper()
	id := n.Person(models.Resident, testkit.Grid).Person
	p, err := people.Get(n.Store.Read(n.T.Context()), id)
	if err == nil {
		p.Name, err = n.World.Vault.Seal(p.Key, people.Place(id, "name"), name)
	}
	if err == nil {
		err = people.Update(n.Store.Read(n.T.Context()), p)
	}
	if err != nil {
		n.T.Fatal(err)
	}
	return id
}

func held(grid models.AreaCode, kind gridteam.Kind, who models.PersonID) gridteam.Post {
	return gridteam.Post{Grid: grid, Kind: kind, Person: who, Origin: gridteam.Residents}
}

func (n *town) appoint(p gridteam.Post) posting.Member {
	n.T.Helper()
	m, err := n.Appoint(n.T.Context(), n.staff, p)
	if err != nil {
		n.T.Fatal(err)
	}
	return m
}

func (n *town) team(a models.Actor, grid models.AreaCode) posting.Team {
	n.T.Helper()
	team, err := n.Team(n.T.Context(), a, grid)
	if err != nil {
		n.T.Fatal(err)
	}
	return team
}

func faultsOf(err error) map[string]string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Fields
	}
	return nil
}

// TestAPostIsGivenAndEnds: from today on, until its last day, with a line of each; who comes after begins the day after.
func TestAPostIsGivenAndEnds(t *testing.T) {
	n := newTown(t)
	ctx, who := t.Context(), n.neighbour("张秀英")
	m := n.appoint(held(testkit.Grid, gridteam.Chief, who))
	if m.From != "2026-03-10" || m.Until != nil || m.Name.Mask() != "张**" || m.Version != 1 || !slices.Equal(m.Can, []string{posting.End}) || m.GrantedBy != n.staff.Person {
		t.Errorf("%+v", m)
	}
	if _, err := n.End(ctx, n.staff, m.ID, 7, ""); models.KindOf(err) != models.Conflict {
		t.Errorf("over an older version: %v", err)
	}
	ended, err := n.End(ctx, n.staff, m.ID, m.Version, "")
	if err != nil || *ended.Until != "2026-03-10" || ended.Version != 2 {
		t.Errorf("%+v %v", ended, err)
	}
	next := held(testkit.Grid, gridteam.Chief, n.neighbour("李建国"))
	if _, err := n.Appoint(ctx, n.staff, next); faultsOf(err)["kind"] != "post.taken" {
		t.Errorf("two on one day: %v", err)
	}
	next.From = "2026-03-11"
	n.appoint(next)
	team := n.team(n.staff, testkit.Grid)
	if len(team.Members) != 2 || team.Chiefs != 1 || !slices.Equal(team.Gaps(), []gridteam.Gap{gridteam.NoLiaison, gridteam.NoFullTime}) {
		t.Errorf("%+v", team)
	}
	n.Pass(24 * 3600e9)
	if team := n.team(n.staff, testkit.Grid); len(team.Members) != 1 || team.Members[0].Name.Mask() != "李**" || team.Chiefs != 1 {
		t.Errorf("the day after: %+v", team)
	}
	if over, err := n.Post(ctx, n.staff, m.ID); err != nil || len(over.Can) != 0 {
		t.Errorf("%+v %v", over, err)
	}
	if got := n.Count(`SELECT count(*) FROM audit WHERE person_id = @id AND actor_id = @by AND action IN ('post.appoint', 'post.end')`, store.Args{"id": who, "by": n.staff.Person}); got != 2 {
		t.Errorf("%d lines", got)
	}
}

func TestBadAppointments(t *testing.T) {
	n := newTown(t)
	who := n.neighbour("张秀英")
	n.appoint(held(testkit.Grid, gridteam.FullTime, who))
	erased := n.neighbour("王五")
	if err := n.Store.Write(t.Context(), func(tx *store.Tx) error { return people.Erase(tx, erased, n.World.Now()) }); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		p           gridteam.Post
		field, code string
	}{
		"a community":            {held(testkit.Community, gridteam.Chief, who), "area_code", "post.no_grid"},
		"a grid of elsewhere":    {held(far, gridteam.Chief, who), "area_code", "unknown"},
		"no such grid":           {held(testkit.Community+"099", gridteam.Chief, who), "area_code", "unknown"},
		"nobody":                 {held(testkit.Grid, gridteam.Chief, models.NewID[models.PersonID](rand.Reader)), "person_id", "unknown"},
		"somebody of elsewhere":  {held(testkit.Grid, gridteam.Chief, n.elsewhere.Person), "person_id", "unknown"},
		"somebody who is erased": {held(testkit.Grid, gridteam.Chief, erased), "person_id", "unknown"},
		"the same once more":     {held(testkit.Grid, gridteam.FullTime, who), "person_id", "post.held_before"},
	} {
		if _, err := n.Appoint(t.Context(), n.staff, c.p); faultsOf(err)[c.field] != c.code {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestAChildHoldsNoPost: who the register says is under 18 on the day of the town.
func TestAChildHoldsNoPost(t *testing.T) {
	n := newTown(t)
	who := n.neighbour("张小明")
	for born, code := range map[string]string{"2012-05-01": "resident.under_age", "2008-03-01": "resident.under_age", "2008-02-01": ""} {
		n.Exec(`UPDATE persons SET born = CAST(@born AS date) WHERE id = @id`, store.Args{"born": born, "id": who})
		if _, err := n.Appoint(t.Context(), n.staff, held(testkit.Grid, gridteam.PartTime, who)); faultsOf(err)["person_id"] != code {
			t.Errorf("born %s: %v", born, err)
		}
	}
}

// TestATeamOfElsewhereIsNotFound: by no verb, and a worker appoints nobody.
func TestATeamOfElsewhereIsNotFound(t *testing.T) {
	n := newTown(t)
	ctx, m := t.Context(), n.appoint(held(testkit.Grid, gridteam.Chief, n.neighbour("张秀英")))
	other := n.appoint(held(second, gridteam.Chief, n.neighbour("李建国")))
	tries := map[string]func(models.Actor, models.AreaCode, models.PostID) error{
		"team": func(a models.Actor, grid models.AreaCode, _ models.PostID) error {
			_, err := n.Team(ctx, a, grid)
			return err
		},
		"list": func(a models.Actor, grid models.AreaCode, _ models.PostID) error {
			_, _, _, err := n.Teams(ctx, a, grid, "", posting.Page{Limit: 10})
			return err
		},
		"post": func(a models.Actor, _ models.AreaCode, id models.PostID) error {
			_, err := n.Post(ctx, a, id)
			return err
		},
		"end": func(a models.Actor, _ models.AreaCode, id models.PostID) error {
			_, err := n.End(ctx, a, id, 1, "")
			return err
		},
	}
	for what, try := range tries {
		if err := try(n.elsewhere, testkit.Grid, m.ID); models.KindOf(err) != models.NotFound {
			t.Errorf("%s from elsewhere: %v", what, err)
		}
		if err := try(n.worker, second, other.ID); models.KindOf(err) != models.NotFound && (what != "end" || models.KindOf(err) != models.Forbidden) {
			t.Errorf("%s of the next grid: %v", what, err)
		}
		if err := try(n.Person(models.Resident, testkit.City), testkit.Grid, m.ID); models.KindOf(err) != models.Forbidden {
			t.Errorf("%s as a resident: %v", what, err)
		}
	}
	if team := n.team(n.worker, testkit.Grid); len(team.Members) != 1 || len(team.Members[0].Can) != 0 {
		t.Errorf("their own: %+v", team)
	}
	if _, err := n.Appoint(ctx, n.worker, held(testkit.Grid, gridteam.Liaison, n.worker.Person)); models.KindOf(err) != models.Forbidden {
		t.Errorf("a worker appoints: %v", err)
	}
	for _, grid := range []models.AreaCode{testkit.Community, testkit.Community + "099"} {
		if _, err := n.Team(ctx, n.staff, grid); models.KindOf(err) != models.NotFound {
			t.Errorf("%s has a team: %v", grid, err)
		}
	}
}

// TestGapsAreListed: each grid under what it lacks, page by page, and the sums agree with what stands.
func TestGapsAreListed(t *testing.T) {
	n := newTown(t)
	busy := n.neighbour("张秀英")
	n.Exec(`INSERT INTO areas (code, parent, name) SELECT code, @up, '网格' FROM unnest(ARRAY['370785001005005', '370785001005006']) AS code`, store.Args{"up": string(testkit.Community)})
	n.Exec(`INSERT INTO areas (code, parent, name) VALUES ('37078500100500300001', @grid, '1号楼')`, store.Args{"grid": string(testkit.Grid)})
	n.Exec(`INSERT INTO buildings (code, units, floors) VALUES ('37078500100500300001', 2, 30)`, nil)
	n.Exec(`INSERT INTO dwellings (id, building, unit, door) SELECT gen_random_uuid(), '37078500100500300001', 1, CAST(d AS text) FROM generate_series(1, 501) AS d`, nil)
	for _, grid := range []models.AreaCode{testkit.Grid, second, "370785001005005"} {
		n.appoint(held(grid, gridteam.PartTime, busy))
	}
	n.appoint(held(testkit.Grid, gridteam.FullTime, n.neighbour("李建国")))
	n.appoint(held(second, gridteam.Chief, n.neighbour("王五")))
	all := func(gap gridteam.Gap) (codes []models.AreaCode, whole gridteam.Whole) {
		page := posting.Page{Limit: 2}
		for {
			found, next, w, err := n.Teams(t.Context(), n.staff, "", gap, page)
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range found {
				codes = append(codes, one.Grid)
			}
			if page.Cursor, whole = next, w; next == "" {
				return codes, whole
			}
		}
	}
	for gap, want := range map[gridteam.Gap]int{"": 4, gridteam.NoChief: 3, gridteam.NoLiaison: 4, gridteam.NoFullTime: 3, gridteam.Crowded: 1, gridteam.Stretched: 3} {
		codes, whole := all(gap)
		if len(codes) != want || gap != "" && whole.Gaps[gap] != want || whole.Grids != 4 || !slices.IsSorted(codes) {
			t.Errorf("%s: %v of %+v", gap, codes, whole)
		}
	}
	if m := n.team(n.staff, second).Members; len(m) != 2 || m[0].Stretched || !m[1].Stretched {
		t.Errorf("%+v", m)
	}
	_, whole := all("")
	stock, err := (&reporting.Service{DB: n.Store, Now: n.World.Now}).Standing(t.Context(), n.staff, testkit.Community, "")
	got := fmt.Sprint(whole.Chiefs, whole.Liaisons, whole.FullTime, whole.PartTime, whole.Chiefs+whole.Liaisons+whole.FullTime+whole.PartTime)
	f := stock.Whole.Tally
	if want := fmt.Sprint(f[report.Chiefs], f[report.Liaisons], f[report.FullTimeWorkers], f[report.PartTimeWorkers], f[report.TeamMembers]); err != nil || got != want || whole.PartTime != 3 {
		t.Errorf("the teams have %s, what stands is %s (%v)", got, want, err)
	}
}

// TestOneIsAppointed, however many appoint a chief at the same time, also for a while.
func TestOneIsAppointed(t *testing.T) {
	n := newTown(t)
	for _, until := range []*calendar.Date{nil, new(calendar.Date("2026-12-31"))} {
		grid := testkit.Grid
		if until != nil {
			grid = second
		}
		var crew sync.WaitGroup
		won := make(chan models.PostID, 8)
		for i := range 8 {
			p := held(grid, gridteam.Chief, n.neighbour(fmt.Sprintf("张%c", '一'+rune(i))))
			p.Until = until
			crew.Go(func() {
				if m, err := n.Appoint(t.Context(), n.staff, p); err == nil {
					won <- m.ID
				} else if faultsOf(err)["kind"] != "post.taken" {
					t.Error(err)
				}
			})
		}
		if crew.Wait(); len(won) != 1 {
			t.Errorf("%d were appointed", len(won))
		}
	}
}

// TestEveryWordIsKept: the database takes each post and origin that the noun names.
func TestEveryWordIsKept(t *testing.T) {
	n := newTown(t)
	for i, kind := range gridteam.Kinds {
		for j, origin := range gridteam.Origins {
			p := held(testkit.Grid, kind, n.neighbour(fmt.Sprintf("张%c", '一'+rune(4*i+j))))
			p.Origin, p.From, p.Until = origin, calendar.Date(fmt.Sprintf("2026-0%d-01", j+1)), new(calendar.Date(fmt.Sprintf("2026-0%d-28", j+1)))
			if m := n.appoint(p); m.Kind != kind || m.Origin != origin {
				t.Errorf("%+v", m)
			}
		}
	}
}
