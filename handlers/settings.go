package handlers

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"delinli/app/cataloguing"
	"delinli/app/ordering"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
)

// Settings are the doors to what administrators may change: working calendars, limits per class, the rule of ranking.
type Settings struct {
	Cataloguing *cataloguing.Service
	Ordering    *ordering.Service
}

var systemAdmins = Roles("system administrators", models.SystemAdmin)

func (h Settings) routes() []Route { return slices.Concat(h.settingRoutes(), h.messageRoutes()) }

func (h Settings) settingRoutes() []Route {
	return []Route{
		get("/settings/calendar", readers, h.years, "The years with a table of working days, and those for which one must be entered"),
		get("/settings/calendar/:year", readers, h.year, "The working days of a year"),
		put("/settings/calendar/:year", systemAdmins, h.setYear, "Enter or change the working days of a year"),
		get("/settings/calendar/:year/history", readers, h.yearHistory, "Every state of a year's table, the newest first"),
		get("/settings/policy", readers, h.policies, "The time limits of every class"),
		get("/settings/policy/:class", readers, h.policy, "The time limits of a class"),
		put("/settings/policy/:class", cityStaff, h.setPolicy, "Change the time limits of a class, for clocks that start from now on"),
		post("/settings/policy/:class/try", cityStaff, h.tryPolicy, "What other limits would have meant for the orders of the last month; it changes nothing").unkeyed(),
		get("/settings/policy/:class/history", readers, h.policyHistory, "Every state of a class's limits, the newest first"),
		get("/settings/dispatch", readers, h.rule, "The rule by which volunteers are ranked"),
		put("/settings/dispatch", cityStaff, h.setRule, "Change the rule of ranking"),
		get("/settings/dispatch/history", readers, h.ruleHistory, "Every state of the rule, the newest first"),
		get("/settings/rates", readers, h.rates, "How the three rates are weighed"),
		put("/settings/rates", cityStaff, h.setRates, "Change how the three rates are weighed"),
		get("/settings/rates/history", readers, h.ratesHistory, "Every state of the weights, the newest first"),
	}
}

type (
	yearAt struct {
		Year int `path:"year" validate:"min=2000,max=2100" example:"2027"`
	}
	yearHistoryIn struct {
		Page
		yearAt
	}
	setYearIn struct {
		yearAt
		Version int `json:"version" validate:"min=0" doc:"as last seen; 0 for a year that has no table"`
		yearBody
	}
	yearBody struct {
		Off []span          `json:"off" validate:"required,max=60,dive" doc:"public holidays and shifted days off"`
		On  []calendar.Date `json:"on" validate:"required,max=60,dive,len=10" doc:"weekend days that are worked"`
	}
	// span is a run of days, both ends included.
	span struct {
		From calendar.Date `json:"from" validate:"required,len=10" example:"2027-10-01"`
		To   calendar.Date `json:"to" validate:"required,len=10" example:"2027-10-07"`
	}
	yearView struct {
		Year    int    `json:"year"`
		Version int    `json:"version"` // 0: there is no table
		State   string `json:"state" validate:"oneof=entered missing"`
		yearBody
	}
	classAt struct {
		Class calendar.Class `path:"class" validate:"oneof=urgent utilities general complex" example:"general"`
	}
	classHistoryIn struct {
		Page
		classAt
	}
	setPolicyIn struct {
		classAt
		Version int `json:"version" validate:"min=0"`
		limitsBody
	}
	// limitsBody writes each limit as hours (2h), hours of the day (2h@07-21), days (7d) or working days (5w).
	limitsBody struct {
		Handle     calendar.Limit `json:"handle" validate:"required" example:"7w" doc:"the whole order"`
		Extension  calendar.Limit `json:"extension" example:"10w" doc:"what one extension adds; empty allows none"`
		Escalation calendar.Limit `json:"escalation" validate:"required" example:"1w" doc:"between telling one level and telling the next"`
		Triage     calendar.Limit `json:"triage" validate:"required" example:"1w"`
		Answer     calendar.Limit `json:"answer" validate:"required" example:"5w"`
		Accept     calendar.Limit `json:"accept" validate:"required" example:"24h"`
		Offer      calendar.Limit `json:"offer" validate:"required" example:"2h@07-21"`
		Start      calendar.Limit `json:"start" validate:"required" example:"3w"`
		Service    calendar.Limit `json:"service" validate:"required" example:"8h"`
		Confirm    calendar.Limit `json:"confirm" validate:"required" example:"7w"`
		Decide     calendar.Limit `json:"decide" validate:"required" example:"2w"`
	}
	policyView struct {
		Class   calendar.Class `json:"class"`
		Version int            `json:"version"`
		limitsBody
	}
	setRuleIn struct {
		Version int `json:"version" validate:"min=0"`
		ruleBody
	}
	// ruleBody is what each reason weighs in points; one that is left out weighs nothing.
	ruleBody struct {
		Skill      float64 `json:"skill" validate:"min=0,max=100" example:"15"`
		Near       float64 `json:"near" validate:"min=0,max=100" example:"25"`
		Load       float64 `json:"load" validate:"min=0,max=100" example:"15"`
		Free       float64 `json:"free" validate:"min=0,max=100" example:"10"`
		Rating     float64 `json:"rating" validate:"min=0,max=100" example:"15"`
		Fair       float64 `json:"fair" validate:"min=0,max=100" example:"15"`
		Party      float64 `json:"party" validate:"min=0,max=100" example:"5"`
		PriorStars float64 `json:"prior_stars" validate:"required,min=1,max=5" example:"4.2" doc:"what a newcomer's rating is taken to be"`
		PriorCount float64 `json:"prior_count" validate:"required,gt=0,max=100" example:"5" doc:"how many ratings that weighs"`
	}
	ruleView struct {
		Version int `json:"version"`
		ruleBody
	}
)

