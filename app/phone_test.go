package main

import (
	"slices"
	"testing"
)

// members lists whom staff find in somebody's household.
func (c caller) members(person string) (ids []string) {
	c.t.Helper()
	var home struct{ Items []struct{ ID, Name string } }
	c.get("/people/" + person + "/household").Want(200).Into(&home)
	for _, m := range home.Items {
		ids = append(ids, m.ID)
	}
	return ids
}

// phoneDesk: staff take an order while they talk, in one call: for a caller whom they find by the phone and whose address they need not type, for
// the caller's mother who has no phone, and for somebody who has neither phone nor name.
func phoneDesk(t *testing.T, n *town) {
	desk, helper := n.as(t, "吴芳"), n.as(t, "孙立新")
	aunt := desk.post("/people/search", js{"phone": n.login(t, "王桂兰").Phone}).Want(200)
	if aunt.text("name") != "王**" || aunt.text("phone") == n.login(t, "王桂兰").Phone {
		t.Fatalf("the caller is shown as %s", aunt.Body)
	}
	call := func(title string, helped js) view {
		t.Helper()
		return desk.place(js{"area_code": "370785001002001", "title": title, "on_behalf_of": helped})
	}
	o := call("想理个发", js{"id": aunt.text("id")})
	if o.Requester != aunt.text("id") || o.Contact != nil || o.Code != "" {
		t.Fatalf("whoever took the call sees %+v", o)
	}
	if found := desk.list("/orders?view=desk&requester=" + o.Requester); !slices.ContainsFunc(found, func(v view) bool { return v.ID == o.ID }) {
		t.Errorf("the history has %d orders, this one not", len(found))
	}
	n.as(t, "冯军").act(o.ID, "publish", js{"public_title": "上门理发"})
	if v := helper.act(o.ID, "claim", nil); v.Contact == nil || v.Contact.Address == nil || v.Contact.Address.Detail != "7号楼1单元202室" {
		t.Fatalf("whoever comes is told %+v", v.Contact)
	}
	helper.act(o.ID, "return", because)

	mother := call("想量血压", js{"name": "王老太", "address": "7号楼1单元101室", "lives_with": aunt.text("id")})
	if found := desk.members(mother.Requester); !slices.Contains(found, aunt.text("id")) || !slices.Contains(desk.members(aunt.text("id")), mother.Requester) {
		t.Errorf("the mother lives with %v", found)
	}
	if c := n.as(t, "冯军").post("/orders/"+mother.ID+"/contact", js{"reason": "serve"}).Want(200); c.text("name") != "王老太" || c.text("phone") != "" {
		t.Errorf("contact %s", c.Body)
	}
	if again := call("想量血压", js{"id": mother.Requester}); again.Requester != mother.Requester {
		t.Errorf("the mother is %s the next time", again.Requester)
	}
	if nobody := call("想要一把伞", js{"address": "桥头"}); nobody.Requester == "" || nobody.Requester == mother.Requester {
		t.Errorf("whoever has no name is %q", nobody.Requester)
	}
	for _, unknown := range []string{n.person(t, "张秀英"), o.ID} { // of elsewhere, and of nobody
		desk.post("/orders", js{"kind": "request", "area_code": "370785001002001", "title": "x", "on_behalf_of": js{"lives_with": unknown}}).
			faulty(t, "on_behalf_of.lives_with", "unknown")
	}
	desk.delete("/people/" + mother.Requester + "/household").Want(204)
}

// callFromFar: a call from somebody of another community is taken by their phone. Who took it is shown nothing of them, and what is known of them
// stays as it is and stays there.
func callFromFar(t *testing.T, n *town) {
	desk, granny := n.as(t, "吴芳"), n.as(t, "张秀英")
	phone := n.login(t, "张秀英").Phone
	desk.post("/people/search", js{"phone": phone}).refused(t, 404, "not_found")
	o := desk.place(js{"area_code": "370785001002001", "title": "广场边的灯坏了", "on_behalf_of": js{"phone": phone, "name": "李四", "address": "凤凰广场"}})
	if !slices.ContainsFunc(granny.list("/orders?view=mine"), func(v view) bool { return v.ID == o.ID }) {
		t.Fatal("whoever called does not find it")
	}
	for _, path := range []string{"/people/" + o.Requester, "/people/" + o.Requester + "/household"} {
		desk.get(path).refused(t, 404, "not_found")
	}
	if found := desk.list("/orders?view=desk&requester=" + o.Requester); len(found) != 1 || found[0].ID != o.ID {
		t.Errorf("the history tells of %d orders of another community", len(found)-1)
	}
	if me := granny.post("/me/look", js{"fields": []string{"name", "address"}}).Want(200); me.text("name") != "张秀英" || me.text("address") != "3号楼2单元501室" {
		t.Errorf("she is now %s", me.Body)
	}
	bare := desk.place(js{"area_code": "370785001002001", "title": "广场边的灯又坏了", "on_behalf_of": js{"phone": phone}})
	desk.post("/orders/"+bare.ID+"/contact", js{"reason": "serve"}).refused(t, 403, "forbidden")
	var looks struct{ Items []struct{ What string } }
	granny.get("/me/looks?limit=50").Want(200).Into(&looks)
	if !slices.Contains(looks.Items, struct{ What string }{"search"}) {
		t.Errorf("she is not told that somebody looked for her: %v", looks.Items)
	}
}

// printedCode: for somebody without a phone another member of staff than the one who took the call gets the code, and it opens the door.
func printedCode(t *testing.T, n *town) {
	taker, other, helper := n.as(t, "周敏"), n.as(t, "郑强"), n.as(t, "赵海燕")
	o := taker.place(js{"title": "想修收音机", "on_behalf_of": js{"name": "韩大爷", "address": "3号楼1单元102"}})
	other.act(o.ID, "publish", js{"public_title": "修收音机"})
	helper.act(o.ID, "claim", nil)
	door := "/orders/" + o.ID + "/sign-in-code"
	taker.post(door, because).refused(t, 403, "flow.not_yours")
	helper.post(door, because).refused(t, 403, "forbidden")
	n.as(t, "冯军").post(door, because).refused(t, 403, "flow.not_yours")
	other.post(door, js{}).faulty(t, "reason", "field.required")
	if v := other.show(o.ID); v.Code != "" || !slices.Contains(v.Can, "sign_in_code") {
		t.Fatalf("before it is taken: %+v", v)
	}
	code := other.post(door, js{"reason": "打印上门单"}).Want(200).text("sign_in_code")
	helper.post("/orders/"+o.ID+"/sign-in", js{"code": wrong(code)}).faulty(t, "code", "wrong")
	helper.act(o.ID, "sign-in", js{"code": code})
	helper.act(o.ID, "finish", js{"result": "修好了"})
	other.no(o.ID, "rate", js{"solved": true, "stars": 5}, 403, "flow.not_yours")
	n.as(t, "陈静").act(o.ID, "rate", js{"solved": true, "stars": 5})
}
