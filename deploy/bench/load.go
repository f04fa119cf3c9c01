package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The bars of the mixed load.
const (
	mostLate   = 300  // ms, of 99 answers in 100, counted from when each was to be asked
	mostFailed = 0.1  // percent of all that was asked
	leastRate  = 0.99 // of the rate that is wanted: the last answer comes after the last question
)

const (
	visitors = 512              // connections: more than the program works on at once, so that it is never spared
	listens  = 50               // open event streams
	patience = 10 * time.Second // for an answer; what waits longer has failed
)

// pace is how fast and how long the load asks, and how often it tells how it goes.
type pace struct {
	rate             int // requests a second
	lasting, telling time.Duration
}

// load asks the mix at a fixed rate, whether answers come or not: who has to wait keeps nobody else from asking, as it is among people.
type load struct {
	pace
	size
	addr string
	mix  []kind
	tally

	hand  sync.Mutex
	ready map[string][]life // by the last step that was answered well; the oldest first
}

// arrival is a request that is due.
type arrival struct {
	*kind
	request
	life
	due time.Time
}

func newLoad(addr string, s size, p pace, of []kind) *load {
	return &load{pace: p, size: s, addr: addr, mix: of, ready: map[string][]life{},
		tally: tally{took: map[string][]time.Duration{}, faults: map[string]*fault{}}}
}

// mixedLoad measures the town under the mix. When it is told to stop, it tells what it measured until then.
func (b *bench) mixedLoad(ctx context.Context) error {
	l := newLoad(b.town.addr, b.size, b.pace, mix)
	quiet, hush := context.WithCancel(ctx)
	defer hush()
	heard := l.listen(quiet)
	l.run(ctx, b.notes)
	hush()
	if ctx.Err() != nil {
		fmt.Fprintf(b.notes, "# load: stopped after %v of %v\n", time.Since(l.began).Round(time.Second), l.lasting)
	}
	fmt.Fprintf(b.notes, "# %d event streams told of %d changes\n", listens, heard())
	return l.report(b)
}

// run asks until the time is over or ctx ends, and waits for what is still to be answered.
func (l *load) run(ctx context.Context, notes io.Writer) {
	due := make(chan arrival, int(patience.Seconds())*l.rate)
	var all sync.WaitGroup
	for range visitors {
		all.Go(func() { l.visit(ctx, due) })
	}
	l.begin()
	over := make(chan struct{})
	var telling sync.WaitGroup
	telling.Go(func() { l.tellNowAndThen(over, notes) })
	l.arrive(ctx, due)
	close(due)
	all.Wait()
	close(over)
	telling.Wait()
}

// arrive makes each request at its time.
func (l *load) arrive(ctx context.Context, due chan<- arrival) {
	round, counts := cycle(l.mix), make([]int64, len(l.mix))
	for i := range int(l.lasting.Seconds() * float64(l.rate)) {
		at := l.began.Add(time.Duration(i) * time.Second / time.Duration(l.rate))
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(at)):
		}
		which := round[i%len(round)]
		a := l.next(which, counts[which])
		counts[which]++
		a.due = at
		due <- a
	}
}

// next is the n-th request of a kind; where no order is ready for its step, the first kind is asked instead.
func (l *load) next(which int, n int64) arrival {
	a := arrival{kind: &l.mix[which], life: life{number: n}}
	if a.after != "" {
		next, ok := l.takeUp(a.after)
		if a.life = next; !ok {
			a.kind = &l.mix[0]
		}
	}
	a.request = a.call(l.size, n, a.life)
	if a.method != http.MethodGet {
		a.key = fmt.Sprintf("load-%s-%d", a.kind.name, n)
	}
	return a
}

// takeUp gives the order that has waited longest since the step.
func (l *load) takeUp(after string) (next life, ok bool) {
	l.hand.Lock()
	defer l.hand.Unlock()
	if ok = len(l.ready[after]) > 0; ok {
		next, l.ready[after] = l.ready[after][0], l.ready[after][1:]
	}
	return next, ok
}

// passOn lets the order have its next step, where there is one.
func (l *load) passOn(a arrival) {
	if !slices.ContainsFunc(l.mix, func(k kind) bool { return k.after == a.kind.name }) {
		return
	}
	l.hand.Lock()
	defer l.hand.Unlock()
	l.ready[a.kind.name] = append(l.ready[a.kind.name], a.life)
}

var errPatience = fmt.Errorf("nobody was free to ask within %v", patience)

// visit asks what is due, over a connection of its own, and passes orders on to their next step.
func (l *load) visit(ctx context.Context, due <-chan arrival) {
	var c *conn
	for a := range due {
		err := errPatience
		if time.Since(a.due) < patience {
			c, err = l.ask(ctx, c, &a)
		}
		if ctx.Err() == nil { // what ends too late does not count
			l.keep(a.kind.name, time.Since(a.due), err)
		}
		if err == nil {
			l.passOn(a)
		}
	}
	if c != nil {
		_ = c.Close()
	}
}

// ask gives the connection back for the next request: none after a fault, since nobody knows what is still on the way.
func (l *load) ask(ctx context.Context, c *conn, a *arrival) (_ *conn, err error) {
	if c == nil {
		if c, err = dial(ctx, l.addr); err != nil {
			return nil, err
		}
	}
	err = c.SetDeadline(time.Now().Add(patience))
	var reply []byte
	if err == nil {
		reply, err = c.do(a.request)
	}
	if err == nil && a.learn != nil {
		err = a.learn(&a.life, reply)
	}
	if err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

// listen opens the streams, whose early ends are faults; the function tells of how many changes they told.
func (l *load) listen(ctx context.Context) (heard func() int64) {
	var told atomic.Int64
	for i := range int64(listens) {
		who := staffOf(i)
		if i >= communities/2 {
			who = l.resident(i)
		}
		go func() {
			if err := l.hear(ctx, who, &told); ctx.Err() == nil {
				l.keep("stream", 0, fmt.Errorf("the stream of %d ended: %w", who, err))
			}
		}()
	}
	return told.Load
}

func (l *load) hear(ctx context.Context, who int64, told *atomic.Int64) error {
	c, err := dial(ctx, l.addr)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { _ = c.Close() })()
	if _, err := fmt.Fprintf(c, "GET /api/v1/stream HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n\r\n", token(who)); err != nil {
		return err
	}
	reply, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	lines := bufio.NewScanner(reply.Body)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "data:") {
			told.Add(1)
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return errors.New(reply.Status)
}
