package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"delinli/models/order"
)

// looks is how often a request is traced: what it asks most often is what it asks.
const looks = 10

// trace starts the program with a tap before its database, fills the town with orders like the first that the program places, and
// notes what each kind of request asks.
func (t *site) trace(ctx context.Context, bin string) error {
	behind, err := url.Parse(t.server.AppURL())
	if err != nil {
		return err
	}
	dir := filepath.Join(t.dir, "tap")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	tap, err := listen(ctx, dir, behind.Query().Get("host"))
	if err != nil {
		return err
	}
	defer func() { _ = tap.ln.Close() }()
	behind.RawQuery = url.Values{"host": {dir}, "sslmode": {"disable"}}.Encode()
	p, err := t.start(ctx, bin, behind.String())
	if err != nil {
		return err
	}
	defer p.stop()
	if err := t.fill(ctx, p.addr); err != nil {
		return err
	}
	c, err := dial(ctx, p.addr) // filling takes longer than the program keeps one that is silent
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	return t.learn(ctx, tap, c)
}

// fill lets the program place one order and adds those that are like it.
func (t *site) fill(ctx context.Context, addr string) error {
	c, err := dial(ctx, addr)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	reply, err := c.do(place.request(t.size, "first", 0, 0, 0))
	if err != nil {
		return err
	}
	var placed struct{ ID string }
	if err := json.Unmarshal(reply, &placed); err != nil {
		return err
	}
	var like order.Order
	if err := t.owner.QueryRow(ctx, `SELECT to_jsonb(o) FROM orders o WHERE id = $1`, placed.ID).Scan(&like); err != nil {
		return err
	}
	return t.addOrders(ctx, like)
}

// holdSQL keeps the workers of the program from their work, so that what they ask does not stand among what requests ask.
const holdSQL = `LOCK TABLE relay, river_job IN ACCESS EXCLUSIVE MODE`

// learn writes the script of each kind of request.
func (t *site) learn(ctx context.Context, tap *tap, c *conn) error {
	db, err := pgx.Connect(ctx, t.server.AppURL())
	if err != nil {
		return err
	}
	defer db.Close(ctx)
	hold, err := t.owner.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = hold.Rollback(ctx) }() // gives the tables free
	if _, err := hold.Exec(ctx, holdSQL); err != nil {
		return err
	}
	for _, w := range works {
		base, seen := t.pool()-looks*clients, make([][]call, looks)
		for k := range seen {
			if seen[k], err = tap.during(func() error {
				_, err := c.do(w.request(t.size, "look", base, 0, int64(k)))
				return err
			}); err != nil {
				return err
			}
		}
		k, calls := usual(seen)
		if t.scripts[w.name], err = w.write(ctx, db, calls, w.pick(t.size, base, 0, k), w.request(t.size, "look", base, 0, k).key); err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
	}
	return nil
}

// workers is what they ask all the same.
var workers = regexp.MustCompile(`pg_notify|FROM outbox|relay|river_`)

// usual picks, of several traces, the last of those that are the same most often.
func usual(seen [][]call) (at int64, calls []call) {
	times, most := map[string]int{}, 0
	for k, all := range seen {
		own, text := []call{}, ""
		for _, u := range units(all) {
			if !slices.ContainsFunc(u, func(c call) bool { return workers.MatchString(c.sql) }) {
				own = append(own, u...)
			}
		}
		for _, c := range own {
			text += c.sql + ";"
		}
		if times[text]++; times[text] >= most {
			most, at, calls = times[text], int64(k), own
		}
	}
	return at, calls
}

// unit is a statement by itself, or a whole transaction.
type unit []call

// units joins what each connection sends between begin and commit; what is not whole is left out.
func units(calls []call) (all []unit) {
	open := map[int]unit{}
	for _, c := range calls {
		within := open[c.conn]
		switch word, _, _ := strings.Cut(c.sql, " "); {
		case word == "begin":
			open[c.conn] = unit{c}
		case within == nil && word != "commit" && word != "rollback":
			all = append(all, unit{c})
		case word == "commit" && within != nil:
			all = append(all, append(within, c))
			delete(open, c.conn)
		case within != nil:
			open[c.conn] = append(within, c)
		}
	}
	return all
}