func (h Settings) years(ctx context.Context, a models.Actor, _ Nothing) (out ItemsOf[yearView], err error) {
	k, err := h.Cataloguing.Settings(ctx, a)
	if err != nil {
		return out, err
	}
	for _, y := range k.Years {
		out.Items = append(out.Items, yearViewOf(y))
	}
	for _, y := range k.Missing {
		out.Items = append(out.Items, yearView{Year: y, State: "missing"})
	}
	slices.SortFunc(out.Items, func(y, z yearView) int { return cmp.Compare(y.Year, z.Year) })
	return out, nil
}

func (h Settings) year(ctx context.Context, a models.Actor, in yearAt) (yearView, error) {
	k, err := h.Cataloguing.Settings(ctx, a)
	if err != nil {
		return yearView{}, err
	}
	for _, y := range k.Years {
		if y.Year == in.Year {
			return yearViewOf(y), nil
		}
	}
	return yearView{}, models.Missing
}

func (h Settings) setYear(ctx context.Context, a models.Actor, in setYearIn) (yearView, error) {
	y := calendar.Year{Year: in.Year, Version: in.Version, On: in.On}
	for _, s := range in.Off {
		y.Off = append(y.Off, calendar.Span(s))
	}
	y, err := h.Cataloguing.SetYear(ctx, a, y)
	return yearViewOf(y), err
}

func yearViewOf(y calendar.Year) yearView {
	v := yearView{Year: y.Year, Version: y.Version, State: "entered", yearBody: yearBody{On: y.On}}
	for _, s := range y.Off {
		v.Off = append(v.Off, span(s))
	}
	return v
}

func (h Settings) yearHistory(ctx context.Context, a models.Actor, in yearHistoryIn) (ItemsOf[revisionView], error) {
	return history(ctx, h.Cataloguing, a, cataloguing.Calendar, strconv.Itoa(in.Year), in.Page)
}

func (h Settings) policies(ctx context.Context, a models.Actor, _ Nothing) (out ItemsOf[policyView], err error) {
	k, err := h.Cataloguing.Settings(ctx, a)
	if err != nil {
		return out, err
	}
	for _, class := range calendar.Classes {
		out.Items = append(out.Items, policyViewOf(class, k.Policies[class]))
	}
	return out, nil
}

func (h Settings) policy(ctx context.Context, a models.Actor, in classAt) (policyView, error) {
	k, err := h.Cataloguing.Settings(ctx, a)
	if err != nil {
		return policyView{}, err
	}
	return policyViewOf(in.Class, k.Policies[in.Class]), nil
}

func (h Settings) setPolicy(ctx context.Context, a models.Actor, in setPolicyIn) (policyView, error) {
	p, err := h.Cataloguing.SetPolicy(ctx, a, in.Class, cataloguing.ClassPolicy{Version: in.Version, Policy: calendar.Policy(in.limitsBody)})
	return policyViewOf(in.Class, p), err
}

func policyViewOf(class calendar.Class, p cataloguing.ClassPolicy) policyView {
	return policyView{class, p.Version, limitsBody(p.Policy)}
}

func (h Settings) policyHistory(ctx context.Context, a models.Actor, in classHistoryIn) (ItemsOf[revisionView], error) {
	return history(ctx, h.Cataloguing, a, cataloguing.Policy, string(in.Class), in.Page)
}

func (h Settings) rule(ctx context.Context, a models.Actor, _ Nothing) (ruleView, error) {
	k, err := h.Cataloguing.Settings(ctx, a)
	if err != nil {
		return ruleView{}, err
	}
	return ruleView{k.Rule.Version, ruleBody(k.Rule.Rule)}, nil
}

func (h Settings) setRule(ctx context.Context, a models.Actor, in setRuleIn) (ruleView, error) {
	r, err := h.Cataloguing.SetRule(ctx, a, cataloguing.DispatchRule{Version: in.Version, Rule: dispatch.Rule(in.ruleBody)})
	return ruleView{r.Version, ruleBody(r.Rule)}, err
}

func (h Settings) ruleHistory(ctx context.Context, a models.Actor, in Page) (ItemsOf[revisionView], error) {
	return history(ctx, h.Cataloguing, a, cataloguing.Dispatch, cataloguing.RuleKey, in)
}
