package handlers_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/app/dispatching"
	"delinli/app/ordering"
	"delinli/app/reporting"
	"delinli/app/store"
	"delinli/app/store/keys"
	"delinli/app/testkit"
	"delinli/app/volunteering"
	"delinli/handlers"
	"delinli/handlers/conform"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// corps is the doors to volunteers, teams, hours and dispatch over a town; its sessions know people by the names the test gives them.
type corps struct {
	conform.Client
	*testkit.World
	orders *ordering.Service
	known  map[string]models.Actor
}

func (c *corps) Resolve(_ context.Context, token string, _ time.Time) (models.Actor, error) {
	if a, ok := c.known[token]; ok {
		return a, nil
	}
	return models.Actor{}, models.Fault(models.Unauthentic, "session.ended")
}

func (c *corps) Calendar(*store.Tx) (calendar.Calendar, error) {
	return calendar.New(calendar.Shipped()...)
}

func (c *corps) Policy(_ *store.Tx, class calendar.Class) (calendar.Policy, error) {
	return calendar.Default(class), nil
}

func (c *corps) Item(*store.Tx, models.ItemID) (ordering.MenuItem, error) {
	return ordering.MenuItem{}, models.Missing
}

func (c *corps) Asks(*store.Tx, models.ItemID) (dispatching.Asks, error) {
	return dispatching.Asks{}, nil
}

func (c *corps) Dispatch(*store.Tx) (dispatch.Rule, error) { return dispatch.DefaultRule(), nil }

func (c *corps) Someone(*store.Tx, models.Actor, ordering.Person) (models.PersonID, error) {
	return models.PersonID{}, models.Missing
}

func newCorps(t *testing.T) *corps {
	t.Helper()
	w := testkit.NewWorld(t)
	c := &corps{World: w, known: map[string]models.Actor{}}
	v := &volunteering.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader}
	d := &dispatching.Service{DB: w.Store, Now: w.Now, Random: rand.Reader, Menu: c, Rules: c}
	c.orders = &ordering.Service{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Now: w.Now, Random: rand.Reader, Settings: c, Menu: c, Fitness: d,
		Hours: v, People: c}
	d.Orders = c.orders
	routes := handlers.Join(handlers.Orders{Ordering: c.orders}, handlers.Volunteering{Volunteering: v}, handlers.Teams{Volunteering: v},
		handlers.Hours{Volunteering: v}, handlers.Dispatch{Dispatching: d, Volunteering: v},
		handlers.Figures{Reporting: &reporting.Service{DB: w.Store, Now: w.Now, Weights: c, People: v}, Ordering: c.orders})
	s, err := handlers.New(handlers.Options{Routes: routes, Sessions: c, Keys: &keys.Service{DB: w.Store, Now: w.Now, Blind: w.Blind}, Now: w.Now, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler), PublicURL: &url.URL{Scheme: "http", Host: "delinli.test"},
		Ready: func(context.Context) map[string]error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	c.Client = conform.New(t, handlers.Document(routes), "http://delinli.test", func(q *http.Request) (*http.Response, error) {
		return s.App.Test(q, 10_000)
	})
	for _, role := range models.Roles {
		area := testkit.City
		switch role {
		case models.CommunityStaff, models.CommunitySecretary:
			area = testkit.Community
		case models.StreetStaff:
			area = testkit.Street
		case models.Volunteer:
			c.known["volunteer"] = w.Volunteer(testkit.Community, 3)
			continue
		}
		c.known[string(role)] = w.Person(role, area)
	}
	c.known["elsewhere"] = w.Person(models.CommunityStaff, testkit.Elsewhere)
	return c
}

// id is the id of somebody known.
func (c *corps) id(who string) string { return c.known[who].Person.String() }

// everybody is the visitor and all who are known.
func (c *corps) everybody() []string {
	all := []string{""}
	for who := range c.known {
		all = append(all, who)
	}
	slices.Sort(all)
	return all
}

// only asks as everybody and wants 401 of the visitor and 403 of whoever is not among the allowed.
func (c *corps) only(t *testing.T, method, path string, body any, allowed ...string) {
	t.Helper()
	for _, who := range c.everybody() {
		reply := c.As(who).Do(method, path, body)
		refused := who == "" && reply.Status == 401 || reply.Status == 403
		if refused == slices.Contains(allowed, who) {
			t.Errorf("%s %s as %q: %d %s", method, path, who, reply.Status, reply.Code())
		}
	}
}

var (
	orderStaff    = []string{"community_staff", "community_secretary", "street_staff", "city_staff", "elsewhere"}
	deciders      = []string{"community_secretary", "street_staff", "city_staff"}
	administrator = []string{"auditor", "security_admin", "system_admin"}
)

// offDesk is everybody but visitors and administrators.
func (c *corps) offDesk() []string {
	return slices.DeleteFunc(c.everybody(), func(who string) bool { return who == "" || slices.Contains(administrator, who) })
}

