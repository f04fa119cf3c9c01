// Package crowd fills a town with as many orders as a city has in half a year. It writes past the verbs, which would take hours, but not past the
// rules: each order is moved by order.Flow and its clocks from placing on, so that states, limits and journals are what they would be.
package crowd

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// Town is where the crowd comes to live. Its areas are there already.
type Town struct {
	DB       *store.DB
	Vault    *vault.Vault
	Keys     *vault.Keyring
	Calendar calendar.Calendar
	Policies map[calendar.Class]calendar.Policy
	Rule     dispatch.Rule
	Menu     []Item
	Now      time.Time // when the story has come to
	Random   io.Reader // of ids and keys; what happens is drawn from a fixed seed

	Tell func(done int) // now and then
}

// Item is an item of the menu as an order and a ranking need it.
type Item struct {
	order.Item
	Name           string
	Publishes      bool
	Skills, Useful []string
	Party          dispatch.Party
}

// span is how long ago the first order was placed.
const span = 180 * 24 * time.Hour

// Sizes of a crowd beside its orders.
const (
	perResident  = 20  // orders
	perVolunteer = 333 // orders
	lives        = 500 // in a batch
	workers      = 2   // who write at once
)

// birth is when and where an order is placed.
type birth struct {
	at     time.Time
	number int64
	place  int
}

// Fill adds n orders, with residents, volunteers and staff around them.
func (t *Town) Fill(ctx context.Context, n int) error {
	places, err := t.settle(ctx, n)
	if err != nil {
		return err
	}
	births, err := t.births(ctx, n, len(places))
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var done atomic.Int64
	var crew sync.WaitGroup
	for k := range workers {
		w := &worker{Town: t, places: places, chance: rand.New(rand.NewPCG(7, uint64(k))), done: &done}
		mine := slices.DeleteFunc(slices.Clone(births), func(b birth) bool { return b.place%workers != k })
		crew.Go(func() {
			if err := w.work(ctx, mine); err != nil {
				stop(err)
			}
		})
	}
	crew.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return t.close(ctx, places)
}

// births draws when orders are placed, in order: more in the day than at night, fewer on Sundays, and ever more as the town learns of it.
func (t *Town) births(ctx context.Context, n, places int) ([]birth, error) {
	numbers, err := store.Query(t.DB.Read(ctx), `SELECT nextval('order_numbers') FROM generate_series(1, CAST(@n AS integer))`, store.Args{"n": n}, store.Value[int64])
	if err != nil {
		return nil, err
	}
	chance := rand.New(rand.NewPCG(7, 7))
	births := make([]birth, n)
	for i := range births {
		for {
			at := t.Now.Add(-time.Duration(chance.Int64N(int64(span/time.Second))) * time.Second).Truncate(time.Second)
			local := at.In(models.Local)
			likely := hourly[local.Hour()] * daily[local.Weekday()] * (1 - 0.4*t.Now.Sub(at).Hours()/span.Hours())
			if chance.Float64() < likely && at.Before(t.Now) {
				births[i] = birth{at: at, place: whereabouts(chance, places)}
				break
			}
		}
	}
	slices.SortFunc(births, func(a, b birth) int { return a.at.Compare(b.at) })
	slices.Sort(numbers)
	for i := range births {
		births[i].number = numbers[i]
	}
	return births, nil
}

// How likely an order is placed in an hour of the day, and on a day of the week from Sunday on, of the busiest.
var (
	hourly = [24]float64{.03, .02, .01, .01, .01, .03, .12, .35, .8, 1, .95, .75, .45, .5, .7, .8, .75, .6, .45, .5, .45, .3, .15, .07}
	daily  = [7]float64{.6, 1, .95, .9, .9, .95, .7}
)

// whereabouts draws a place: the first, whose staff log in, is busier than the others.
func whereabouts(chance *rand.Rand, places int) int {
	if chance.Float64() < 0.06 {
		return 0
	}
	return chance.IntN(places)
}

// worker lets the orders of some places happen.
type worker struct {
	*Town
	places []*place
	chance *rand.Rand
	batch  batch
	ranked int // rankings kept
	done   *atomic.Int64
}

func (w *worker) work(ctx context.Context, births []birth) error {
	for some := range slices.Chunk(births, lives) {
		w.batch = batch{}
		for _, b := range some {
			if err := w.live(b); err != nil {
				return fmt.Errorf("the order of %v: %w", b.at, err)
			}
		}
		if err := w.DB.Write(ctx, w.batch.write); err != nil {
			return err
		}
		if done := w.done.Add(int64(len(some))); w.Tell != nil {
			w.Tell(int(done))
		}
	}
	return nil
}
