package handlers

import "slices"

// Noun is a set of doors to one noun.
type Noun interface{ routes() []Route }

// Join puts the routes of all nouns into the one table that is the whole API.
func Join(nouns ...Noun) []Route {
	var all []Route
	for _, noun := range nouns {
		all = slices.Concat(all, noun.routes())
	}
	return all
}
