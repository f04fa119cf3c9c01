package enrolling_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"delinli/app/enrolling"
	"delinli/app/store"
	"delinli/app/store/posts"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/gridteam"
)

// post puts somebody with a name on a post of the grid.
func (w *world) post(kind gridteam.Kind, called, number string, from calendar.Date, until *calendar.Date) {
	w.Helper()
	a, _ := w.resident(number)
	full := name(called)
	_, err := w.Change(w.Context(), a, enrolling.Changes{Name: &full})
	w.must(err)
	w.must(w.town.Store.Write(w.Context(), func(tx *store.Tx) error {
		return posts.Add(tx, []gridteam.Post{{ID: models.NewID[models.PostID](rand.Reader), Grid: grid, Kind: kind, Person: a.Person, Origin: gridteam.Residents, From: from, Until: until}})
	}))
}

func TestOwnGrid(t *testing.T) {
	w := newWorld(t)
	today := calendar.DateOf(w.Now())
	yesterday := calendar.DateOf(w.Now().AddDate(0, 0, -1))
	w.post(gridteam.PartTime, "欧阳修", "13800000011", "2020-01-01", &today)
	w.post(gridteam.FullTime, "李四", "13800000012", "2020-01-01", &yesterday)
	w.post(gridteam.FullTime, "王五", "13800000013", today, nil)
	w.post(gridteam.Liaison, "赵六", "13800000014", calendar.DateOf(w.Now().AddDate(0, 0, 2)), nil)
	w.post(gridteam.Chief, "韩涛", "13800000015", "2020-01-01", nil)
	w.exec(`UPDATE areas SET hotline = '0536-555-0101' WHERE code = @code`, store.Args{"code": string(community)})
	a, _ := w.resident("13800000016")

	for code, want := range map[models.AreaCode]string{grid: "chief 韩, full_time 王, part_time 欧阳", community: "", elsewhere: ""} {
		_, err := w.Change(t.Context(), a, enrolling.Changes{Area: &code})
		w.must(err)
		own, err := w.OwnGrid(t.Context(), a)
		w.must(err)
		var called []string
		for _, m := range own.Team {
			called = append(called, fmt.Sprintf("%s %s", m.Kind, m.Surname))
		}
		if got := strings.Join(called, ", "); got != want || (own.Grid == nil) != (code.At(models.Grid) == "") || (own.Community == nil) != (code.At(models.Community) == "") {
			t.Errorf("%s: %s, grid %v, community %v", code, got, own.Grid, own.Community)
		}
		if got := own.Line.Number; (got == "0536-555-0101") != code.Within(community) {
			t.Errorf("%s: the line is %q", code, got)
		}
		if s := fmt.Sprintf("%+v", own); strings.Contains(s, "涛") || strings.Contains(s, "1380000") {
			t.Errorf("too much is told: %s", s)
		}
	}
}
