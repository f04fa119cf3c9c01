package handlers

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"delinli/models"
)

// Options is what the doors are built from. Zero limits mean the defaults named beside them.
type Options struct {
	Routes   []Route
	Sessions Sessions
	Keys     Keys
	Moved    Successors                             // where the places of area codes that ended are now; nil: none ended
	Ready    func(context.Context) map[string]error // what must be there to serve, by name; nil means well
	Now      models.Clock
	Random   io.Reader
	Log      *slog.Logger

	PublicURL      *url.URL                  // where people reach the program; https turns on HSTS and the __Host- cookie
	TrustedProxies []netip.Prefix            // whose X-Forwarded-For is believed
	MetricsToken   string                    // asked for at /metrics; empty closes it
	Gauges         func() map[string]float64 // more figures for /metrics, by their full names; may be nil
	Resident, Desk fs.FS                     // the built front ends; nil shows how to build them

	Deadline  time.Duration // of a request's context: 2.5 s, so that a database that is silent is a 503 within 3; an upload has 10 s
	InFlight  int           // requests worked on at once: 256
	Streams   int           // open event streams: 4,096, of which 8 a person
	Heartbeat time.Duration // between the comments that keep a stream open: 15 s
}

const (
	jsonLimit   = 1 << 20  // bytes of a JSON body
	uploadLimit = 12 << 20 // bytes of a multipart body
	uploadTime  = 2 * time.Minute
	uploadWork  = 10 * time.Second // to open a picture and write it anew
)

// Server is the running doors.
type Server struct {
	*fiber.App
	Options
	busy     chan struct{}
	stopping chan struct{} // closed when no new stream may begin and open ones must end
	streams  streams
	meter    *meter
	document []byte
}

// New builds the doors. It fails when a front end cannot be read, and panics when the table of routes is not sound.
func New(o Options) (*Server, error) {
	mustFit(o.Routes)
	o.setDefaults()
	built, err := newPages(o.Resident, o.Desk)
	if err != nil {
		return nil, err
	}
	s := &Server{Options: o, busy: make(chan struct{}, o.InFlight), stopping: make(chan struct{}), meter: newMeter(),
		document: Document(o.Routes)}
	s.streams = streams{limit: o.Streams, open: map[models.PersonID]int{}}
	s.watch()
	s.App = fiber.New(fiber.Config{
		Immutable: true, CaseSensitive: true, StrictRouting: true, DisableStartupMessage: true, DisablePreParseMultipartForm: true,
		BodyLimit: jsonLimit, ReadBufferSize: 16 << 10, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second,
		IdleTimeout: 90 * time.Second, Concurrency: 16 << 10, ErrorHandler: s.refuse,
	})
	s.Server().HeaderReceived = s.roomFor
	s.Server().Handler = s.sound(s.Server().Handler)
	s.Use(s.observe, s.guard)
	s.addDoors()
	s.Use(built.serve)
	return s, nil
}

func (o *Options) setDefaults() {
	if o.PublicURL == nil {
		o.PublicURL = &url.URL{}
	}
	o.Deadline = orElse(o.Deadline, 2500*time.Millisecond)
	o.InFlight = orElse(o.InFlight, 256)
	o.Streams = orElse(o.Streams, 4096)
	o.Heartbeat = orElse(o.Heartbeat, 15*time.Second)
}

func orElse[T comparable](given, fallback T) T {
	if given == *new(T) {
		return fallback
	}
	return given
}

// roomFor gives uploads a larger body and more time than the rest.
func (s *Server) roomFor(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path, _, _ := strings.Cut(string(h.RequestURI()), "?")
	for _, r := range s.Routes {
		if r.Method != string(h.Method()) || !r.takesForm() {
			continue
		}
		if _, ok := r.match(strings.TrimPrefix(path, Base)); ok {
			return fasthttp.RequestConfig{MaxRequestBodySize: uploadLimit, ReadTimeout: uploadTime}
		}
	}
	return fasthttp.RequestConfig{}
}

