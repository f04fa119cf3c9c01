package handlers

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"delinli/handlers/message"
	"delinli/models"
)

// Problem is the body of every reply that is not a good one (RFC 9457).
type Problem struct {
	Type      string                  `json:"type" example:"/problems/input.invalid"`
	Title     string                  `json:"title" example:"填写的内容有误，请按提示修改"`
	Status    int                     `json:"status" example:"422"`
	Code      string                  `json:"code" example:"input.invalid"`
	Fields    map[string]FieldProblem `json:"fields,omitempty"`
	RequestID string                  `json:"request_id" example:"01930f6e-6c3b-7b1a-9d0e-6f2a3b4c5d6e"`
	Since     []Deed                  `json:"since,omitempty" doc:"with a 409: what happened to the thing after the version that was sent, oldest first, for those who may know"`
}

// Deed is something that somebody else did to a thing in the meantime.
type Deed struct {
	Event string    `json:"event" example:"publish"`
	By    string    `json:"by" example:"staff" doc:"the part that they have in it, as in its timeline"`
	At    time.Time `json:"at"`
}

// FieldProblem tells what is wrong with one field of the input, for programs and for people.
type FieldProblem struct {
	Code    string `json:"code" example:"field.required"`
	Message string `json:"message" example:"必填"`
}

const problemType = "application/problem+json"

var statusOf = map[models.Kind]int{
	models.Invalid:     http.StatusUnprocessableEntity,
	models.NotFound:    http.StatusNotFound,
	models.Forbidden:   http.StatusForbidden,
	models.Conflict:    http.StatusConflict,
	models.Unauthentic: http.StatusUnauthorized,
	models.TooMany:     http.StatusTooManyRequests,
	models.TooLarge:    http.StatusRequestEntityTooLarge,
	models.Unsupported: http.StatusUnsupportedMediaType,
	models.Unavailable: http.StatusServiceUnavailable,
	models.Internal:    http.StatusInternalServerError,
}

// statusByCode holds the faults of HTTP itself, which no kind tells apart.
var statusByCode = map[string]int{
	"body.malformed":    http.StatusBadRequest,
	"body.too_deep":     http.StatusBadRequest,
	"request.malformed": http.StatusBadRequest,
	"request.slow":      http.StatusRequestTimeout,
	"request.method":    http.StatusMethodNotAllowed,
	"request.headers":   http.StatusRequestHeaderFieldsTooLarge,
}

// transport names the faults that the server finds by itself before a route is reached.
var transport = map[int]*models.Error{
	http.StatusNotFound:                    models.Missing,
	http.StatusMethodNotAllowed:            models.Fault(models.Invalid, "request.method"),
	http.StatusRequestTimeout:              models.Fault(models.Invalid, "request.slow"),
	http.StatusRequestEntityTooLarge:       models.Fault(models.TooLarge, "body.too_large"),
	http.StatusRequestHeaderFieldsTooLarge: models.Fault(models.TooLarge, "request.headers"),
}

var errInternal = models.Fault(models.Internal, "internal")

// problemOf finds the error that the user meets behind err.
func problemOf(err error) *models.Error {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e
	}
	if e, ok := errors.AsType[*fiber.Error](err); ok {
		if known, ok := transport[e.Code]; ok {
			return known
		}
		return models.Fault(models.Invalid, "request.malformed")
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &models.Error{Kind: models.Unavailable, Code: "request.deadline", Retry: time.Second, Err: err}
	}
	return errInternal
}

// problem writes err as a problem in the reader's language: the only place where errors become replies.
func (s *Server) problem(c *fiber.Ctx, err error) error {
	e := problemOf(err)
	status := statusOf[e.Kind]
	if exact, ok := statusByCode[e.Code]; ok {
		status = exact
	}
	if status == http.StatusInternalServerError {
		s.Log.Error("a request failed", "request_id", s.requestID(c), "err", slog.AnyValue(err))
	}
	s.head(c)
	if wait := retryAfter(e); wait > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(wait))
	}
	language := message.Match(c.Get(fiber.HeaderAcceptLanguage))
	c.Set(fiber.HeaderContentLanguage, string(language))
	c.Append(fiber.HeaderVary, fiber.HeaderAcceptLanguage)
	return c.Status(status).JSON(translate(e, status, s.requestID(c), language), problemType)
}

// translate puts the texts of the language to the codes of e.
func translate(e *models.Error, status int, requestID string, language message.Language) Problem {
	p := Problem{Type: "/problems/" + e.Code, Title: language.Text(e.Code, e.Kind), Status: status, Code: e.Code, RequestID: requestID}
	if len(e.Fields) > 0 {
		p.Fields = map[string]FieldProblem{}
	}
	for name, code := range e.Fields { // a verb may name what somebody made up
		p.Fields[clip(name)] = FieldProblem{code, strings.ReplaceAll(language.Text(code, models.Invalid), "{limit}", e.Limits[name])}
	}
	for _, d := range e.Since {
		p.Since = append(p.Since, Deed(d))
	}
	return p
}

// retryAfter is in whole seconds; a refusal for now always names a time.
func retryAfter(e *models.Error) int {
	wait := int(math.Ceil(e.Retry.Seconds()))
	if e.Kind == models.TooMany || e.Kind == models.Unavailable {
		return max(wait, 1)
	}
	return wait
}
