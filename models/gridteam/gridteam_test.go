package gridteam_test

import (
	"slices"
	"testing"

	"delinli/models/gridteam"
)

func TestTheKindsOfPostsHaveNoRepeats(t *testing.T) {
	if got := len(slices.Compact(slices.Sorted(slices.Values(gridteam.Kinds)))); got != 4 {
		t.Errorf("%d kinds", got)
	}
}
