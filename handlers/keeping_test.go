package handlers_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/app/keeping"
	"delinli/app/store"
	"delinli/app/store/keys"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/handlers"
	"delinli/handlers/conform"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/person"
)

// record is the doors to the record over a town; its sessions know people by the names the test gives them.
type record struct {
	conform.Client
	*testkit.World
	keeping *keeping.Service
	known   map[string]models.Actor
}

func (r record) Resolve(_ context.Context, token string, _ time.Time) (models.Actor, error) {
	if a, ok := r.known[token]; ok {
		return a, nil
	}
	return models.Actor{}, person.Ended
}

// nowhere keeps no bytes.
type nowhere struct{}

func (nowhere) Delete(context.Context, string) error { return nil }

func newRecord(t *testing.T) record {
	t.Helper()
	w := testkit.NewWorld(t)
	r := record{World: w, known: map[string]models.Actor{}}
	r.keeping = &keeping.Service{DB: w.Store, Vault: w.Vault, Signer: w.Keys, Blobs: nowhere{}, Now: w.Now, Random: rand.Reader,
		Dir: filepath.Join(t.TempDir(), "audit")}
	routes := handlers.Join(handlers.Audit{Keeping: r.keeping}, handlers.Privacy{Keeping: r.keeping})
	s, err := handlers.New(handlers.Options{Routes: routes, Sessions: r, Keys: &keys.Service{DB: w.Store, Now: w.Now, Blind: w.Blind}, Now: w.Now, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler), PublicURL: &url.URL{Scheme: "http", Host: "delinli.test"},
		Ready: func(context.Context) map[string]error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	r.Client = conform.New(t, handlers.Document(routes), "http://delinli.test", func(q *http.Request) (*http.Response, error) {
		return s.App.Test(q, 10_000)
	})
	for name, a := range map[string]models.Actor{"auditor": w.Person(models.Auditor, testkit.City), "street auditor": w.Person(models.Auditor, testkit.Street),
		"resident": w.Person(models.Resident, testkit.Grid), "staff": w.Person(models.CommunityStaff, testkit.Community),
		"security": w.Person(models.SecurityAdmin, testkit.City), "security elsewhere": w.Person(models.SecurityAdmin, "370785002"),
		"system": w.Person(models.SystemAdmin, testkit.City)} {
		r.known[name] = a
	}
	return r
}

// name seals a name for somebody.
func (r record) name(t *testing.T, who models.PersonID, name string) {
	t.Helper()
	err := r.Store.Write(t.Context(), func(tx *store.Tx) error {
		p, err := people.Get(tx, who)
		if err != nil {
			return err
		}
		if p.Name, err = r.Vault.Seal(p.Key, people.Place(who, "name"), name); err != nil {
			return err
		}
		return people.Update(tx, p)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// looked lets the staff look at the resident.
func (r record) looked(t *testing.T, words string) {
	t.Helper()
	err := r.Store.Write(t.Context(), func(tx *store.Tx) error {
		return r.keeping.Look(tx, r.known["staff"], audit.Look{Person: r.known["resident"].Person, What: audit.Phone, Reason: audit.Visit, Words: words})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRecordIsForAuditorsOfTheCity(t *testing.T) {
	r := newRecord(t)
	for who, want := range map[string]int{"": 401, "nobody": 401, "resident": 403, "staff": 403, "security": 403, "system": 403, "street auditor": 403, "auditor": 200} {
		for _, path := range []string{"/api/v1/audit", "/api/v1/audit/state"} {
			if got := r.As(who).Do("GET", path, nil); got.Status != want {
				t.Errorf("%s as %q: %d, want %d", path, who, got.Status, want)
			}
		}
	}
}

func TestAuditorsSearch(t *testing.T) {
	r := newRecord(t)
	r.looked(t, "张三家漏水")
	var list struct {
		Items []struct {
			Action  string `json:"action"`
			ActorID string `json:"actor_id"`
			Reason  string `json:"reason"`
			Seats   []struct {
				Role string `json:"role"`
			} `json:"seats"`
			Detail map[string]string `json:"detail"`
		} `json:"items"`
		Next string `json:"next"`
	}
	auditor := r.As("auditor")
	reply := auditor.Do("GET", "/api/v1/audit?action=look.&limit=1&person="+r.known["resident"].Person.String(), nil).Want(200)
	reply.Into(&list)
	if len(list.Items) != 1 || list.Next != "" {
		t.Fatalf("found %s", reply.Body)
	}
	if x := list.Items[0]; x.ActorID != r.known["staff"].Person.String() || x.Action != "look.phone" || x.Reason != "visit" || x.Detail["words"] != "sealed" ||
		len(x.Seats) != 1 || x.Seats[0].Role != "community_staff" {
		t.Errorf("line %+v", x)
	}
	auditor.Do("GET", "/api/v1/audit?limit=1", nil).Want(200).Into(&list)
	if list.Next == "" || list.Items[0].Action != "audit.search" {
		t.Errorf("the search itself left no line: %+v", list)
	}
	auditor.Do("GET", "/api/v1/audit?limit=1&cursor="+list.Next, nil).Want(200).Into(&list)
	if list.Items[0].Action != "look.phone" {
		t.Errorf("the second page: %+v", list)
	}
}

func TestAuditorsAreToldWhatCannotBeSearched(t *testing.T) {
	r := newRecord(t)
	for query, field := range map[string]string{"actor=x": "actor", "person=%00": "person", "from=yesterday": "from", "to=2024": "to", "limit=101": "limit",
		"limit=0": "limit", "cursor=x": "cursor", "cursor=%FF": "cursor", "action=%E7%9C%8B": "action", "subject=a%20b": "subject",
		"subject_id=13812341234": "subject_id", "name=x": "name", "from=2020-01-01T00:00:00Z": "from",
		"from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z": "from", "action=" + strings.Repeat("a", 65): "action"} {
		reply := r.As("auditor").Do("GET", "/api/v1/audit?"+query, nil).Want(422)
		if !strings.Contains(string(reply.Body), `"`+field+`"`) {
			t.Errorf("%s: %s", query, reply.Body)
		}
	}
}

func TestStateOfTheRecord(t *testing.T) {
	r := newRecord(t)
	r.looked(t, "")
	if _, err := r.keeping.Verify(t.Context(), func(audit.Report) {}); err != nil {
		t.Fatal(err)
	}
	var state struct {
		Seals, Waiting, Faults int64
		VerifiedAt             *time.Time `json:"verified_at"`
	}
	r.As("auditor").Do("GET", "/api/v1/audit/state", nil).Want(200).Into(&state)
	if state.Seals != 0 || state.Waiting != 2 || state.Faults != 0 || !state.VerifiedAt.Equal(testkit.Noon) {
		t.Errorf("state %+v", state)
	}
}

func TestOwnLooks(t *testing.T) {
	r := newRecord(t)
	r.name(t, r.known["staff"].Person, "李四")
	r.looked(t, "上门修水管")
	reply := r.As("resident").Do("GET", "/api/v1/me/looks", nil).Want(200)
	for _, part := range []string{`"what":"phone"`, `"by":"李**"`, `"reason":"visit"`, `"words":"上门修水管"`, `"role":"community_staff"`} {
		if !strings.Contains(string(reply.Body), part) {
			t.Errorf("no %s in %s", part, reply.Body)
		}
	}
	if strings.Contains(string(reply.Body), "李四") {
		t.Error("the full name is shown")
	}
	if other := r.As("staff").Do("GET", "/api/v1/me/looks", nil).Want(200); !strings.Contains(string(other.Body), `"items":[]`) {
		t.Errorf("another sees %s", other.Body)
	}
	r.As("").Do("GET", "/api/v1/me/looks", nil).Want(401)
	r.As("resident").Do("GET", "/api/v1/me/looks?limit=1000", nil).Want(422)
}

func TestExportIsAFile(t *testing.T) {
	r := newRecord(t)
	r.name(t, r.known["resident"].Person, "张三丰")
	reply := r.As("resident").Do("GET", "/api/v1/me/export", nil).Want(200)
	if kind := reply.Header.Get("Content-Type"); kind != "application/json" || !strings.Contains(string(reply.Body), "张三丰") {
		t.Errorf("%s: %s", kind, reply.Body)
	}
	r.As("").Do("GET", "/api/v1/me/export", nil).Want(401)
	if n := r.Count(`SELECT count(*) FROM audit WHERE action = 'person.export'`, nil); n != 1 {
		t.Errorf("%d lines, want 1", n)
	}
}

func (r record) keys() int { return r.Count(`SELECT count(*) FROM person_keys`, nil) }

func TestLeaving(t *testing.T) {
	r := newRecord(t)
	resident := r.As("resident")
	before := r.keys()
	for _, body := range []string{``, `{}`, `{"confirm": false}`, `{"confirm": "yes"}`, `{"confirm": true, "reason": "law"}`} {
		resident.Do("DELETE", "/api/v1/me", body).Want(422)
	}
	r.As("").Do("DELETE", "/api/v1/me", `{"confirm": true}`).Want(401)
	tied := r.As("staff").Do("DELETE", "/api/v1/me", `{"confirm": true}`).Want(409)
	if tied.Code() != "erase.tied" || !strings.Contains(string(tied.Body), "community_staff 370785001005") {
		t.Errorf("staff: %s", tied.Body)
	}
	if r.keys() != before {
		t.Fatal("somebody is erased already")
	}
	gone := resident.Do("DELETE", "/api/v1/me", `{"confirm": true}`).Want(204)
	if r.keys() != before-1 || !strings.Contains(gone.Header.Get("Set-Cookie"), "delinli=;") {
		t.Errorf("%d keys, cookie %s", r.keys(), gone.Header.Get("Set-Cookie"))
	}
	resident.Do("DELETE", "/api/v1/me", `{"confirm": true}`).Want(404)
}

func TestErasingSomebody(t *testing.T) {
	r := newRecord(t)
	path, good := "/api/v1/people/"+r.known["resident"].Person.String()+"/erase", `{"confirm": true, "reason": "deceased"}`
	before := r.keys()
	for who, want := range map[string]int{"": 401, "resident": 403, "staff": 403, "auditor": 403, "system": 403, "security elsewhere": 404} {
		if got := r.As(who).Do("POST", path, good); got.Status != want {
			t.Errorf("as %q: %d, want %d", who, got.Status, want)
		}
	}
	security := r.As("security")
	for _, body := range []string{`{"confirm": true}`, `{"reason": "law"}`, `{"confirm": true, "reason": "serve"}`, `{"confirm": true, "reason": "因为"}`} {
		security.Do("POST", path, body).Want(422)
	}
	security.Do("POST", "/api/v1/people/x/erase", good).Want(422)
	security.Do("POST", "/api/v1/people/00000000-0000-7000-8000-000000000001/erase", good).Want(404)
	if r.keys() != before {
		t.Fatal("somebody is erased already")
	}
	keyed := security.With("Idempotency-Key", "once")
	keyed.Do("POST", path, good).Want(204)
	keyed.Do("POST", path, good).Want(204)
	security.Do("POST", path, good).Want(404)
	if n := r.Count(`SELECT count(*) FROM audit WHERE action = 'person.erase'`, nil); n != 1 || r.keys() != before-1 {
		t.Errorf("%d lines, %d keys", n, r.keys())
	}
}

func TestRecordRoutesAreAllDeclared(t *testing.T) {
	var paths []string
	for _, route := range handlers.Join(handlers.Audit{}, handlers.Privacy{}) {
		paths = append(paths, route.Method+" "+route.Path)
	}
	want := []string{"GET /audit", "GET /audit/state", "GET /me/looks", "GET /me/export", "DELETE /me", "POST /people/:id/erase"}
	if !slices.Equal(paths, want) {
		t.Errorf("routes %v", paths)
	}
}
