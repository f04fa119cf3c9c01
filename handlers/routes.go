package handlers

import (
	"fmt"
	"slices"
)

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

// mustFit panics when routes stand in each other's way, or when one could not keep what it promises about keys: the result
// of a keyed POST is nothing or something that a GET route shows again.
func mustFit(routes []Route) {
	for i, r := range routes {
		for _, earlier := range routes[:i] {
			if _, hidden := earlier.match(r.Path); hidden && earlier.Method == r.Method {
				panic(fmt.Sprintf("handlers: %s %s can never be reached behind %s", r.Method, r.Path, earlier.Path))
			}
		}
		if r.keyed && r.Produces != "" && !r.referable() {
			panic(fmt.Sprintf("handlers: POST %s cannot show its result again: give %v a Ref, or declare the route unkeyed", r.Path, r.Out))
		}
	}
}
