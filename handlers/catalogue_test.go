package handlers_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"delinli/app/cataloguing"
	"delinli/app/store/keys"
	"delinli/app/testkit"
	"delinli/handlers"
	"delinli/handlers/conform"
	"delinli/models"
	"delinli/models/person"
)

// catalogue is the doors to areas, menu and settings over a seeded town; its sessions know people by their roles.
type catalogue struct {
	conform.Client
	*testkit.World
	known map[string]models.Actor
}

func (c catalogue) Resolve(_ context.Context, token string, _ time.Time) (models.Actor, error) {
	if a, ok := c.known[token]; ok {
		return a, nil
	}
	return models.Actor{}, person.Ended
}

func newCatalogue(t *testing.T) catalogue {
	t.Helper()
	w := testkit.NewWorld(t)
	c := catalogue{World: w, known: map[string]models.Actor{}}
	verbs := &cataloguing.Service{DB: w.Store, Now: w.Now, Random: rand.Reader}
	if err := verbs.Seed(t.Context()); err != nil {
		t.Fatal(err)
	}
	routes := handlers.Join(handlers.Areas{Cataloguing: verbs}, handlers.Facilities{Cataloguing: verbs}, handlers.Menu{Cataloguing: verbs}, handlers.Settings{Cataloguing: verbs})
	s, err := handlers.New(handlers.Options{Routes: routes, Sessions: c, Keys: &keys.Service{DB: w.Store, Now: w.Now, Blind: w.Blind}, Now: w.Now, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler), PublicURL: &url.URL{Scheme: "http", Host: "delinli.test"},
		Ready: func(context.Context) map[string]error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	c.Client = conform.New(t, handlers.Document(routes), "http://delinli.test", func(q *http.Request) (*http.Response, error) {
		return s.Test(q, 10_000)
	})
	for _, role := range models.Roles {
		c.known[string(role)] = w.Person(role, cmp.Or(seats[role], testkit.City))
	}
	return c
}

// seats are the areas of those who do not sit over the whole city.
var seats = map[models.Role]models.AreaCode{models.CommunityStaff: testkit.Community, models.CommunitySecretary: testkit.Community,
	models.StreetStaff: testkit.Street, models.Resident: testkit.Grid, models.Volunteer: testkit.Grid}

// object is a JSON object of a request or a reply.
type object = map[string]any

func (c catalogue) ask(role, method, path string, body any) conform.Reply {
	return c.As(role).Do(method, handlers.Base+path, body)
}

// get reads a good reply.
func (c catalogue) get(role, path string) (out object) {
	c.T.Helper()
	c.ask(role, "GET", path, nil).Want(http.StatusOK).Into(&out)
	return out
}

// refused reads the codes of the fields of a 422.
func refused(r conform.Reply) map[string]string {
	var p struct {
		Fields map[string]struct{ Code, Message string }
	}
	r.Want(http.StatusUnprocessableEntity).Into(&p)
	codes := map[string]string{}
	for name, f := range p.Fields {
		codes[name] = f.Code
	}
	return codes
}

// with is a copy of an object with other values; nil takes a value out.
func with(o object, change object) object {
	o = maps.Clone(o)
	maps.Copy(o, change)
	maps.DeleteFunc(o, func(_ string, v any) bool { return v == nil })
	return o
}

// names lists one value of every item of a reply.
func names(reply object, key string) (all []string) {
	for _, item := range reply["items"].([]any) {
		all = append(all, fmt.Sprint(item.(object)[key]))
	}
	return all
}

// TestWhoMayKnockAtTheCatalogue asks at every door as everybody; what the door then says of the input does not matter.
func TestWhoMayKnockAtTheCatalogue(t *testing.T) {
	c := newCatalogue(t)
	everybody := append(slices.Collect(maps.Keys(c.known)), "")
	readers := []string{"community_staff", "community_secretary", "street_staff", "city_staff", "auditor", "system_admin"}
	city, system := []string{"city_staff"}, []string{"system_admin"}
	staff := []string{"community_staff", "community_secretary", "street_staff", "city_staff"}
	for _, tt := range []struct {
		method, path string
		may          []string
	}{
		{"GET", "/areas", everybody}, {"GET", "/areas/at?lat=36.3&lng=119.7", everybody}, {"GET", "/areas/" + string(testkit.Grid), everybody},
		{"GET", "/areas/" + string(testkit.Grid) + "/history", readers},
		{"POST", "/areas", []string{"city_staff", "system_admin"}},
		{"PUT", "/areas/" + string(testkit.Grid), []string{"community_secretary", "city_staff", "system_admin"}},
		{"GET", "/facilities", everybody}, {"GET", "/facilities/" + absent, everybody}, {"GET", "/facilities/" + absent + "/history", readers},
		{"POST", "/facilities", staff}, {"PUT", "/facilities/" + absent, staff}, {"POST", "/facilities/" + absent + "/end", staff},
		{"GET", "/menu", everybody}, {"GET", "/menu/" + absent, everybody},
		{"GET", "/menu/" + absent + "/history", readers}, {"POST", "/menu", city}, {"PUT", "/menu/" + absent, city},
		{"GET", "/settings/calendar", readers}, {"GET", "/settings/calendar/2026", readers},
		{"PUT", "/settings/calendar/2026", system}, {"GET", "/settings/calendar/2026/history", readers},
		{"GET", "/settings/policy", readers}, {"GET", "/settings/policy/general", readers},
		{"PUT", "/settings/policy/general", city}, {"GET", "/settings/policy/general/history", readers},
		{"GET", "/settings/dispatch", readers}, {"PUT", "/settings/dispatch", city}, {"GET", "/settings/dispatch/history", readers},
		{"GET", "/settings/rates", readers}, {"PUT", "/settings/rates", city}, {"GET", "/settings/rates/history", readers},
		{"GET", "/settings/messages", readers}, {"GET", "/settings/messages/order.done", readers}, {"PUT", "/settings/messages/order.done", city},
		{"GET", "/settings/messages/order.done/history", readers}, {"POST", "/settings/messages/order.done/preview", readers},
	} {
		for _, who := range everybody {
			var body any
			if tt.method != "GET" {
				body = object{}
			}
			got := c.ask(who, tt.method, tt.path, body).Status
			if in := got != http.StatusUnauthorized && got != http.StatusForbidden; in != slices.Contains(tt.may, who) {
				t.Errorf("%s %s as %q: %d", tt.method, tt.path, who, got)
			}
		}
	}
}

// absent is the id of nothing.
const absent = "01930f6e-6c3b-7b1a-9d0e-6f2a3b4c5d6e"

func TestAVisitorWalksDownTheTree(t *testing.T) {
	c := newCatalogue(t)
	for parent, want := range map[string][]string{"": {"370785"}, "370785": {"370785001", "370785002"}, "370785001": {"370785001005"},
		"370785001005": {"370785001005003"}, "370785001005003": nil, "370999": nil} {
		if got := names(c.get("", "/areas?parent="+parent), "code"); !slices.Equal(got, want) {
			t.Errorf("below %q: %v", parent, got)
		}
	}
	first := c.get("", "/areas?parent=370785&limit=1")
	second := c.get("", "/areas?parent=370785&limit=1&cursor="+first["next"].(string))
	if names(first, "code")[0] != "370785001" || names(second, "code")[0] != "370785002" || second["next"] != "" {
		t.Errorf("pages %v, %v", first, second)
	}
	for query, want := range map[string]map[string]string{"parent=3707": {"parent": "field.area_code"}, "limit=101": {"limit": "field.too_large"},
		"cursor=x": {"cursor": "unreadable"}, "boundary=1": {"boundary": "field.type"}, "page=2": {"page": "field.unknown"}} {
		if got := refused(c.ask("", "GET", "/areas?"+query, nil)); !maps.Equal(got, want) {
			t.Errorf("%s: %v", query, got)
		}
	}
	c.ask("", "GET", "/areas/370999", nil).Want(http.StatusNotFound)
}

var ring = [][][]float64{{{119.75, 36.38}, {119.76, 36.38}, {119.76, 36.39}, {119.75, 36.39}, {119.75, 36.38}}}

func TestStaffDrawAnArea(t *testing.T) {
	c := newCatalogue(t)
	code := string(testkit.Grid) + "00007"
	body := object{"code": code, "name": "7 号楼", "centre": object{"lat": 36.385, "lng": 119.755}, "boundary": object{"type": "Polygon", "coordinates": ring}}
	keyed := c.With("Idempotency-Key", "building-7").As("city_staff")
	made := keyed.Do("POST", handlers.Base+"/areas", body).Want(http.StatusCreated)
	again := keyed.Do("POST", handlers.Base+"/areas", body).Want(http.StatusCreated)
	if made.Header.Get("Location") != handlers.Base+"/areas/"+code || string(made.Body) != string(again.Body) {
		t.Errorf("made %s at %s, again %s", made.Body, made.Header.Get("Location"), again.Body)
	}
	for at, want := range map[string]int{"lat=36.385&lng=119.755": 200, "lat=36.5&lng=119.755": 404, "lat=91&lng=0.1": 422, "lat=36.5": 422, "lat=NaN&lng=1": 422} {
		reply := c.ask("", "GET", "/areas/at?"+at, nil).Want(want)
		if want == 404 && reply.Code() != "area.none_here" {
			t.Errorf("%s: %s", at, reply.Code())
		}
	}
	shown := c.get("", "/areas/"+code)
	if shown["level"] != "building" || shown["parent"] != string(testkit.Grid) || fmt.Sprint(shown["boundary"].(object)["coordinates"]) != fmt.Sprint(ring) {
		t.Errorf("shown %v", shown)
	}
	for query, drawn := range map[string]bool{"": false, "&boundary=true": true} {
		item := c.get("", "/areas?parent="+string(testkit.Grid)+query)["items"].([]any)[0].(object)
		if _, ok := item["boundary"]; ok != drawn {
			t.Errorf("%s: %v", query, item)
		}
	}
	edited := object{"name": "七号楼", "version": 1}
	c.ask("community_secretary", "PUT", "/areas/"+code, edited).Want(http.StatusOK)
	if code := c.ask("city_staff", "PUT", "/areas/"+code, edited).Want(http.StatusConflict).Code(); code != "conflict" {
		t.Error(code)
	}
	c.ask("community_secretary", "PUT", "/areas/"+string(testkit.Community), edited).Want(http.StatusForbidden)
	c.ask("community_secretary", "PUT", "/areas/"+string(testkit.Elsewhere)+"001", edited).Want(http.StatusForbidden)
	c.ask("city_staff", "PUT", "/areas/"+string(testkit.Elsewhere)+"001", edited).Want(http.StatusNotFound)
	history := c.get("auditor", "/areas/"+code+"/history")
	if got := names(history, "version"); !slices.Equal(got, []string{"2", "1"}) {
		t.Errorf("history %v", history)
	}
	if by := names(history, "changed_by"); by[0] != c.known["community_secretary"].Person.String() || by[1] != c.known["city_staff"].Person.String() {
		t.Errorf("changed by %v", by)
	}
}

func TestBadAreas(t *testing.T) {
	c := newCatalogue(t)
	good := object{"code": "370785003", "name": "密水街道", "centre": object{"lat": 36.385, "lng": 119.755}, "boundary": object{"type": "Polygon", "coordinates": ring}}
	boundary := func(rings any) object { return object{"boundary": object{"type": "Polygon", "coordinates": rings}} }
	for name, tt := range map[string]struct {
		change object
		want   map[string]string
	}{
		"no code":          {object{"code": nil}, map[string]string{"code": "field.required"}},
		"odd code":         {object{"code": "3707850030"}, map[string]string{"code": "field.area_code"}},
		"the city again":   {object{"code": "370785"}, map[string]string{"code": "taken"}},
		"nothing above":    {object{"code": "370785009001"}, map[string]string{"code": "area.nothing_above"}},
		"street nought":    {object{"code": "370785000"}, map[string]string{"code": "area.bad_code"}},
		"blank name":       {object{"name": "　"}, map[string]string{"name": "field.required"}},
		"long name":        {object{"name": strings.Repeat("区", 61)}, map[string]string{"name": "field.too_long"}},
		"NUL":              {object{"name": "a\x00b"}, map[string]string{"name": "field.text"}},
		"south of nowhere": {object{"centre": object{"lat": -91, "lng": 119.755}}, map[string]string{"centre.lat": "field.too_small"}},
		"half a centre":    {object{"centre": object{"lat": 36.385}}, map[string]string{"centre.lng": "field.required"}},
		"centre elsewhere": {object{"centre": object{"lat": 36.5, "lng": 119.755}}, map[string]string{"centre": "area.centre_outside"}},
		"open ring":        {boundary([][][]float64{ring[0][:4]}), map[string]string{"boundary": "geo.bad_polygon"}},
		"three points":     {boundary([][][]float64{ring[0][:3]}), map[string]string{"boundary.coordinates[0]": "field.too_few"}},
		"off the Earth":    {boundary([][][]float64{{{119, 91}, {119, 36}, {118, 36}, {119, 91}}}), map[string]string{"boundary": "geo.bad_polygon"}},
		"a bow":            {boundary([][][]float64{{{119.75, 36.38}, {119.76, 36.39}, {119.76, 36.38}, {119.75, 36.39}, {119.75, 36.38}}}), map[string]string{"boundary": "area.boundary_crosses"}},
		"one number":       {boundary([][][]float64{{{119}, {119}, {119}, {119}}}), map[string]string{"boundary.coordinates[0][0]": "field.too_few"}},
		"a line":           {object{"boundary": object{"type": "LineString", "coordinates": ring}}, map[string]string{"boundary.type": "field.choice"}},
		"text for numbers": {boundary("here"), map[string]string{"boundary.coordinates": "field.type"}},
		"short hotline":    {object{"hotline": "12"}, map[string]string{"hotline": "field.too_short"}},
		"long hotline":     {object{"hotline": strings.Repeat("1", 21)}, map[string]string{"hotline": "field.too_long"}},
		"no hotline":       {object{"hotline": "call us"}, map[string]string{"hotline": "area.bad_hotline"}},
		"a grid's hotline": {object{"code": string(testkit.Grid) + "00008", "hotline": "0536-555-0101"}, map[string]string{"hotline": "area.hotline_too_low"}},
		"unknown field":    {object{"parent": "370785"}, map[string]string{"parent": "field.unknown"}},
	} {
		got := refused(c.ask("city_staff", "POST", "/areas", with(good, tt.change)))
		for field, code := range tt.want {
			if got[field] != code {
				t.Errorf("%s: %v, want %v", name, got, tt.want)
			}
		}
	}
	c.ask("city_staff", "POST", "/areas", with(good, object{"code": "370786"})).Want(http.StatusForbidden)
	c.ask("city_staff", "POST", "/areas", good).Want(http.StatusCreated)
}

var knives = object{"category": "repairs", "position": 7, "zh": object{"name": "磨剪刀", "what": "磨刀剪", "who": "老师傅"},
	"en": object{"name": "Scissors", "what": "Sharpens scissors and knives", "who": "an old hand"}, "minutes": 20, "class": "general",
	"risk": "none", "route": "pool", "publishes": true, "skills": []string{}, "useful": []string{"carpentry"}}

func TestTheMenuAsEverybodySeesIt(t *testing.T) {
	c := newCatalogue(t)
	menu := c.get("", "/menu")
	if len(menu["items"].([]any)) != 48 || len(menu["categories"].([]any)) != 8 || len(menu["skills"].([]any)) != 22 || menu["next"] != "" {
		t.Errorf("%d items", len(menu["items"].([]any)))
	}
	found := c.get("", "/menu?q="+url.QueryEscape("水电"))["items"].([]any)
	item := found[0].(object)
	if len(found) != 1 || item["class"] != "utilities" || item["risk"] != "licensed" || item["zh"].(object)["name"] != "水电维修" || item["en"].(object)["name"] == "" {
		t.Errorf("水电: %v", found)
	}
	if one := c.get("", "/menu/"+item["id"].(string)); fmt.Sprint(one) != fmt.Sprint(item) {
		t.Errorf("one %v, in the list %v", one, item)
	}
	c.ask("", "GET", "/menu?all=true", nil).Want(http.StatusForbidden)
	c.ask("", "GET", "/menu/"+absent, nil).Want(http.StatusNotFound)
	if got := refused(c.ask("", "GET", "/menu/7", nil)); got["id"] != "field.format" {
		t.Errorf("an id that is none: %v", got)
	}
	if got := refused(c.ask("", "GET", "/menu?q="+strings.Repeat("a", 61), nil)); got["q"] != "field.too_long" {
		t.Errorf("a long search: %v", got)
	}
}

func TestAnItemComesAndGoes(t *testing.T) {
	c := newCatalogue(t)
	keyed := c.With("Idempotency-Key", "knives").As("city_staff")
	var made object
	keyed.Do("POST", handlers.Base+"/menu", knives).Want(http.StatusCreated).Into(&made)
	if again := keyed.Do("POST", handlers.Base+"/menu", knives).Want(http.StatusCreated); again.Header.Get("Location") != handlers.Base+"/menu/"+made["id"].(string) {
		t.Errorf("again at %s", again.Header.Get("Location"))
	}
	path := "/menu/" + made["id"].(string)
	edit := with(knives, object{"version": 1, "active": true, "minutes": 30})
	c.ask("city_staff", "PUT", path, edit).Want(http.StatusOK)
	c.ask("city_staff", "PUT", path, edit).Want(http.StatusConflict)
	c.ask("city_staff", "PUT", path, with(edit, object{"version": 2, "active": false})).Want(http.StatusOK)
	c.ask("resident", "GET", path, nil).Want(http.StatusNotFound)
	if shown := c.get("city_staff", path); shown["active"] != false || shown["version"] != 3.0 || shown["minutes"] != 30.0 {
		t.Errorf("shown %v", shown)
	}
	if on, all := c.get("city_staff", "/menu"), c.get("city_staff", "/menu?all=true"); len(names(on, "id")) != 48 || len(names(all, "id")) != 49 {
		t.Errorf("%d on offer, %d in all", len(names(on, "id")), len(names(all, "id")))
	}
	first := c.get("street_staff", path+"/history?limit=2")
	rest := c.get("street_staff", path+"/history?limit=2&cursor="+first["next"].(string))
	if got := append(names(first, "version"), names(rest, "version")...); !slices.Equal(got, []string{"3", "2", "1"}) || rest["next"] != "" {
		t.Errorf("history %v", got)
	}
	c.ask("city_staff", "GET", "/menu/"+absent+"/history", nil).Want(http.StatusNotFound)
	c.ask("city_staff", "PUT", "/menu/"+absent, edit).Want(http.StatusNotFound)
}

func TestBadItems(t *testing.T) {
	c := newCatalogue(t)
	zh := func(name, what string) object {
		return object{"zh": object{"name": name, "what": what, "who": "老师傅"}}
	}
	for name, tt := range map[string]struct {
		change object
		want   map[string]string
	}{
		"taken":                 {zh("送餐", "磨刀剪"), map[string]string{"zh.name": "taken"}},
		"no name":               {zh("", "磨刀剪"), map[string]string{"zh.name": "field.required"}},
		"blank":                 {zh("磨刀", "　"), map[string]string{"zh.what": "field.required"}},
		"one language":          {object{"en": nil}, map[string]string{"en.name": "field.required"}},
		"category":              {object{"category": "pets"}, map[string]string{"category": "field.choice"}},
		"skill":                 {object{"skills": []string{"magic"}}, map[string]string{"skills": "item.bad_skills"}},
		"six skills":            {object{"useful": []string{"a", "b", "c", "d", "e", "f"}}, map[string]string{"useful": "field.too_many"}},
		"licence without skill": {object{"risk": "licensed"}, map[string]string{"skills": "item.licence_without_skill"}},
		"publishes and waits":   {object{"route": "wait"}, map[string]string{"publishes": "item.publishes_and_waits"}},
		"party":                 {object{"party": "maybe"}, map[string]string{"party": "field.choice"}},
		"minutes":               {object{"minutes": 481}, map[string]string{"minutes": "field.too_large"}},
		"half a minute":         {object{"minutes": 7.5}, map[string]string{"minutes": "field.number"}},
		"own id":                {object{"id": absent}, map[string]string{"id": "field.unknown"}},
	} {
		got := refused(c.ask("city_staff", "POST", "/menu", with(knives, tt.change)))
		for field, code := range tt.want {
			if got[field] != code {
				t.Errorf("%s: %v, want %v", name, got, tt.want)
			}
		}
	}
	if got := refused(c.ask("city_staff", "PUT", "/menu/"+absent, with(knives, object{"version": 1}))); got["active"] != "field.required" {
		t.Errorf("an edit that does not say whether it is on offer: %v", got)
	}
}

func TestTheYearIsEntered(t *testing.T) {
	c := newCatalogue(t)
	state := func() string {
		reply := c.get("street_staff", "/settings/calendar")
		return strings.Join(names(reply, "year"), " ") + " " + strings.Join(names(reply, "state"), " ")
	}
	if got := state(); got != "2024 2025 2026 entered entered entered" {
		t.Errorf("in March: %s", got)
	}
	c.Pass(245 * 24 * time.Hour)
	if got := state(); got != "2024 2025 2026 2027 entered entered entered missing" {
		t.Errorf("in November: %s", got)
	}
	c.ask("auditor", "GET", "/settings/calendar/2027", nil).Want(http.StatusNotFound)
	c.ask("auditor", "GET", "/settings/calendar/2027/history", nil).Want(http.StatusNotFound)
	year := object{"off": []object{{"from": "2027-01-01", "to": "2027-01-03"}}, "on": []string{"2027-01-09"}}
	c.ask("system_admin", "PUT", "/settings/calendar/2027", object{}).Want(http.StatusUnprocessableEntity) // an empty year would only silence the warning
	c.ask("system_admin", "PUT", "/settings/calendar/2027", year).Want(http.StatusOK)
	c.ask("system_admin", "PUT", "/settings/calendar/2027", year).Want(http.StatusConflict)
	c.ask("system_admin", "PUT", "/settings/calendar/2027", with(year, object{"version": 1, "on": []string{}})).Want(http.StatusOK)
	if got := state(); got != "2024 2025 2026 2027 entered entered entered entered" {
		t.Errorf("after it was entered: %s", got)
	}
	if got := names(c.get("auditor", "/settings/calendar/2027/history"), "version"); !slices.Equal(got, []string{"2", "1"}) {
		t.Errorf("history %v", got)
	}
	shipped := c.get("auditor", "/settings/calendar/2026")
	if shipped["version"] != 1.0 || len(shipped["off"].([]any)) != 7 || len(shipped["on"].([]any)) != 6 {
		t.Errorf("2026 %v", shipped)
	}
	for name, tt := range map[string]struct {
		year string
		body object
		want map[string]string
	}{
		"no day":       {"2028", object{"off": []object{{"from": "2028-02-30", "to": "2028-03-01"}}}, map[string]string{"off.0": "calendar.not_in_year"}},
		"another year": {"2028", object{"on": []string{"2027-01-09"}}, map[string]string{"on.0": "calendar.not_in_year"}},
		"a Monday":     {"2028", object{"on": []string{"2028-01-03"}}, map[string]string{"on.0": "calendar.not_a_weekend_day"}},
		"backwards":    {"2028", object{"off": []object{{"from": "2028-05-05", "to": "2028-05-01"}}}, map[string]string{"off.0": "calendar.ends_before_it_begins"}},
		"no end":       {"2028", object{"off": []object{{"from": "2028-05-05"}}}, map[string]string{"off[0].to": "field.required"}},
		"far year":     {"2101", object{}, map[string]string{"year": "field.too_large"}},
		"no year":      {"next", object{}, map[string]string{"year": "field.number"}},
	} {
		body := with(object{"off": []object{}, "on": []string{}}, tt.body)
		if got := refused(c.ask("system_admin", "PUT", "/settings/calendar/"+tt.year, body)); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestLimitsAreChanged(t *testing.T) {
	c := newCatalogue(t)
	all := c.get("auditor", "/settings/policy")
	if got := names(all, "class"); !slices.Equal(got, []string{"urgent", "utilities", "general", "complex"}) {
		t.Fatalf("classes %v", got)
	}
	p := c.get("community_staff", "/settings/policy/general")
	if p["handle"] != "7w" || p["offer"] != "2h@07-21" || p["version"] != 1.0 {
		t.Errorf("general %v", p)
	}
	change := with(p, object{"class": nil, "offer": "3h@08-20", "extension": ""})
	c.ask("city_staff", "PUT", "/settings/policy/general", change).Want(http.StatusOK)
	c.ask("city_staff", "PUT", "/settings/policy/general", change).Want(http.StatusConflict)
	p = c.get("community_staff", "/settings/policy/general")
	if p["offer"] != "3h@08-20" || p["extension"] != "" || p["version"] != 2.0 {
		t.Errorf("general %v", p)
	}
	for name, tt := range map[string]struct {
		class  string
		change object
		want   map[string]string
	}{
		"no limit":       {"general", object{"triage": "soon"}, map[string]string{"triage": "field.format"}},
		"left out":       {"general", object{"handle": nil}, map[string]string{"handle": "field.required"}},
		"another unit":   {"general", object{"extension": "5h"}, map[string]string{"extension": "clock.extension_unit"}},
		"no such class":  {"slow", nil, map[string]string{"class": "field.choice"}},
		"number":         {"general", object{"answer": 5}, map[string]string{"answer": "field.type"}},
		"negative":       {"general", object{"version": -1}, map[string]string{"version": "field.too_small"}},
		"unknown window": {"general", object{"offer": "2h@21-07"}, map[string]string{"offer": "field.format"}},
	} {
		got := refused(c.ask("city_staff", "PUT", "/settings/policy/"+tt.class, with(change, tt.change)))
		for field, code := range tt.want {
			if got[field] != code {
				t.Errorf("%s: %v, want %v", name, got, tt.want)
			}
		}
	}
	if got := names(c.get("city_staff", "/settings/policy/general/history"), "version"); !slices.Equal(got, []string{"2", "1"}) {
		t.Errorf("history %v", got)
	}
}

func TestTheRuleOfRankingIsChanged(t *testing.T) {
	c := newCatalogue(t)
	rule := c.get("auditor", "/settings/dispatch")
	if rule["near"] != 25.0 || rule["prior_stars"] != 4.2 || rule["version"] != 1.0 {
		t.Fatalf("rule %v", rule)
	}
	for name, tt := range map[string]struct {
		change object
		want   map[string]string
	}{
		"heavy":       {object{"near": 100.5}, map[string]string{"near": "field.too_large"}},
		"negative":    {object{"fair": -1}, map[string]string{"fair": "field.too_small"}},
		"six stars":   {object{"prior_stars": 6}, map[string]string{"prior_stars": "field.too_large"}},
		"no prior":    {object{"prior_count": nil}, map[string]string{"prior_count": "field.required"}},
		"new reason":  {object{"looks": 5}, map[string]string{"looks": "field.unknown"}},
		"beyond mind": {object{"near": "1e999"}, map[string]string{"near": "field.type"}},
	} {
		if got := refused(c.ask("city_staff", "PUT", "/settings/dispatch", with(rule, tt.change))); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	var wg sync.WaitGroup
	statuses := make([]int, 8)
	for n := range statuses {
		wg.Go(func() {
			statuses[n] = c.ask("city_staff", "PUT", "/settings/dispatch", with(rule, object{"near": n})).Status
		})
	}
	wg.Wait()
	slices.Sort(statuses)
	if !slices.Equal(statuses, []int{200, 409, 409, 409, 409, 409, 409, 409}) {
		t.Errorf("statuses %v", statuses)
	}
	history := c.get("city_staff", "/settings/dispatch/history")
	if rule = c.get("auditor", "/settings/dispatch"); rule["version"] != 2.0 || !slices.Equal(names(history, "version"), []string{"2", "1"}) {
		t.Errorf("rule %v, history %v", rule, history)
	}
}
