package cataloguing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"delinli/app/store"
	"delinli/app/store/settings"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/notice"
	"delinli/models/report"
)

// Settings are all that administrators may change, each with the version of its last edit.
type Settings struct {
	Years    []calendar.Year // by year
	Missing  []int           // the years for which a calendar must be entered by now
	Policies map[calendar.Class]ClassPolicy
	Rule     DispatchRule
	Rates    RateWeights
	Words    map[notice.Kind]KindWording // that were chosen

	calendar calendar.Calendar
}

// ClassPolicy is the limits of a class; its version is 0 while they are the program's own.
type ClassPolicy struct {
	Version int
	calendar.Policy
}

// DispatchRule is the rule of ranking; its version is 0 while it is the program's own.
type DispatchRule struct {
	Version int
	dispatch.Rule
}

// KindWording is what a kind of notice says; the version is 0 while it is the program's own.
type KindWording struct {
	Version int
	notice.Wording
}

// RateWeights are how the three rates are weighed; the version is 0 while they are the program's own.
type RateWeights struct {
	Version int
	report.Weights
}

// Settings reads all settings as they are now.
func (s *Service) Settings(ctx context.Context, a models.Actor) (*Settings, error) {
	if err := may(a, Readers...); err != nil {
		return nil, err
	}
	k, err := read(s.DB.Read(ctx))
	if err == nil {
		k.Missing = k.calendar.MissingYears(s.Now())
	}
	return k, err
}

// MissingYears lists the years for which a calendar must be entered by now: due moments in them are provisional.
func (s *Service) MissingYears(ctx context.Context) ([]int, error) {
	c, err := s.Calendar(s.DB.Read(ctx))
	return c.MissingYears(s.Now()), err
}

// SetYear enters or changes the calendar of a year. Version is the one last seen, 0 for a year that has none; when it is no longer
// the present one, nothing changes and the error is a Conflict. A row of the outbox with the event Calendar tells of it, so that
// provisional due moments are counted anew.
func (s *Service) SetYear(ctx context.Context, a models.Actor, y calendar.Year) (calendar.Year, error) {
	y.Version++
	if err := may(a, models.SystemAdmin); err != nil {
		return y, err
	}
	if err := y.Check(); err != nil {
		return y, err
	}
	return y, s.set(ctx, a, Calendar, strconv.Itoa(y.Year), y.Version, y)
}

// SetPolicy changes the limits of a class, for clocks that start from now on; *not found* for no class. Version is as with SetYear.
func (s *Service) SetPolicy(ctx context.Context, a models.Actor, class calendar.Class, p ClassPolicy) (ClassPolicy, error) {
	p.Version++
	if err := may(a, models.CityStaff); err != nil {
		return p, err
	}
	if !slices.Contains(calendar.Classes, class) {
		return p, models.Missing
	}
	if err := p.Check(); err != nil {
		return p, err
	}
	return p, s.set(ctx, a, Policy, string(class), p.Version, p.Policy)
}

// SetRule changes the rule of ranking. Version is as with SetYear.
func (s *Service) SetRule(ctx context.Context, a models.Actor, r DispatchRule) (DispatchRule, error) {
	r.Version++
	if err := may(a, models.CityStaff); err != nil {
		return r, err
	}
	if err := r.Check(); err != nil {
		return r, err
	}
	return r, s.set(ctx, a, Dispatch, settings.Rule, r.Version, r.Rule)
}

// SetRates changes how the three rates are weighed. Version is as with SetYear.
func (s *Service) SetRates(ctx context.Context, a models.Actor, w RateWeights) (RateWeights, error) {
	w.Version++
	if err := may(a, models.CityStaff); err != nil {
		return w, err
	}
	if err := w.Check(); err != nil {
		return w, err
	}
	return w, s.set(ctx, a, Weights, settings.Rates, w.Version, w.Weights)
}

// SetWording changes what a kind of notice says in the inbox; *not found* for no kind. Version is as with SetYear.
func (s *Service) SetWording(ctx context.Context, a models.Actor, k notice.Kind, w KindWording) (KindWording, error) {
	w.Version++
	if err := may(a, models.CityStaff); err != nil {
		return w, err
	}
	if !k.Known() {
		return w, models.Missing
	}
	if err := w.Check(k); err != nil {
		return w, err
	}
	return w, s.set(ctx, a, Template, string(k), w.Version, w.Wording)
}

func (s *Service) set(ctx context.Context, a models.Actor, kind, name string, version int, body any) error {
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := settings.Put(tx, kind, name, body, version); err != nil {
			return err
		}
		return s.keep(tx, a, kind, name, version, body)
	})
	if err == nil {
		s.Forget()
	}
	return err
}

// read reads every setting in one statement.
func read(tx *store.Tx) (*Settings, error) {
	rows, err := settings.All(tx)
	if err != nil {
		return nil, err
	}
	k := &Settings{Policies: map[calendar.Class]ClassPolicy{}, Rule: DispatchRule{Rule: dispatch.DefaultRule()},
		Rates: RateWeights{Weights: report.DefaultWeights()}, Words: map[notice.Kind]KindWording{}}
	for _, class := range calendar.Classes {
		k.Policies[class] = ClassPolicy{Policy: calendar.Default(class)}
	}
	for _, row := range rows {
		if err := k.take(row); err != nil {
			return nil, fmt.Errorf("setting %s %s: %w", row.Kind, row.Name, err)
		}
	}
	k.calendar, err = calendar.New(k.Years...)
	return k, err
}

func (k *Settings) take(row settings.Setting) error {
	switch row.Kind {
	case Calendar:
		var y calendar.Year
		err := json.Unmarshal(row.Body, &y)
		y.Version = row.Version
		k.Years = append(k.Years, y)
		return err
	case Policy:
		p := ClassPolicy{Version: row.Version}
		err := json.Unmarshal(row.Body, &p.Policy)
		k.Policies[calendar.Class(row.Name)] = p
		return err
	case Dispatch:
		k.Rule.Version = row.Version
		return json.Unmarshal(row.Body, &k.Rule.Rule)
	case Template:
		w := KindWording{Version: row.Version}
		err := json.Unmarshal(row.Body, &w.Wording)
		k.Words[notice.Kind(row.Name)] = w
		return err
	case Weights:
		k.Rates.Version = row.Version
		return json.Unmarshal(row.Body, &k.Rates.Weights)
	}
	return nil
}
