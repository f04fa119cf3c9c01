package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// placed puts a public wish of the old lady on the wall.
func (n *town) published(t *testing.T, title string) string {
	t.Helper()
	o := n.as(t, "张秀英").place(js{"title": title})
	n.as(t, "周敏").act(o.ID, "publish", js{"public_title": title})
	return o.ID
}

// serving is a wish whose volunteer is at the door.
func (n *town) serving(t *testing.T, title string) string {
	t.Helper()
	id := n.published(t, title)
	n.as(t, "赵海燕").act(id, "claim", nil)
	n.as(t, "赵海燕").act(id, "sign-in", js{"code": n.as(t, "张秀英").show(id).Code})
	return id
}

// served is a wish whose service is finished.
func (n *town) served(t *testing.T, title string) string {
	t.Helper()
	id := n.serving(t, title)
	n.as(t, "赵海燕").act(id, "finish", js{"result": "办好了"})
	return id
}

// person is the id of one of the demo's people.
func (n *town) person(t *testing.T, name string) string {
	t.Helper()
	return n.as(t, name).get("/me").Want(200).text("id")
}

// redo: what is not solved is disputed, granted by staff without an earlier event, and done anew.
func redo(t *testing.T, n *town) {
	granny, helper := n.as(t, "张秀英"), n.as(t, "赵海燕")
	id := n.served(t, "想修一把椅子")
	granny.act(id, "dispute", js{"reason": "还是晃"})
	n.as(t, "周敏").no(id, "grant", because, 403, "flow.not_yours")
	n.as(t, "郑强").act(id, "grant", because)
	n.as(t, "周敏").state(id, "pool")
	helper.act(id, "claim", nil)
	helper.act(id, "sign-in", js{"code": granny.show(id).Code})
	helper.act(id, "finish", js{"result": "重新钉过了"})
	granny.act(id, "rate", js{"solved": true, "stars": 4})
	if v := granny.state(id, "rated"); v.Result != "重新钉过了" || v.Rating.Stars != 4 {
		t.Fatalf("%+v", v)
	}
}

// appeals: who rated may appeal twice, each time somebody else decides.
func appeals(t *testing.T, n *town) {
	granny := n.as(t, "张秀英")
	id := n.served(t, "想换一个灯泡")
	granny.act(id, "rate", js{"solved": true, "stars": 3})
	for _, decider := range []string{"郑强", "陈静"} {
		granny.act(id, "appeal", js{"reason": "又坏了"})
		n.as(t, decider).act(id, "refuse", js{"reason": "是新的问题,请另提"})
		granny.state(id, "closed")
	}
	granny.no(id, "appeal", because, 409, "order.appeals_used_up")
}

// declined: the engine offers to the best, after a decline to the next.
func declined(t *testing.T, n *town) {
	granny, desk := n.as(t, "张秀英"), n.as(t, "周敏")
	o := granny.place(js{"kind": "menu", "item_id": n.item(t, "陪诊"), "title": "周五去复查", "visibility": "public"})
	v := desk.act(o.ID, "publish", js{"public_title": "陪一位老人看病"})
	names := map[string]string{n.person(t, "赵海燕"): "赵海燕", n.person(t, "钱晓东"): "钱晓东", n.person(t, "孙立新"): "孙立新"}
	first := names[v.Assignee]
	if v.State != "offered" || first == "" {
		t.Fatalf("published: %+v", v)
	}
	if v := n.as(t, first).show(o.ID); v.Contact != nil || v.Title != "" || !slices.Contains(v.Can, "decline") {
		t.Fatalf("who is only offered it sees %+v", v)
	}
	n.as(t, first).act(o.ID, "decline", js{"reason": "那天没空"})
	second := names[desk.state(o.ID, "offered").Assignee]
	if second == "" || second == first {
		t.Fatalf("after %s it was offered to %s", first, second)
	}
	n.as(t, second).act(o.ID, "accept", nil)
	granny.state(o.ID, "accepted")
	granny.act(o.ID, "cancel", nil)
}

func (n *town) item(t *testing.T, name string) string {
	t.Helper()
	var menu struct {
		Items []struct {
			ID string
			Zh struct{ Name string }
		}
	}
	n.as(t, "").get("/menu").Want(200).Into(&menu)
	for _, i := range menu.Items {
		if i.Zh.Name == name {
			return i.ID
		}
	}
	t.Fatalf("%s is not on the menu", name)
	return ""
}

