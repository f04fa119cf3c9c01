// Package report is what the town is measured by: one catalogue of figures, the three rates made of them, spans of time, and how a
// figure changes from one month to another.
package report

import "slices"

// Unit is what a figure counts in.
type Unit string

// The units.
const (
	Matters Unit = "件"  // orders
	Acts    Unit = "次"  // what was done, such as call-backs
	Visits  Unit = "人次" // people, each as often as they came
	Minutes Unit = "分钟"
	Share   Unit = "率" // from 0 to 1
)

// Name names a figure: a column of a table, a line of a chart.
type Name string

// Source names the rows from which a figure is counted; the store has one statement for each.
type Source string

// The sources, each with the moment at which its rows count.
const (
	CallBacks   Source = "call_backs"  // call-backs, when they were made
	Dues        Source = "dues"        // orders whose limit has run out or was met, at its end
	Placings    Source = "placings"    // orders, when they were placed
	Acceptances Source = "acceptances" // orders, when somebody first took them
	Finishes    Source = "finishes"    // orders, when they were last finished
	Closings    Source = "closings"    // orders, when they ended
	Services    Source = "services"    // credits of hours, a row for each who served
	Days        Source = "days"        // orders, what happened to them today and yesterday and where they stand now
)

// Figure is one line of the catalogue. A figure with a source counts rows, so that those of parts add up to that of the whole; one without is
// a rate or a median of them.
type Figure struct {
	Name   Name
	Unit   Unit
	Source Source
	Counts string // which rows count, or how the figure is made of them
	Rule   string // where that is laid down
}

// The figures.
const (
	Valid      Name = "valid"
	Contacted  Name = "contacted"
	Solved     Name = "solved"
	Satisfied  Name = "satisfied"
	Basically  Name = "basically"
	Unanswered Name = "unanswered"

	Due    Name = "due"
	OnTime Name = "on_time"

	Placed         Name = "placed"
	Accepted       Name = "accepted"
	Finished       Name = "finished"
	NoAnswer       Name = "no_answer"
	Served         Name = "served"
	ServiceMinutes Name = "service_minutes"

	PlacedYesterday   Name = "placed_yesterday"
	FinishedYesterday Name = "finished_yesterday"
	Owed              Name = "owed"
	Overdue           Name = "overdue"

	Response     Name = "response"
	Resolution   Name = "resolution"
	Satisfaction Name = "satisfaction"
	Composite    Name = "composite"
	OnTimeRate   Name = "on_time_rate"

	AcceptMinutes Name = "accept_minutes"
	FinishMinutes Name = "finish_minutes"
)

const (
	threeRates = "three rates 三率 of 接诉即办: a public analysis program, no official text"
	onTimeRule = "on-time closing rate 按时办结率, common practice"
	own        = "our own count"
)

// Catalogue is the one definition of each figure.
var Catalogue = []Figure{
	{Valid, Acts, CallBacks, "valid call-backs 有效回访, but those of orders that hang 挂账 with a second person's approval", threeRates},
	{Contacted, Acts, CallBacks, "of those, the requester says to have been contacted", threeRates},
	{Solved, Acts, CallBacks, "of those, the matter is solved", threeRates},
	{Satisfied, Acts, CallBacks, "of those, the requester is satisfied", threeRates},
	{Basically, Acts, CallBacks, "of those, the requester is basically satisfied", threeRates},
	{Unanswered, Acts, CallBacks, "of those, the requester gave no answer: never satisfied", threeRates},

	{Due, Matters, Dues, "orders whose limit has ended, but those that ended without being done, stand still before it, or hang with approval", onTimeRule},
	{OnTime, Matters, Dues, "of those, finished or found unfulfillable before their limit ended", onTimeRule},

	{Placed, Matters, Placings, "all", own},
	{Accepted, Matters, Acceptances, "those that a volunteer or a team took", own},
	{Finished, Matters, Finishes, "those that were finished", own},
	{NoAnswer, Matters, Closings, "those that the clock closed without an answer: never satisfied", threeRates},
	{Served, Visits, Services, "everybody who came, each time", own},
	{ServiceMinutes, Minutes, Services, "minutes credited", own},

	{PlacedYesterday, Matters, Days, "those that were placed on the day before", own},
	{FinishedYesterday, Matters, Days, "those that were finished on the day before", own},
	{Owed, Matters, Days, "those of which a step is owed", own},
	{Overdue, Matters, Days, "of those, the step is late: the queue of the desk", own},

	{Response, Share, "", "contacted ÷ valid", threeRates},
	{Resolution, Share, "", "solved ÷ valid", threeRates},
	{Satisfaction, Share, "", "(satisfied + 0.9 × basically satisfied) ÷ valid; the 0.9 is a weight", threeRates},
	{Composite, Share, "", "0.1 response + 0.5 resolution + 0.4 satisfaction; these are weights", threeRates},
	{OnTimeRate, Share, "", "on time ÷ due", onTimeRule},

	{AcceptMinutes, Minutes, "", "from placing to the first acceptance, the median", own},
	{FinishMinutes, Minutes, "", "from placing to the last finish, the median", own},
}

// Of gives a figure of the catalogue; ok is false for a name that is none.
func Of(n Name) (f Figure, ok bool) {
	at := slices.IndexFunc(Catalogue, func(f Figure) bool { return f.Name == n })
	if at < 0 {
		return f, false
	}
	return Catalogue[at], true
}

// Counted lists the figures that are counted from a source.
func Counted(s Source) (names []Name) {
	for _, f := range Catalogue {
		if f.Source == s {
			names = append(names, f.Name)
		}
	}
	return names
}

// Tally is how often each figure was counted.
type Tally map[Name]int64

// Add adds what another part has.
func (t Tally) Add(part Tally) {
	for name, n := range part {
		t[name] += n
	}
}
