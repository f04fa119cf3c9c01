package main

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/models"
)

// badBodies: what is no order is refused with what is wrong with it, and nothing is placed.
func badBodies(t *testing.T, n *town) {
	granny := n.as(t, "张秀英")
	good := `{"kind":"wish","area_code":"370785001001001","title":"坏请求","detail":""}`
	with := func(field, value string) string {
		return strings.Replace(good, "{", `{"`+field+`":`+value+`,`, 1)
	}
	instead := func(old, value string) string { return strings.Replace(good, old, value, 1) }
	for name, tt := range map[string]struct {
		body, code, field string
		status            int
	}{
		"cut off":               {good[:20], "body.malformed", "", 400},
		"no JSON":               {"kind=wish", "body.malformed", "", 400},
		"two values":            {good + good, "body.malformed", "", 400},
		"not UTF-8":             {instead("坏请求", "\xff\xfe"), "body.malformed", "", 400},
		"a list":                {"[" + good + "]", "body.malformed", "", 400},
		"too deep":              {strings.Repeat("[", 40) + strings.Repeat("]", 40), "body.too_deep", "", 400},
		"unknown field":         {with("state", `"rated"`), "field.unknown", "state", 422},
		"twice":                 {with("title", `"一"`), "field.duplicate", "title", 422},
		"number for text":       {instead(`"坏请求"`, "7"), "field.type", "title", 422},
		"text for number":       {with("slots", `"3"`), "field.type", "slots", 422},
		"list for text":         {instead(`"坏请求"`, "[]"), "field.type", "title", 422},
		"null for text":         {instead(`"坏请求"`, "null"), "field.null", "title", 422},
		"NUL":                   {instead("坏请求", `坏\u0000`), "field.text", "title", 422},
		"escape":                {instead("坏请求", `坏\u001b[31m`), "field.text", "title", 422},
		"half a surrogate":      {instead("坏请求", `坏\ud800`), "field.text", "title", 422},
		"nothing":               {"", "field.required", "kind", 422},
		"unknown kind":          {instead("wish", "law"), "field.choice", "kind", 422},
		"no area":               {instead("370785001001001", "37"), "field.area_code", "area_code", 422},
		"an area nowhere":       {instead("370785001001001", "110101001001001"), "unknown", "area_code", 422},
		"too long":              {instead("坏请求", strings.Repeat("长", 61)), "field.too_long", "title", 422},
		"too many":              {with("slots", "51"), "field.too_large", "slots", 422},
		"huge number":           {with("slots", "1e400"), "field.number", "slots", 422},
		"item of nobody":        {instead(`"wish"`, `"menu"`), "required_for_menu", "item_id", 422},
		"no id":                 {with("item_id", `"1; DROP TABLE orders"`), "field.format", "item_id", 422},
		"ends before it begins": {with("wanted", `[{"from":"2026-12-02T00:00:00Z","to":"2026-12-01T00:00:00Z"}]`), "order.wanted_backwards", "wanted[0].to", 422},
		"no time":               {with("wanted", `[{"from":"soon","to":"later"}]`), "field.format", "wanted[0].from", 422},
		"off the map":           {with("address", `{"detail":"一号","lat":91,"lng":0}`), "field.too_large", "address.lat", 422},
	} {
		r := granny.post("/orders", tt.body)
		if tt.field != "" {
			t.Run(name, func(t *testing.T) { r.faulty(t, tt.field, tt.code) })
		} else if r.Status != tt.status || r.Code() != tt.code {
			t.Errorf("%s: %d %s, want %d %s", name, r.Status, r.Code(), tt.status, tt.code)
		}
	}
	if found := granny.list("/orders?q=坏请求"); len(found) != 0 {
		t.Errorf("%d were placed", len(found))
	}
}