// suspended: the volunteer asks for a pause, staff approve it, the volunteer goes on.
func suspended(t *testing.T, n *town) {
	helper, desk := n.as(t, "赵海燕"), n.as(t, "周敏")
	id := n.serving(t, "想修收音机")
	helper.post("/orders/"+id+"/suspend", js{"until": time.Now().AddDate(0, 2, 0), "reason": "等零件"}).faulty(t, "until", "within_30_days")
	asked := helper.act(id, "suspend", js{"until": time.Now().AddDate(0, 0, 7), "reason": "等零件"})
	if asked.State != "in_service" || len(asked.Pending) != 1 {
		t.Fatalf("asked: %+v", asked)
	}
	helper.no(id, "suspend", js{"until": time.Now().AddDate(0, 0, 7), "reason": "等零件"}, 409, "approval.pending")
	helper.post("/approvals/"+asked.Pending[0].ID+"/approve", js{}).refused(t, 403, "forbidden")
	desk.post("/approvals/"+asked.Pending[0].ID+"/approve", js{}).Want(200)
	helper.state(id, "suspended")
	desk.post("/approvals/"+asked.Pending[0].ID+"/approve", js{}).refused(t, 404, "not_found")
	helper.act(id, "resume", nil)
	helper.act(id, "finish", js{"result": "修好了"})
}

// givenUp takes a second person; what the public reads of the reason holds no phone number.
func givenUp(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	id := n.published(t, "想要一台三角钢琴")
	v := desk.act(id, "give-up", js{"reason": "打13800138000问过,没有"})
	if !slices.Equal(v.Warnings, []string{"personal_data_masked"}) || len(v.Pending) != 1 || v.State != "pool" {
		t.Fatalf("asked: %+v", v)
	}
	desk.post("/approvals/"+v.Pending[0].ID+"/approve", js{}).refused(t, 403, "flow.not_yours")
	n.as(t, "冯军").post("/approvals/"+v.Pending[0].ID+"/approve", js{}).refused(t, 404, "not_found")
	n.as(t, "郑强").post("/approvals/"+v.Pending[0].ID+"/approve", js{}).Want(200)
	if v := n.as(t, "张秀英").state(id, "unfulfillable"); v.PublicReason != "打***问过,没有" {
		t.Fatalf("the public reads %q", v.PublicReason)
	}
}

// referred: to a department, handed back, referred again, finished there.
func referred(t *testing.T, n *town) {
	uncle, desk, bureau := n.as(t, "李建国"), n.as(t, "周敏"), n.as(t, "卫娜")
	o := uncle.place(js{"kind": "request", "area_code": "370785001001002", "title": "想办残疾证"})
	bureau.get("/orders/"+o.ID).refused(t, 404, "not_found")
	var known struct{ Items []struct{ Name string } }
	if desk.get("/departments").Want(200).Into(&known); !slices.Equal(known.Items, []struct{ Name string }{{"民政局"}}) {
		t.Errorf("the known departments are %v", known.Items)
	}
	desk.post("/orders/"+o.ID+"/refer", js{"to": "没有的部门", "reason": "理由"}).faulty(t, "to", "order.no_such_department")
	if v := desk.act(o.ID, "refer", js{"to": " 民政局 ", "reason": "归民政局办理"}); v.ReferredTo != "民政局" {
		t.Errorf("referred to %q", v.ReferredTo)
	}
	bureau.act(o.ID, "hand-back", js{"reason": "材料不全"})
	desk.state(o.ID, "placed")
	desk.act(o.ID, "ask", js{"reason": "请补身份证复印件"})
	uncle.act(o.ID, "answer", js{"reason": "补好了"})
	desk.act(o.ID, "refer", js{"to": "民政局", "reason": "材料齐了"})
	bureau.act(o.ID, "finish", js{"result": "证已办好"})
	uncle.act(o.ID, "rate", js{"solved": true, "stars": 5})
}

// merged: followers and the requester of the one follow the other.
func merged(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	kept, gone := n.published(t, "楼道灯坏了"), n.as(t, "李建国").place(js{"title": "楼道没有灯"}).ID
	desk.act(gone, "publish", js{"public_title": "楼道没有灯"})
	n.as(t, "王桂兰").act(gone, "follow", nil)
	n.as(t, "王桂兰").no(gone, "follow", js{}, 409, "order.followed_before")
	desk.post("/orders/"+gone+"/merge", js{"into": gone, "reason": "同一件事"}).faulty(t, "into", "not_live")
	desk.act(gone, "merge", js{"into": kept, "reason": "同一件事"})
	if v := desk.state(gone, "merged"); v.MergedInto != kept {
		t.Fatalf("merged into %s", v.MergedInto)
	}
	if v := desk.show(kept); v.Followers != 2 {
		t.Fatalf("%d follow", v.Followers)
	}
}

