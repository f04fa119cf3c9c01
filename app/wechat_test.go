package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/app/testkit"
)

// TestWeChat plays the program with a mini-program: granny logs in, places a wish, and hears by WeChat that it is taken.
func TestWeChat(t *testing.T) {
	wechat := testkit.NewWeChat(t, time.Now)
	n := newTown(t, "WECHAT_APP_ID="+wechat.AppID, "WECHAT_APP_SECRET="+wechat.Secret, "WECHAT_API="+wechat.URL, "WECHAT_TEMPLATE=TPL-1", "WECHAT_TEMPLATE_FIELD=thing2")
	visitor, phone := n.as(t, ""), n.login(t, "张秀英").Phone
	var site struct {
		Login     bool     `json:"wechat_login"`
		Templates []string `json:"wechat_templates"`
	}
	visitor.get("/site").Want(200).Into(&site)
	if !site.Login || !slices.Equal(site.Templates, []string{"TPL-1"}) {
		t.Errorf("%+v", site)
	}
	visitor.post("/auth/sessions", js{"wechat_code": wechat.Code("o-granny")}).refused(t, 422, "auth.phone_needed")
	visitor.post("/auth/sessions", js{"wechat_code": wechat.Code("o-granny"), "phone_code": wechat.PhoneCode(phone)}).Want(201)
	r := visitor.post("/auth/sessions", js{"wechat_code": wechat.Code("o-granny")}).Want(201)
	granny := visitor
	granny.Client = visitor.As(r.text("token"))
	if got := granny.get("/me").Want(200).text("id"); got != n.person(t, "张秀英") {
		t.Fatalf("somebody else came in: %s", got)
	}
	if file := string(granny.get("/me/export").Body); !strings.Contains(file, "o-granny") {
		t.Errorf("the export lacks the OpenID: %s", file)
	}
	granny.Do("PUT", "/api/v1/me/preferences", js{"language": "zh", "quiet": js{"from": 0, "to": 0}}).Want(200) // the test may run at night
	o := granny.place(js{"title": "想要一副老花镜"})
	n.as(t, "周敏").act(o.ID, "publish", js{"public_title": "想要一副老花镜"})
	n.as(t, "赵海燕").act(o.ID, "claim", nil)
	eventually(t, "a message goes out", func() bool { return len(wechat.Sent()) > 0 })
	if m := wechat.Sent()[0]; m.To != "o-granny" || m.Template != "TPL-1" || m.Data["thing2"].Value == "" || m.Page == "" {
		t.Errorf("sent %+v", m)
	}
}
