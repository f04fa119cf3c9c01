package organising

import (
	"cmp"
	"context"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/parties"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/party"
	"delinli/models/secret"
)

// Steward is a centre household; its head's name masks itself.
type Steward struct {
	parties.Steward
	Name secret.Name
	Can  []string
}

// mostStewards are those of a group that are shown: groups have about three.
const mostStewards = 200

// Stewards lists the centre households of a building group, by what they are steward of.
func (s *Service) Stewards(ctx context.Context, a models.Actor, group models.OrgID) ([]Steward, error) {
	tx := s.DB.Read(ctx)
	of, err := get(tx, a, group)
	if err != nil {
		return nil, err
	}
	found, err := parties.Stewards(tx, group, mostStewards)
	stewards := make([]Steward, len(found))
	for i, f := range found {
		stewards[i].Steward = f
		if !of.Ended {
			stewards[i].Can = []string{Dismiss}
		}
		if stewards[i].Name, err = s.Vault.Name(f.Head.Key, people.Place(f.Head.ID, "name"), f.Head.Name); err != nil {
			return nil, err
		}
	}
	return stewards, err
}

// Appointment says whose household becomes a centre, and what of.
type Appointment struct {
	Resident models.PersonID
	Building models.AreaCode // where they live when empty
	Unit     *int            // nil: of the whole building
	Since    calendar.Date   // today when empty
}

// Appoint makes the household of a resident a centre of a building group. It is Invalid by its fields, and a Conflict where it is a centre already.
func (s *Service) Appoint(ctx context.Context, a models.Actor, group models.OrgID, in Appointment) (Node, error) {
	return s.stewarding(ctx, a, group, "party.appoint", func(tx *store.Tx, n parties.Node) (models.HouseholdID, error) {
		home, err := s.home(tx, a, in.Resident)
		if err != nil {
			return home.Household, err
		}
		of := party.Stewardship{Building: cmp.Or(in.Building, home.Building), Unit: in.Unit}
		if of.Units, err = parties.Units(tx, of.Building); err != nil {
			return home.Household, err
		}
		c, err := n.Appoint(home.Home, of, in.Since, calendar.DateOf(s.Now()))
		if err != nil {
			return home.Household, err
		}
		added, err := parties.AddCentre(tx, c)
		if err == nil && !added {
			err = errCentre
		}
		return c.Household, err
	})
}

var errCentre = models.BadField("resident_id", "party.centre_before")

// home is where a resident lives whom the actor may see; who lives with nobody becomes a household.
func (s *Service) home(tx *store.Tx, a models.Actor, resident models.PersonID) (h parties.Home, err error) {
	if resident, err = people.Present(tx, resident); err != nil {
		return h, err
	}
	h, err = parties.HomeOf(tx, resident)
	switch {
	case models.KindOf(err) == models.NotFound, err == nil && !a.Holds(h.Lives, models.Staff...):
		return h, models.BadField("resident_id", "unknown")
	case err != nil || !h.Household.IsZero():
		return h, err
	}
	h.Household = models.NewID[models.HouseholdID](s.Random)
	if err := people.AddHousehold(tx, h.Household, h.Area); err != nil {
		return h, err
	}
	return h, people.Join(tx, resident, h.Household)
}

// Dismiss ends that a household is a centre of a group; one that is none is *not found*.
func (s *Service) Dismiss(ctx context.Context, a models.Actor, group models.OrgID, household models.HouseholdID) (Node, error) {
	return s.stewarding(ctx, a, group, "party.dismiss", func(tx *store.Tx, _ parties.Node) (models.HouseholdID, error) {
		was, err := parties.EndCentre(tx, group, household, s.Now())
		if err == nil && !was {
			err = models.Missing
		}
		return household, err
	})
}

// stewarding works on the centres of a group, which stays as it is meanwhile, leaves a line, and gives the group as it then is.
func (s *Service) stewarding(ctx context.Context, a models.Actor, group models.OrgID, action string, work func(*store.Tx, parties.Node) (models.HouseholdID, error)) (n Node, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		store.Refer(ctx, "/party/orgs/"+group.String())
		if _, err := get(tx, a, group); err != nil {
			return err
		}
		before, err := parties.LockOrg(tx, group)
		if err != nil {
			return err
		}
		household, err := work(tx, before)
		if err != nil {
			return err
		}
		after, err := get(tx, a, group)
		if err != nil {
			return err
		}
		n = open(after)
		return audits.Log(tx, audits.Line{At: s.Now(), Actor: a, Action: action, Subject: "party_org", SubjectID: group.String(),
			Detail: map[string]any{"area": n.Area, "household": household}})
	})
	return n, err
}
