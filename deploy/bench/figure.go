package main

import "fmt"

// figure is one measured number and the bar that it is held against.
type figure struct {
	name   string
	value  float64
	bar    float64
	atMost bool // the bar is a ceiling, not a floor
}

func (f figure) holds() bool {
	if f.atMost {
		return f.value <= f.bar
	}
	return f.value >= f.bar
}

// String is the line of the report: name, value, bar and whether it holds.
func (f figure) String() string {
	verdict := "falls short"
	if f.holds() {
		verdict = "holds"
	}
	return f.name + " " + short(f.value) + " " + short(f.bar) + " " + verdict
}

// short is a number with three digits that count, or without a fraction where there are more before it.
func short(n float64) string {
	if n >= 1_000 {
		return fmt.Sprintf("%.0f", n)
	}
	return fmt.Sprintf("%.3g", n)
}
