package handlers

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"delinli/models"
)

// buckets are the upper bounds of the durations, in seconds.
var buckets = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10}

// meter counts requests by the pattern of their route, never by their path.
type meter struct {
	mu     sync.Mutex
	counts map[string]int // by "method,route,status" as labels
	times  map[string]*histogram
}

type histogram struct {
	below []int // by bucket; the last is for everything
	sum   float64
}

func newMeter() *meter { return &meter{counts: map[string]int{}, times: map[string]*histogram{}} }

func (m *meter) add(method, route string, status int, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	door := fmt.Sprintf(`method=%q,route=%q`, method, route)
	m.counts[fmt.Sprintf(`%s,status="%d"`, door, status)]++
	h := m.times[door]
	if h == nil {
		h = &histogram{below: make([]int, len(buckets)+1)}
		m.times[door] = h
	}
	for i, bound := range buckets {
		if took.Seconds() <= bound {
			h.below[i]++
		}
	}
	h.below[len(buckets)]++
	h.sum += took.Seconds()
}

// write prints the text format of Prometheus, version 0.0.4.
func (m *meter) write(w *bytes.Buffer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fmt.Fprintln(w, "# TYPE delinli_http_requests_total counter")
	for _, labels := range slices.Sorted(maps.Keys(m.counts)) {
		fmt.Fprintf(w, "delinli_http_requests_total{%s} %d\n", labels, m.counts[labels])
	}
	fmt.Fprintln(w, "# TYPE delinli_http_request_seconds histogram")
	for _, labels := range slices.Sorted(maps.Keys(m.times)) {
		m.times[labels].write(w, labels)
	}
}

func (h *histogram) write(w *bytes.Buffer, labels string) {
	const name = "delinli_http_request_seconds"
	for i, bound := range buckets {
		fmt.Fprintf(w, "%s_bucket{%s,le=\"%g\"} %d\n", name, labels, bound, h.below[i])
	}
	all := h.below[len(buckets)]
	fmt.Fprintf(w, "%s_bucket{%s,le=\"+Inf\"} %d\n%s_sum{%s} %g\n%s_count{%s} %d\n", name, labels, all, name, labels, h.sum, name, labels, all)
}

// Metrics are all figures in the text format of Prometheus, for a listener of their own.
func (s *Server) Metrics() []byte {
	var b bytes.Buffer
	s.meter.write(&b)
	gauges := map[string]float64{"delinli_http_requests_in_flight": float64(len(s.busy)), "delinli_http_streams": float64(s.streams.count())}
	if s.Gauges != nil {
		maps.Copy(gauges, s.Gauges())
	}
	for _, name := range slices.Sorted(maps.Keys(gauges)) {
		fmt.Fprintf(&b, "# TYPE %s gauge\n%s %g\n", name, name, gauges[name])
	}
	return b.Bytes()
}

// metrics shows the figures to whoever has the token; to all others there is nothing here.
func (s *Server) metrics(c *fiber.Ctx) error {
	token, _ := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Bearer ")
	if s.MetricsToken == "" || subtle.ConstantTimeCompare([]byte(token), []byte(s.MetricsToken)) != 1 {
		return models.Missing
	}
	c.Set(fiber.HeaderContentType, "text/plain; version=0.0.4; charset=utf-8")
	return c.Send(s.Metrics())
}
