package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// steps are a mix of looking and of two steps of an order.
var steps = []kind{
	{name: "look", share: 2, call: func(size, int64, life) request { return look(1, "/look") }},
	{name: "place", share: 1, learn: learnID, call: func(size, int64, life) request { return act(2, "/place", "{}") }},
	{name: "rate", share: 1, after: "place", call: func(_ size, _ int64, l life) request { return act(2, "/rate/"+l.id, "{}") }},
}

// asked runs a load over a server with one answer, and gives the lines of its report.
func asked(t *testing.T, ctx context.Context, p pace, answer http.HandlerFunc) (figures, notes string) {
	t.Helper()
	var out, more strings.Builder
	l := newLoad(served(t, answer), small, p, steps)
	l.run(ctx, &more)
	if err := l.report(&bench{out: &out, notes: &more}); err != nil {
		t.Fatal(err)
	}
	t.Log(out.String() + more.String())
	return out.String(), more.String()
}

func has(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !regexp.MustCompile(`(?m)^` + line + `$`).MatchString(text) {
			t.Errorf("no line is %s in\n%s", line, text)
		}
	}
}

// Each order is rated once, after it was placed, under a key of its own.
func TestLoadTakesOrdersFromStepToStep(t *testing.T) {
	var mu sync.Mutex
	orders, keys := map[string]int{}, map[string]bool{}
	figures, notes := asked(t, t.Context(), pace{100, time.Second, 400 * time.Millisecond}, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if key := r.Header.Get("Idempotency-Key"); (r.Method == http.MethodPost) == (key == "") || keys[key] {
			t.Errorf("%s %s under the key %q", r.Method, r.URL, key)
		} else if key != "" {
			keys[key] = true
		}
		if _, order, ok := strings.Cut(r.URL.Path, "/rate/"); ok {
			if orders[order]++; orders[order] != 2 {
				t.Errorf("order %s is rated %d times", order, orders[order]-1)
			}
			return
		}
		order := fmt.Sprint(len(orders) + 1)
		if strings.HasSuffix(r.URL.Path, "/place") {
			orders[order]++
		}
		fmt.Fprintf(w, `{"id":%q}`, order)
	})
	has(t, figures, "load_p99_ms [0-9.]+ 300 (holds|falls short)", "load_errors_percent 0 0.1 holds", "load_rate [0-9.]+ 99 (holds|falls short)")
	has(t, notes, "# place: 25 answers.*", "# rate: [12][0-9] answers.*", "# load: 0s of 1s, [0-9]+ answers a second, median .*, 0 faults so far")
	if len(orders) != 25 {
		t.Errorf("%d orders", len(orders))
	}
}

// A server that stands still for a while keeps nobody from asking: all who ask meanwhile wait, and count.
func TestLoadCountsFromWhenItWasDue(t *testing.T) {
	var still sync.Once
	var street sync.RWMutex
	figures, _ := asked(t, t.Context(), pace{200, 2 * time.Second, time.Minute}, func(w http.ResponseWriter, _ *http.Request) {
		still.Do(func() {
			street.Lock()
			time.Sleep(700 * time.Millisecond)
			street.Unlock()
		})
		street.RLock()
		defer street.RUnlock()
		_, _ = io.WriteString(w, `{"id":"1"}`)
	})
	has(t, figures, "load_p99_ms ([6-9]|[1-9][0-9]+)[0-9][0-9] 300 falls short", "load_errors_percent 0 0.1 holds")
}

// A fault takes no other with it: an order that could not be placed is not rated either.
func TestLoadCountsFaults(t *testing.T) {
	figures, notes := asked(t, t.Context(), pace{100, time.Second, time.Minute}, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/place") {
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, `{"code":"request.busy"}`)
		}
	})
	has(t, figures, "load_errors_percent 25 0.1 falls short")
	has(t, notes, "# look: 75 answers.*", "# 25 × 503 request.busy, first of place after [0-9.]+ s: POST /place as 2: 503 .*")
}

func TestLoadThatIsStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context()) // as a signal does; a deadline would end a dial before the context says so
	defer time.AfterFunc(300*time.Millisecond, stop).Stop()
	began := time.Now()
	figures, _ := asked(t, ctx, pace{100, time.Hour, time.Minute}, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"id":"1"}`) })
	if took := time.Since(began); took > time.Minute {
		t.Errorf("it stops after %v", took)
	}
	has(t, figures, "load_p99_ms [0-9.]+ 300 (holds|falls short)", "load_errors_percent 0 0.1 holds")
}

// A stream that ends is a fault, unless it is we who end it.
func TestListen(t *testing.T) {
	ends := make(chan struct{})
	l := newLoad(served(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, ": hello\n\nevent: order\ndata: {}\n\n")
		w.(http.Flusher).Flush()
		select {
		case <-ends:
		case <-r.Context().Done():
		}
	}), small, pace{1, time.Second, time.Second}, steps)
	ctx, hush := context.WithCancel(t.Context())
	heard := l.listen(ctx)
	until(t, func() bool { return heard() == listens })
	close(ends)
	until(t, func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.failed == listens
	})
	hush()
	if l.report(&bench{out: io.Discard, notes: io.Discard}) == nil {
		t.Error("no answer at all is a measure")
	}
}

// until waits for what must come.
func until(t *testing.T, holds func() bool) {
	t.Helper()
	for range 3000 {
		if holds() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it never comes")
}
