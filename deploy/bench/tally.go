package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"
)

// tally is what came of all requests of a load.
type tally struct {
	mu     sync.Mutex
	began  time.Time
	last   time.Time                  // answer
	took   map[string][]time.Duration // by kind: of what was answered well
	recent []time.Duration            // of these, what was not told of yet
	failed int
	faults map[string]*fault // by what they have in common
}

// fault is what went wrong in one way.
type fault struct {
	times int
	first string
}

func (t *tally) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.began = time.Now()
}

// note counts an answer, or what is none.
func (t *tally) keep(kind string, took time.Duration, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = time.Now()
	if err != nil {
		t.fail(kind, err)
		return
	}
	t.took[kind], t.recent = append(t.took[kind], took), append(t.recent, took)
}

func (t *tally) fail(kind string, err error) {
	way := kind + " without an answer"
	if r, ok := errors.AsType[*refusal](err); ok {
		way = r.code()
	}
	if t.faults[way] == nil {
		t.faults[way] = &fault{first: fmt.Sprintf("%s after %.1f s: %v", kind, t.last.Sub(t.began).Seconds(), err)}
	}
	t.faults[way].times++
	t.failed++
}

// tellNowAndThen writes how the load goes until it is over.
func (l *load) tellNowAndThen(over <-chan struct{}, notes io.Writer) {
	tick := time.NewTicker(l.telling)
	defer tick.Stop()
	for {
		select {
		case <-over:
			return
		case <-tick.C:
			fmt.Fprintln(notes, l.since())
		}
	}
}

// since tells of what was answered after it was told last.
func (l *load) since() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := fmt.Sprintf("# load: %v of %v, %.0f answers a second", time.Since(l.began).Round(time.Second), l.lasting, float64(len(l.recent))/l.telling.Seconds())
	if len(l.recent) > 0 {
		line += fmt.Sprintf(", median %v, 99 of 100 within %v", tidy(percentile(l.recent, 50)), tidy(percentile(l.recent, 99)))
	}
	l.recent = nil
	return fmt.Sprintf("%s, %d faults so far", line, l.failed)
}

func tidy(d time.Duration) time.Duration { return d.Round(100 * time.Microsecond) }

// report tells the figures of the load, and in notes those of each kind.
func (l *load) report(b *bench) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []time.Duration
	for _, k := range l.mix {
		if took := l.took[k.name]; len(took) > 0 {
			fmt.Fprintf(b.notes, "# %s: %d answers, median %v, 99 of 100 within %v\n", k.name, len(took), tidy(percentile(took, 50)), tidy(percentile(took, 99)))
			all = slices.Concat(all, took)
		}
	}
	for _, way := range slices.Sorted(maps.Keys(l.faults)) {
		fmt.Fprintf(b.notes, "# %d × %s, first of %s\n", l.faults[way].times, way, l.faults[way].first)
	}
	if len(all) == 0 {
		return errors.New("nothing was answered")
	}
	b.tell(figure{name: "load_p99_ms", value: percentile(all, 99).Seconds() * 1_000, bar: mostLate, atMost: true})
	b.tell(figure{name: "load_errors_percent", value: 100 * float64(l.failed) / float64(len(all)+l.failed), bar: mostFailed, atMost: true})
	b.tell(figure{name: "load_rate", value: float64(len(all)) / l.last.Sub(l.began).Seconds(), bar: leastRate * float64(l.rate)})
	return nil
}