// slots: a wish for three is three orders once it is published, and three claims.
func slots(t *testing.T, n *town) {
	desk := n.as(t, "周敏")
	o := n.as(t, "张秀英").place(js{"title": "想要三位邻居一起包饺子", "slots": 3})
	desk.act(o.ID, "publish", js{"public_title": "三位邻居一起包饺子"})
	var wall struct{ Items []view }
	n.as(t, "").get("/wishes?limit=100&q=包饺子").Want(200).Into(&wall)
	if len(wall.Items) != 3 {
		t.Fatalf("the wall shows %d", len(wall.Items))
	}
	for i, name := range []string{"赵海燕", "孙立新", "钱晓东"} {
		n.as(t, name).act(wall.Items[i].ID, "claim", nil)
	}
}

// onBehalf: for somebody without a phone staff vouch at the door, and staff who had no part in it rate by call-back.
func onBehalf(t *testing.T, n *town) {
	desk, helper := n.as(t, "周敏"), n.as(t, "赵海燕")
	o := n.as(t, "沈丽").place(js{"title": "老人想理发", "on_behalf_of": js{"name": "韩桂芬", "address": "3号楼1单元101"}})
	if o.Code != "" {
		t.Fatal("who placed it sees the code")
	}
	desk.act(o.ID, "publish", js{"public_title": "一位老人想理发"})
	if v := helper.act(o.ID, "claim", nil); v.Contact == nil || v.Contact.Name != "韩桂芬" {
		t.Fatalf("contact %+v", v.Contact)
	}
	if v := n.as(t, "沈丽").show(o.ID); v.Code != "" {
		t.Fatal("who placed it sees the code")
	}
	desk.post("/orders/"+o.ID+"/sign-in", js{}).faulty(t, "reason", "required")
	desk.act(o.ID, "sign-in", js{"reason": "我在现场"})
	helper.act(o.ID, "finish", js{"result": "理好了"})
	rating := js{"solved": true, "stars": 5}
	for _, near := range []string{"周敏", "沈丽", "赵海燕"} {
		n.as(t, near).no(o.ID, "rate", rating, 403, "flow.not_yours")
	}
	n.as(t, "郑强").act(o.ID, "rate", rating)
	answers := js{"valid": true, "contacted": true, "solved": true, "satisfaction": "satisfied"}
	for _, near := range []string{"周敏", "郑强"} {
		n.as(t, near).no(o.ID, "call-back", answers, 403, "flow.not_yours")
	}
	above := n.as(t, "陈静")
	above.post("/orders/"+o.ID+"/call-back", js{}).faulty(t, "valid", "field.required")
	above.post("/orders/"+o.ID+"/call-back", js{"valid": true, "solved": true}).faulty(t, "solved", "contradicts")
	above.act(o.ID, "call-back", answers)
	for range 3 {
		above.no(o.ID, "call-back", answers, 403, "flow.not_yours")
	}
	n.as(t, "褚磊").no(o.ID, "call-back", answers, 409, "order.called_before")
}

// forKin: who lives together may place orders for each other; nobody else may.
func forKin(t *testing.T, n *town) {
	desk, nephew := n.as(t, "吴芳"), n.as(t, "刘志强")
	aunt := n.person(t, "王桂兰")
	body := js{"kind": "request", "area_code": "370785001001001", "title": "想理发", "on_behalf_of": js{"id": aunt}}
	nephew.post("/orders", body).faulty(t, "on_behalf_of", "unknown")
	desk.post("/people/"+aunt+"/household", js{"with": n.person(t, "刘志强")}).Want(200)
	var home struct {
		Items []struct{ ID, Name string }
	}
	nephew.get("/me/household").Into(&home)
	if len(home.Items) != 2 || !slices.ContainsFunc(home.Items, func(k struct{ ID, Name string }) bool { return k.ID == aunt && k.Name == "王**" }) {
		t.Fatalf("the household is %+v", home.Items)
	}
	if o := nephew.place(js{"title": "想理发", "on_behalf_of": js{"id": aunt}}); o.Code != "" {
		t.Fatal("who placed it sees the code")
	}
}

// besides are the acts that leave an order where it is.
func besides(t *testing.T, n *town) {
	granny, desk := n.as(t, "张秀英"), n.as(t, "周敏")
	id := n.published(t, "想要一块黑板")
	granny.act(id, "comment", js{"reason": "小的就行"})
	if v := granny.act(id, "urge", nil); v.Urges != 1 {
		t.Fatalf("urged %d times", v.Urges)
	}
	granny.no(id, "urge", js{}, 429, "order.urged_lately")
	asked := desk.act(id, "extend", js{"reason": "在找货"})
	n.as(t, "郑强").post("/approvals/"+asked.Pending[0].ID+"/approve", js{}).Want(200)
	if v := n.as(t, "陈静").act(id, "supervise", js{"card": "yellow", "reason": "拖得太久"}); !v.Extended || v.Card != "yellow" {
		t.Fatalf("%+v", v)
	}
	desk.no(id, "extend", because, 409, "order.extended_before")
	desk.no(id, "call-back", js{"valid": true}, 409, "flow.no_such_step")
	events := []string{}
	for _, l := range granny.show(id).Timeline {
		events = append(events, l.Event+" by "+l.By)
	}
	want := "place by requester, publish by staff, comment by requester, urge by requester, extend by staff, supervise by staff"
	if got := strings.Join(events, ", "); got != want {
		t.Fatalf("the timeline tells %s, want %s", got, want)
	}
}