const noSuchID = "00000000-0000-7000-8000-000000000001"

// TestVolunteerDoors: who may knock at each of them, whatever is behind it.
func TestVolunteerDoors(t *testing.T) {
	c := newCorps(t)
	c.only(t, "POST", "/api/v1/volunteers", `{}`, c.offDesk()...)
	for _, path := range []string{"/api/v1/me/volunteer", "/api/v1/me/hours"} {
		c.only(t, "GET", path, nil, c.offDesk()...)
	}
	c.only(t, "PUT", "/api/v1/me/volunteer", `{"version": -1}`, c.offDesk()...)
	for _, e := range []string{"pause", "resume", "end"} {
		c.only(t, "POST", "/api/v1/me/volunteer/"+e, `{"version": -1}`, c.offDesk()...)
	}
	for _, path := range []string{"/volunteers", "/volunteers/" + noSuchID, "/volunteers/" + noSuchID + "/hours", "/hours/corrections",
		"/hours/corrections/" + noSuchID, "/orders/" + noSuchID + "/suggestions"} {
		c.only(t, "GET", "/api/v1"+path, nil, orderStaff...)
	}
	for _, e := range []string{"verify", "refuse", "pause", "resume", "end"} {
		c.only(t, "POST", "/api/v1/volunteers/"+noSuchID+"/"+e, `{"version": 1}`, orderStaff...)
	}
	c.only(t, "POST", "/api/v1/hours/corrections", `{}`, orderStaff...)
	for _, e := range []string{"approve", "deny"} {
		c.only(t, "POST", "/api/v1/hours/corrections/"+noSuchID+"/"+e, nil, deciders...)
	}
	teamsters := append([]string{"volunteer"}, orderStaff...)
	c.only(t, "GET", "/api/v1/teams", nil, teamsters...)
	c.only(t, "GET", "/api/v1/teams/"+noSuchID, nil, teamsters...)
	c.only(t, "POST", "/api/v1/teams", `{}`, teamsters...)
	c.only(t, "POST", "/api/v1/teams/"+noSuchID+"/invite", `{"number": "1"}`, teamsters...)
	c.only(t, "POST", "/api/v1/teams/"+noSuchID+"/join", nil, teamsters...)
	c.only(t, "POST", "/api/v1/teams/"+noSuchID+"/leave", nil, teamsters...)
	c.only(t, "POST", "/api/v1/teams/"+noSuchID+"/end", nil, orderStaff...)
}

// seen is a volunteer as a reply shows one.
type seen struct {
	Person  string `json:"person_id"`
	Number  string
	State   string
	Version int
	Party   bool `json:"party_member"`
	Cap     int
	Skills  []string
	Note    string
	Can     []string
}

const application = `{"skills": ["hairdressing"], "areas": ["370785001005"], "note": "周末有空",
	"availability": {"weekly": [{"weekday": 6, "from": 540, "to": 660}], "away": [{"from": "2026-05-01T00:00:00Z", "to": "2026-05-05T00:00:00Z"}]}}`

// TestVolunteerLoop: apply, verify, narrow, widen, pause, resume, end.
func TestVolunteerLoop(t *testing.T) {
	c := newCorps(t)
	resident, staff := c.As("resident"), c.As("community_staff")
	keyed := resident.With("Idempotency-Key", "once")
	var v, again seen
	keyed.Do("POST", "/api/v1/volunteers", application).Want(201).Into(&v)
	keyed.Do("POST", "/api/v1/volunteers", application).Into(&again)
	if v.State != "applied" || v.Number == "" || again.Number != v.Number || v.Note != "周末有空" {
		t.Fatalf("%+v, again %+v", v, again)
	}
	if got := resident.Do("POST", "/api/v1/volunteers", application).Want(409).Code(); got != "flow.no_such_step" {
		t.Error(got)
	}
	path := "/api/v1/volunteers/" + v.Person
	c.As("elsewhere").Do("POST", path+"/verify", `{"version": 1}`).Want(404)
	staff.Do("POST", path+"/verify", `{}`).Want(422)
	if got := staff.Do("POST", path+"/verify", `{"version": 9}`).Want(409).Code(); got != "volunteer.moved_on" {
		t.Error(got)
	}
	staff.Do("POST", path+"/verify", `{"version": 1, "party_member": true, "cap": 5, "areas": ["370785002001"]}`).Want(422)
	staff.Do("POST", path+"/verify", `{"version": 1, "party_member": true, "cap": 5}`).Want(200).Into(&v)
	if v.State != "verified" || !v.Party || v.Cap != 5 || !slices.Equal(v.Can, []string{"verify", "pause", "end"}) {
		t.Fatalf("%+v", v)
	}
	resident.Do("PUT", "/api/v1/me/volunteer", `{"skills": []}`).Want(200).Into(&v)
	if v.State != "verified" || len(v.Skills) != 0 {
		t.Errorf("narrower: %+v", v)
	}
	resident.Do("PUT", "/api/v1/me/volunteer", `{"skills": ["law"]}`).Want(200).Into(&v)
	if v.State != "applied" {
		t.Errorf("wider: %+v", v)
	}
	staff.Do("POST", path+"/refuse", `{"version": 4}`).Want(422)
	staff.Do("POST", path+"/verify", `{"version": 4, "party_member": true}`).Want(200)
	staff.Do("POST", path+"/pause", `{"version": 5, "reason": "证件过期"}`).Want(200)
	if got := resident.Do("POST", "/api/v1/me/volunteer/resume", `{}`).Want(403).Code(); got != "flow.not_yours" {
		t.Error(got)
	}
	staff.Do("POST", path+"/resume", `{"version": 6}`).Want(200)
	resident.Do("POST", "/api/v1/me/volunteer/pause", nil).Want(200)
	resident.Do("POST", "/api/v1/me/volunteer/resume", nil).Want(200)
	resident.Do("POST", "/api/v1/me/volunteer/end", `{"reason": "搬家"}`).Want(200).Into(&v)
	if v.State != "ended" || v.Note != "搬家" || !slices.Equal(v.Can, []string{"apply"}) {
		t.Errorf("%+v", v)
	}
	c.As("department_staff").Do("GET", "/api/v1/me/volunteer", nil).Want(404)
}

