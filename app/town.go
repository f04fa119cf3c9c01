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
)

type demoCommand struct{}

// Run fills an empty database with the demo town.
func (demoCommand) Run(ctx context.Context) error {
	return inHouse(ctx, func(h *house) error { return h.demo(ctx) })
}

var errNoDemo = errors.New("demo people are for development on loopback: set APP_ENV=development and LISTEN=127.0.0.1:8080")

// demo makes the town once and writes who may log in beside it.
func (h *house) demo(ctx context.Context) error {
	if h.config.Production() || !h.config.Loopback() {
		return errNoDemo
	}
	v := h.verbs
	town := demo.Town{DB: h.db, Cataloguing: v.cataloguing, Enrolling: v.enrolling, Ordering: v.ordering, Volunteering: v.volunteering, Random: rand.Reader}
	logins, made, err := town.Build(ctx)
	if err != nil || !made {
		return err
	}
	b, err := json.MarshalIndent(logins, "", "  ") //nolint:gosec // invented people of development: the file is how one logs in as them
	if err != nil {
		return err
	}
	return os.WriteFile(h.loginsPath(), b, 0o600)
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
