package models

import "time"

// Clock tells the time; tests hold it still.
type Clock func() time.Time

// Behind is a clock that shows the same hour some whole days earlier.
func (c Clock) Behind(days int) Clock {
	return func() time.Time { return c().Add(-time.Duration(days) * 24 * time.Hour) }
}

// Local is the time zone in which days, caps and numbers are counted. China has no daylight saving, so a fixed
// offset needs no zone database.
var Local = time.FixedZone("Asia/Shanghai", 8*60*60)

// Day is the local calendar day of t, at its midnight.
func Day(t time.Time) time.Time {
	y, m, d := t.In(Local).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, Local)
}
