package calendar

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"testing"
	"time"

	"delinli/models"
)

func TestShippedYearsGiveBackEveryStatutoryHoliday(t *testing.T) {
	c := shippedCalendar(t)
	// 52 weekends and the statutory holidays: 11 days, since 2025 13 (State Council decree 795).
	for year, want := range map[int]int{2024: 366 - 104 - 11, 2025: 365 - 104 - 13, 2026: 365 - 104 - 13} {
		from := time.Date(year-1, 12, 31, 0, 0, 0, 0, models.Local)
		if got := c.workdays(from, from.AddDate(1, 0, 0)); got != want {
			t.Errorf("%d: %d working days, want %d", year, got, want)
		}
	}
}

func TestShippedYearsAreFreshCopies(t *testing.T) {
	Shipped()[0].Off[0].From = "1999-01-01"
	if err := Shipped()[0].Check(); err != nil {
		t.Error(err)
	}
}

func TestYearRoundTrip(t *testing.T) {
	for _, y := range Shipped() {
		b, err := json.Marshal(y)
		if err != nil {
			t.Fatal(err)
		}
		var back Year
		if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(back, y) {
			t.Errorf("%s came back as %+v, %v", b, back, err)
		}
	}
}

func TestYearCheck(t *testing.T) {
	for _, tt := range []struct {
		name string
		year Year
		want map[string]string
	}{
		{"nothing but the year", Year{Year: 2027, Version: 1}, nil},
		{"far year and no version", Year{Year: 1999},
			map[string]string{"year": "calendar.year_out_of_range", "version": "calendar.version_missing"}},
		{"no day", Year{2027, 1, []Span{{"2027-02-29", "2027-03-01"}}, []Date{"", "2027-13-01", "2027-1-3"}},
			map[string]string{"off.0": "calendar.not_in_year", "on.0": "calendar.not_in_year", "on.1": "calendar.not_in_year", "on.2": "calendar.not_in_year"}},
		{"a year of holidays", Year{2027, 1, []Span{{"2027-01-01", "2027-12-31"}}, nil}, map[string]string{"off": "calendar.too_few_workdays"}},
		{"a quarter of holidays", Year{2027, 1, []Span{{"2027-01-01", "2027-03-31"}}, nil}, map[string]string{"off": "calendar.too_few_workdays"}},
		{"a long February", Year{2027, 1, []Span{{"2027-02-01", "2027-02-28"}}, nil}, nil},
		{"another year", Year{2027, 1, []Span{{"2027-12-31", "2028-01-02"}}, []Date{"2026-01-04"}},
			map[string]string{"off.0": "calendar.not_in_year", "on.0": "calendar.not_in_year"}},
		{"backwards", Year{2027, 1, []Span{{"2027-05-05", "2027-05-01"}}, nil}, map[string]string{"off.0": "calendar.ends_before_it_begins"}},
		{"overlap", Year{2027, 1, []Span{{"2027-05-01", "2027-05-05"}, {"2027-05-05", "2027-05-05"}}, nil}, map[string]string{"off.1": "calendar.day_twice"}},
		{"worked weekday", Year{2027, 1, nil, []Date{"2027-01-04"}}, map[string]string{"on.0": "calendar.not_a_weekend_day"}},
		{"worked twice", Year{2027, 1, nil, []Date{"2027-01-03", "2027-01-03"}}, map[string]string{"on.1": "calendar.day_twice"}},
		{"off and worked", Year{2027, 1, []Span{{"2027-01-01", "2027-01-03"}}, []Date{"2027-01-03"}}, map[string]string{"on.0": "calendar.day_twice"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.year.Check()
			var got map[string]string
			if e, ok := errors.AsType[*models.Error](err); ok {
				got = e.Fields
			}
			if (err == nil) != (tt.want == nil) || !maps.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestNewRefusesBadTables(t *testing.T) {
	if _, err := New(Year{Year: 2027, Version: 1}, Year{Year: 2027, Version: 2}); models.KindOf(err) != models.Invalid {
		t.Errorf("one year twice: %v", err)
	}
	if _, err := New(Year{Year: 2027}); models.KindOf(err) != models.Invalid {
		t.Errorf("no version: %v", err)
	}
}

func TestVersionGrowsWithEachEdit(t *testing.T) {
	years := Shipped()
	c, _ := New(years...)
	years[1].Version++
	edited, _ := New(years...)
	grown, _ := New(append(years, Year{Year: 2027, Version: 1})...)
	if c.Version() != 3 || edited.Version() != 4 || grown.Version() != 5 {
		t.Errorf("versions %d, %d, %d", c.Version(), edited.Version(), grown.Version())
	}
}

func TestADaySomeYearsLater(t *testing.T) {
	for day, want := range map[Date]Date{"2026-03-10": "2027-03-10", "2028-02-29": "2029-03-01"} {
		if got := day.Later(1); got != want {
			t.Errorf("a year after %s: %s, want %s", day, got, want)
		}
	}
}
