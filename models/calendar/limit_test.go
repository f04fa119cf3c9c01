package calendar

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestParseLimit(t *testing.T) {
	for text, want := range map[string]Limit{
		"2h":        {2, Hour, Window{}},
		"7d":        {7, Day, Window{}},
		"5w":        {5, Workday, Window{}},
		"999w":      {999, Workday, Window{}},
		"2h@07-21":  {2, Hour, Window{7, 21}},
		"12h@00-24": {12, Hour, Window{0, 24}},
	} {
		if got, err := ParseLimit(text); err != nil || got != want || got.String() != text {
			t.Errorf("%s: %+v %q, %v", text, got, got, err)
		}
	}
}

func TestParseLimitRefuses(t *testing.T) {
	for _, text := range []string{"", "2", "h", "0h", "02h", "-2h", "+2h", "1000h", "2x", "2H", " 2h", "2h ", "2h\n", "２h", "2.5h", "2h@",
		"2h@7-21", "2h@21-07", "2h@07-07", "2h@00-00", "2h@07-25", "2h@07-21-22", "2d@07-21", "2w@07-21", "99999999999999999999h"} {
		if got, err := ParseLimit(text); !errors.Is(err, errLimit) {
			t.Errorf("%q was read as %+v, %v", text, got, err)
		}
	}
}

func TestLimitCheck(t *testing.T) {
	for _, l := range []Limit{{}, {Amount: 1}, {Amount: 0, Unit: Hour}, {Amount: 1000, Unit: Day}, {Amount: 1, Unit: "m"},
		{1, Hour, Window{-1, 5}}, {1, Hour, Window{5, 25}}, {1, Hour, Window{5, 5}}, {1, Day, Window{7, 21}}} {
		if l.Check() == nil {
			t.Errorf("%+v passed", l)
		}
	}
}

func TestNoLimitIsTheEmptyText(t *testing.T) {
	l := workdays(1)
	if err := json.Unmarshal([]byte(`""`), &l); err != nil || !l.IsZero() {
		t.Errorf("read as %+v, %v", l, err)
	}
	if b, err := json.Marshal(Limit{}); string(b) != `""` || err != nil {
		t.Errorf("written as %s, %v", b, err)
	}
	if json.Unmarshal([]byte(`"soon"`), &l) == nil {
		t.Error("soon was read")
	}
}

func TestLimitRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := limits.Draw(t, "limit")
		if l.Window == (Window{}) {
			l.Amount = rapid.IntRange(1, most).Draw(t, "amount")
		}
		if back, err := ParseLimit(l.String()); err != nil || back != l {
			t.Errorf("%+v came back from %q as %+v, %v", l, l, back, err)
		}
	})
}
