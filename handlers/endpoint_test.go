package handlers

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"delinli/models"
)

func door[In, Out any]() Verb[In, Out] {
	return func(context.Context, models.Actor, In) (out Out, err error) { return out, nil }
}

// Each declaration here is wrong in one way and must not be taken.
func TestUnsoundDeclarations(t *testing.T) {
	type closed struct {
		Hidden chan int `json:"hidden"`
	}
	type untagged struct{ Name string }
	type hasID struct {
		ID string `path:"id"`
	}
	for name, f := range map[string]func() []Route{
		"no access":               func() []Route { return []Route{get("/x", Access{}, door[Nothing, Nothing](), "s")} },
		"no summary":              func() []Route { return []Route{get("/x", Public, door[Nothing, Nothing](), "")} },
		"path without a slash":    func() []Route { return []Route{get("x", Public, door[Nothing, Nothing](), "s")} },
		"input that is no struct": func() []Route { return []Route{get("/x", Public, door[string, Nothing](), "s")} },
		"field without a tag":     func() []Route { return []Route{get("/x", Public, door[untagged, Nothing](), "s")} },
		"parameter without field": func() []Route { return []Route{get("/x/:id", Public, door[Nothing, Nothing](), "s")} },
		"field without parameter": func() []Route { return []Route{get("/x", Public, door[hasID, Nothing](), "s")} },
		"type that is no JSON":    func() []Route { return []Route{post("/x", Public, door[closed, Nothing](), "s")} },
		"output without tags":     func() []Route { return []Route{get("/x", Public, door[Nothing, untagged](), "s")} },
		"embedded pointer":        func() []Route { return []Route{post("/x", Public, door[struct{ *Page }, Nothing](), "s")} },
		"result of a keyed POST":  func() []Route { return []Route{post("/x", Public, door[Nothing, picture](), "s")} },
		"result of another form": func() []Route {
			return []Route{post("/x", Public, door[Nothing, toyView](), "s"), get("/toys/:id", Public, door[hasID, picture](), "s")}
		},
		"the same route twice": func() []Route {
			return []Route{get("/x", Public, door[Nothing, Nothing](), "s"), get("/x", Public, door[Nothing, Nothing](), "s")}
		},
		"hidden behind an earlier": func() []Route {
			return []Route{get("/x/:id", Public, door[hasID, Nothing](), "s"), get("/x/y", Public, door[Nothing, Nothing](), "s")}
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was taken")
				}
			}()
			routes := f()
			mustFit(routes)
			Document(routes)
		})
	}
}

func TestSoundDeclarations(t *testing.T) {
	type hasID struct {
		ID string `path:"id"`
	}
	routes := []Route{
		get("/x/y", Public, door[Nothing, Nothing](), "s"),
		get("/x/:id", Public, door[hasID, picture](), "s"),
		post("/x/:id", Public, door[hasID, picture](), "s").unkeyed(),
		put("/x/:id", Public, door[hasID, picture](), "s").answers(202),
		patch("/x/:id", Public, door[hasID, Nothing](), "s"),
	}
	mustFit(routes)
	var statuses []int
	for _, r := range routes {
		statuses = append(statuses, r.Status)
	}
	if want := []int{204, 200, 200, 202, 204}; !reflect.DeepEqual(statuses, want) {
		t.Errorf("statuses %v, want %v", statuses, want)
	}
}

func TestMatch(t *testing.T) {
	r := Route{Path: "/orders/:id/files/:file"}
	for path, want := range map[string]string{"/orders/a/files/b": "a b", "/orders/a/files/": "", "/orders/a/files": "", "/orders//files/b": "", "/orders/a/pics/b": ""} {
		params, ok := r.match(path)
		if got := strings.TrimSpace(params["id"] + " " + params["file"]); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %v %v", path, params, ok)
		}
	}
}

func TestListsAreNeverNull(t *testing.T) {
	type inner struct {
		Tags []string `json:"tags"`
	}
	type outer struct {
		One   inner   `json:"one"`
		Far   *inner  `json:"far"`
		Many  []inner `json:"many"`
		Bytes []byte  `json:"bytes"`
		None  *inner  `json:"none"`
	}
	got, err := result(outer{Far: &inner{}, Many: []inner{{}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := got.(outer)
	if out.One.Tags == nil || out.Far.Tags == nil || out.Many[0].Tags == nil || out.Bytes == nil || out.None != nil {
		t.Errorf("got %+v", out)
	}
}
