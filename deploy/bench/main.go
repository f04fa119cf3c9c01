// Command bench measures how fast the program is against what its database could do at best. It starts the real binary over a town of
// its own and lets clients ask it; in turn with them, pgbench sends all statements of the same request to the same server. The quotient
// of both says what the program adds, on whatever machine. What people wait for, it measures by the clock. Each figure is a line: name,
// value, bar, holds or falls short.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"delinli/app/postgres"
)

// options are how long and over what to measure.
type options struct {
	size
	pace
	only           []string      // measurements by name; empty: all but those that are made only when they are asked for
	small          int64         // orders of the town with which the cost of lists is compared
	warm, measured time.Duration // of a turn; whole seconds, in which each connection makes its plans
	rounds         int
	making         []string      // the command that makes the city
	newcomers      int           // who are taken in there from each table
	samples        int           // requests one after the other, where latency counts
	slow           time.Duration // before each request that is held against the floor: the planted defect of the bench's own test
}

func main() {
	o := options{size: size{Volunteers: 8_900}, small: 10_000, warm: 5 * time.Second, samples: 300,
		making: []string{"demo", "--city"}, newcomers: 273_000, pace: pace{telling: time.Minute}}
	flag.Int64Var(&o.Orders, "orders", 100_000, "orders in the town, a multiple of 40")
	flag.IntVar(&o.rounds, "rounds", 2, "how often both sides take their turn")
	flag.DurationVar(&o.measured, "time", 8*time.Second, "of one turn")
	flag.DurationVar(&o.lasting, "load", 30*time.Minute, "how long the mixed load lasts")
	flag.IntVar(&o.rate, "rate", 300, "requests a second of the mixed load")
	only := flag.String("only", "", "of "+strings.Join(names(), ", ")+": what to measure, by commas; else all but load")
	quick := flag.Bool("quick", false, "a small town and short turns: shows that it works, and no more")
	flag.Parse()
	if *quick {
		o = quickly
	}
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "could not measure:", err)
		os.Exit(1)
	}
}

// quickly is for tests of the bench itself: short, with more orders than any machine claims in that time, and the demo town for a city.
var quickly = options{size: size{Orders: 20_000, Volunteers: 1_000}, small: 2_000, warm: time.Second, measured: 2 * time.Second, rounds: 1, samples: 20,
	making: []string{"demo"}, newcomers: 2_000, pace: pace{rate: 50, lasting: 4 * time.Second, telling: time.Second}}

// measurement is a part of the bench that can be asked for by its name.
type measurement struct {
	name          string
	town, village bool // which must be at work
	alone         bool // it is made only when it is asked for, since it takes long
	measure       func(*bench, context.Context) error
}

// measurements are in the order in which they are made, whatever the order in which they are asked for.
var measurements = []measurement{
	{"city", false, false, false, (*bench).makeCity}, // while no town is at work beside it
	{"idle", true, false, false, (*bench).idle},
	{"growth", true, true, false, (*bench).growth},
	{"lookups", true, false, false, (*bench).lookups},
	{"load", true, false, true, (*bench).mixedLoad},
	{"floors", true, false, false, (*bench).floors}, // the last, since what the floor writes cannot be opened by a reader
}

func names() (all []string) {
	for _, m := range measurements {
		all = append(all, m.name)
	}
	return all
}

// chosen are the measurements that are asked for; the error names one that there is not.
func (o options) chosen() (all []measurement, err error) {
	for _, name := range o.only {
		if !slices.Contains(names(), name) {
			return nil, fmt.Errorf("nothing is called %q: there are %s", name, strings.Join(names(), ", "))
		}
	}
	for _, m := range measurements {
		if len(o.only) == 0 && !m.alone || slices.Contains(o.only, m.name) {
			all = append(all, m)
		}
	}
	return all, nil
}

// run measures what is asked for; figures go to out, what else is worth knowing to notes.
func run(ctx context.Context, o options, out, notes io.Writer) error {
	all, err := o.chosen()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "delinli-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	b := &bench{options: o, dir: dir, out: out, notes: notes}
	defer b.close()
	if b.bin, err = build(ctx, b.dir); err != nil {
		return err
	}
	for _, m := range all {
		if err := b.prepare(ctx, m); err != nil {
			return err
		}
		if err := m.measure(b, ctx); err != nil {
			return err
		}
	}
	return nil
}

// bench is a town at work, and a small one beside it.
type bench struct {
	options
	dir        string
	bin        string
	out, notes io.Writer
	floor      floor
	town       *site
	village    *site
}

// site is a town, the program over it, and what the program asks of the database.
type site struct {
	*town
	*program
	scripts map[string]script
}

// prepare opens the towns that a measurement needs and that are not at work yet.
func (b *bench) prepare(ctx context.Context, m measurement) (err error) {
	if m.town && b.town == nil {
		programs, err := postgres.FindPrograms(0)
		if err != nil {
			return err
		}
		if b.town, err = b.open(ctx, "town", b.size); err != nil {
			return err
		}
		b.floor = floorOf(programs.Dir, b.town.server.AppURL(), b.dir)
	}
	if m.village && b.village == nil {
		b.village, err = b.open(ctx, "village", size{b.small, min(b.Volunteers, 100)})
	}
	return err
}

// open makes a town, lets the program show what it asks of the database, and starts it anew without anybody between.
func (b *bench) open(ctx context.Context, name string, s size) (*site, error) {
	began := time.Now()
	t, err := found(ctx, filepath.Join(b.dir, name), s)
	if err != nil {
		return nil, err
	}
	p := &site{town: t, scripts: map[string]script{}}
	if err := p.trace(ctx, b.bin); err != nil {
		t.leave()
		return nil, err
	}
	if err := t.rest(ctx); err != nil {
		return nil, err
	}
	for _, w := range works {
		fmt.Fprintf(b.notes, "# %s: %s asks %d statements\n", name, w.name, len(p.scripts[w.name].statements))
	}
	if p.program, err = t.start(ctx, b.bin, t.server.AppURL()); err != nil {
		t.leave()
		return nil, err
	}
	fmt.Fprintf(b.notes, "# %s: %d orders, %d volunteers, after %.0f s\n", name, s.Orders, s.Volunteers, time.Since(began).Seconds())
	return p, nil
}

func (b *bench) close() {
	for _, p := range []*site{b.village, b.town} {
		if p != nil {
			p.stop()
			p.leave()
		}
	}
}

// tell prints a figure.
func (b *bench) tell(f figure) { fmt.Fprintln(b.out, f) }
