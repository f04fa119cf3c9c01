package cataloguing

import (
	"context"
	"strconv"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/items"
	"delinli/app/store/settings"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/calendar"
	"delinli/models/catalog"
	"delinli/models/dispatch"
	"delinli/models/report"
)

// root is the city whose codes the areas begin with.
var root = area.Area{Code: "370785", Name: "高密市", Version: 1}

// Seed puts in what the program comes with and the database lacks: the city, the menu, working calendars, limits, the rule of
// ranking and the weights of the rates. What is there, staff may have changed: it stays. Many processes may call it at once, at every start.
func (s *Service) Seed(ctx context.Context) error {
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		for _, seed := range []func(*store.Tx) error{s.seedCity, s.seedMenu, s.seedSettings} {
			if err := seed(tx); err != nil {
				return err
			}
		}
		return nil
	})
	s.Forget()
	return err
}

func (s *Service) seedCity(tx *store.Tx) error {
	if there, err := areas.Any(tx); there || err != nil {
		return err
	}
	added, err := areas.Add(tx, root)
	if !added || err != nil {
		return err
	}
	return s.keep(tx, models.SystemActor, Area, string(root.Code), root.Version, root)
}

func (s *Service) seedMenu(tx *store.Tx) error {
	menu, err := items.All(tx)
	if len(menu) > 0 || err != nil {
		return err
	}
	for _, i := range catalog.Shipped() {
		i.ID = models.NewID[models.ItemID](s.Random)
		added, err := items.Add(tx, i)
		if added {
			err = s.keep(tx, models.SystemActor, Item, i.ID.String(), i.Version, i)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) seedSettings(tx *store.Tx) error {
	for _, y := range calendar.Shipped() {
		if err := s.seedSetting(tx, Calendar, strconv.Itoa(y.Year), y); err != nil {
			return err
		}
	}
	for _, class := range calendar.Classes {
		if err := s.seedSetting(tx, Policy, string(class), calendar.Default(class)); err != nil {
			return err
		}
	}
	if err := s.seedSetting(tx, Weights, settings.Rates, report.DefaultWeights()); err != nil {
		return err
	}
	return s.seedSetting(tx, Dispatch, settings.Rule, dispatch.DefaultRule())
}

func (s *Service) seedSetting(tx *store.Tx, kind, name string, body any) error {
	added, err := settings.Add(tx, kind, name, body)
	if !added || err != nil {
		return err
	}
	return s.keep(tx, models.SystemActor, kind, name, 1, body)
}
