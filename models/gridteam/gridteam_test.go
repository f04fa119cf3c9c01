package gridteam_test

import (
	"slices"
	"testing"

	"delinli/models/gridteam"
)

func TestVacantAndOverloaded(t *testing.T) {
	full := gridteam.Strength{gridteam.Chief: 1, gridteam.Liaison: 1, gridteam.FullTime: 2, gridteam.PartTime: 4}
	for name, c := range map[string]struct {
		team       gridteam.Strength
		households int
		vacant     []gridteam.Kind
		overloaded bool
	}{
		"full":             {full, 600, nil, false},
		"too many":         {full, 601, nil, true},
		"nobody":           {nil, 1, []gridteam.Kind{gridteam.Chief, gridteam.Liaison, gridteam.FullTime}, true},
		"nobody, no homes": {nil, 0, []gridteam.Kind{gridteam.Chief, gridteam.Liaison, gridteam.FullTime}, false},
		"no chief":         {gridteam.Strength{gridteam.Liaison: 1, gridteam.FullTime: 1}, 224, []gridteam.Kind{gridteam.Chief}, false},
	} {
		if got := c.team.Vacant(); !slices.Equal(got, c.vacant) {
			t.Errorf("%s: %v is vacant", name, got)
		}
		if got := c.team.Overloaded(c.households); got != c.overloaded {
			t.Errorf("%s: overloaded %v", name, got)
		}
	}
}
