package calendar

import (
	"time"

	"delinli/models"
)

// closes is the time of day at which a working day ends.
const closes = 18 * time.Hour

// day is what a pause of one working day is written as.
const day = 24 * time.Hour

// Calendar tells working days from days off. It never changes once made, so that many may read it at once. The zero
// Calendar has no table: every working day it counts is provisional.
type Calendar struct {
	version int
	tables  map[int]bool  // the years that have a table
	works   map[Date]bool // the days that do not follow the week
}

// New makes a calendar of the years' tables; the error names the first table that does not hold.
func New(years ...Year) (Calendar, error) {
	c := Calendar{tables: map[int]bool{}, works: map[Date]bool{}}
	for _, y := range years {
		if c.tables[y.Year] {
			return Calendar{}, models.BadField("year", "calendar.year_twice")
		}
		if err := y.Check(); err != nil {
			return Calendar{}, err
		}
		c.add(y)
	}
	return c, nil
}

func (c *Calendar) add(y Year) {
	c.version += y.Version
	c.tables[y.Year] = true
	for _, s := range y.Off {
		for d := range s.Days() {
			c.works[d] = false
		}
	}
	for _, d := range y.On {
		c.works[d] = true
	}
}

// Version is the sum of the tables' versions: every new table and every edit raises it.
func (c Calendar) Version() int { return c.version }

// Workday tells whether the local day of t is worked, and whether its year has a table at all.
func (c Calendar) Workday(t time.Time) (works, known bool) {
	t = t.In(models.Local)
	works, named := c.works[DateOf(t)]
	return works || !named && !weekend(t), c.tables[t.Year()]
}

// Due is the moment at which a limit that starts at start runs out. Hours and calendar days run around the clock, or
// only inside the limit's window. Working days begin with the day after start (Civil Code art. 201) and end at 18:00;
// when one of the days counted lies in a year without a table, the week alone decides and the moment is provisional. It
// is given in UTC.
func (c Calendar) Due(start time.Time, l Limit) (due time.Time, provisional bool) {
	_, due, provisional = c.run(start, l, 0)
	return due, provisional
}

// run tells when a limit turns amber and when it runs out, if it stands still for paused in between.
func (c Calendar) run(start time.Time, l Limit, paused time.Duration) (amber, due time.Time, provisional bool) {
	if l.Unit == Workday {
		still := int(paused / day)
		due, provisional = c.closing(start, l.Amount+still)
		return c.tenths(start, amberTenths*l.Amount+10*still).UTC(), due.UTC(), provisional
	}
	amber, due = l.Window.add(start, l.length()/10*amberTenths+paused), l.Window.add(start, l.length()+paused)
	return amber.UTC(), due.UTC(), false
}

// closing is the end of the nth working day after the day of start; start itself when n is 0.
func (c Calendar) closing(start time.Time, n int) (end time.Time, provisional bool) {
	end = start
	for date := models.Day(start); n > 0; {
		date = date.AddDate(0, 0, 1)
		works, known := c.Workday(date)
		provisional = provisional || !known
		if works {
			n--
			end = date.Add(closes)
		}
	}
	return end, provisional
}

// workdays counts the working days after the day of from, up to and with the day of to.
func (c Calendar) workdays(from, to time.Time) (n int) {
	last := models.Day(to)
	for date := models.Day(from).AddDate(0, 0, 1); !date.After(last); date = date.AddDate(0, 0, 1) {
		if works, _ := c.Workday(date); works {
			n++
		}
	}
	return n
}

// tenths is the moment at which that many tenths of working days after start have passed.
func (c Calendar) tenths(start time.Time, n int) time.Time {
	from, _ := c.closing(start, n/10)
	to, _ := c.closing(start, n/10+1)
	return from.Add(to.Sub(from) / 10 * time.Duration(n%10))
}

// MissingYears lists the years for which a table must be entered: this one, and from November on the next, whose
// notice is out by then.
func (c Calendar) MissingYears(now time.Time) (years []int) {
	year, month, _ := now.In(models.Local).Date()
	if !c.tables[year] {
		years = append(years, year)
	}
	if month >= time.November && !c.tables[year+1] {
		years = append(years, year+1)
	}
	return years
}
