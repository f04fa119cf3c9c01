// Package organising keeps the party's four levels: which committees, branches and building groups there are, and which households are the centres of a
// group. Staff see and change them within their areas; what is of elsewhere is *not found*.
package organising

import (
	"context"
	"io"
	"slices"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/audits"
	"delinli/app/store/parties"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/party"
)

// Service is the verbs of the party's organisations.
type Service struct {
	DB     *store.DB
	Vault  *vault.Vault
	Now    models.Clock
	Random io.Reader
}

// Page asks for one page of a list.
type Page = store.Page

// What may be done with an organisation, and with a centre household.
const (
	Found   = "found" // one below it
	Rename  = "rename"
	End     = "end"
	Appoint = "appoint" // a centre household of a group
	Dismiss = "dismiss" // one of these
)

// Node is an organisation with how many are below it, and what may be done with it.
type Node struct {
	parties.Node
	Can []string
}

func open(n parties.Node) (o Node) {
	o.Node = n
	if n.Ended {
		return o
	}
	if o.Can = []string{Rename}; n.Kind == party.Group {
		o.Can = append(o.Can, Appoint)
	} else {
		o.Can = append(o.Can, Found)
	}
	if n.MayEnd() == nil {
		o.Can = append(o.Can, End)
	}
	return o
}

// Orgs gives one page of what is right below an organisation, or of the committees of an area when none is named. One that is not the actor's is *not
// found*.
func (s *Service) Orgs(ctx context.Context, a models.Actor, above models.OrgID, area models.AreaCode, p Page) (nodes []Node, next string, err error) {
	last, ok := models.ParseID[models.OrgID](p.Cursor)
	if p.Cursor != "" && !ok {
		return nil, "", models.BadField("cursor", "unreadable")
	}
	found, err := list(s.DB.Read(ctx), a, above, area, last, p.Limit+1)
	if len(found) > p.Limit {
		found = found[:p.Limit]
		next = found[p.Limit-1].ID.String()
	}
	for _, n := range found {
		nodes = append(nodes, open(n))
	}
	return nodes, next, err
}

func list(tx *store.Tx, a models.Actor, above models.OrgID, area models.AreaCode, last models.OrgID, limit int) ([]parties.Node, error) {
	if !a.Has(models.Staff...) {
		return nil, models.Denied
	}
	if !above.IsZero() {
		if _, err := get(tx, a, above); err != nil {
			return nil, err
		}
		return parties.Below(tx, above, last, limit)
	}
	scope := store.ScopeOf(a, models.Staff...).Within(area)
	if len(scope.Areas) == 0 {
		return nil, models.Missing
	}
	return parties.Committees(tx, scope, last, limit)
}

// Org gives one organisation of the actor's areas, also one that has ended.
func (s *Service) Org(ctx context.Context, a models.Actor, id models.OrgID) (Node, error) {
	n, err := get(s.DB.Read(ctx), a, id)
	return open(n), err
}

func get(tx *store.Tx, a models.Actor, id models.OrgID) (parties.Node, error) {
	n, err := parties.Org(tx, id)
	if err == nil && !a.Holds(n.Area, models.Staff...) {
		err = models.Missing
	}
	if err != nil {
		return parties.Node{}, err
	}
	return n, nil
}

// Found makes an organisation below o.Parent, or a committee without one; founded today when no day is said. It is Invalid by its fields.
func (s *Service) Found(ctx context.Context, a models.Actor, o party.Org) (n Node, err error) {
	o.ID = models.NewID[models.OrgID](s.Random)
	return s.write(ctx, a, o.ID, "party.found", func(tx *store.Tx) error { return s.found(tx, a, o) })
}

// FoundIn is Found within a transaction.
func (s *Service) FoundIn(tx *store.Tx, a models.Actor, o party.Org) error {
	o.ID = models.NewID[models.OrgID](s.Random)
	_, err := s.written(tx, a, o.ID, "party.found", func(tx *store.Tx) error { return s.found(tx, a, o) })
	return err
}

func (s *Service) found(tx *store.Tx, a models.Actor, o party.Org) (err error) {
	if o, err = o.Named(o.Name); err != nil {
		return err
	}
	if o, err = s.place(tx, a, o); err != nil {
		return err
	}
	if err := alone(tx, o); err != nil {
		return err
	}
	return parties.AddOrgs(tx, []party.Org{o})
}

