package demo

import (
	"context"
	"errors"
	"fmt"

	"delinli/app/demo/crowd"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/calendar"
	"delinli/models/order"
)

// Enough orders mean that a crowd lives here already.
const enough = 1_000

// Crowd adds n orders of half a year to a town that was built, spread over streets and communities that are added around it. Where a crowd
// lives already it adds nothing. Tell is called now and then with what is done.
func (t *Town) Crowd(ctx context.Context, n int, v *vault.Vault, keys *vault.Keyring, tell func(done int)) error {
	there, err := store.One(t.DB.Read(ctx), `SELECT count(*) FROM orders`, nil, store.Value[int])
	if err != nil || there >= enough {
		return err
	}
	if err := t.addSuburbs(ctx); err != nil {
		return err
	}
	c := &crowd.Town{DB: t.DB, Vault: v, Keys: keys, Policies: map[calendar.Class]calendar.Policy{}, Now: t.Ordering.Now().UTC(), Random: t.Random, Tell: tell}
	if err := t.equip(ctx, c); err != nil {
		return err
	}
	return c.Fill(ctx, n)
}

// equip gives the crowd the rules and the menu of the town.
func (t *Town) equip(ctx context.Context, c *crowd.Town) (err error) {
	tx := t.DB.Read(ctx)
	if c.Calendar, err = t.Cataloguing.Calendar(tx); err != nil {
		return err
	}
	if c.Rule, err = t.Cataloguing.Dispatch(tx); err != nil {
		return err
	}
	for _, class := range calendar.Classes {
		if c.Policies[class], err = t.Cataloguing.Policy(tx, class); err != nil {
			return err
		}
	}
	menu, err := t.Cataloguing.Menu(ctx, models.SystemActor, "", true)
	for _, i := range menu {
		c.Menu = append(c.Menu, crowd.Item{Item: order.Item{ID: i.ID, Class: i.Class, Route: i.Route}, Name: i.Zh.Name, Publishes: i.Publishes,
			Skills: i.Skills, Useful: i.Useful, Party: i.Party})
	}
	return err
}

// suburbs are the streets around the town, each with communities from a number to another.
var suburbs = []struct {
	code     models.AreaCode
	name     string
	from, to int
}{{street, "朝阳", 3, 16}, {"370785002", "醴泉", 1, 15}, {"370785003", "密水", 1, 13}}

const gridsEach = 5

// addSuburbs adds the communities of each street side by side, a street to the south of the one before; their grids are stripes of them.
func (t *Town) addSuburbs(ctx context.Context) error {
	const width, depth = 0.020, 0.025
	for s, sub := range suburbs {
		south, west := 36.340-0.030*float64(s), 119.700
		if err := t.addPlot(ctx, sub.code, sub.name+"街道", plot{south, west, south + depth, west + width*float64(sub.to)}); err != nil {
			return err
		}
		for c := sub.from; c <= sub.to; c++ {
			at := plot{south, west + width*float64(c-1), south + depth, west + width*float64(c)}
			if err := t.addCommunity(ctx, models.AreaCode(fmt.Sprintf("%s%03d", sub.code, c)), fmt.Sprintf("%s第%d社区", sub.name, c), at); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Town) addCommunity(ctx context.Context, code models.AreaCode, name string, at plot) error {
	if err := t.addPlot(ctx, code, name, at); err != nil {
		return err
	}
	for g := range gridsEach {
		stripe := at
		stripe.west = at.west + (at.east-at.west)*float64(g)/gridsEach
		stripe.east = at.west + (at.east-at.west)*float64(g+1)/gridsEach
		if err := t.addPlot(ctx, models.AreaCode(fmt.Sprintf("%s%03d", code, g+1)), fmt.Sprintf("%s第%d网格", name, g+1), stripe); err != nil {
			return err
		}
	}
	return nil
}

// addPlot draws one area; one that is there stays as it is.
func (t *Town) addPlot(ctx context.Context, code models.AreaCode, name string, p plot) error {
	_, err := t.Cataloguing.AddArea(ctx, models.SystemActor, area.Area{Code: code, Name: name, Centre: p.centre(), Boundary: p.boundary()})
	if e, ok := errors.AsType[*models.Error](err); ok && e.Fields["code"] == "taken" {
		return nil
	}
	return err
}
