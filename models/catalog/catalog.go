// Package catalog is the noun of the service menu: what residents may ask for, who may come, and how an order for it goes its way.
package catalog

import (
	"cmp"
	"slices"
	"strings"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
)

// Item is one service of the menu.
type Item struct {
	ID       models.ItemID `json:"id"`
	Category Category      `json:"category"`
	Position int           `json:"position"` // within the category, from 1
	Active   bool          `json:"active"`   // on offer; an item is never deleted, since orders name it
	Version  int           `json:"version"`  // counts the edits, from 1
	Terms
}

// Terms are what the menu says of an item, and what an order takes over from it.
type Terms struct {
	Zh        Text           `json:"zh"`
	En        Text           `json:"en"`
	Minutes   int            `json:"minutes"` // how long a visit takes as a rule
	Class     calendar.Class `json:"class"`   // of the time limits
	Risk      Risk           `json:"risk"`
	Party     dispatch.Party `json:"party"`
	Route     dispatch.Route `json:"route"`
	Publishes bool           `json:"publishes"` // goes on its route by itself, before staff have seen it
	Skills    []string       `json:"skills"`    // every one is required
	Useful    []string       `json:"useful"`    // skills that help
}

// Text is an item in one language.
type Text struct {
	Name string `json:"name"`
	What string `json:"what"` // is done
	Who  string `json:"who"`  // comes
}

// Risk says what the law asks of whoever does a risky service (Regulations on Volunteer Service).
type Risk string

// The risks.
const (
	NoRisk   Risk = "none"
	Insured  Risk = "insured"
	Licensed Risk = "licensed" // insured, and for the trade of the required skills
)

// Risks lists every risk.
var Risks = []Risk{NoRisk, Insured, Licensed}

// Matches reports whether every word of the text stands somewhere in what the menu says of the item, in either language. No
// word matches every item.
func (i Item) Matches(text string) bool {
	c := i.Category.label()
	said := strings.ToLower(strings.Join([]string{i.Zh.Name, i.Zh.What, i.Zh.Who, i.En.Name, i.En.What, i.En.Who, c.Zh, c.En}, "\n"))
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		if !strings.Contains(said, word) {
			return false
		}
	}
	return true
}

// Compare orders items as the menu shows them.
func Compare(a, b Item) int {
	place := func(c Category) int { return slices.IndexFunc(Categories, coded(string(c))) }
	return cmp.Or(cmp.Compare(place(a.Category), place(b.Category)), cmp.Compare(a.Position, b.Position), cmp.Compare(a.Zh.Name, b.Zh.Name))
}
