package models

import "strings"

// AreaCode names one place of the tree city → street → community → grid → building by its statistical code: 6, 9, 12, 15
// and 20 digits, each the prefix of what lies below (division codes: 2+2+2+3+3 digits; grids: DB11 grid coding).
type AreaCode string

// AreaLevel is the depth of an area in the tree.
type AreaLevel string

// The levels, from the top.
const (
	City      AreaLevel = "city"
	Street    AreaLevel = "street"
	Community AreaLevel = "community"
	Grid      AreaLevel = "grid"
	Building  AreaLevel = "building"
)

var areaDigits = []struct {
	Level  AreaLevel
	Digits int
}{{City, 6}, {Street, 9}, {Community, 12}, {Grid, 15}, {Building, 20}}

// Level tells how deep the area lies; empty for a code that is no area's.
func (c AreaCode) Level() AreaLevel {
	if strings.Trim(string(c), "0123456789") != "" {
		return ""
	}
	for _, d := range areaDigits {
		if len(c) == d.Digits {
			return d.Level
		}
	}
	return ""
}

// Digits is how long the codes of the level are; 0 for no level.
func (l AreaLevel) Digits() int {
	for _, d := range areaDigits {
		if d.Level == l {
			return d.Digits
		}
	}
	return 0
}

// Below is the level right below; buildings have none below but themselves.
func (l AreaLevel) Below() AreaLevel {
	for i, d := range areaDigits[:len(areaDigits)-1] {
		if d.Level == l {
			return areaDigits[i+1].Level
		}
	}
	return Building
}

// Valid reports whether the code has the form of an area's.
func (c AreaCode) Valid() bool { return c.Level() != "" }

// Within reports whether the area is upper or lies below it.
func (c AreaCode) Within(upper AreaCode) bool {
	return upper != "" && strings.HasPrefix(string(c), string(upper))
}

// At is the area of the given level that holds c; empty when c lies above that level.
func (c AreaCode) At(level AreaLevel) AreaCode {
	for _, d := range areaDigits {
		if d.Level == level && len(c) >= d.Digits {
			return c[:d.Digits]
		}
	}
	return ""
}

// Parent is the area one level up; empty for a city.
func (c AreaCode) Parent() AreaCode {
	up := AreaCode("")
	for _, d := range areaDigits {
		if len(c) > d.Digits {
			up = c[:d.Digits]
		}
	}
	return up
}
