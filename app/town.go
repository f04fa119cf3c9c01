package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"delinli/app/demo"
	"delinli/app/demo/census"
	"delinli/app/postgres"
	vault "delinli/app/secret"
)

type demoCommand struct {
	City   bool `help:"The whole city of the case study around the town: 273,000 residents (development only)."`
	Orders int  `hidden:"" help:"How many orders of the last half year to add, in a town of many communities (development only)."`
}

// Run fills an empty database with the demo town, within the city when that is asked for.
func (c demoCommand) Run(ctx context.Context) error {
	return inHouse(ctx, func(h *house) error {
		if c.City {
			if err := h.city(ctx); err != nil {
				return err
			}
		}
		if err := h.demo(ctx); err != nil || c.Orders == 0 {
			return err
		}
		return h.crowd(ctx, c.Orders)
	})
}

var errNoDemo = errors.New("demo people are for development on loopback: set APP_ENV=development and LISTEN=127.0.0.1:8080")

var errNotEmpty = errors.New("there is a town already: the city is made in an empty database (another DATA_DIR, or make clean data)")

// city makes the simulated city, into which the demo town is put then.
func (h *house) city(ctx context.Context) error {
	if h.config.Production() || !h.config.Loopback() {
		return errNoDemo
	}
	c := census.City{DB: h.db, Vault: vault.NewVault(h.ring, rand.Reader), Keys: h.ring, Random: rand.Reader, Now: h.now, Tell: func(what string) { fmt.Println(what) }}
	made, err := c.Make(ctx)
	if err == nil && !made {
		err = errNotEmpty
	}
	if err == nil {
		err = h.join(ctx) // the city has its own clock
	}
	if err != nil {
		return err
	}
	return h.vacuum(ctx)
}

// demo makes the town once and writes who may log in beside it.
func (h *house) demo(ctx context.Context) error {
	if h.config.Production() || !h.config.Loopback() {
		return errNoDemo
	}
	logins, made, err := h.town().Build(ctx)
	if err != nil || !made {
		return err
	}
	b, err := json.MarshalIndent(logins, "", "  ") //nolint:gosec // invented people of development: the file is how one logs in as them
	if err != nil {
		return err
	}
	return os.WriteFile(h.loginsPath(), b, 0o600)
}

func (h *house) town() *demo.Town {
	v := h.verbs
	return &demo.Town{DB: h.db, Cataloguing: v.cataloguing, Enrolling: v.enrolling, Ordering: v.ordering, Posting: v.posting, Organising: v.organising,
		Funding: v.funding, Registering: v.registering, Returning: v.returning, Volunteering: v.volunteering, Random: rand.Reader}
}

// crowd adds orders to the demo town.
func (h *house) crowd(ctx context.Context, n int) error {
	tell := func(done int) { fmt.Printf("\r%d of %d orders", done, n) }
	if err := h.town().Crowd(ctx, n, vault.NewVault(h.ring, rand.Reader), h.ring, tell); err != nil {
		return err
	}
	fmt.Println()
	return h.vacuum(ctx)
}

// vacuum lets the database learn how many there are of what was added.
func (h *house) vacuum(ctx context.Context) error {
	owner := h.config.DatabaseOwnerURL
	if h.private != nil {
		owner = h.private.OwnerURL()
	}
	return postgres.Vacuum(ctx, owner)
}

func (h *house) loginsPath() string { return filepath.Join(h.config.DataDir, "demo-logins.json") }

// greet tells a person at a terminal where to go and how to come in.
func (h *house) greet(demoTown bool) {
	fmt.Printf("\n德邻里 Delinli is ready\n  residents  %s/\n  desk       %s/desk/\n  API        %s/api/v1/openapi.json\n",
		h.config.PublicURL, h.config.PublicURL, h.config.PublicURL)
	if !demoTown {
		return
	}
	b, err := os.ReadFile(h.loginsPath())
	var logins []demo.Login
	if err != nil || json.Unmarshal(b, &logins) != nil {
		return
	}
	fmt.Printf("\nDemo logins (%s; codes by SMS are in %s):\n", h.loginsPath(), filepath.Join(h.config.DataDir, "outbox", "sms.jsonl"))
	for _, l := range logins {
		if l.Login == "" {
			fmt.Printf("  %-20s %s  phone %s\n", l.Role, l.Name, l.Phone)
		} else {
			fmt.Printf("  %-20s %s  login %s  password %s  TOTP %s\n", l.Role, l.Name, l.Login, l.Password, l.TOTP)
		}
	}
	fmt.Println()
}
