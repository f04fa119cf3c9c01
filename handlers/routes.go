package handlers

import (
	"cmp"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Noun is a set of doors to one noun.
type Noun interface{ routes() []Route }

//go:generate go test -run IsCurrent -update .

// API is every noun that has doors. Wiring fills in the verbs; without them it still describes every door.
type API struct {
	Site         Site
	Auth         Auth
	Me           Me
	Views        Views
	People       People
	Seats        Seats
	Leaves       Leaves
	Accounts     Accounts
	Areas        Areas
	Facilities   Facilities
	Menu         Menu
	Settings     Settings
	Orders       Orders
	Complaints   Complaints
	Dispatch     Dispatch
	Figures      Figures
	Exports      Exports
	Imports      Imports
	Residents    Residents
	Records      Records
	Merges       Merges
	GridTeams    GridTeams
	Funds        Funds
	PartyOrgs    PartyOrgs
	HomeReturns  HomeReturns
	Volunteering Volunteering
	Teams        Teams
	Hours        Hours
	Files        Files
	Notices      Notices
	Privacy      Privacy
	Audit        Audit
}

// Routes is the one table that is the whole API.
func (a API) Routes() []Route {
	return Join(a.Site, a.Auth, a.Me, a.Views, a.People, a.Seats, a.Leaves, a.Accounts, a.Areas, a.Facilities, a.Menu, a.Settings, a.Orders,
		a.Complaints, a.Dispatch, a.Figures, a.Exports, a.Imports, a.Residents, a.Records, a.Merges, a.GridTeams, a.Funds, a.PartyOrgs, a.HomeReturns, a.Volunteering, a.Teams, a.Hours, a.Files, a.Notices, a.Privacy, a.Audit)
}

// Join puts the routes of nouns into one table.
func Join(nouns ...Noun) []Route {
	var all []Route
	for _, noun := range nouns {
		all = slices.Concat(all, noun.routes())
	}
	return all
}

// addDoors declares everything that can be reached, and nothing is declared elsewhere.
func (s *Server) addDoors() {
	for _, r := range s.Routes {
		s.Add(r.Method, Base+r.Path, s.door(r))
	}
	s.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok") })
	s.Get("/readyz", s.readyz)
	s.Get("/metrics", s.metrics)
	s.Get(Base+"/openapi.json", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
		return c.Send(s.document)
	})
}

// mustFit panics when routes stand in each other's way, or when one could not keep what it promises about keys: the result
// of a keyed POST is nothing, or something that a GET route shows again in the same form.
func mustFit(routes []Route) {
	for i, r := range routes {
		for _, earlier := range routes[:i] {
			if _, hidden := earlier.match(r.Path); hidden && earlier.Method == r.Method {
				panic(fmt.Sprintf("handlers: %s %s can never be reached behind %s", r.Method, r.Path, earlier.Path))
			}
		}
		if r.keyed && r.Produces != "" && !slices.ContainsFunc(routes, r.shownBy) {
			panic(fmt.Sprintf("handlers: POST %s cannot show its result again: give %v the Ref of a GET route that returns it, or declare the POST unkeyed", r.Path, r.Out))
		}
	}
}

// shownBy reports whether g is the GET route that the Ref of r's output leads to.
func (r Route) shownBy(g Route) bool {
	x, ok := reflect.Zero(r.Out).Interface().(Referable)
	if !ok || g.Method != http.MethodGet || g.Out != r.Out {
		return false
	}
	parts := strings.Split(x.Ref(), "/")
	for i := range parts[1:] {
		parts[i+1] = cmp.Or(parts[i+1], "id") // a nothing has an empty id
	}
	_, leads := g.match(strings.Join(parts, "/"))
	return leads
}
