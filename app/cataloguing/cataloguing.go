// Package cataloguing keeps what staff may change and everybody reads: the area tree with its facilities, the service menu, and the
// settings by which the program counts and chooses. Every change leaves a revision, an audit line and word to all processes.
package cataloguing

import (
	"context"
	"io"
	"math"
	"strconv"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/outbox"
	"delinli/app/store/revisions"
	"delinli/app/store/settings"
	"delinli/models"
)

// Service is the verbs of areas, menu and settings. Many may use it at once.
type Service struct {
	DB     *store.DB
	Now    models.Clock
	Random io.Reader

	cache cache
}

// Page asks for the rows after a cursor.
type Page = store.Page

// What a revision, an audit line and a row of the outbox are about.
const (
	Area     = "area"            // key: its code
	Facility = "facility"        // key: its id
	Item     = "item"            // key: its id
	Calendar = settings.Calendar // key: the year
	Policy   = settings.Policy   // key: the class
	Dispatch = settings.Dispatch // key: RuleKey
	Weights  = settings.Weights  // key: RatesKey
	Template = settings.Template // key: the kind of notice
)

// RuleKey is the key of the only rule of dispatch, RatesKey that of the only weights.
const (
	RuleKey  = settings.Rule
	RatesKey = settings.Rates
)

// keep leaves what every change must leave, in its transaction.
func (s *Service) keep(tx *store.Tx, a models.Actor, subject, key string, version int, body any) error {
	act := "edit"
	if version == 1 {
		act = "add"
	}
	return s.keepAs(tx, a, act, subject, key, version, body)
}

// keepAs keeps a change that is called by a name of its own.
func (s *Service) keepAs(tx *store.Tx, a models.Actor, act, subject, key string, version int, body any) error {
	now := s.Now()
	if err := revisions.Add(tx, subject, key, version, body, a.Person, now); err != nil {
		return err
	}
	if err := audits.Log(tx, audits.Line{At: now, Actor: a, Action: subject + "." + act, Subject: subject, SubjectID: key,
		Detail: map[string]any{"version": version}}); err != nil {
		return err
	}
	return outbox.Add(tx, outbox.Settings, key, subject, version)
}

// Readers may read settings and the history of everything here, beside the program itself.
var Readers = append([]models.Role{models.SystemAdmin, models.Auditor}, models.Staff...)

// History lists the states of an area, an item or a setting, the newest first. What never was is *not found*.
func (s *Service) History(ctx context.Context, a models.Actor, subject, key string, p Page) ([]revisions.Revision, string, error) {
	if err := may(a, Readers...); err != nil {
		return nil, "", err
	}
	before, err := math.MaxInt32, error(nil)
	if p.Cursor != "" {
		if before, err = strconv.Atoi(p.Cursor); err != nil || before < 1 || before > math.MaxInt32 {
			return nil, "", models.BadField("cursor", "unreadable")
		}
	}
	found, err := revisions.List(s.DB.Read(ctx), subject, key, before, p.Limit+1)
	if err == nil && len(found) == 0 && p.Cursor == "" {
		err = models.Missing
	}
	if len(found) <= p.Limit {
		return found, "", err
	}
	found = found[:p.Limit]
	return found, strconv.Itoa(found[p.Limit-1].Version), err
}

// may is Forbidden for who has none of the roles.
func may(a models.Actor, roles ...models.Role) error {
	if a.System || a.Has(roles...) {
		return nil
	}
	return models.Denied
}
