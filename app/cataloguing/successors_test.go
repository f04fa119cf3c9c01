package cataloguing_test

import (
	"maps"
	"testing"

	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/area"
)

// TestCodesThatEndedLeadOn: each leads to the area that its place is now, over any number of changes; one whose buildings went apart since says so; one that
// did not end is not told of, a grid that was split among them.
func TestCodesThatEndedLeadOn(t *testing.T) {
	h := settled(t)
	old := houses(testkit.Grid, "00001", "00002", "00003")
	const sixth = testkit.Community + "006"
	want := func(name string, want map[models.AreaCode]area.Successor) {
		t.Helper()
		got, err := h.Successors(t.Context(), append([]models.AreaCode{testkit.Grid, fourth, fifth, sixth, testkit.Community, "370785099", "x"}, old...))
		if h.must(err); !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	want("nothing changed", map[models.AreaCode]area.Successor{})
	_, err := h.SplitGrid(t.Context(), h.city, h.regroup(testkit.Grid), area.Area{Code: fifth, Name: "第五网格"}, nil, old[:1])
	h.must(err)
	want("split", map[models.AreaCode]area.Successor{old[0]: {Code: fifth + "00001"}})
	_, err = h.RenumberGrid(t.Context(), h.city, h.regroup(testkit.Grid), sixth)
	h.must(err)
	renumbered := map[models.AreaCode]area.Successor{old[0]: {Code: fifth + "00001"}, testkit.Grid: {Code: sixth}, old[1]: {Code: sixth + "00002"}, old[2]: {Code: sixth + "00003"}}
	want("renumbered after a split", renumbered)
	_, err = h.MergeGrid(t.Context(), h.city, h.regroup(fifth), sixth)
	h.must(err)
	together := map[models.AreaCode]area.Successor{old[0]: {Code: sixth + "00001"}, testkit.Grid: {Code: sixth}, fifth: {Code: sixth}, old[1]: {Code: sixth + "00002"}, old[2]: {Code: sixth + "00003"}}
	want("together again", together)
	const seventh = testkit.Community + "007"
	_, err = h.SplitGrid(t.Context(), h.city, h.regroup(sixth), area.Area{Code: seventh, Name: "第七网格"}, nil, houses(sixth, "00002"))
	h.must(err)
	together[old[1]] = area.Successor{Code: seventh + "00002"}
	together[testkit.Grid] = area.Successor{Code: sixth, Several: true}
	want("and apart again", together)
}
