package notice

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"delinli/models"
)

func TestEveryKindHasItsWordsInEveryLanguage(t *testing.T) {
	for l, texts := range words {
		if got, want := slices.Sorted(maps.Keys(texts.Kinds)), slices.Sorted(maps.Keys(rules)); !slices.Equal(got, want) {
			t.Errorf("%s has the kinds %v, want %v", l, got, want)
		}
		for k, x := range texts.Kinds {
			if x.Title == "" || x.Body == "" {
				t.Errorf("%s: %s is empty", l, k)
			}
			if order := strings.HasPrefix(string(k), "order.") || strings.HasPrefix(string(k), "approval."); order != strings.Contains(x.Body, "{order}") {
				t.Errorf("%s: %s names its order: %v", l, k, !order)
			}
		}
	}
}

func TestTextsAreFilled(t *testing.T) {
	n := Notice{Kind: Done, Number: "370785001005240815000001", Title: "修门禁"}
	for l, want := range map[Language]string{
		Chinese: "370785001005240815000001「修门禁」 已办结。解决了吗？请评价。",
		English: "370785001005240815000001「修门禁」 is finished. Is it solved? Please rate it.",
		"fr":    "370785001005240815000001「修门禁」 已办结。解决了吗？请评价。",
	} {
		if _, body := n.Text(l, nil); body != want {
			t.Errorf("%s: %s", l, body)
		}
	}
	n.Title = ""
	if _, body := n.Text(English, nil); body != "370785001005240815000001 is finished. Is it solved? Please rate it." {
		t.Errorf("without a title: %s", body)
	}
	if _, body := (Notice{Kind: CalendarMissing, Params: Params{Year: 2027}}).Text(English, nil); !strings.Contains(body, "2027") {
		t.Errorf("the year is missing: %s", body)
	}
	for k := range rules {
		for l := range words {
			title, body := Notice{Kind: k, Number: "1"}.Text(l, nil)
			if strings.ContainsAny(title+body, "{}") {
				t.Errorf("%s %s leaves a gap: %s %s", l, k, title, body)
			}
		}
	}
}

func TestWhatLeavesTheHouseNamesNoMatter(t *testing.T) {
	for l := range words {
		seen := map[string]bool{}
		for k := range rules {
			seen[l.Outside(k)] = true
		}
		if len(seen) != 2 {
			t.Errorf("%s tells apart %d kinds of messages, want something to do and something that happened", l, len(seen))
		}
		for text := range seen {
			if strings.ContainsAny(text, "{}「") || !strings.Contains(text, "德邻里") && !strings.Contains(text, "Delinli") {
				t.Errorf("%s: %s", l, text)
			}
		}
		if n := utf8.RuneCountInString(l.Short()); n == 0 || n > 20 {
			t.Errorf("%s: the short line has %d characters", l, n)
		}
		if code := l.Code("123456"); !strings.Contains(code, "123456") || strings.Contains(code, "{") {
			t.Errorf("%s: %s", l, code)
		}
	}
}

func at(clock string) time.Time {
	d, err := time.ParseInLocation("2006-01-02 15:04", clock, models.Local)
	if err != nil {
		panic(err)
	}
	return d
}

func TestQuietHours(t *testing.T) {
	for _, c := range []struct {
		q        Quiet
		at, want string
	}{
		{Quiet{22, 7}, "2024-08-15 21:59", "2024-08-15 21:59"},
		{Quiet{22, 7}, "2024-08-15 22:00", "2024-08-16 07:00"},
		{Quiet{22, 7}, "2024-08-16 00:00", "2024-08-16 07:00"},
		{Quiet{22, 7}, "2024-08-16 06:59", "2024-08-16 07:00"},
		{Quiet{22, 7}, "2024-08-16 07:00", "2024-08-16 07:00"},
		{Quiet{12, 14}, "2024-08-16 12:30", "2024-08-16 14:00"},
		{Quiet{12, 14}, "2024-08-16 14:00", "2024-08-16 14:00"},
		{Quiet{22, 0}, "2024-12-31 23:30", "2025-01-01 00:00"},
		{Quiet{0, 0}, "2024-08-16 03:00", "2024-08-16 03:00"},
		{Quiet{9, 9}, "2024-08-16 09:30", "2024-08-16 09:30"},
	} {
		if got := c.q.After(at(c.at)); !got.Equal(at(c.want)) {
			t.Errorf("%v at %s: %v, want %s", c.q, c.at, got.In(models.Local), c.want)
		}
	}
}

func TestQuietHoursEndWithinADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hour := rapid.IntRange(0, 23)
		q := Quiet{hour.Draw(t, "from"), hour.Draw(t, "to")}
		now := at("2024-08-15 00:00").Add(time.Duration(rapid.IntRange(0, 3*86400).Draw(t, "second")) * time.Second)
		end := q.After(now)
		if end.Before(now) || end.Sub(now) >= 24*time.Hour || q.Holds(end) {
			t.Fatalf("%v: from %v to %v", q, now, end)
		}
		if q.Holds(now) == end.Equal(now) {
			t.Fatalf("%v holds at %v: %v, but it goes on at %v", q, now, q.Holds(now), end)
		}
	})
}

func TestChannelsFollowTheRuleUnlessChosen(t *testing.T) {
	p := Default()
	p.Channels = map[Kind][]Channel{Done: {}, Placed: {SMS}}
	for k, want := range map[Kind][]Channel{Taken: Channels, Started: {}, Done: {}, Placed: {SMS}} {
		if got := p.For(k); !slices.Equal(got, want) {
			t.Errorf("%s goes by %v, want %v", k, got, want)
		}
	}
	if all := p.All(); len(all) != len(rules) || !slices.Equal(all[Placed], []Channel{SMS}) {
		t.Errorf("all: %v", all)
	}
}

func TestOnlyUrgentKindsGoOutAtNight(t *testing.T) {
	night := at("2024-08-15 23:00")
	for k := range rules {
		if now := Default().When(k, night).Equal(night); now != (k == Danger) {
			t.Errorf("%s goes out at night: %v", k, now)
		}
	}
}

func TestPreferencesAreChecked(t *testing.T) {
	good := Default()
	good.Channels = map[Kind][]Channel{Done: {SMS, WeChat}, Taken: {}}
	for name, c := range map[string]struct {
		change func(*Preferences)
		field  string
	}{
		"nothing wrong":   {func(*Preferences) {}, ""},
		"language":        {func(p *Preferences) { p.Language = "fr" }, "language"},
		"from":            {func(p *Preferences) { p.Quiet.From = 24 }, "quiet.from"},
		"to":              {func(p *Preferences) { p.Quiet.To = -1 }, "quiet.to"},
		"unknown kind":    {func(p *Preferences) { p.Channels = map[Kind][]Channel{"order.lost": {SMS}} }, "channels"},
		"unknown channel": {func(p *Preferences) { p.Channels = map[Kind][]Channel{Done: {"pigeon"}} }, "channels"},
	} {
		p := good
		c.change(&p)
		err := p.Check()
		if e, ok := err.(*models.Error); (c.field == "") != (err == nil) || ok && e.Fields[c.field] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
