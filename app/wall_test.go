package main

import (
	"bytes"
	"slices"
	"testing"
)

// wall: a visitor finds a published wish by its place, kind and public text, and opens its card; what is not public is not there.
func wall(t *testing.T, n *town) {
	id, visitor := n.published(t, "想要一只鹦鹉"), n.as(t, "")
	for query, want := range map[string]int{"": 1, "&area=370785001001": 1, "&area=370785001002": 0, "&kind=wish": 1, "&kind=menu": 0} {
		if found := visitor.list("/wishes?q=鹦鹉" + query); len(found) != want {
			t.Errorf("%s: %d cards, want %d", query, len(found), want)
		}
	}
	if v := visitor.get("/wishes/" + id).Want(200).order(); v.PublicTitle == "" || v.Title != "" || len(v.Can) != 0 {
		t.Fatalf("the card shows %+v", v)
	}
	private := n.as(t, "张秀英").place(js{"kind": "request", "title": "一件私事"}).ID
	for _, path := range []string{private, "018f0000-0000-7000-8000-000000000000"} {
		visitor.get("/wishes/"+path).refused(t, 404, "not_found")
	}
	n.as(t, "张秀英").get("/wishes/"+private).refused(t, 404, "not_found")
	if r := visitor.get("/wishes/1"); r.Status < 400 || r.Status >= 500 {
		t.Errorf("a bad id: %d", r.Status)
	}
}

// suits: the pool tells a volunteer how far an order is, what speaks for them, and whether they may claim it.
func suits(t *testing.T, n *town) {
	id := n.published(t, "想要一把二胡")
	var page struct {
		Items []struct {
			Can    []string
			Metres *int `json:"distance_m"`
			Fit    []struct {
				Code, Zh, En string
				Points       float64
			}
		}
	}
	for _, path := range []string{"/orders?view=pool&q=二胡", "/wishes?q=二胡"} {
		n.as(t, "赵海燕").get(path).Want(200).Into(&page)
		if len(page.Items) != 1 || !slices.Contains(page.Items[0].Can, "claim") || len(page.Items[0].Fit) == 0 || page.Items[0].Fit[0].Zh == "" {
			t.Fatalf("%s: %+v", path, page)
		}
	}
	if r := n.as(t, "赵海燕").get("/orders?view=pool&q=二胡"); !bytes.Contains(r.Body, []byte(`"distance_m"`)) {
		t.Fatalf("the way is left out: %s", r.Body)
	}
	if r := n.as(t, "").get("/wishes/" + id); bytes.Contains(r.Body, []byte(`"distance_m"`)) {
		t.Fatalf("a visitor is told the way: %s", r.Body)
	}
}

// places: an app that knows where it is finds its area, with the number to call.
func places(t *testing.T, n *town) {
	visitor := n.as(t, "")
	if r := visitor.get("/areas/at?lat=36.3785&lng=119.7445").Want(200); r.text("code") != "37078500100100100003" || r.text("hotline") != "0536-555-0101" ||
		r.text("hotline_of") != "370785001001" {
		t.Fatalf("%s", r.Body)
	}
	visitor.get("/areas/at?lat=0.5&lng=0.5").refused(t, 404, "area.none_here")
	if r := visitor.get("/areas?parent=370785001").Want(200); !bytes.Contains(r.Body, []byte("0536-555-0102")) {
		t.Fatalf("the list has no hotline: %s", r.Body)
	}
}

// meToo: who finds their matter among those placed before follows it from there.
func meToo(t *testing.T, n *town) {
	id := n.published(t, "想修楼道的灯")
	r := n.as(t, "李建国").post("/orders/similar", js{"area_code": "370785001001001", "title": "想修楼道的灯", "detail": ""}).Want(200)
	if !bytes.Contains(r.Body, []byte(id)) || !bytes.Contains(r.Body, []byte(`"follow"`)) {
		t.Errorf("\"me too\" is not offered: %s", r.Body)
	}
	n.as(t, "李建国").act(id, "follow", nil)
}

// nameless: the name of whoever is helped stands on no card, and staff are told that it was masked.
func nameless(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	id := n.as(t, "李建国").place(js{"title": "想请人买药"}).ID
	v := desk.act(id, "publish", js{"public_title": "帮李建国买药", "public_text": "李建国腿脚不便"})
	if v.PublicTitle != "帮李**买药" || !slices.Contains(v.Warnings, "personal_data_masked") {
		t.Errorf("the card says %q, warned of %v", v.PublicTitle, v.Warnings)
	}
	if v := desk.act(id, "amend", js{"public_title": "替李建国跑腿"}); v.PublicTitle != "替李**跑腿" {
		t.Errorf("the amended card says %q", v.PublicTitle)
	}
}

// poolMap: staff and volunteers see where the pool waits.
func poolMap(t *testing.T, n *town) {
	n.published(t, "想要一张地图")
	for _, name := range []string{"赵海燕", "周敏"} {
		var page struct {
			Items []struct {
				Area  string `json:"area_code"`
				Count int
			}
		}
		if n.as(t, name).get("/orders/pool-map?area=370785001001").Want(200).Into(&page); len(page.Items) == 0 || page.Items[0].Count == 0 {
			t.Errorf("%s sees %+v", name, page)
		}
	}
	n.as(t, "赵海燕").get("/orders/pool-map?area=1").refused(t, 422, "input.invalid")
	n.as(t, "张秀英").get("/orders/pool-map").refused(t, 403, "forbidden")
}
