package catalog

import (
	"delinli/models/calendar"
	"delinli/models/dispatch"
)

// Shipped gives the menu that comes with the program, in its order and without ids: six items in each of the eight categories.
// What touches health, papers, money or the home of somebody who may not be able to say no waits for staff.
func Shipped() (menu []Item) {
	for _, part := range []struct {
		category Category
		items    []Terms
	}{
		{Elders, elders()}, {Health, health()}, {Schooling, schooling()}, {Hardship, hardship()},
		{Repairs, repairs()}, {Errands, errands()}, {Law, law()}, {Neighbourhood, neighbourhood()},
	} {
		for i, t := range part.items {
			menu = append(menu, Item{Category: part.category, Position: i + 1, Active: true, Version: 1, Terms: t})
		}
	}
	return menu
}

// offered is an item that goes to the best volunteer.
func offered(minutes int, zh, en Text) Terms {
	return Terms{Zh: zh, En: en, Minutes: minutes, Class: calendar.General, Risk: NoRisk, Route: dispatch.ToBest}
}

// pooled is an item that volunteers may claim.
func pooled(minutes int, zh, en Text) Terms {
	t := offered(minutes, zh, en)
	t.Route = dispatch.ToPool
	return t
}

// waiting is an item that staff arrange.
func waiting(minutes int, zh, en Text) Terms {
	t := offered(minutes, zh, en)
	t.Route = dispatch.ToStaff
	return t
}

func (t Terms) byItself() Terms                 { t.Publishes = true; return t }
func (t Terms) class(c calendar.Class) Terms    { t.Class = c; return t }
func (t Terms) insured() Terms                  { t.Risk = Insured; return t }
func (t Terms) licensed() Terms                 { t.Risk = Licensed; return t }
func (t Terms) members(p dispatch.Party) Terms  { t.Party = p; return t }
func (t Terms) needs(skills ...string) Terms    { t.Skills = skills; return t }
func (t Terms) helpedBy(skills ...string) Terms { t.Useful = skills; return t }
