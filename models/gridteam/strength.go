package gridteam

import (
	"slices"

	"delinli/models"
)

// What the people of a grid carry at most.
const (
	// MostDwellings is for how many dwellings there is one full-time worker: a grid has 300 to 500 households, and one worker at least, in the
	// published case of Gaomi, 2024-08-15.
	MostDwellings = 500
	// MostGrids is in how many grids one person may hold posts: the case ties posts to grids 定岗 and names no number; the limit is our own.
	MostGrids = 2
)

// Gap is what a grid's team lacks.
type Gap string

// The gaps: the first three are vacancies, the others overloads.
const (
	NoChief    Gap = "no_chief"
	NoLiaison  Gap = "no_liaison"
	NoFullTime Gap = "no_full_time"
	Crowded    Gap = "crowded"   // more than MostDwellings for each full-time worker
	Stretched  Gap = "stretched" // somebody holds posts in more than MostGrids grids
)

// Gaps lists them in the order of forms.
var Gaps = []Gap{NoChief, NoLiaison, NoFullTime, Crowded, Stretched}

// Strength is whom a grid has on a day, and for how many dwellings.
type Strength struct {
	Grid      models.AreaCode
	Name      string
	Dwellings int
	Chiefs    int
	Liaisons  int
	FullTime  int
	PartTime  int
	Stretched int // people of the team who hold posts in more than MostGrids grids
}

// Members is how many posts of the grid are held.
func (s Strength) Members() int { return s.Chiefs + s.Liaisons + s.FullTime + s.PartTime }

// Gaps is what the team lacks.
func (s Strength) Gaps() (gaps []Gap) {
	for _, g := range Gaps {
		if s.has(g) {
			gaps = append(gaps, g)
		}
	}
	return gaps
}

// Vacant are the posts that somebody of the grid should hold and nobody does.
func (s Strength) Vacant() (kinds []Kind) {
	for _, v := range []struct {
		gap  Gap
		kind Kind
	}{{NoChief, Chief}, {NoLiaison, Liaison}, {NoFullTime, FullTime}} {
		if s.has(v.gap) {
			kinds = append(kinds, v.kind)
		}
	}
	return kinds
}

func (s Strength) has(g Gap) bool {
	switch g {
	case NoChief:
		return s.Chiefs == 0
	case NoLiaison:
		return s.Liaisons == 0
	case NoFullTime:
		return s.FullTime == 0
	case Crowded:
		return s.FullTime > 0 && s.Dwellings > MostDwellings*s.FullTime
	case Stretched:
		return s.Stretched > 0
	}
	return false
}

// Lacking are the grids that have the gap; all for the empty gap.
func Lacking(grids []Strength, g Gap) []Strength {
	return slices.DeleteFunc(slices.Clone(grids), func(s Strength) bool { return g != "" && !s.has(g) })
}

// Whole is what several grids have together.
type Whole struct {
	Grids, Chiefs, Liaisons, FullTime, PartTime int
	Gaps                                        map[Gap]int // how many grids have each
}

// Sum adds grids up.
func Sum(grids []Strength) Whole {
	w := Whole{Grids: len(grids), Gaps: map[Gap]int{}}
	for _, s := range grids {
		w.Chiefs += s.Chiefs
		w.Liaisons += s.Liaisons
		w.FullTime += s.FullTime
		w.PartTime += s.PartTime
		for _, g := range s.Gaps() {
			w.Gaps[g]++
		}
	}
	return w
}
