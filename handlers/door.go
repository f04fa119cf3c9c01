package handlers

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"time"

	"github.com/gofiber/fiber/v2"

	"delinli/models"
)

// rawHandler serves a route whose reply is written by hand.
type rawHandler func(*Server, *fiber.Ctx, models.Actor) error

// Referable is implemented by outputs that show one resource. Ref is its path below Base, "/orders/0193…", where a GET shows it:
// the Location of a 201, and what a repeated request is answered with.
type Referable interface{ Ref() string }

// referable reports whether the output shows one resource.
func (r Route) referable() bool {
	return r.Out != nil && r.Out.Implements(reflect.TypeFor[Referable]())
}

// door is what a request passes: who asks, may they knock, what do they bring, has it been done before, and the verb.
func (s *Server) door(r Route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, stop := context.WithTimeout(s.withCaller(c), s.timeFor(r))
		defer stop()
		a, err := s.actor(ctx, c)
		if err != nil {
			return err
		}
		if err := r.Access.check(a); err != nil {
			return err
		}
		if r.raw != nil {
			return r.raw(s, c, a)
		}
		q, err := r.read(c)
		if err != nil {
			return err
		}
		q.moved = s.Moved
		done, err := s.once(ctx, c, a, r, q)
		if err != nil {
			return err
		}
		return s.reply(c, done)
	}
}

// timeFor is how long a request may be worked on.
func (s *Server) timeFor(r Route) time.Duration {
	if r.takesForm() {
		return max(s.Deadline, uploadWork)
	}
	return s.Deadline
}

// done is what a verb brought about.
type done struct {
	status int
	out    any
}

// reply writes out in the form of its type.
func (s *Server) reply(c *fiber.Ctx, d done) error {
	if x, ok := d.out.(SessionCookie); ok {
		token, until := x.SessionCookie()
		s.setCookie(c, token, until)
	}
	if x, ok := d.out.(Referable); ok && d.status == http.StatusCreated {
		c.Location(Base + x.Ref())
	}
	c.Status(d.status)
	if file, ok := d.out.(Blob); ok {
		return file.send(c)
	}
	if d.status == http.StatusNoContent {
		return nil
	}
	return c.JSON(d.out)
}

// read takes from the request what the input is bound from.
func (r Route) read(c *fiber.Ctx) (*request, error) {
	query, err := url.ParseQuery(string(c.Request().URI().QueryString()))
	if err != nil {
		return nil, models.Fault(models.Invalid, "request.malformed")
	}
	q := &request{query: query, param: func(name string) string {
		value, err := url.PathUnescape(c.Params(name))
		if err != nil {
			return c.Params(name)
		}
		return value
	}}
	if r.Method == http.MethodGet {
		return q, nil
	}
	q.body = c.Request().Body()
	media, params, _ := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	switch {
	case r.takesForm() && media == fiber.MIMEMultipartForm:
		q.form, err = readForm(q.body, params["boundary"])
		return q, err
	case r.takesForm(), len(q.body) > 0 && media != fiber.MIMEApplicationJSON:
		return nil, models.Fault(models.Unsupported, "body.unsupported")
	}
	return q, nil
}

// takesForm reports whether the body is multipart instead of JSON.
func (r Route) takesForm() bool { return r.In != nil && uses(r.In, inForm) }

// takesBody reports whether the input has fields in a JSON body.
func (r Route) takesBody() bool {
	return r.In != nil && r.In != reflect.TypeFor[Nothing]() && uses(r.In, inBody)
}
