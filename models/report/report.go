// Package report is the figures that the town is led by: how each is counted, and over what.
package report

// Rate is a part of a whole, in counts. Without a whole there is no rate: that is no data, and not nothing.
type Rate struct{ Part, Whole int }

// Value is the rate, from 0 to 1; nil without a whole.
func (r Rate) Value() *float64 {
	if r.Whole == 0 {
		return nil
	}
	return new(float64(r.Part) / float64(r.Whole))
}

// CallBacks counts what call-backs found: of each order the last valid one. A window that passed without an answer is none, and so never satisfied.
type CallBacks struct {
	Valid       int // 有效回访: the denominator of all rates
	Contacted   int // the resident was reached
	Solved      int
	Satisfied   int
	Basically   int // 基本满意
	Unsatisfied int
}

// Basic is what somebody who is basically satisfied counts, where one who is satisfied counts as one.
const Basic = 0.9

// Response is the share of call-backs that reached somebody 响应率.
func (c CallBacks) Response() Rate { return Rate{c.Contacted, c.Valid} }

// Resolution is the share whose matter is solved 解决率.
func (c CallBacks) Resolution() Rate { return Rate{c.Solved, c.Valid} }

// Satisfaction is the share of the satisfied, those who are basically so weighing less 满意率; nil without valid call-backs.
func (c CallBacks) Satisfaction() *float64 {
	if c.Valid == 0 {
		return nil
	}
	return new((float64(c.Satisfied) + Basic*float64(c.Basically)) / float64(c.Valid))
}

// Weights are what the three rates weigh in the composite; they add up to one.
type Weights struct{ Response, Resolution, Satisfaction float64 }

// Usual are the weights of a public analysis of such programs (接诉即办); they are no official ones.
var Usual = Weights{0.1, 0.5, 0.4}

// Composite is the three rates in one figure from 0 to 1; nil without valid call-backs.
func (c CallBacks) Composite(w Weights) *float64 {
	if c.Valid == 0 {
		return nil
	}
	return new(w.Response**c.Response().Value() + w.Resolution**c.Resolution().Value() + w.Satisfaction**c.Satisfaction())
}

// Work counts what became of orders: those that were placed in a time, and those whose service ended in it.
type Work struct {
	Placed   int // 件
	Finished int // 件: served to an end, by a volunteer or a department
	OnTime   int // of those, before the limit of the whole order
}

// Punctuality is the share that was finished on time 按时办结率.
func (w Work) Punctuality() Rate { return Rate{w.OnTime, w.Finished} }

// Line is a row of a table of rates.
type Line struct {
	Key string // area code, item, volunteer or month
	Work
	CallBacks
}

// Sum adds up the lines.
func Sum(lines []Line) (all Line) {
	for _, l := range lines {
		all.Placed, all.Finished, all.OnTime = all.Placed+l.Placed, all.Finished+l.Finished, all.OnTime+l.OnTime
		all.Valid, all.Contacted, all.Solved = all.Valid+l.Valid, all.Contacted+l.Contacted, all.Solved+l.Solved
		all.Satisfied, all.Basically, all.Unsatisfied = all.Satisfied+l.Satisfied, all.Basically+l.Basically, all.Unsatisfied+l.Unsatisfied
	}
	return all
}

// Change is how much more a count is than one before, from -1; nil where there was nothing before.
func Change(now, before int) *float64 {
	if before == 0 {
		return nil
	}
	return new(float64(now)/float64(before) - 1)
}
