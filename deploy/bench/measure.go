package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// The bars, beside those of the works.
const (
	mostGrowth  = 1.2 // of a list's time, from the village to the town
	mostMemory  = 150 // MB, of the program at rest
	mostSuggest = 20  // ms, of 99 suggestions in 100
	mostCount   = 100 // ms, of 99 countings in 100 of all that is owed in the city
	mostDue     = 50  // ms, of 99 lists in 100 of what is due first in the city
)

// idle measures the memory of a program that has nothing to do.
func (b *bench) idle(ctx context.Context) error {
	megabytes, err := memory(ctx, b.town.cmd.Process)
	b.tell(figure{name: "idle_memory_mb", value: megabytes, bar: mostMemory, atMost: true})
	return err
}

// growth compares the median time of lists over few and over many orders, asked in turn.
func (b *bench) growth(ctx context.Context) error {
	for _, w := range works {
		if w.name != "list_desk" && w.name != "list_mine" {
			continue
		}
		var took [2][]time.Duration
		for i, p := range []*site{b.village, b.town} {
			if _, err := sample(ctx, p.addr, 20, w.request(p.size, "", 0, 0, 0)); err != nil { // plans and caches are made
				return err
			}
			took[i] = []time.Duration{}
		}
		for range b.samples {
			for i, p := range []*site{b.village, b.town} {
				one, err := sample(ctx, p.addr, 1, w.request(p.size, "", 0, 0, 0))
				if err != nil {
					return err
				}
				took[i] = append(took[i], one...)
			}
		}
		few, many := percentile(took[0], 50), percentile(took[1], 50)
		fmt.Fprintf(b.notes, "# %s: %v over %d orders, %v over %d\n", w.name, few, b.small, many, b.Orders)
		b.tell(figure{name: w.name + "_growth", value: many.Seconds() / few.Seconds(), bar: mostGrowth, atMost: true})
	}
	return nil
}

// lookups measures what staff of the city ask of all of it: the ranking of all volunteers for one order, how much is owed, what is due first.
func (b *bench) lookups(ctx context.Context) error {
	for _, look := range []struct {
		name, path, says string
		bar              float64
	}{
		{"suggestion", "/orders/" + id(firstOrder+b.town.pool()-1) + "/suggestions", `"score"`, mostSuggest},
		{"counts", "/orders/counts", `"todo"`, mostCount},
		{"due", "/orders?view=desk&sort=due", `"next_due_at"`, mostDue},
	} {
		r := request{method: "GET", path: look.path, who: firstStaff + communities}
		if err := b.tells(ctx, r, look.says); err != nil {
			return err
		}
		took, err := sample(ctx, b.town.addr, b.samples, r)
		if err != nil {
			return err
		}
		fmt.Fprintf(b.notes, "# %s: median %v over %d volunteers and %d orders\n", look.name, percentile(took, 50), b.Volunteers, b.Orders)
		b.tell(figure{name: look.name + "_p99_ms", value: percentile(took, 99).Seconds() * 1_000, bar: look.bar, atMost: true})
	}
	return nil
}

// tells makes sure that a reply says what is measured: nothing is fast to give.
func (b *bench) tells(ctx context.Context, r request, says string) error {
	c, err := dial(ctx, b.town.addr)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	if reply, err := c.do(r); err != nil || !bytes.Contains(reply, []byte(says)) {
		return errors.Join(err, fmt.Errorf("%s does not say %s: %s", r.path, says, reply))
	}
	return nil
}

// sample asks n times, one after the other.
func sample(ctx context.Context, addr string, n int, r request) (took []time.Duration, err error) {
	c, err := dial(ctx, addr)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }()
	for range n {
		began := time.Now()
		if _, err := c.do(r); err != nil {
			return nil, err
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

// percentile sorts took.
func percentile(took []time.Duration, p int) time.Duration {
	slices.Sort(took)
	return took[min(len(took)*p/100, len(took)-1)]
}

// floors compares each kind of request with its floor, both in turn.
func (b *bench) floors(ctx context.Context) error {
	fmt.Fprintf(b.notes, "# the floor is %s\n", b.floor)
	for _, w := range works {
		c := contest{bench: b, work: w, above: align(b.town.pool() / 2)}
		for round := range b.rounds {
			if err := c.turn(ctx, round); err != nil {
				return fmt.Errorf("%s: %w", w.name, err)
			}
		}
		fmt.Fprintf(b.notes, "# %s: %.0f requests a second, the floor has %.0f\n", w.name, c.ours/float64(b.rounds), c.theirs/float64(b.rounds))
		b.tell(figure{name: w.name, value: c.ours / c.theirs, bar: w.bar})
	}
	return nil
}

// contest is one kind of request, by the program and by pgbench. Of what can be taken once, the program takes from the beginning and
// pgbench from the middle on.
type contest struct {
	*bench
	work
	below, above int64 // what each takes next
	ours, theirs float64
}

func (c *contest) turn(ctx context.Context, round int) error {
	ours, made, err := drive(ctx, c.town.addr, c.warm, c.measured, func(client, k int64) request {
		time.Sleep(c.slow)
		return c.request(c.town.size, fmt.Sprint(round), c.below, client, k)
	})
	if err != nil {
		return err
	}
	c.below = align(c.below + clients*made)
	theirs, err := c.floor.run(ctx, *c, c.town.scripts[c.name], round)
	if err != nil {
		return err
	}
	if theirs == 0 {
		return fmt.Errorf("the floor finished nothing in %v: is the machine busy with something else?", c.measured)
	}
	c.ours, c.theirs = c.ours+ours, c.theirs+theirs
	return c.check(ctx, round, theirs)
}

// check makes sure that what the floor wrote is there: a statement that finds nothing is fast.
func (c *contest) check(ctx context.Context, round int, theirs float64) error {
	if !c.writes {
		return nil
	}
	from, to := fresh(round), fresh(round+1)
	if c.counts == "claim" {
		from, to = firstOrder+c.above, firstOrder+c.town.pool()-looks*clients
	}
	var n, last int64
	err := c.town.owner.QueryRow(ctx, `SELECT count(*), CAST(COALESCE(right(max(CAST(order_id AS text)), 12), '0') AS bigint) FROM order_events
		WHERE order_id >= CAST(lpad($1, 32, '0') AS uuid) AND order_id < CAST(lpad($2, 32, '0') AS uuid) AND event = $3`,
		fmt.Sprint(from), fmt.Sprint(to), c.counts).Scan(&n, &last)
	switch {
	case err != nil:
		return err
	case float64(n) < theirs*c.measured.Seconds()*0.8:
		return fmt.Errorf("the floor wrote %d times, at %.0f a second: more -orders are needed", n, theirs)
	case c.counts == "claim":
		c.above = align(last - firstOrder + 1)
	}
	return nil
}

// fresh is the number from which the floor draws ids in a round.
func fresh(round int) int64 { return int64(round+1) * 1_000_000_000_000_000 }
