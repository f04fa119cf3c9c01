package handlers

import (
	"slices"
	"testing"

	"delinli/models/gridteam"
	"delinli/models/party"
)

// TestTheDoorsTakeWhatTheirNounsName: each word of the nouns of teams and reports, and no other.
func TestTheDoorsTakeWhatTheirNounsName(t *testing.T) {
	for what, c := range map[string]struct{ offered, named []string }{
		"posts":             {offered[appointIn](t, "Kind"), texts(gridteam.Kinds)},
		"origins":           {offered[appointIn](t, "Origin"), texts(gridteam.Origins)},
		"gaps":              {offered[gridTeamsIn](t, "Gap"), texts(gridteam.Gaps)},
		"reports":           {offered[reportIn](t, "Kind"), texts(party.ReturnKinds)},
		"reports of a list": {offered[homeReturnsIn](t, "Kind"), texts(party.ReturnKinds)},
	} {
		if !slices.Equal(c.offered, c.named) {
			t.Errorf("%s: %v are let through, %v are named", what, c.offered, c.named)
		}
	}
}