// badTransport: what is too large, packed or of another type goes no further than the door.
func badTransport(t *testing.T, n *town) {
	granny := n.as(t, "张秀英")
	granny.post("/orders", `{"title":"`+strings.Repeat("x", 10<<20)+`"}`).refused(t, 413, "body.too_large")
	granny.upload(make([]byte, 13<<20)).refused(t, 413, "body.too_large")
	granny.upload(append([]byte("\xff\xd8\xff\xe0"), make([]byte, 11<<20)...)).refused(t, 413, "file.too_large")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write([]byte(`{"kind":"wish"}`))
	must(t, err)
	must(t, z.Close())
	zipped := granny
	zipped.Client = granny.With("Content-Encoding", "gzip")
	zipped.post("/orders", packed.Bytes()).refused(t, 415, "body.encoded")
	typed := granny
	typed.Client = granny.With("Content-Type", "text/xml")
	typed.post("/orders", "<order/>").refused(t, 415, "body.unsupported")
	granny.post("/files", js{}).refused(t, 415, "body.unsupported")
	foreign := granny
	foreign.Client = granny.As("").With("Cookie", "delinli="+n.tokens["张秀英"]).With("Origin", "https://evil.example")
	foreign.post("/orders", js{}).refused(t, 403, "request.origin")
}

// badFiles: what is no picture and no voice, lies about itself or would fill the memory is refused by its bytes.
func badFiles(t *testing.T, n *town) {
	granny := n.as(t, "张秀英")
	whole := picture(t, 64)
	for name, data := range map[string][]byte{
		"text":                   []byte("hello"),
		"a page":                 []byte("<html><script>alert(1)</script>"),
		"a drawing":              []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
		"a program":              append([]byte("\x7fELF"), make([]byte, 100)...),
		"nothing":                {},
		"cut off":                whole[:len(whole)/2],
		"a GIF of 50,000 pixels": gif(50_000, 50_000),
		"a PNG of 50,000 pixels": pngHead(50_000, 50_000),
		"a voice of minutes":     voice(90),
	} {
		if r := granny.upload(data); r.Status != 422 && r.Status != 415 && r.Status != 413 {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
	}
}

// gif is the head of a GIF of a size, and a little of its picture.
func gif(w, h uint16) []byte {
	b := binary.LittleEndian.AppendUint16([]byte("GIF89a"), w)
	b = append(binary.LittleEndian.AppendUint16(b, h), 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2c, 0, 0, 0, 0)
	b = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(b, w), h)
	return append(b, 0, 2, 2, 0x4c, 0x01, 0, 0x3b)
}

// pngHead is a PNG that says how large it is, and no more.
func pngHead(w, h uint32) []byte {
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), 0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0)
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	return b
}

// badMoves: an event that the state does not allow, or an area outside one's seat, moves nothing.
func badMoves(t *testing.T, n *town) {
	granny := n.as(t, "张秀英")
	id := n.served(t, "想修一个柜子")
	granny.act(id, "rate", js{"solved": true, "stars": 5})
	before := n.as(t, "周敏").show(id).Version
	for event, body := range events() {
		if slices.Contains([]string{"comment", "attach", "report-danger", "complain", "contact", "call-back", "appeal"}, event) {
			continue // these may be done beside an order that has ended
		}
		for _, name := range []string{"张秀英", "赵海燕", "周敏", "郑强"} {
			if r := n.as(t, name).post("/orders/"+id+"/"+event, body); r.Status != 409 && r.Status != 403 {
				t.Errorf("%s, %s: %d %s", name, event, r.Status, r.Body)
			}
		}
	}
	if v := n.as(t, "周敏").state(id, "rated"); v.Version != before {
		t.Fatalf("version %d became %d", before, v.Version)
	}
	open := n.published(t, "想要一把锁")
	n.as(t, "周敏").post("/orders/"+open+"/amend", js{"area_code": "370785001002001"}).faulty(t, "area_code", "outside_your_seats")
	n.as(t, "沈丽").post("/orders", js{"kind": "wish", "area_code": "370785001002001", "title": "别处", "detail": "",
		"on_behalf_of": js{"name": "某人"}}).faulty(t, "on_behalf_of", "outside_your_seats")
	n.as(t, "陈静").act(open, "amend", js{"area_code": "370785001002001"})
	n.as(t, "周敏").no(open, "amend", js{"priority": 1}, 403, "flow.not_yours")
}

