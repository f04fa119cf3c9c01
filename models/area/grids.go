package area

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"delinli/models"
)

// Change is what becomes of a grid.
type Change string

// The changes.
const (
	Split    Change = "split"    // some of its buildings become a grid of their own
	Merge    Change = "merge"    // a neighbour takes all that it has, and it ends
	Renumber Change = "renumber" // it goes on under another code
)

// Move is a place that goes on under another code.
type Move struct {
	Old models.AreaCode `json:"old"`
	New models.AreaCode `json:"new"`
}

// Successor is where the place of a code that ended is now. Several says that what it then had lies in more than one area since, so that the
// code alone does not tell which is meant.
type Successor struct {
	Code    models.AreaCode
	Several bool
}

// Plan is what a change does to codes: each place that gets another one, the grid itself among them when it does not stay.
type Plan struct {
	Change   Change
	From, To models.AreaCode // grids of one community
	Moves    []Move
}

// Codes are the codes of a community. One that ended is never given again, since it leads to its successor.
type Codes struct{ There, Ended map[models.AreaCode]bool }

// Buildings lists those of a grid.
func (c Codes) Buildings(grid models.AreaCode) (all []models.AreaCode) {
	for code := range c.There {
		if code.Level() == models.Building && code.Within(grid) {
			all = append(all, code)
		}
	}
	slices.Sort(all)
	return all
}

// Split plans to make a new grid of some buildings. It is Invalid with buildings, or with fields of the new grid.
func (c Codes) Split(grid models.AreaCode, n Area, buildings []models.AreaCode) (Plan, error) {
	bad, of := map[string]string{}, c.Buildings(grid)
	if e, ok := errors.AsType[*models.Error](n.Check()); ok {
		maps.Copy(bad, e.Fields)
	}
	if code := c.newFault(grid, n.Code); code != "" {
		bad["code"] = code
	}
	chosen := slices.Compact(slices.Sorted(slices.Values(buildings)))
	switch {
	case len(chosen) == 0:
		bad["buildings"] = "area.nothing_to_move"
	case slices.ContainsFunc(chosen, func(b models.AreaCode) bool { return !slices.Contains(of, b) }):
		bad["buildings"] = "area.not_of_grid"
	case len(chosen) == len(of):
		bad["buildings"] = "area.nothing_stays"
	}
	return c.plan(Plan{Change: Split, From: grid, To: n.Code}, chosen, "buildings", bad)
}

// Merge plans to give all that a grid has to another. It is Invalid with into.
func (c Codes) Merge(grid, into models.AreaCode) (Plan, error) {
	bad := map[string]string{}
	switch {
	case !isGrid(into):
		bad["into"] = "area.bad_code"
	case into == grid:
		bad["into"] = "area.into_itself"
	case into.Parent() != grid.Parent():
		bad["into"] = "area.other_community"
	case !c.There[into]:
		bad["into"] = "unknown"
	}
	return c.plan(Plan{Change: Merge, From: grid, To: into}, c.Buildings(grid), "into", bad)
}

// Renumber plans to give a grid another code. It is Invalid with code.
func (c Codes) Renumber(grid, to models.AreaCode) (Plan, error) {
	bad := map[string]string{}
	if code := c.newFault(grid, to); code != "" {
		bad["code"] = code
	}
	return c.plan(Plan{Change: Renumber, From: grid, To: to}, c.Buildings(grid), "code", bad)
}

func isGrid(c models.AreaCode) bool { return c.Level() == models.Grid && wellFormed(c) }

// newFault is why a grid cannot get the code.
func (c Codes) newFault(grid, to models.AreaCode) string {
	switch {
	case !isGrid(to):
		return "area.bad_code"
	case to.Parent() != grid.Parent():
		return "area.other_community"
	case c.There[to]:
		return "taken"
	case c.Ended[to]:
		return "area.used_before"
	}
	return ""
}

// plan gives each building its code in the other grid, unless something is bad; field is at fault when that grid has no room.
func (c Codes) plan(p Plan, buildings []models.AreaCode, field string, bad map[string]string) (Plan, error) {
	if p.Change != Split {
		p.Moves = append(p.Moves, Move{p.From, p.To})
	}
	given := Codes{There: maps.Clone(c.There), Ended: c.Ended}
	for _, b := range buildings {
		if len(bad) > 0 {
			break
		}
		to := given.Free(p.To + b[len(p.From):])
		if to == "" {
			bad[field] = "area.full"
		}
		given.There[to] = true
		p.Moves = append(p.Moves, Move{b, to})
	}
	if len(bad) > 0 {
		return Plan{}, &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: bad}
	}
	return p, nil
}

// Free is the code itself when nobody has or had it, or else the next one of the same area above that is free, from the lowest on again after the
// highest; empty when there is none.
func (c Codes) Free(code models.AreaCode) models.AreaCode {
	up := code.Parent()
	digits, limit := len(code)-len(up), 1
	for range digits {
		limit *= 10
	}
	first, err := strconv.Atoi(string(code[len(up):]))
	if err != nil {
		return ""
	}
	for i := range limit {
		free := up + models.AreaCode(fmt.Sprintf("%0*d", digits, (first+i)%limit))
		if wellFormed(free) && !c.There[free] && !c.Ended[free] {
			return free
		}
	}
	return ""
}

// Part is what a grid, or a building of one, has.
type Part struct {
	Code       models.AreaCode
	Name       string
	Buildings  int
	Dwellings  int
	Households int
	Residents  int
	Drawn      bool // has a boundary
}

// Warning is something about a grid that should be mended, though nothing forbids it.
type Warning struct {
	Area models.AreaCode
	Code string
}

// Warnings tells what should be mended of a grid: too few or too many dwellings, no boundary.
func (p Part) Warnings() (all []Warning) {
	switch {
	case p.Dwellings < FewestDwellings:
		all = append(all, Warning{p.Code, "grid.too_few_dwellings"})
	case p.Dwellings > MostDwellings:
		all = append(all, Warning{p.Code, "grid.too_many_dwellings"})
	}
	if !p.Drawn {
		all = append(all, Warning{p.Code, "grid.no_boundary"})
	}
	return all
}
