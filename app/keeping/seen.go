package keeping

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"delinli/app/store/audits"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

// Seen is a look at one's own data, as one may know it.
type Seen struct {
	At        time.Time
	What      audit.What
	Subject   string // through what: "order", "person"
	SubjectID string
	Reason    audit.Reason
	Words     string
	By        string        // masked name of who looked; empty: the program, or somebody who was erased
	Seats     []models.Seat // that they held at the time
}

// LooksAt gives the actor one page of who looked at their data, newest first.
func (s *Service) LooksAt(ctx context.Context, a models.Actor, page Page) ([]Seen, string, error) {
	tx := s.DB.Read(ctx)
	found, next, err := audits.Search(tx, Filter{Person: a.Person, Others: true, Action: "look.", To: always}, page)
	if err != nil {
		return nil, "", err
	}
	ids := []models.PersonID{a.Person}
	for _, l := range found {
		if ids = append(ids, l.Person); l.Actor.Known() {
			ids = append(ids, l.Actor.Person)
		}
	}
	known, err := people.All(tx, ids)
	if err != nil {
		return nil, "", err
	}
	seen := make([]Seen, len(found))
	for i, l := range found {
		if seen[i], err = s.seen(l, known); err != nil {
			return nil, "", err
		}
	}
	return seen, next, nil
}

// always lies after every line.
var always = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

func (s *Service) seen(l audits.Found, known map[models.PersonID]people.Person) (Seen, error) {
	name, err := s.mask(known[l.Actor.Person])
	if err != nil {
		return Seen{}, err
	}
	out := Seen{At: l.At, What: audit.What(strings.TrimPrefix(l.Action, "look.")), Subject: l.Subject, SubjectID: l.SubjectID, Reason: l.Reason,
		By: name, Seats: l.Seats}
	out.Words, err = s.wordsOf(l, known[l.Person].Key)
	return out, err
}

// mask gives the masked name of a person; empty for nobody and for the erased.
func (s *Service) mask(p people.Person) (string, error) {
	if p.Key.IsZero() || p.Name.IsZero() {
		return "", nil
	}
	plain, err := s.Vault.Open(p.Key, people.Place(p.ID, "name"), p.Name)
	if err != nil {
		return "", err
	}
	name, err := secret.ParseName(plain)
	return name.Mask(), err
}

// wordsOf opens what the looker added to the reason.
func (s *Service) wordsOf(l audits.Found, key secret.WrappedKey) (string, error) {
	row, ok := l.Detail["sealed_as"].(string)
	if !ok {
		return "", nil
	}
	var detail struct {
		Words secret.Sealed `json:"words"`
	}
	raw, err := json.Marshal(l.Detail)
	if err != nil {
		return "", err
	}
	if err := json.Unmarshal(raw, &detail); err != nil {
		return "", err
	}
	return s.Vault.Open(key, wordsPlace(l.Person, row), detail.Words)
}
