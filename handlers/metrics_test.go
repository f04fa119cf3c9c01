package handlers

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestMetrics(t *testing.T) {
	shop := newShop(t, func(o *Options) {
		o.MetricsToken = "secret"
		o.Gauges = func() map[string]float64 { return map[string]float64{"delinli_pool_connections": 3} }
	})
	for range 2 {
		shop.ask(t, "GET", Base+"/toys/zz", "resident", "")
	}
	shop.ask(t, "GET", "/13812345678", "", "")
	_, body := shop.ask(t, "GET", "/metrics", "secret", "")
	for _, want := range []string{
		`delinli_http_requests_total{method="GET",route="/api/v1/toys/:id",status="404"} 2`,
		`delinli_http_requests_total{method="GET",route="none",status="404"} 1`,
		`delinli_http_request_seconds_bucket{method="GET",route="/api/v1/toys/:id",le="+Inf"} 2`,
		`delinli_http_request_seconds_count{method="GET",route="/api/v1/toys/:id"} 2`,
		"# TYPE delinli_pool_connections gauge\ndelinli_pool_connections 3\n", "delinli_http_requests_in_flight 0\n",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	if strings.Contains(body, "13812345678") {
		t.Error("a path is in the figures")
	}
}

func TestMetricsAreClosed(t *testing.T) {
	for _, tt := range []struct{ set, given string }{{"secret", ""}, {"secret", "guess"}, {"", ""}, {"", "x"}} {
		shop := newShop(t, func(o *Options) { o.MetricsToken = tt.set })
		if reply, _ := shop.ask(t, "GET", "/metrics", tt.given, ""); reply.StatusCode != http.StatusNotFound {
			t.Errorf("%+v: %d", tt, reply.StatusCode)
		}
	}
}

func TestBucketsAddUp(t *testing.T) {
	m := newMeter()
	m.add("GET", "/x", 200, 40*time.Millisecond)
	m.add("GET", "/x", 200, time.Minute)
	s := &Server{meter: m}
	b, err := s.Metrics()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`le="0.025"} 0`, `le="0.05"} 1`, `le="10"} 1`, `le="+Inf"} 2`, `_sum{method="GET",route="/x"} 60.04`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %s in\n%s", want, b)
		}
	}
}

func TestReady(t *testing.T) {
	for _, tt := range []struct {
		err    error
		status int
		body   string
	}{{nil, 200, `{"database":"ok"}`}, {errors.New("password 123 refused"), 503, `{"database":"failing"}`}} {
		shop := newShop(t, func(o *Options) {
			o.Ready = func(context.Context) map[string]error { return map[string]error{"database": tt.err} }
		})
		if reply, body := shop.ask(t, "GET", "/readyz", "", ""); reply.StatusCode != tt.status || body != tt.body {
			t.Errorf("%v: %d %s", tt.err, reply.StatusCode, body)
		}
	}
}
