package party_test

import (
	"cmp"
	"crypto/rand"
	"maps"
	"strings"
	"testing"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/party"
)

// TestFourLevels: what is founded has the level below the one above it, and an area that fits.
func TestFourLevels(t *testing.T) {
	const community, grid, other models.AreaCode = "370785001005", "370785001005003", "370785001006001"
	compound := models.NewID[models.CompoundID](rand.Reader)
	committee := party.Org{ID: models.NewID[models.OrgID](rand.Reader), Kind: party.Committee, Area: community}
	branch := party.Org{ID: models.NewID[models.OrgID](rand.Reader), Kind: party.Branch, Area: grid}
	over := committee
	over.Ended = true
	for what, c := range map[string]struct {
		o, above party.Org
		kind     party.Kind
		area     models.AreaCode
		want     map[string]string
	}{
		"a committee":             {party.Org{Area: community}, party.Org{}, party.Committee, community, nil},
		"a committee of a grid":   {party.Org{Area: grid}, party.Org{}, party.Committee, grid, map[string]string{"area_code": "party.no_community"}},
		"of a compound":           {party.Org{Area: community, Compound: compound}, party.Org{}, party.Committee, community, map[string]string{"compound_id": "party.no_compound"}},
		"a branch":                {party.Org{Area: grid}, committee, party.Branch, grid, nil},
		"a branch of a compound":  {party.Org{Area: grid, Compound: compound}, committee, party.Branch, grid, nil},
		"a branch of elsewhere":   {party.Org{Area: other}, committee, party.Branch, other, map[string]string{"area_code": "party.no_grid"}},
		"a branch of a community": {party.Org{Area: community}, committee, party.Branch, community, map[string]string{"area_code": "party.no_grid"}},
		"a group":                 {party.Org{}, branch, party.Group, grid, nil},
		"below a group":           {party.Org{Area: grid}, party.Org{Kind: party.Group}, "", grid, map[string]string{"parent_id": "party.lowest"}},
		"below what has ended":    {party.Org{Area: grid}, over, party.Branch, grid, map[string]string{"parent_id": "party.over"}},
	} {
		o, err := c.o.Under(c.above)
		if !maps.Equal(faultsOf(err), c.want) || o.Kind != c.kind || o.Area != c.area || o.Parent != c.above.ID {
			t.Errorf("%s: %+v %v", what, o, faultsOf(err))
		}
	}
}

// TestOrganisationsAreFoundedSinceThereIsAParty: and today at the latest, which is the day when none is said.
func TestOrganisationsAreFoundedSinceThereIsAParty(t *testing.T) {
	for day, want := range map[calendar.Date]string{"": "", "0001-01-01": "party.before_party", "1921-06-30": "party.before_party", "1921-07-01": "", "2026-03-10": "",
		"2026-03-11": "party.not_yet", "9999-12-31": "party.not_yet", "2026-02-30": "field.format"} {
		o, err := party.Org{Founded: day}.Since("2026-03-10")
		if got := faultsOf(err)["founded_on"]; got != want || want == "" && o.Founded != cmp.Or(day, "2026-03-10") {
			t.Errorf("%s: %s, %+v", day, got, o)
		}
	}
}

func TestNamesOfOrganisations(t *testing.T) {
	for name, good := range map[string]bool{"康成社区党委": true, " 第一网格党支部 ": true, "": false, "  ": false, "支部13800138000": false, strings.Repeat("长", 40): true, strings.Repeat("长", 41): false} {
		o, err := party.Org{}.Named(name)
		if (err == nil) != good || good && o.Name != strings.TrimSpace(name) {
			t.Errorf("%q: %+v %v", name, o, err)
		}
	}
}
