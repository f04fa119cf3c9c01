package main

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// replay is the floor where there is no pgbench: the same scripts by bare pgx. It is a little slower than pgbench, so its quotients are
// a little kinder.
type replay struct{ url string }

func (replay) String() string {
	return "a replay by bare pgx, since pgbench is not here (apt-get install postgresql brings it)"
}

func (f replay) run(ctx context.Context, c contest, s script, round int) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, c.warm+c.measured)
	defer cancel()
	var done, before atomic.Int64
	time.AfterFunc(c.warm, func() { before.Store(done.Load()) })
	errs := make(chan error, clients)
	var all sync.WaitGroup
	for client := range int64(clients) {
		all.Go(func() {
			if err := f.client(ctx, c, s, round, client, &done); err != nil && ctx.Err() == nil {
				errs <- err
				cancel()
			}
		})
	}
	all.Wait()
	select {
	case err := <-errs:
		return 0, err
	default:
		return float64(done.Load()-before.Load()) / c.measured.Seconds(), nil
	}
}

// line is a statement with the names of its values.
type line struct {
	name   string
	values []string
}

var nameForm = regexp.MustCompile(`([^:]):([a-z][a-z_0-9]*)`)

// client prepares the script and runs it until the time is over; what it began it ends.
func (f replay) client(ctx context.Context, c contest, s script, round int, client int64, done *atomic.Int64) error {
	steady := context.WithoutCancel(ctx)
	db, err := pgx.Connect(steady, f.url)
	if err != nil {
		return err
	}
	defer db.Close(steady)
	lines := make([]line, len(s.statements))
	for i, statement := range s.statements {
		l := &lines[i]
		l.name = fmt.Sprintf("s%d", i)
		if _, err := db.Prepare(steady, l.name, nameForm.ReplaceAllStringFunc(statement, func(found string) string {
			l.values = append(l.values, found[2:])
			return fmt.Sprintf("%s$%d", found[:1], len(l.values))
		})); err != nil {
			return err
		}
	}
	for k := int64(0); ctx.Err() == nil; k++ {
		if err := play(steady, db, lines, c.values(s, round, client, k)); err != nil {
			return err
		}
		if ctx.Err() == nil {
			done.Add(1)
		}
	}
	return nil
}

func play(ctx context.Context, db *pgx.Conn, lines []line, values map[string]string) error {
	for _, l := range lines {
		params := make([][]byte, len(l.values))
		for i, name := range l.values {
			if value, ok := values[name]; ok {
				params[i] = []byte(value)
			}
		}
		if err := db.PgConn().ExecPrepared(ctx, l.name, params, nil, nil).Read().Err; err != nil {
			return err
		}
	}
	return nil
}

// values are those of one request.
func (c contest) values(s script, round int, client, k int64) map[string]string {
	j := c.pick(c.town.size, c.above, client, k)
	key := fresh(round) + (k*clients+client)*64
	v := maps.Clone(s.values)
	v["empty"], v["hash"] = "", tokenHash(j.who)
	for name, n := range map[string]int64{"who": j.who, "order": j.order, "requester": j.requester, "key": key} {
		v[name] = fmt.Sprint(n)
	}
	for i := range s.fresh {
		v[fmt.Sprintf("fresh%d", i+1)] = fmt.Sprint(key + int64(i) + 1)
	}
	return v
}
