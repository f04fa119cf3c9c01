package cataloguing

import (
	"context"
	"slices"

	"delinli/app/store"
	"delinli/app/store/items"
	"delinli/models"
	"delinli/models/catalog"
)

// keepers may change the menu.
var keepers = []models.Role{models.CityStaff}

// Menu lists the items on offer that match the text, in their order. All adds those that are no longer on offer, for whoever may
// change the menu; it is Forbidden to others.
func (s *Service) Menu(ctx context.Context, a models.Actor, text string, all bool) ([]catalog.Item, error) {
	if all && may(a, keepers...) != nil {
		return nil, models.Denied
	}
	menu, err := items.All(s.DB.Read(ctx))
	menu = slices.DeleteFunc(menu, func(i catalog.Item) bool { return !i.Active && !all || !i.Matches(text) })
	slices.SortFunc(menu, catalog.Compare)
	return menu, err
}

// MenuItem gives one item; one that is no longer on offer only to whoever may change the menu.
func (s *Service) MenuItem(ctx context.Context, a models.Actor, id models.ItemID) (catalog.Item, error) {
	tx := s.DB.Read(ctx)
	if may(a, keepers...) == nil {
		return items.Get(tx, id)
	}
	return s.Item(tx, id)
}

// Item gives the item for which an order may be placed; *not found* for one that is not on offer.
func (s *Service) Item(tx *store.Tx, id models.ItemID) (catalog.Item, error) {
	i, err := items.Get(tx, id)
	if err == nil && !i.Active {
		return catalog.Item{}, models.Missing
	}
	return i, err
}

// Terms gives what an item asks and how it goes its way, on offer or not: orders outlive the offer.
func (s *Service) Terms(tx *store.Tx, id models.ItemID) (catalog.Terms, error) {
	i, err := items.Get(tx, id)
	return i.Terms, err
}

// AddItem puts a new item on the menu.
func (s *Service) AddItem(ctx context.Context, a models.Actor, n catalog.Item) (catalog.Item, error) {
	n.ID, n.Version = models.NewID[models.ItemID](s.Random), 1
	if err := may(a, keepers...); err != nil {
		return n, err
	}
	if err := n.Check(); err != nil {
		return n, err
	}
	return n, s.DB.Write(ctx, func(tx *store.Tx) error {
		added, err := items.Add(tx, n)
		if err == nil && !added {
			err = models.BadField("zh.name", "taken")
		}
		if err != nil {
			return err
		}
		return s.keep(tx, a, Item, n.ID.String(), n.Version, n)
	})
}

// EditItem changes an item, or takes it off the menu. Version is the one last seen; when it is no longer the present one,
// nothing changes and the error is a Conflict. Orders that were placed for the item stay as they are.
func (s *Service) EditItem(ctx context.Context, a models.Actor, n catalog.Item) (catalog.Item, error) {
	if err := may(a, keepers...); err != nil {
		return n, err
	}
	if err := n.Check(); err != nil {
		return n, err
	}
	n.Version++
	return n, s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := items.Get(tx, n.ID); err != nil {
			return err
		}
		if err := items.Update(tx, n); err != nil {
			return err
		}
		return s.keep(tx, a, Item, n.ID.String(), n.Version, n)
	})
}
