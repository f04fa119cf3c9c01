package keeping

import (
	"context"
	"encoding/json"
	"time"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/people"
	"delinli/app/store/traces"
	"delinli/models"
	"delinli/models/secret"
)

// Export gives the actor everything that is held about them, also in records that were merged into theirs, as JSON: the kinds of traces.Holdings, each a list of rows in the clear.
// It leaves a line.
func (s *Service) Export(ctx context.Context, a models.Actor) (file []byte, err error) {
	all := map[string]any{"exported_at": s.Now().UTC().Format(time.RFC3339)}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := people.Get(tx, a.Person); err != nil {
			return err
		}
		selves, err := people.Selves(tx, a.Person)
		if err != nil {
			return err
		}
		keys, err := people.Keys(tx, selves)
		if err != nil {
			return err
		}
		for _, holding := range traces.Holdings {
			if all[holding.Name], err = s.held(tx, holding, selves, keys); err != nil {
				return err
			}
		}
		return audits.Log(tx, audits.Line{At: s.Now(), Actor: a, Action: "person.export", Subject: "person", SubjectID: a.Person.String(), Person: a.Person})
	})
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(all, "", "  ")
}

// held opens the rows of one kind in all records of somebody.
func (s *Service) held(tx *store.Tx, h traces.Holding, selves []models.PersonID, keys map[models.PersonID]secret.WrappedKey) ([]map[string]json.RawMessage, error) {
	out := []map[string]json.RawMessage{}
	for _, id := range selves {
		rows, err := h.Of(tx, id)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			for name, text := range row.Texts {
				plain, err := s.Vault.Open(keys[text.Place.Person], text.Place, text.Value)
				if err != nil {
					return nil, err
				}
				if row.Columns[name], err = json.Marshal(plain); err != nil {
					return nil, err
				}
			}
			out = append(out, row.Columns)
		}
	}
	return out, nil
}