// badQueries: lists refuse what they cannot read, and give nothing for what finds nothing.
func badQueries(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	for query, field := range map[string]string{"view=all": "view", "state=gone": "state", "limit=0": "limit", "limit=101": "limit", "limit=x": "limit",
		"cursor=abc": "cursor", "cursor=%00": "cursor", "area=1": "area", "lamp=blue": "lamp", "q=" + strings.Repeat("x", 61): "q", "q=%25": "q", "q=伞": "q",
		"assignee=00000000-0000-0000-0000-000000000000": "assignee", "to=0001-01-01T00:00:00Z": "to",
		"view=desk&view=mine": "view", "order=asc": "order"} {
		r := desk.get("/orders?" + query)
		var p struct{ Fields map[string]any }
		if r.Into(&p); r.Status != 422 || p.Fields[field] == nil {
			t.Errorf("%s: %d %s", query, r.Status, r.Body)
		}
	}
	for _, q := range naughty {
		if len([]rune(q)) <= 60 {
			for _, list := range []string{"/orders?view=desk", "/orders?view=mine", "/orders?view=pool", "/wishes?limit=5", "/menu?all=false"} {
				desk.get(list + "&q=" + strings.ReplaceAll(urlEscape(q), "+", "%20"))
			}
		}
	}
	for _, path := range []string{"/orders/1", "/orders/%00", "/orders/../me", "/orders/" + strings.Repeat("0", 36), "/areas/1", "/menu/x"} {
		if r := desk.get(path); r.Status < 400 || r.Status >= 500 {
			t.Errorf("%s: %d", path, r.Status)
		}
	}
}

