package notice

import (
	"maps"
	"slices"
	"time"

	"delinli/models"
)

// Language is one of the languages of the texts.
type Language string

// The languages.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// Preferences is how somebody wants to be told. What goes to the inbox cannot be chosen.
type Preferences struct {
	Language Language           `json:"language"`
	Quiet    Quiet              `json:"quiet"`
	Channels map[Kind][]Channel `json:"channels"` // what differs from the rule of the kind
}

// Default is what holds for whoever has chosen nothing.
func Default() Preferences { return Preferences{Language: Chinese, Quiet: Quiet{22, 7}} }

// Quiet is a part of the day, in full hours of Asia/Shanghai, in which nothing goes out: from 22 to 7. From equal to To is never.
type Quiet struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Holds reports whether it is quiet at t.
func (q Quiet) Holds(t time.Time) bool {
	h := t.In(models.Local).Hour()
	if q.From <= q.To {
		return q.From <= h && h < q.To
	}
	return q.From <= h || h < q.To
}

// After is the first moment from t on at which something may go out.
func (q Quiet) After(t time.Time) time.Time {
	if !q.Holds(t) {
		return t
	}
	end := models.Day(t).Add(time.Duration(q.To) * time.Hour)
	if !end.After(t) {
		end = end.AddDate(0, 0, 1)
	}
	return end
}

// For lists the channels by which a kind goes out.
func (p Preferences) For(k Kind) []Channel {
	if chosen, ok := p.Channels[k]; ok {
		return chosen
	}
	if rules[k].outside {
		return Channels
	}
	return []Channel{}
}

// When is the moment from which a notice of the kind may go out.
func (p Preferences) When(k Kind, now time.Time) time.Time {
	if k.Urgent() {
		return now
	}
	return p.Quiet.After(now)
}

// All spells the channels of every kind.
func (p Preferences) All() map[Kind][]Channel {
	all := make(map[Kind][]Channel, len(rules))
	for k := range rules {
		all[k] = p.For(k)
	}
	return all
}

// Check reports, all at once, what cannot be.
func (p Preferences) Check() error {
	bad := map[string]string{}
	if p.Language != Chinese && p.Language != English {
		bad["language"] = "field.choice"
	}
	for name, hour := range map[string]int{"quiet.from": p.Quiet.From, "quiet.to": p.Quiet.To} {
		if hour < 0 || hour > 23 {
			bad[name] = "field.choice"
		}
	}
	for _, k := range slices.Sorted(maps.Keys(p.Channels)) {
		unknown := slices.ContainsFunc(p.Channels[k], func(c Channel) bool { return !slices.Contains(Channels, c) })
		if !k.Known() || unknown {
			bad["channels"] = "field.choice"
		}
	}
	if len(bad) == 0 {
		return nil
	}
	return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: bad}
}
