package calendar

import (
	"encoding/json"
	"errors"
	"maps"
	"testing"

	"delinli/models"
)

func TestDefaultsHold(t *testing.T) {
	for _, class := range Classes {
		p := Default(class)
		if err := p.Check(); err != nil {
			t.Errorf("%s: %v", class, err)
		}
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var back Policy
		if err := json.Unmarshal(b, &back); err != nil || back != p {
			t.Errorf("%s came back as %+v, %v", b, back, err)
		}
	}
}

func TestDefaultsAreThoseOfTheTables(t *testing.T) {
	const states = `"triage":"1w","answer":"5w","accept":"24h","offer":"2h@07-21","start":"3w","service":"8h","confirm":"7w","decide":"2w"}`
	for class, head := range map[Class]string{
		Urgent:    `{"handle":"2h","extension":"2h","escalation":"1h",`,
		Utilities: `{"handle":"24h","extension":"24h","escalation":"1w",`,
		General:   `{"handle":"7w","extension":"10w","escalation":"1w",`,
		Complex:   `{"handle":"15w","extension":"10w","escalation":"1w",`,
		"unheard": `{"handle":"7w","extension":"10w","escalation":"1w",`,
	} {
		if b, err := json.Marshal(Default(class)); err != nil || string(b) != head+states {
			t.Errorf("%s: %s, %v", class, b, err)
		}
	}
}

func TestPolicyCheck(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(*Policy)
		want map[string]string
	}{
		{"no extension", func(p *Policy) { p.Extension = Limit{} }, nil},
		{"extension in another unit", func(p *Policy) { p.Extension = hours(5) }, map[string]string{"extension": "clock.extension_unit"}},
		{"extension that is none", func(p *Policy) { p.Extension.Amount = -1 }, map[string]string{"extension": "clock.extension_unit"}},
		{"missing and bad limits together", func(p *Policy) { p.Triage, p.Offer.Window.To = Limit{}, 30 },
			map[string]string{"triage": "clock.bad_limit", "offer": "clock.bad_limit"}},
		{"nothing at all", func(p *Policy) { *p = Policy{} }, map[string]string{"handle": "clock.bad_limit", "escalation": "clock.bad_limit",
			"triage": "clock.bad_limit", "answer": "clock.bad_limit", "accept": "clock.bad_limit", "offer": "clock.bad_limit",
			"start": "clock.bad_limit", "service": "clock.bad_limit", "confirm": "clock.bad_limit", "decide": "clock.bad_limit"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := Default(General)
			tt.edit(&p)
			err := p.Check()
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