// danger: words of danger show whom to call and tell staff at once, whoever writes them and wherever.
func danger(t *testing.T, n *town) {
	granny, numbers := n.as(t, "张秀英"), []string{"120", "110", "119"}
	calm := granny.place(js{"title": "想修燃气灶"})
	if len(calm.Emergency) != 0 {
		t.Fatalf("an everyday wish shows %v", calm.Emergency)
	}
	if v := granny.place(js{"title": "救命", "detail": "厨房起火了"}); !slices.Equal(v.Emergency, numbers) {
		t.Fatalf("a fire shows %+v", v)
	} else if seen := n.as(t, "周敏").show(v.ID).Timeline; seen[1].Event != "report_danger" || seen[1].Note != "起火" {
		t.Fatalf("staff see %+v", seen)
	}
	if v := granny.act(calm.ID, "comment", js{"reason": "屋里有燃气味"}); !slices.Equal(v.Emergency, numbers) {
		t.Fatalf("gas shows %v", v.Emergency)
	}
	quiet := granny.place(js{"title": "想说说话"})
	if v := granny.act(quiet.ID, "report-danger", js{"reason": "门口有人"}); !slices.Equal(v.Emergency, numbers) {
		t.Fatalf("a report shows %v", v.Emergency)
	}
	for _, id := range []string{calm.ID, quiet.ID} {
		eventually(t, "staff are told of danger", func() bool { return n.as(t, "周敏").hasNotice("order.danger", id) })
	}
	n.ahead.Add(int64(25 * time.Hour))
	defer n.ahead.Add(-int64(25 * time.Hour))
	if v := granny.show(quiet.ID); len(v.Emergency) != 0 {
		t.Fatalf("a day later it still shows %v", v.Emergency)
	}
}

// hasNotice reports whether the inbox tells of an order.
func (c caller) hasNotice(kind, order string) bool {
	c.t.Helper()
	return slices.Contains(c.noticesOf(kind), order)
}

// noticesOf lists the orders of the notices of a kind; of one that is about no order, the empty text.
func (c caller) noticesOf(kind string) (orders []string) {
	c.t.Helper()
	var inbox struct {
		Items []struct {
			ID, Kind string
			Order    string `json:"order_id"`
		}
	}
	c.get("/notices?limit=100").Want(200).Into(&inbox)
	for _, i := range inbox.Items {
		if i.Kind == kind {
			orders = append(orders, i.Order)
		}
	}
	return orders
}

// complaints go past those they concern, one level above them.
func complaints(t *testing.T, n *town) {
	granny, text := n.as(t, "张秀英"), js{"text": "说话很凶"}
	id := n.serving(t, "想擦玻璃")
	about := granny.post("/orders/"+id+"/complain", text).Want(201).text("id")
	staff := granny.post("/orders/"+id+"/complain", js{"about": n.person(t, "周敏"), "text": "不接电话"}).Want(201).text("id")
	granny.post("/orders/"+id+"/complain", js{"about": n.person(t, "钱晓东"), "text": "与此无关"}).faulty(t, "about", "unknown")
	for _, tt := range []struct {
		id, name string
		status   int
	}{
		{about, "郑强", 200}, {about, "赵海燕", 404}, {about, "周敏", 404}, {about, "冯军", 404}, {about, "李建国", 404}, {about, "张秀英", 200},
		{staff, "陈静", 200}, {staff, "郑强", 404}, {staff, "周敏", 404},
	} {
		if r := n.as(t, tt.name).get("/complaints/" + tt.id); r.Status != tt.status {
			t.Errorf("%s: %d, want %d", tt.name, r.Status, tt.status)
		}
	}
	for _, l := range n.as(t, "周敏").show(id).Timeline {
		if l.Event == "complain" {
			t.Error("the timeline tells of the complaint")
		}
	}
	n.as(t, "郑强").post("/complaints/"+about+"/answer", js{"answer": "已谈话"}).Want(200)
	n.as(t, "郑强").post("/complaints/"+about+"/answer", js{"answer": "再说"}).refused(t, 409, "complaint.answered_before")
	if got := granny.get("/complaints/" + about).text("answer"); got != "已谈话" {
		t.Fatalf("answer %q", got)
	}
}
