package main

import "testing"

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
