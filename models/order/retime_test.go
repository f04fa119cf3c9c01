package order

import (
	"slices"
	"testing"
	"time"

	"delinli/models/calendar"
)

// TestOverrun: an order is held against each limit that it met, and as a whole against the time that was ours.
func TestOverrun(t *testing.T) {
	policy := calendar.Default(calendar.Urgent) // 2 h as a whole, 24 h to accept
	limit := func(text string) calendar.Limit {
		l, err := calendar.ParseLimit(text)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	policy.Triage, policy.Accept, policy.Start, policy.Answer = limit("1h"), limit("1h"), limit("1h"), limit("2h")
	began := time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)
	// at makes stays of states and of the minutes for which they lasted.
	at := func(parts ...any) (stays []Stay) {
		now := began
		for i := 0; i < len(parts); i += 2 {
			end := now.Add(time.Duration(parts[i+1].(int)) * time.Minute)
			stays, now = append(stays, Stay{parts[i].(State), now, end}), end
		}
		return stays
	}
	soon := Windows{{From: began.Add(2 * time.Hour), To: began.Add(4 * time.Hour)}}
	for name, tt := range map[string]struct {
		past Past
		want []string
	}{
		"in time":                                {Past{Stays: at(Placed, 10, Pool, 20, Accepted, 30, InService, 40, Done, 5)}, []string{}},
		"reviewed late":                          {Past{Stays: at(Placed, 61, Pool, 20, Done, 5)}, []string{"triage"}},
		"at the very moment it is late":          {Past{Stays: at(Placed, 60, Pool, 1, Done, 5)}, []string{"triage"}},
		"late as a whole, each step in time":     {Past{Stays: at(Placed, 40, Pool, 50, Accepted, 40, Done, 5)}, []string{"handle"}},
		"still open and late":                    {Past{Stays: at(Placed, 10, InService, 115)}, []string{"handle"}},
		"the requester's time is not ours":       {Past{Stays: at(Placed, 10, NeedInfo, 110, Placed, 30, Done, 900)}, []string{}},
		"and what they let pass is theirs":       {Past{Stays: at(Placed, 10, NeedInfo, 130, Placed, 30, Done, 5)}, []string{"answer"}},
		"each width of the pool has its own":     {Past{Stays: at(Placed, 1, Pool, 50, Pool, 50, Done, 5)}, []string{}},
		"twice over one limit is one overrun":    {Past{Stays: at(Placed, 1, Pool, 61, Pool, 61, Done, 5)}, []string{"accept", "handle"}},
		"it waits for the time that was wished":  {Past{Stays: at(Placed, 10, Accepted, 90, Done, 5), Wanted: soon}, []string{}},
		"and not longer":                         {Past{Stays: at(Placed, 10, Accepted, 231, Done, 5), Wanted: soon}, []string{"start", "handle"}},
		"an extension counts":                    {Past{Stays: at(Placed, 10, InService, 200, Done, 5), Extended: true}, []string{}},
		"after its end nothing counts":           {Past{Stays: at(Placed, 10, Done, 100_000, Rated, 100_000)}, []string{"confirm"}},
		"an appeal is decided, the order is not": {Past{Stays: at(Placed, 10, Done, 5, Appealed, 10_000)}, []string{"decide"}},
	} {
		if got := tt.past.Overrun(policy, calendar.Calendar{}); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// TestRenews: words and urging leave the clock of a state alone; the next candidate and a wider pool have as much time as the last.
func TestRenews(t *testing.T) {
	for _, tt := range []struct {
		event    Event
		from, to State
		want     bool
	}{
		{Publish, Placed, Pool, true},
		{Widen, Pool, Pool, true},
		{Decline, Offered, Offered, true},
		{Expire, Offered, Offered, true},
		{Urge, Offered, Offered, false},
		{Extend, InService, InService, false},
		{Escalate, Pool, Pool, false},
	} {
		if got := Renews(tt.event, tt.from, tt.to); got != tt.want {
			t.Errorf("%s from %s to %s: %v", tt.event, tt.from, tt.to, got)
		}
	}
}

// TestOverrunIsTheClock: under the policy of the day, a trial says of the whole order what its own clock says.
func TestOverrunIsTheClock(t *testing.T) {
	policy := calendar.Default(calendar.General)
	f := Facts{Now: time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC), Policy: policy}
	for _, hours := range []int{1, 30, 60, 100, 200, 300} {
		o, p := Order{PlacedAt: f.Now}, Past{}
		now := f
		o.Limit = o.Limit.Start(f.Now, policy.Handle, f.Calendar)
		for _, s := range []State{Placed, NeedInfo, Placed, Pool, Accepted, Suspended, Accepted, InService} {
			o.enter(s, now)
			from := now.Now
			now.Now = now.Now.Add(time.Duration(hours) * time.Hour)
			p.Stays = append(p.Stays, Stay{s, from, now.Now})
		}
		late := o.Lamp(now.Now) == calendar.Red
		if got := slices.Contains(p.Overrun(policy, f.Calendar), "handle"); got != late {
			t.Errorf("%d h in each state: late %v, its clock says %v", hours, got, late)
		}
	}
}
