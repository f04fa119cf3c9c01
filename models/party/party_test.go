package party_test

import (
	"testing"

	"delinli/models"
	"delinli/models/party"
)

// TestTheFourLevels: each kind stands right under the one above, and within its area.
func TestTheFourLevels(t *testing.T) {
	at := func(kind party.Kind, area models.AreaCode) party.Org { return party.Org{Kind: kind, Area: area} }
	const community, grid, elsewhere = "370785001005", "370785001005003", "370785001006001"
	for _, c := range []struct {
		below, above party.Org
		may          bool
	}{
		{at(party.Branch, grid), at(party.Committee, community), true},
		{at(party.Group, grid), at(party.Branch, grid), true},
		{at(party.Branch, elsewhere), at(party.Committee, community), false},
		{at(party.Group, grid), at(party.Committee, community), false},
		{at(party.Committee, community), at(party.Committee, community), false},
		{at(party.Branch, grid), at(party.Group, grid), false},
		{at(party.Committee, community), party.Org{}, false},
	} {
		if got := c.below.Under(c.above); got != c.may {
			t.Errorf("%s of %s under %s of %s: %v", c.below.Kind, c.below.Area, c.above.Kind, c.above.Area, got)
		}
	}
}