// sound refuses what fiber would answer in words of its own, a method that is none, and what two programs on the way could read as two
// requests: a body with a length that comes in chunks (RFC 9112, 6.3).
func (s *Server) sound(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		fault := ""
		switch head := &ctx.Request.Header; {
		case !slices.Contains(fiber.DefaultMethods, string(head.Method())):
			fault = "request.method"
		case lengthLine.Match(head.RawHeaders()) && codingLine.Match(head.RawHeaders()):
			fault = "request.malformed"
		default:
			next(ctx)
			return
		}
		ctx.Request.Header.SetMethod(http.MethodGet) // nobody's word goes into log and figures
		ctx.SetConnectionClose()
		c := s.AcquireCtx(ctx)
		defer s.ReleaseCtx(c)
		if err := s.refuse(c, models.Fault(models.Invalid, fault)); err != nil {
			ctx.SetStatusCode(http.StatusBadRequest)
		}
	}
}

// lengthLine and codingLine are the two headers that may not stand together.
var (
	lengthLine = regexp.MustCompile(`(?im)^content-length[ \t]*:`)
	codingLine = regexp.MustCompile(`(?im)^transfer-encoding[ \t]*:`)
)

// observe wraps every request: its id, its line in the log, its panics.
func (s *Server) observe(c *fiber.Ctx) error {
	began := s.Now()
	s.head(c)
	if err := s.safely(c); err != nil {
		if err := s.problem(c, err); err != nil {
			return err
		}
	}
	s.record(c, began)
	return nil
}

// refuse answers what never reached observe: a body over its limit, headers that cannot be read.
func (s *Server) refuse(c *fiber.Ctx, err error) error {
	c.Locals(patternKey{}, "none") // without a route, fiber would name the path itself
	defer s.record(c, s.Now())
	return s.problem(c, err)
}

// record writes the line of a request and counts it: no path, query, name or address, since they may tell of people.
func (s *Server) record(c *fiber.Ctx, began time.Time) {
	took, status := s.Now().Sub(began), c.Response().StatusCode()
	s.meter.add(c.Method(), pattern(c), status, took)
	s.Log.Info("request", "method", c.Method(), "route", pattern(c), "status", status, "ms", took.Milliseconds(),
		"request_id", s.requestID(c))
}

type patternKey struct{}

// pattern is the route's path as declared, "page" for a file of a front end, "none" for what matched no door.
func pattern(c *fiber.Ctx) string {
	if name, ok := c.Locals(patternKey{}).(string); ok {
		return name
	}
	if path := c.Route().Path; path != "/" {
		return path
	}
	return "none"
}

// safely turns a panic into an error. The log gets the stack and the type of what was thrown, but not its text, which may
// hold personal data.
func (s *Server) safely(c *fiber.Ctx) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			s.Log.Error("panic", "request_id", s.requestID(c), "type", fmt.Sprintf("%T", thrown), "stack", string(debug.Stack()))
			err = errInternal
		}
	}()
	return c.Next()
}

// watched are asked by operators, also when the house is full.
var watched = []string{"/healthz", "/readyz", "/metrics"}

// guard refuses what must not go further: compressed bodies, writes from foreign pages, and more at once than we can do.
func (s *Server) guard(c *fiber.Ctx) error {
	if encoding := c.Get(fiber.HeaderContentEncoding); encoding != "" && encoding != "identity" {
		return models.Fault(models.Unsupported, "body.encoded")
	}
	if err := s.checkOrigin(c); err != nil {
		return err
	}
	if slices.Contains(watched, c.Path()) {
		return c.Next()
	}
	select {
	case s.busy <- struct{}{}:
		defer func() { <-s.busy }()
		return c.Next()
	default:
		return &models.Error{Kind: models.Unavailable, Code: "request.busy", Retry: time.Second}
	}
}

// readyz tells operators whether the program can serve, and which part is missing when it cannot.
func (s *Server) readyz(c *fiber.Ctx) error {
	ctx, stop := context.WithTimeout(c.UserContext(), 2*time.Second)
	defer stop()
	parts, status := map[string]string{}, http.StatusOK
	for name, err := range s.Ready(ctx) {
		parts[name] = "ok"
		if err != nil {
			s.Log.Warn("not ready", "part", name, "err", err)
			parts[name], status = "failing", http.StatusServiceUnavailable
		}
	}
	return c.Status(status).JSON(parts)
}
