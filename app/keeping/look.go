package keeping

import (
	"errors"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

// Sealed is a value with the place that it was sealed for.
type Sealed struct {
	Place secret.Place
	Value secret.Sealed
}

// Sight is one look and the values it opens, all of one person.
type Sight struct {
	audit.Look
	Values []Sealed
}

// Reveal opens what each sight asks for and leaves a line for each person and kind of data, in the transaction in which the values
// are read. The plain values come in the order of the sights and of their values. Of a person who was erased nothing is opened: the
// values are nil, and there is no line. It fails, and shows nothing, when a look is not one that may be made (audit.Look.Check).
func (s *Service) Reveal(tx *store.Tx, a models.Actor, sights ...Sight) ([][]string, error) {
	var persons []models.PersonID
	for _, sight := range sights {
		persons = append(persons, sight.Person)
	}
	keys, err := people.Keys(tx, persons)
	if err != nil {
		return nil, err
	}
	plain, looks := make([][]string, len(sights)), []audit.Look{}
	for i, sight := range sights {
		key, alive := keys[sight.Person]
		if !alive {
			continue
		}
		if plain[i], err = s.open(key, sight.Values); err != nil {
			return nil, err
		}
		looks = append(looks, sight.Look)
	}
	return plain, s.look(tx, a, keys, looks)
}

func (s *Service) open(key secret.WrappedKey, values []Sealed) ([]string, error) {
	plain := make([]string, len(values))
	for i, v := range values {
		var err error
		if plain[i], err = s.Vault.Open(key, v.Place, v.Value); err != nil {
			return nil, err
		}
	}
	return plain, nil
}

// Look leaves the lines of looks at data that the caller opens itself, in the same transaction.
func (s *Service) Look(tx *store.Tx, a models.Actor, looks ...audit.Look) error {
	var worded []models.PersonID
	for _, l := range looks {
		if l.Words != "" {
			worded = append(worded, l.Person)
		}
	}
	keys, err := people.Keys(tx, worded)
	if err != nil {
		return err
	}
	return s.look(tx, a, keys, looks)
}

// look writes one line for each person and kind of data. Who sees their own data looks at nobody.
func (s *Service) look(tx *store.Tx, a models.Actor, keys map[models.PersonID]secret.WrappedKey, looks []audit.Look) error {
	type once struct {
		person models.PersonID
		what   audit.What
	}
	var lines []audits.Line
	seen := map[once]bool{}
	for _, l := range looks {
		if a.Known() && a.Person == l.Person || seen[once{l.Person, l.What}] {
			continue
		}
		seen[once{l.Person, l.What}] = true
		line, err := s.lookLine(a, l, keys[l.Person])
		if err != nil {
			return err
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return nil
	}
	return audits.Log(tx, lines...)
}

// lookLine tells who looked, through what and why. Words of the looker may name people, so they are sealed under the
// key of the person looked at; after an erasure they are left out.
func (s *Service) lookLine(a models.Actor, l audit.Look, key secret.WrappedKey) (audits.Line, error) {
	if err := l.Check(); err != nil {
		return audits.Line{}, err
	}
	line := audits.Line{At: s.Now(), Actor: a, Action: string("look." + l.What), Subject: l.Subject, SubjectID: l.SubjectID, Person: l.Person,
		Reason: l.Reason, Detail: map[string]any{}}
	if l.Subject == "" {
		line.Subject, line.SubjectID = "person", l.Person.String()
	}
	if l.Words == "" {
		return line, nil
	}
	row := models.NewID[models.EventID](s.Random).String()
	words, err := s.Vault.Seal(key, wordsPlace(l.Person, row), l.Words)
	if errors.Is(err, secret.ErrErased) {
		return line, nil
	}
	line.Detail["words"], line.Detail["sealed_as"] = words, row
	return line, err
}

// wordsPlace: a line has no id before it is written, so its words are bound to an id of their own.
func wordsPlace(person models.PersonID, row string) secret.Place {
	return secret.Place{Person: person, Table: "audit", Column: "words", Row: row}
}
