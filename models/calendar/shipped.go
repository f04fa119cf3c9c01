package calendar

import (
	"strconv"
	"strings"
)

// Shipped gives the tables that come with the program, from the State Council's notices of 2023-10-25, 2024-11-12 and
// 2025-11-04.
func Shipped() []Year {
	return []Year{
		table(2024, "01-01 02-10/02-17 04-04/04-06 05-01/05-05 06-10 09-15/09-17 10-01/10-07",
			"02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12"),
		table(2025, "01-01 01-28/02-04 04-04/04-06 05-01/05-05 05-31/06-02 10-01/10-08",
			"01-26 02-08 04-27 09-28 10-11"),
		table(2026, "01-01/01-03 02-15/02-23 04-04/04-06 05-01/05-05 06-19/06-21 09-25/09-27 10-01/10-07",
			"01-04 02-14 02-28 05-09 09-20 10-10"),
	}
}

func table(year int, off, on string) Year {
	y := Year{Year: year, Version: 1}
	date := func(s string) Date { return Date(strconv.Itoa(year) + "-" + s) }
	for f := range strings.FieldsSeq(off) {
		from, to, run := strings.Cut(f, "/")
		if !run {
			to = from
		}
		y.Off = append(y.Off, Span{date(from), date(to)})
	}
	for f := range strings.FieldsSeq(on) {
		y.On = append(y.On, date(f))
	}
	return y
}
