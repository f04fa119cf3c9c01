package catalog

import (
	"slices"
	"strings"
	"unicode/utf8"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
)

// Limits of what an item may say.
const (
	MaxName     = 60  // characters
	MaxSentence = 200 // characters
	MinMinutes  = 5
	MaxMinutes  = 480 // a service is signed out after 8 h
	MaxPosition = 999
	MaxSkills   = 5 // of each kind
)

var parties = []dispatch.Party{"", dispatch.PartyPreferred, dispatch.PartyRequired}

// Check names every fault of the item by its field, such as "zh.name" or "skills".
func (i Item) Check() error {
	bad := map[string]string{}
	note := func(field, code string, fault bool) {
		if _, known := bad[field]; fault && !known {
			bad[field] = code
		}
	}
	note("category", "item.unknown_category", i.Category.label().Code == "")
	note("position", "item.position_out_of_range", i.Position < 1 || i.Position > MaxPosition)
	note("minutes", "item.minutes_out_of_range", i.Minutes < MinMinutes || i.Minutes > MaxMinutes)
	note("class", "item.unknown_class", !slices.Contains(calendar.Classes, i.Class))
	note("risk", "item.unknown_risk", !slices.Contains(Risks, i.Risk))
	note("party", "item.unknown_party", !slices.Contains(parties, i.Party))
	note("route", "item.unknown_route", !slices.Contains(dispatch.Routes, i.Route))
	note("publishes", "item.publishes_and_waits", i.Publishes && i.Route == dispatch.ToStaff)
	note("skills", "item.bad_skills", !known(i.Skills))
	note("skills", "item.licence_without_skill", i.Risk == Licensed && len(i.Skills) == 0)
	note("useful", "item.bad_skills", !known(i.Useful) || slices.ContainsFunc(i.Useful, i.asksFor))
	i.Zh.check("zh", note)
	i.En.check("en", note)
	if len(bad) > 0 {
		return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: bad}
	}
	return nil
}

func (t Text) check(language string, note func(field, code string, fault bool)) {
	wordless := func(s string, most int) bool { return strings.TrimSpace(s) == "" || utf8.RuneCountInString(s) > most }
	note(language+".name", "item.bad_name", wordless(t.Name, MaxName))
	note(language+".what", "item.bad_sentence", wordless(t.What, MaxSentence))
	note(language+".who", "item.bad_sentence", wordless(t.Who, MaxSentence))
}

// known reports whether the codes are skills, each named once, and not too many.
func known(skills []string) bool {
	once := slices.Compact(slices.Sorted(slices.Values(skills)))
	return len(once) == len(skills) && len(skills) <= MaxSkills && !slices.ContainsFunc(skills, func(s string) bool { return !IsSkill(s) })
}

func (i Item) asksFor(skill string) bool { return slices.Contains(i.Skills, skill) }
