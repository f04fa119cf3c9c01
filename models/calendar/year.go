// Package calendar knows working days as data, and the clocks of orders that count in them.
package calendar

import (
	"fmt"
	"iter"
	"time"

	"delinli/models"
)

// Date is a local calendar day, written 2026-02-14; dates of four-digit years sort as text.
type Date string

// DateOf is the local calendar day of t.
func DateOf(t time.Time) Date { return Date(t.In(models.Local).Format(time.DateOnly)) }

// Midnight is the moment at which the day begins; ok is false for a text that is no day.
func (d Date) Midnight() (t time.Time, ok bool) {
	t, err := time.ParseInLocation(time.DateOnly, string(d), models.Local)
	return t, err == nil
}

// Later is the same day some years on.
func (d Date) Later(years int) Date {
	t, _ := d.Midnight()
	return DateOf(t.AddDate(years, 0, 0))
}

// Span is a run of days, both ends included.
type Span struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// Days walks over the days of the span; a span that is no run of days has none.
func (s Span) Days() iter.Seq[Date] {
	return func(yield func(Date) bool) {
		first, ok1 := s.From.Midnight()
		last, ok2 := s.To.Midnight()
		for day := first; ok1 && ok2 && !day.After(last); day = day.AddDate(0, 0, 1) {
			if !yield(DateOf(day)) {
				return
			}
		}
	}
}

// Year is the table of one year as the State Council's notice gives it. Days that it does not name follow the week:
// Saturday and Sunday are off, the others are worked.
type Year struct {
	Year    int    `json:"year"`
	Version int    `json:"version"` // counts the edits of this table, from 1
	Off     []Span `json:"off"`     // public holidays and shifted days off
	On      []Date `json:"on"`      // weekend days that are worked
}

// Check names every fault of the table by its field, such as "off.2" or "on.0".
func (y Year) Check() error {
	bad := map[string]string{}
	if y.Year < 2000 || y.Year > 2100 {
		bad["year"] = "calendar.year_out_of_range"
	}
	if y.Version < 1 {
		bad["version"] = "calendar.version_missing"
	}
	seen := map[Date]bool{}
	for i, s := range y.Off {
		note(bad, fmt.Sprintf("off.%d", i), y.spanFault(s, seen))
	}
	for i, d := range y.On {
		note(bad, fmt.Sprintf("on.%d", i), y.onFault(d, seen))
	}
	if len(bad) == 0 && y.workdays() < fewest {
		bad["off"] = "calendar.too_few_workdays"
	}
	return models.BadFields(bad)
}

// fewest is how many working days a year has at least, so that no table stops every clock: the State Council's notices leave 248 to 251.
const fewest = 200

func (y Year) workdays() int {
	c := Calendar{tables: map[int]bool{}, works: map[Date]bool{}}
	c.add(y)
	eve := time.Date(y.Year-1, time.December, 31, 0, 0, 0, 0, models.Local)
	return c.workdays(eve, eve.AddDate(1, 0, 0))
}

func (y Year) spanFault(s Span, seen map[Date]bool) string {
	switch {
	case !y.has(s.From) || !y.has(s.To):
		return "calendar.not_in_year"
	case s.To < s.From:
		return "calendar.ends_before_it_begins"
	}
	for d := range s.Days() {
		if seen[d] {
			return "calendar.day_twice"
		}
		seen[d] = true
	}
	return ""
}

func (y Year) onFault(d Date, seen map[Date]bool) string {
	day, _ := d.Midnight()
	switch {
	case !y.has(d):
		return "calendar.not_in_year"
	case !weekend(day):
		return "calendar.not_a_weekend_day"
	case seen[d]:
		return "calendar.day_twice"
	}
	seen[d] = true
	return ""
}

func (y Year) has(d Date) bool {
	day, ok := d.Midnight()
	return ok && day.Year() == y.Year
}

func weekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

// note keeps the code of a field that has a fault.
func note(bad map[string]string, field, code string) {
	if code != "" {
		bad[field] = code
	}
}
