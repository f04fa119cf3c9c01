package handlers

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"delinli/models"
)

// Base is the path under which every route of the table lies.
const Base = "/api/v1"

// Verb is the plain function behind a route: it gets the actor and the bound, valid input, and returns what the reply shows
// or a *models.Error.
type Verb[In, Out any] = func(context.Context, models.Actor, In) (Out, error)

// Nothing is the input of a route that takes none. It is also the output of one that replies 204 without a body, as any struct
// without fields is.
type Nothing struct{}

// ItemsOf is a page of a list. Next is the cursor of the following page, empty on the last one.
type ItemsOf[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next" example:"eyJpZCI6MX0"`
}

// Page is embedded by the input of every list: at most 100 items, 20 when nothing is said, from the cursor on.
type Page struct {
	Limit  int    `query:"limit" default:"20" validate:"min=1,max=100" example:"20"`
	Cursor string `query:"cursor" validate:"max=512"`
}

// Route is one line of the table that is the whole API.
type Route struct {
	Method, Path string
	Access       Access
	Summary      string
	Status       int          // of the reply when all went well
	In, Out      reflect.Type // what is bound and what is shown; nil for a raw route
	Produces     string       // the media type of the reply, empty for none

	keyed bool               // honours an Idempotency-Key
	stub  func(*request) any // the reply where the act hid its thing from whoever did it; nil: no act does
	serve func(context.Context, models.Actor, *request) (any, error)
	raw   rawHandler // instead of serve
}

func get[In, Out any](path string, who Access, fn Verb[In, Out], summary string) Route {
	return declare(http.MethodGet, path, http.StatusOK, who, fn, summary)
}

// post is for acts on a thing that is there: it replies 200.
func post[In, Out any](path string, who Access, fn Verb[In, Out], summary string) Route {
	return declare(http.MethodPost, path, http.StatusOK, who, fn, summary)
}

// create is a POST that makes a thing: it replies 201 and, when Out is Referable, its Location.
func create[In, Out any](path string, who Access, fn Verb[In, Out], summary string) Route {
	return declare(http.MethodPost, path, http.StatusCreated, who, fn, summary)
}

func put[In, Out any](path string, who Access, fn Verb[In, Out], summary string) Route {
	return declare(http.MethodPut, path, http.StatusOK, who, fn, summary)
}

func patch[In, Out any](path string, who Access, fn Verb[In, Out], summary string) Route {
	return declare(http.MethodPatch, path, http.StatusOK, who, fn, summary)
}

func remove[In, Out any](path string, who Access, fn Verb[In, Out], summary string) Route {
	return declare(http.MethodDelete, path, http.StatusOK, who, fn, summary)
}

// answers sets the status of a good reply where it is not the usual one.
func (r Route) answers(status int) Route {
	r.Status = status
	return r
}

// unkeyed frees a POST from idempotency keys: logging in, and questions that change nothing.
func (r Route) unkeyed() Route {
	r.keyed = false
	return r
}

// hiding tells what is shown of a thing that the act hid from whoever did it, also when it is repeated.
func (r Route) hiding(stub func(*request) any) Route {
	r.stub = stub
	return r
}

// declare makes a route. It panics on a declaration that cannot be served, which every start of the program shows.
func declare[In, Out any](method, path string, status int, who Access, fn Verb[In, Out], summary string) Route {
	r := Route{Method: method, Path: path, Access: who, Summary: summary, Status: status, keyed: method == http.MethodPost,
		In: reflect.TypeFor[In](), Out: reflect.TypeFor[Out](), Produces: mediaOf(reflect.TypeFor[Out]())}
	r.mustBeSound()
	if r.Produces == "" {
		r.Status = http.StatusNoContent
	}
	r.serve = func(ctx context.Context, a models.Actor, q *request) (any, error) {
		in, err := bind[In](q)
		if err != nil {
			return nil, err
		}
		if err := follow(ctx, q.moved, &in); err != nil {
			return nil, err
		}
		return result(fn(ctx, a, in))
	}
	return r
}

// result hides a typed nothing behind an error and writes nil lists as empty ones.
func result[Out any](out Out, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	fillLists(reflect.ValueOf(&out).Elem())
	return out, nil
}

func (r Route) mustBeSound() {
	switch {
	case !strings.HasPrefix(r.Path, "/"):
		panic(fmt.Sprintf("handlers: path %q must begin with a slash", r.Path))
	case r.Access.Allow == nil || r.Access.Name == "":
		panic(fmt.Sprintf("handlers: %s %s says nobody may knock", r.Method, r.Path))
	case r.Summary == "":
		panic(fmt.Sprintf("handlers: %s %s has no summary", r.Method, r.Path))
	}
	if r.In != nil {
		mustBind(r)
	}
}

// mediaOf tells what a reply of the type is written as.
func mediaOf(out reflect.Type) string {
	switch {
	case out == reflect.TypeFor[Blob]():
		return "application/octet-stream"
	case out.Kind() == reflect.Struct && out.NumField() == 0:
		return ""
	}
	return "application/json"
}

// params lists the names of the path's parameters in order.
func (r Route) params() (names []string) {
	for part := range strings.SplitSeq(r.Path, "/") {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			names = append(names, name)
		}
	}
	return names
}

// match reads the parameters of path (without Base) when it is one of this route's.
func (r Route) match(path string) (map[string]string, bool) {
	want, have := strings.Split(r.Path, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return nil, false
	}
	params := map[string]string{}
	for i, part := range want {
		if name, ok := strings.CutPrefix(part, ":"); ok && have[i] != "" {
			params[name] = have[i]
		} else if part != have[i] {
			return nil, false
		}
	}
	return params, true
}
