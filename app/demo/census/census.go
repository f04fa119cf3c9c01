// Package census makes the simulated city: every place, person and organisation of the case study, in the published numbers and from a fixed seed.
// Names are invented, identity numbers stand under the division 370799 that nobody was given, phone numbers under a prefix that is not in use.
package census

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/settings"
	"delinli/models"
	"delinli/models/calendar"
)

// AsOf is the day as of which the city is made, and on which its clock begins.
const AsOf calendar.Date = "2024-08-15"

// City is what the simulated city is made with.
type City struct {
	DB     *store.DB
	Vault  *vault.Vault
	Keys   *vault.Keyring
	Random io.Reader         // of ids and keys; what the city is like is drawn from a fixed seed
	Now    models.Clock      // of the machine, which the city's clock will be behind
	Tell   func(what string) // what is made now

	chance *rand.Rand
	at     time.Time
	plan
	grids []*grid
	phone int
}

// Make makes the city in a database that knows no area but the city; made is false where there are some.
func (c *City) Make(ctx context.Context) (made bool, err error) {
	there, err := store.One(c.DB.Read(ctx), `SELECT EXISTS (SELECT FROM areas WHERE parent IS NOT NULL)`, nil, store.Value[bool])
	if err != nil || there {
		return false, err
	}
	c.chance = rand.New(rand.NewPCG(2024, 8))
	c.at, _ = AsOf.Midnight()
	c.plan = draft(c.chance)
	for _, part := range []struct {
		name string
		make func(context.Context) error
	}{{"areas", c.survey}, {"dwellings", c.build}, {"residents", c.populate}, {"organisations", c.organise}, {"grid teams", c.post}, {"cadres", c.report},
		{"facilities", c.equip}, {"funds", c.fund}, {"clock", c.start}} {
		if c.Tell != nil {
			c.Tell(part.name)
		}
		if err := part.make(ctx); err != nil {
			return false, fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return true, nil
}

func (c *City) start(ctx context.Context) error {
	return c.DB.Write(ctx, func(tx *store.Tx) error {
		behind := models.Day(c.Now()).Sub(c.at)
		return settings.StartClock(tx, settings.Simulated{AsOf: AsOf, DaysBehind: int(behind / (24 * time.Hour))})
	})
}

// write runs a transaction whose loss in a crash would only mean to make the city anew.
func (c *City) write(ctx context.Context, fn func(*store.Tx) error) error {
	return c.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.Exec(`SET LOCAL synchronous_commit = off`, nil); err != nil {
			return err
		}
		return fn(tx)
	})
}

func pick[T any](chance *rand.Rand, from []T) T { return from[chance.IntN(len(from))] }