var (
	errNamed = models.BadField("name", "party.named_before")
	errLed   = models.BadField("area_code", "party.led_before")
)

// alone asks that a community has no other committee, and that nothing below the same organisation has the name; so it stays until the transaction ends.
func alone(tx *store.Tx, o party.Org) error {
	community := o.Area.At(models.Community)
	if err := areas.Alone(tx, community); err != nil {
		return err
	}
	if o.Kind == party.Committee {
		found, err := parties.Committees(tx, store.Scope{Areas: []models.AreaCode{community}}, models.OrgID{}, 1)
		if err == nil && len(found) > 0 {
			err = errLed
		}
		return err
	}
	named, err := parties.Named(tx, community, o.Name)
	if err == nil && slices.ContainsFunc(named, func(n party.Org) bool { return n.Parent == o.Parent && n.ID != o.ID }) {
		err = errNamed
	}
	return err
}

// place gives a new organisation its level and its day, below one that stays as it is until the transaction ends.
func (s *Service) place(tx *store.Tx, a models.Actor, o party.Org) (party.Org, error) {
	var above parties.Node
	var err error
	if !o.Parent.IsZero() {
		above, err = parties.LockOrg(tx, o.Parent)
		if models.KindOf(err) == models.NotFound || err == nil && !a.Holds(above.Area, models.Staff...) {
			err = models.BadField("parent_id", "unknown")
		}
	}
	if err != nil {
		return o, err
	}
	if o, err = o.Under(above.Org); err != nil {
		return o, err
	}
	if o, err = o.Since(calendar.DateOf(s.Now())); err != nil {
		return o, err
	}
	return o, s.placed(tx, a, o)
}

// placed asks whether area and compound are there and the actor's.
func (s *Service) placed(tx *store.Tx, a models.Actor, o party.Org) error {
	_, err := areas.Get(tx, o.Area)
	if models.KindOf(err) == models.NotFound || err == nil && !a.Holds(o.Area, models.Staff...) {
		return models.BadField("area_code", "unknown")
	}
	if err != nil || o.Compound.IsZero() {
		return err
	}
	lies, err := parties.HasCompound(tx, o.Compound, o.Area.At(models.Community))
	if err == nil && !lies {
		err = models.BadField("compound_id", "unknown")
	}
	return err
}

// Rename gives an organisation another name. Version is the one last seen; when it is no longer the present one, nothing changes and the error is a
// Conflict.
func (s *Service) Rename(ctx context.Context, a models.Actor, id models.OrgID, version int, name string) (Node, error) {
	return s.write(ctx, a, id, "party.rename", func(tx *store.Tx) error {
		before, err := get(tx, a, id)
		if err != nil {
			return err
		}
		o, err := before.Named(name)
		if err != nil {
			return err
		}
		if o.Kind != party.Committee {
			if err := alone(tx, o); err != nil {
				return err
			}
		}
		return parties.Rename(tx, o, version)
	})
}

// End ends an organisation below which there is nothing, and of which no money is left. Version is as of Rename.
func (s *Service) End(ctx context.Context, a models.Actor, id models.OrgID, version int) (Node, error) {
	return s.write(ctx, a, id, "party.end", func(tx *store.Tx) error {
		if _, err := get(tx, a, id); err != nil {
			return err
		}
		n, err := parties.LockOrg(tx, id)
		if err == nil {
			err = n.MayEnd()
		}
		if err != nil {
			return err
		}
		return parties.EndOrg(tx, id, version, s.Now())
	})
}

// write works as staff in a transaction on an organisation, leaves a line, and gives it as it then is.
func (s *Service) write(ctx context.Context, a models.Actor, id models.OrgID, action string, work func(*store.Tx) error) (n Node, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/party/orgs/"+id.String())
		n, err = s.written(tx, a, id, action, work)
		return err
	})
	return n, err
}

func (s *Service) written(tx *store.Tx, a models.Actor, id models.OrgID, action string, work func(*store.Tx) error) (n Node, err error) {
	if !a.Has(models.Staff...) {
		return n, models.Denied
	}
	if err := work(tx); err != nil {
		return n, err
	}
	found, err := get(tx, a, id)
	if err != nil {
		return n, err
	}
	n = open(found)
	return n, audits.Log(tx, audits.Line{At: s.Now(), Actor: a, Action: action, Subject: "party_org", SubjectID: id.String(),
		Detail: map[string]any{"area": n.Area, "kind": n.Kind, "version": n.Version}})
}
