package handlers

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/common/expfmt"

	"delinli/models"
)

// buckets are the upper bounds of the durations, in seconds.
var buckets = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10}

// meter counts requests by the pattern of their route, never by their path.
type meter struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMeter() *meter {
	m := &meter{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "delinli_http_requests_total", Help: "Requests by route and status."},
			[]string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "delinli_http_request_seconds", Help: "Time of requests by route.",
			Buckets: buckets}, []string{"method", "route"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *meter) add(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, fmt.Sprint(status)).Inc()
	m.seconds.WithLabelValues(method, route).Observe(took.Seconds())
}

// gauges shows figures that are measured when somebody asks.
type gauges func() map[string]float64

// Describe tells nothing beforehand: what can be measured depends on what answers.
func (gauges) Describe(chan<- *prometheus.Desc) {}

// Collect measures.
func (g gauges) Collect(to chan<- prometheus.Metric) {
	for name, value := range g() {
		to <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, "Measured when asked for.", nil, nil), prometheus.GaugeValue, value)
	}
}

// watch adds what the server itself can measure, and what the program measures.
func (s *Server) watch() {
	s.meter.registry.MustRegister(gauges(func() map[string]float64 {
		return map[string]float64{"delinli_http_requests_in_flight": float64(len(s.busy)), "delinli_http_streams": float64(s.streams.count())}
	}))
	if s.Gauges != nil {
		s.meter.registry.MustRegister(gauges(s.Gauges))
	}
}

// Metrics are all figures in the text format of Prometheus, for a listener of their own.
func (s *Server) Metrics() ([]byte, error) {
	families, err := s.meter.registry.Gather()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for _, f := range families {
		if _, err := expfmt.MetricFamilyToText(&b, f); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// metrics shows the figures to whoever has the token; to all others there is nothing here.
func (s *Server) metrics(c *fiber.Ctx) error {
	token, _ := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Bearer ")
	if s.MetricsToken == "" || subtle.ConstantTimeCompare([]byte(token), []byte(s.MetricsToken)) != 1 {
		return models.Missing
	}
	figures, err := s.Metrics()
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/plain; version=0.0.4; charset=utf-8")
	return c.Send(figures)
}