func TestBadApplications(t *testing.T) {
	c := newCorps(t)
	for body, field := range map[string]string{
		`{}`: "areas", `{"areas": []}`: "areas", `{"areas": ["1"]}`: "areas[0]", `{"areas": ["370785999"]}`: "areas", `{"areas": "370785"}`: "areas",
		`{"areas": ["370785001005"], "skills": ["magic"]}`:                                                                        "skills",
		`{"areas": ["370785001005"], "cap": 9}`:                                                                                   "cap",
		`{"areas": ["370785001005"], "party_member": true}`:                                                                       "party_member",
		`{"areas": ["370785001005"], "availability": {"weekly": [{"weekday": 7, "from": 0, "to": 60}]}}`:                          "availability.weekly[0].weekday",
		`{"areas": ["370785001005"], "availability": {"weekly": [{"weekday": 1, "from": 60, "to": 60}]}}`:                         "availability",
		`{"areas": ["370785001005"], "availability": {"away": [{"from": "2026-05-05T00:00:00Z", "to": "2026-05-01T00:00:00Z"}]}}`: "availability.away[0].to",
		`{"areas": ["370785001005"], "note": "` + strings.Repeat("长", 501) + `"}`:                                                 "note",
		`{"areas": ["370785001005"], "note": "\u0000"}`:                                                                           "note",
	} {
		if reply := c.As("resident").Do("POST", "/api/v1/volunteers", body).Want(422); !strings.Contains(string(reply.Body), `"`+field+`"`) {
			t.Errorf("%s: %s", body, reply.Body)
		}
	}
	for _, query := range []string{"state=odd", "limit=0", "cursor=x", "x=1"} {
		c.As("community_staff").Do("GET", "/api/v1/volunteers?"+query, nil).Want(422)
	}
	c.As("community_staff").Do("GET", "/api/v1/volunteers/x", nil).Want(422)
	if got := c.Count(`SELECT count(*) FROM volunteers`, nil); got != 1 {
		t.Errorf("%d volunteers", got)
	}
}

// TestListingVolunteers: staff of the area see a page, names masked; others of theirs.
func TestListingVolunteers(t *testing.T) {
	c := newCorps(t)
	c.As("resident").Do("POST", "/api/v1/volunteers", application).Want(201)
	var list struct {
		Items []seen
		Next  string
	}
	c.As("street_staff").Do("GET", "/api/v1/volunteers?limit=1", nil).Want(200).Into(&list)
	if len(list.Items) != 1 || list.Next == "" {
		t.Fatalf("%+v", list)
	}
	c.As("street_staff").Do("GET", "/api/v1/volunteers?state=applied&cursor=", nil).Want(200).Into(&list)
	if len(list.Items) != 1 || list.Items[0].Person != c.id("resident") {
		t.Errorf("%+v", list)
	}
	c.As("elsewhere").Do("GET", "/api/v1/volunteers", nil).Want(200).Into(&list)
	if len(list.Items) != 0 {
		t.Errorf("elsewhere: %+v", list)
	}
	c.As("elsewhere").Do("GET", "/api/v1/volunteers/"+c.id("volunteer"), nil).Want(404)
}

// pooled is a public wish in the pool.
func (c *corps) pooled(t *testing.T) string {
	t.Helper()
	id, err := c.orders.Place(t.Context(), c.known["resident"], ordering.Draft{Kind: order.Wish, Area: testkit.Grid, Title: "想要一副老花镜"})
	if err != nil {
		t.Fatal(err)
	}
	c.As("community_staff").Do("POST", "/api/v1/orders/"+id.String()+"/publish", `{"public_title": "一副老花镜"}`).Want(200)
	return id.String()
}
