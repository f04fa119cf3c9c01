package main

import (
	"strings"
	"testing"
)

// consentsOf: she agrees to one purpose after another in the app, the desk sees it and calls, and what she takes back holds at once.
func consentsOf(t *testing.T, n *town) {
	granny, desk := n.as(t, "张秀英"), n.as(t, "周敏")
	var found struct{ Items []struct{ ID string } }
	desk.post("/residents/find", js{"id_number": "370799194903010026"}).Want(200).Into(&found)
	at := "/residents/" + found.Items[0].ID
	look := js{"fields": []string{"phone"}, "reason": "call_back"}
	desk.post(at+"/look", look).refused(t, 403, "consent.no_calls")
	granny.post("/me/consents", js{"purpose": "calls", "version": 7, "given": true}).refused(t, 409, "consent.changed")
	granny.post("/me/consents", js{"purpose": "research", "version": 1, "given": true}).faulty(t, "purpose", "field.choice")
	granny.post("/me/consents", js{"purpose": "calls", "version": 1, "given": true}).Want(200)
	desk.post(at+"/look", look).Want(200)
	if seen := desk.get(at + "/consents").Want(200); !strings.Contains(string(seen.Body), `"channel":"app"`) {
		t.Errorf("the desk sees %s", seen.Body)
	}
	paper := js{"purpose": "neighbours", "given": true, "note": "档案柜二层"}
	desk.post(at+"/consents", paper).refused(t, 403, "consent.own_word")
	desk.post(at+"/consents", js{"purpose": "neighbours", "given": true}).faulty(t, "note", "field.required")
	n.as(t, "吴芳").post(at+"/consents", paper).refused(t, 404, "not_found")
	n.as(t, "吴芳").get(at+"/consents").refused(t, 404, "not_found")
	granny.post("/me/consents", js{"purpose": "neighbours", "version": 1, "given": true}).Want(200)
	desk.post(at+"/consents", js{"purpose": "calls", "given": false, "note": "她来社区说的"}).Want(200)
	desk.post(at+"/look", look).refused(t, 403, "consent.no_calls")
	if mine := granny.get("/me/consents").Want(200); strings.Count(string(mine.Body), `"channel"`) != 3 {
		t.Errorf("she sees %s", mine.Body)
	}
	n.as(t, "李建国").get("/me/consents").refused(t, 404, "record.none")
	n.as(t, "").get("/me/consents").refused(t, 401, "auth.required")
}
