package calendar

import "delinli/models"

// Class sorts orders by how long the whole of one may take.
type Class string

// The classes, from the most pressing.
const (
	Urgent    Class = "urgent"    // danger to life or property
	Utilities Class = "utilities" // water, power, gas, heating
	General   Class = "general"
	Complex   Class = "complex"
)

// Classes lists every class.
var Classes = []Class{Urgent, Utilities, General, Complex}

// Policy holds every limit of one class. Administrators change it; it is stored as JSON.
type Policy struct {
	Handle     Limit `json:"handle"`     // the whole order
	Extension  Limit `json:"extension"`  // what extending the order adds, once; empty allows none
	Escalation Limit `json:"escalation"` // between telling one level and telling the next

	// The states, each until it is left.
	Triage  Limit `json:"triage"`  // placed
	Answer  Limit `json:"answer"`  // need_info
	Accept  Limit `json:"accept"`  // pool, at each width
	Offer   Limit `json:"offer"`   // offered
	Start   Limit `json:"start"`   // accepted, unless a later time was wanted
	Service Limit `json:"service"` // in_service
	Confirm Limit `json:"confirm"` // done
	Decide  Limit `json:"decide"`  // appealed
}

// Default is the policy of a class until somebody changes it. The whole order's limits are those of the Beijing draft
// and the extension in days is Shandong's; an unknown class counts as General.
func Default(c Class) Policy {
	p := Policy{
		Handle: workdays(7), Extension: workdays(10), Escalation: workdays(1),
		Triage: workdays(1), Answer: workdays(5), Accept: hours(24), Offer: Limit{2, Hour, Window{7, 21}},
		Start: workdays(3), Service: hours(8), Confirm: workdays(7), Decide: workdays(2),
	}
	switch c {
	case Urgent:
		p.Handle, p.Extension, p.Escalation = hours(2), hours(2), hours(1)
	case Utilities:
		p.Handle, p.Extension = hours(24), hours(24)
	case Complex:
		p.Handle = workdays(15)
	}
	return p
}

func hours(n int) Limit    { return Limit{Amount: n, Unit: Hour} }
func workdays(n int) Limit { return Limit{Amount: n, Unit: Workday} }

// Check names every limit that does not hold by its field. The extension may be missing; else it counts as Handle does.
func (p Policy) Check() error {
	bad := map[string]string{}
	for field, l := range p.required() {
		if l.Check() != nil {
			bad[field] = errLimit.Code
		}
	}
	if e := p.Extension; !e.IsZero() && (e.Check() != nil || !e.sameCount(p.Handle)) {
		bad["extension"] = "clock.extension_unit"
	}
	return models.BadFields(bad)
}

func (p Policy) required() map[string]Limit {
	return map[string]Limit{
		"handle": p.Handle, "escalation": p.Escalation, "triage": p.Triage, "answer": p.Answer, "accept": p.Accept,
		"offer": p.Offer, "start": p.Start, "service": p.Service, "confirm": p.Confirm, "decide": p.Decide,
	}
}
