package handlers

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"delinli/models"
)

// Keys remembers for 24 h which keyed requests of a person were made, by the hash of each and a reference to its result; never
// the reply itself, which is rendered anew under today's rights.
type Keys interface {
	// Begin claims the key in a statement of its own. A status of 0 means that this request is the first and must run (a claim
	// whose holder has been silent for 10 s passes on); another status means that it ran, with ref as its result. A claim that
	// is still held is Conflict "idempotency.in_progress"; another hash is Invalid "idempotency.mismatch". The verb runs under
	// bound, so that a store may settle the key in the verb's own transaction.
	Begin(ctx context.Context, a models.Actor, key string, hash []byte) (bound context.Context, status int, ref string, err error)
	// Finish keeps what the request brought about.
	Finish(ctx context.Context, a models.Actor, key string, status int, ref string) error
	// Forget gives up a claim whose request changed nothing, so that it may be tried again.
	Forget(ctx context.Context, a models.Actor, key string) error
}

const (
	keyHeader = "Idempotency-Key"
	keepTime  = 2 * time.Second // for keeping a result once the verb is done, whatever is left of the deadline
)

var keyForm = regexp.MustCompile(`^[\x21-\x7e]{1,128}$`)

// once runs the verb of a route, or, for a key that has been used, shows its result again.
func (s *Server) once(ctx context.Context, c *fiber.Ctx, a models.Actor, r Route, q *request) (done, error) {
	key := c.Get(keyHeader)
	if !r.keyed || key == "" || !a.Known() {
		out, err := r.serve(ctx, a, q)
		return done{r.Status, out}, err
	}
	if !keyForm.MatchString(key) {
		return done{}, models.Fault(models.Invalid, "idempotency.malformed")
	}
	bound, status, ref, err := s.Keys.Begin(ctx, a, key, hashOf(c, q))
	switch {
	case err != nil:
		return done{}, err
	case status != 0:
		return s.again(ctx, a, r, q, ref) // the hash holds method and path, so it was this route
	}
	return s.first(bound, a, r, q, key)
}

// first runs the verb and keeps its result. What the actor did wrong changed nothing and is forgotten; after a fault of
// ours nobody knows, so the claim stays until it passes on.
func (s *Server) first(ctx context.Context, a models.Actor, r Route, q *request, key string) (done, error) {
	out, err := r.serve(ctx, a, q)
	after, stop := context.WithTimeout(context.WithoutCancel(ctx), keepTime)
	defer stop()
	if err != nil {
		if kind := models.KindOf(err); kind != models.Internal && kind != models.Unavailable {
			s.note(s.Keys.Forget(after, a, key))
		}
		return done{}, err
	}
	ref := ""
	if x, ok := out.(Referable); ok {
		ref = x.Ref()
	}
	s.note(s.Keys.Finish(after, a, key, r.Status, ref))
	return done{r.Status, out}, nil
}

// note logs a failure to keep a key: the act itself stands and is acknowledged.
func (s *Server) note(err error) {
	if err != nil {
		s.Log.Error("an idempotency key was not kept", "err", err)
	}
}

// again shows the result of an earlier request of the route through the GET route of its resource, as far as the actor may see it today.
func (s *Server) again(ctx context.Context, a models.Actor, was Route, q *request, ref string) (done, error) {
	if ref == "" {
		return done{was.Status, Nothing{}}, nil
	}
	for _, r := range s.Routes {
		params, ok := r.match(ref)
		if !ok || r.Method != http.MethodGet || r.serve == nil {
			continue
		}
		if err := r.Access.check(a); err != nil {
			return done{}, err
		}
		out, err := r.serve(ctx, a, &request{param: func(name string) string { return params[name] }})
		if was.stub != nil && models.KindOf(err) == models.NotFound {
			out, err = was.stub(q), nil
		}
		return done{was.Status, out}, err
	}
	return done{}, models.Missing
}

// hashOf tells requests apart by where they go and what they carry. Of a form it takes the parts, since every attempt draws a
// boundary of its own.
func hashOf(c *fiber.Ctx, q *request) []byte {
	text := fmt.Appendf(nil, "%s %q\n", c.Method(), c.OriginalURL())
	if q.form == nil {
		text = append(text, q.body...)
	} else {
		text = appendForm(text, q.form)
	}
	sum := sha256.Sum256(text)
	return sum[:]
}

func appendForm(text []byte, form *multipart.Form) []byte {
	for _, name := range slices.Sorted(maps.Keys(form.Value)) {
		text = fmt.Appendf(text, "%q=%q\n", name, form.Value[name])
	}
	for _, name := range slices.Sorted(maps.Keys(form.File)) {
		for _, header := range form.File[name] {
			upload, err := readUpload(header)
			text = fmt.Appendf(text, "%q %q %x %v\n", name, upload.Name, sha256.Sum256(upload.Data), err)
		}
	}
	return text
}
