package enrolling

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
)

// Views lists the views of the desk that the actor keeps.
func (s *Service) Views(ctx context.Context, a models.Actor) ([]person.View, error) {
	return people.Views(s.DB.Read(ctx), a.Person)
}

// KeepViews replaces them all; it is Invalid for what person.CheckViews refuses.
func (s *Service) KeepViews(ctx context.Context, a models.Actor, views []person.View) error {
	if err := person.CheckViews(views); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error { return people.KeepViews(tx, a.Person, views) })
}