// naughty are texts that break programs: of other scripts, of no script, of other languages of computers.
var naughty = []string{"", " ", "\u00a0", "\u200b\u200d\ufeff", "\u202eevil\u202c", "😀👨‍👩‍👧‍👦🏳️‍🌈", "𠮷𪚥", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "مرحبا", "ﷺ", "\uffff\ufffe",
	"'; DROP TABLE orders; --", `" OR 1=1 --`, "@id", "@@", "$1", "?", "%s%n%d", "%", "_", `\`, `\\`, "null", "NULL", "undefined", "true", "NaN",
	"-1", "1e309", "0x7fffffff", "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "<script>alert(1)</script>", "../../etc/passwd", "file:///etc/passwd",
	"a\tb\r\nc", "CON", "=cmd|' /C calc'!A0", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "370785", "00000000-0000-0000-0000-000000000000",
	"018f0000-0000-7000-8000-000000000000", strings.Repeat("长", 60), strings.Repeat("a", 5000), strings.Repeat("🏳️‍🌈", 20)}

func urlEscape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%%02X", c)
	}
	return b.String()
}

// naughtyBodies puts naughty texts, and values of every other type, into every field of every body that the document
// knows, by somebody who may knock: no reply is a fault of ours, and every one is as documented.
func naughtyBodies(t *testing.T, n *town) {
	var doc struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct{ Schema schema }
			} `json:"requestBody"`
		}
		Components struct{ Schemas map[string]schema }
	}
	must(t, json.Unmarshal(n.document, &doc))
	order, tried := n.published(t, "想要一支笛子"), 0
	for _, d := range doors(t) {
		template := d.path
		for _, name := range []string{"id", "code", "year", "class"} {
			template = strings.Replace(template, ":"+name, "{"+name+"}", 1)
		}
		body, ok := doc.Paths[template][strings.ToLower(d.method)].RequestBody.Content["application/json"]
		if !ok || strings.HasPrefix(d.path, "/auth/") || strings.HasPrefix(d.path, "/me/totp") || d.path == "/me/password" || d.path == "/me" {
			continue
		}
		as := n.knocker(t, d)
		for _, v := range []any{0, -1, 1e300, true, nil, "", "\\", []any{}, []any{[]any{}}, []any{""}, js{}, js{"a": js{}}} {
			as.Do(d.method, "/api/v1"+d.at(order), body.Schema.filled(doc.Components.Schemas, v, 0))
			tried++
		}
		for _, text := range naughty {
			as.Do(d.method, "/api/v1"+d.at(order), body.Schema.plausible(doc.Components.Schemas, text))
			tried++
		}
	}
	if tried < 3000 {
		t.Fatalf("only %d bodies were tried", tried)
	}
}

// knocker is somebody whom the door lets in; who may do least goes first.
func (n *town) knocker(t *testing.T, d door) caller {
	t.Helper()
	for _, name := range []string{"李建国", "孙立新", "吴芳", "冯军", "陈静", "卫娜", "褚磊", "尤兰", "秦宇", "朱明"} {
		if !slices.Contains(d.shut, string(n.login(t, name).Role)) {
			return n.as(t, name)
		}
	}
	t.Fatalf("nobody may knock at %s %s", d.method, d.path)
	return caller{}
}

// schema is what a body may hold, as the document says.
type schema struct {
	Ref        string `json:"$ref"`
	Type       any
	Enum       []any
	Format     string
	Pattern    string
	Minimum    *float64
	Examples   []any
	Required   []string
	Properties map[string]schema
	Items      *schema
}

// filled is a body of the schema with v in the place of every value.
func (s schema) filled(known map[string]schema, v any, depth int) any {
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		return known[name].filled(known, v, depth)
	}
	if len(s.Properties) == 0 || depth > 3 {
		return v
	}
	object := js{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		object[name] = s.Properties[name].filled(known, v, depth+1)
	}
	return object
}

// plausible is a body of the schema that is well but for its free texts.
func (s schema) plausible(known map[string]schema, text string) any {
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		return known[name].plausible(known, text)
	}
	is := func(kind string) bool { return s.Type == kind || fmt.Sprint(s.Type) == "[null "+kind+"]" }
	switch {
	case len(s.Properties) > 0:
		object := js{}
		for name, p := range s.Properties {
			if v := p.plausible(known, text); slices.Contains(s.Required, name) || v == text {
				object[name] = v
			}
		}
		return object
	case len(s.Enum) > 0:
		return s.Enum[0]
	case strings.HasPrefix(s.Pattern, "^([0-9]{6}"):
		return "370785001001"
	case s.Format == "uuid":
		return models.NewID[models.OrderID](rand.Reader)
	case s.Format == "date-time":
		return time.Now().Add(time.Hour)
	case is("array") && s.Items != nil:
		return []any{s.Items.plausible(known, text)}
	case is("boolean"):
		return false
	case len(s.Examples) > 0 && (s.Pattern != "" || !is("string")):
		return s.Examples[0]
	case is("string"):
		return text
	case s.Minimum != nil:
		return *s.Minimum
	}
	return 1
}

// naughtyTexts keeps naughty texts as they are where any text may be written, and shows them again.
func naughtyTexts(t *testing.T, n *town) {
	granny, kept := n.as(t, "张秀英"), 0
	o := granny.place(js{"title": "奇怪的话"})
	n.as(t, "周敏").act(o.ID, "publish", js{"public_title": "奇怪的话"})
	for _, s := range naughty {
		body := js{"kind": "wish", "area_code": "370785001001001", "title": s, "detail": s, "address": js{"detail": s}}
		if r := granny.post("/orders", body); r.Status == 201 {
			if v := r.order(); v.Title != s || v.Detail != s {
				t.Errorf("%q became %q", s, v.Title)
			}
			kept++
		}
		granny.post("/orders/"+o.ID+"/comment", js{"reason": s})
		granny.post("/orders/similar", js{"area_code": "370785001001001", "title": s, "detail": s})
		n.as(t, "周敏").post("/orders/"+o.ID+"/amend", js{"public_title": s, "public_text": s})
		n.as(t, "").get("/wishes?limit=100").Want(200)
	}
	if kept < len(naughty)/2 {
		t.Fatalf("only %d of %d were kept", kept, len(naughty))
	}
}

// misnamed: what is wrong with an order that is placed is told beside the field that is wrong.
func misnamed(t *testing.T, n *town) {
	desk, granny := n.as(t, "周敏"), n.as(t, "张秀英")
	some := models.NewID[models.ItemID](rand.Reader).String()
	base := js{"kind": "request", "area_code": "370785001001001", "title": "想理发"}
	for field, tt := range map[string]struct {
		body js
		code string
	}{
		"item_id":                 {js{"kind": "menu", "item_id": some}, "unknown"},
		"wanted[0].from":          {js{"wanted": []js{{"from": "2001-01-01T00:00:00Z", "to": "2001-01-01T01:00:00Z"}}}, "order.wanted_past"},
		"wanted[0].to":            {js{"wanted": []js{{"from": time.Now().Add(time.Hour)}}}, "field.required"},
		"address.lat":             {js{"address": js{"detail": "3号楼", "lng": 120.5}}, "field.required"},
		"address.lng":             {js{"address": js{"detail": "3号楼", "lat": 36.1}}, "field.required"},
		"on_behalf_of.name":       {js{"on_behalf_of": js{}}, "required"},
		"on_behalf_of.phone":      {js{"on_behalf_of": js{"id": n.person(t, "张秀英"), "phone": "10000000201"}}, "contradicts"},
		"on_behalf_of.lives_with": {js{"on_behalf_of": js{"id": n.person(t, "张秀英"), "lives_with": n.person(t, "李建国")}}, "contradicts"},
	} {
		body := maps.Clone(base)
		maps.Copy(body, tt.body)
		desk.post("/orders", body).faulty(t, field, tt.code)
	}
	id := granny.place(nil).ID
	desk.post("/orders/"+id+"/amend", js{"item_id": some}).faulty(t, "item_id", "unknown")
	granny.place(js{"address": js{"detail": "3号楼", "lat": 36.1, "lng": 120.5}})
}

// blanks: a text that says nothing is none, through every door that asks for one.
func blanks(t *testing.T, n *town) {
	granny, desk, helper := n.as(t, "张秀英"), n.as(t, "周敏"), n.as(t, "赵海燕")
	placed, id := granny.place(nil).ID, n.serving(t, "想晒被子")
	for _, blank := range []string{" ", "\u3000\t", "\u200b", "\u200b\u202e", "\u200e\u200f", "\u3164"} {
		granny.post("/orders", js{"kind": "wish", "area_code": "370785001001001", "title": blank}).faulty(t, "title", "field.required")
		desk.post("/orders/"+placed+"/publish", js{"public_title": blank}).faulty(t, "public_title", "field.required")
		desk.post("/orders/"+placed+"/reject", js{"reason": blank}).faulty(t, "reason", "field.required")
		desk.post("/orders/"+placed+"/refer", js{"to": blank, "reason": "理由"}).faulty(t, "to", "field.required")
		helper.post("/orders/"+id+"/finish", js{"result": blank}).faulty(t, "result", "field.required")
		granny.post("/orders/"+id+"/complain", js{"text": blank}).faulty(t, "text", "field.required")
	}
	granny.post("/orders", js{"kind": "wish", "area_code": "370785001001001", "title": "想\u202e要"}).faulty(t, "title", "field.text")
	if v := granny.place(js{"title": " 想要\u200b书 "}); v.Title != " 想要\u200b书 " {
		t.Errorf("the title became %q", v.Title)
	}
	helper.act(id, "return", because)
}

// farAway: moments at the ends of time are refused, and no fault.
func farAway(t *testing.T, n *town) {
	granny := n.as(t, "张秀英")
	for _, w := range [][2]string{{"0001-01-01T00:00:00Z", "0001-01-01T01:00:00Z"}, {"9999-12-31T00:00:00Z", "9999-12-31T23:00:00Z"},
		{"2000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}, {"0000-01-01T00:00:00Z", "0000-01-02T00:00:00Z"}} {
		granny.post("/orders", js{"kind": "wish", "area_code": "370785001001001", "title": "很远的日子", "detail": "",
			"wanted": []js{{"from": w[0], "to": w[1]}}}).refused(t, 422, "input.invalid")
	}
	id := n.serving(t, "想晒被子")
	for _, until := range []any{time.Time{}, "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z", time.Now()} {
		n.as(t, "赵海燕").post("/orders/"+id+"/suspend", js{"until": until, "reason": "理由"}).Want(422)
	}
	n.as(t, "赵海燕").act(id, "return", because)
	n.as(t, "周敏").no(id, "merge", js{"into": models.NewID[models.OrderID](rand.Reader), "reason": "理由"}, 422, "input.invalid")
}
