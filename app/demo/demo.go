// Package demo fills an empty database with a small town, through the same verbs that people use: two communities with their grids,
// people of every role, and orders in every state.
package demo

import (
	"context"
	"fmt"
	"io"

	"delinli/app/cataloguing"
	"delinli/app/enrolling"
	"delinli/app/funding"
	"delinli/app/ordering"
	"delinli/app/organising"
	"delinli/app/posting"
	"delinli/app/registering"
	"delinli/app/returning"
	"delinli/app/store"
	"delinli/app/volunteering"
	"delinli/models"
)

// Town is what the demo is made with.
type Town struct {
	DB           *store.DB
	Cataloguing  *cataloguing.Service
	Enrolling    *enrolling.Service
	Ordering     *ordering.Service
	Posting      *posting.Service
	Organising   *organising.Service
	Funding      *funding.Service
	Registering  *registering.Service
	Returning    *returning.Service
	Volunteering *volunteering.Service
	Random       io.Reader

	logins []Login
	people map[string]models.Actor // by the name they have in this package
	items  map[string]models.ItemID
}

// Login is how one of the demo's people comes in: by phone, or by login, password and second factor. Development only.
type Login struct {
	Role     models.Role     `json:"role"`
	Name     string          `json:"name"`
	Area     models.AreaCode `json:"area_code"`
	Phone    string          `json:"phone,omitempty"`
	Login    string          `json:"login,omitempty"`
	Password string          `json:"password,omitempty"`
	TOTP     string          `json:"totp_secret,omitempty"`
}

// Build makes the town and tells who may log in. Where there are orders already it makes nothing and ok is false.
func (t *Town) Build(ctx context.Context) (logins []Login, ok bool, err error) {
	there, err := store.One(t.DB.Read(ctx), `SELECT EXISTS (SELECT 1 FROM orders)`, nil, store.Value[bool])
	if err != nil || there {
		return nil, false, err
	}
	t.people, t.items = map[string]models.Actor{}, map[string]models.ItemID{}
	for _, part := range []struct {
		name  string
		build func(context.Context) error
	}{{"areas", t.addAreas}, {"menu", t.findItems}, {"staff", t.addStaff}, {"residents", t.addResidents}, {"volunteers", t.addVolunteers},
		{"facilities", t.addFacilities}, {"teams", t.addTeams}, {"party", t.addParty}, {"orders", t.addOrders}} {
		if err := part.build(ctx); err != nil {
			return nil, false, fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return t.logins, true, nil
}

func (t *Town) findItems(ctx context.Context) error {
	menu, err := t.Cataloguing.Menu(ctx, models.SystemActor, "", true)
	for _, item := range menu {
		t.items[item.Zh.Name] = item.ID
	}
	return err
}
