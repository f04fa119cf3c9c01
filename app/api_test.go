package main

import (
	"slices"
	"testing"
)

// TestProgram plays the whole program through its API, one town for all parts since its people log in slowly.
func TestProgram(t *testing.T) {
	n := newTown(t)
	for _, part := range []struct {
		name string
		play func(*testing.T, *town)
	}{{"loop", theLoop}, {"redo", redo}, {"appeals", appeals}, {"declined", declined}, {"suspended", suspended}, {"given up", givenUp},
		{"referred", referred}, {"merged", merged}, {"slots", slots}, {"on behalf", onBehalf}, {"for kin", forKin}, {"phone desk", phoneDesk},
		{"call from far", callFromFar}, {"printed code", printedCode}, {"besides", besides}, {"danger", danger}, {"complaints", complaints},
		{"files", filesOf}, {"waiting", waiting}, {"repeated", repeated}, {"given away", givenAway}, {"stale", stale}, {"notices", notices},
		{"streamed", streamed}, {"masked", masked}, {"wall", wall}, {"suits", suits}, {"places", places}, {"me too", meToo}, {"pool map", poolMap},
		{"nameless", nameless}, {"provisional", provisional}, {"shut doors", shutDoors}, {"hidden order", hiddenOrder}, {"others' rows", othersRows},
		{"bad bodies", badBodies}, {"bad transport", badTransport}, {"bad files", badFiles}, {"bad moves", badMoves}, {"bad queries", badQueries},
		{"naughty bodies", naughtyBodies}, {"naughty texts", naughtyTexts}, {"blanks", blanks}, {"misnamed", misnamed}, {"far away", farAway},
		{"queues", queuesOf}, {"plans", plansOf}, {"likeness", likenessOf}, {"trials", trialsOf}, {"trials of limits", limitTrialsOf},
		{"manned", mannedOf}, {"leaves", leavesOf}, {"views", viewsOf}, {"words", wordsOf}, {"bulk", bulkOf}, {"pages", pagesOf},
		{"counted", countedOf}, {"exports", exportsOf}, {"kept tables", keptTables}, {"bad exports", badExports}, {"near", nearOf}, {"record", recordOf},
		{"bad records", badRecords}, {"imports", importsOf}, {"tables", tablesOf}, {"bad imports", badImports}, {"full disk", fullDisk}, {"grid teams", gridTeamsOf},
		{"appointments", appointments}, {"funds", fundsOf}, {"party orgs", partyOrgsOf}, {"centre households", centresOf}, {"a branch ends", branchEndsOf}, {"home returns", homeReturnsOf}, {"registered", registered}, {"old codes", oldCodes},
		{"merges", mergesOf}, {"bad merges", badMerges}, {"merged at once", mergedAtOnce},
		{"consents", consentsOf}} {
		t.Run(part.name, func(t *testing.T) { part.play(t, n) })
	}
}

// theLoop: placed, published, claimed, signed in by the code of the requester, finished, rated.
func theLoop(t *testing.T, n *town) {
	granny, desk, helper := n.as(t, "张秀英"), n.as(t, "周敏"), n.as(t, "赵海燕")
	o := granny.place(js{"title": "想要一副老花镜", "detail": "左眼花得厉害"})
	if o.State != "placed" || o.Number == "" || !slices.Contains(o.Can, "cancel") {
		t.Fatalf("placed: %+v", o)
	}
	if v := desk.show(o.ID); v.Title != "想要一副老花镜" || v.Detail != "左眼花得厉害" || v.Contact != nil || v.Code != "" {
		t.Fatalf("the desk sees %+v", v)
	}
	helper.get("/orders/"+o.ID).refused(t, 404, "not_found")
	desk.act(o.ID, "publish", js{"public_title": "一位老人想要一副老花镜"})
	if v := helper.state(o.ID, "pool"); v.Title != "" || v.PublicTitle == "" || !slices.Contains(v.Can, "claim") {
		t.Fatalf("the volunteer sees %+v", v)
	}
	taken := helper.act(o.ID, "claim", nil)
	if taken.Contact == nil || taken.Contact.Phone != n.login(t, "张秀英").Phone || taken.Code != "" {
		t.Fatalf("who serves sees %+v", taken)
	}
	n.as(t, "孙立新").no(o.ID, "claim", js{}, 409, "flow.no_such_step")
	mine := granny.state(o.ID, "accepted")
	if len(mine.Visitors) != 1 || mine.Visitors[0].Name != "赵海燕" {
		t.Fatalf("the requester is told of %+v", mine.Visitors)
	}
	helper.post("/orders/"+o.ID+"/sign-in", js{"code": wrong(mine.Code)}).faulty(t, "code", "wrong")
	helper.act(o.ID, "sign-in", js{"code": mine.Code})
	helper.act(o.ID, "finish", js{"result": "已送到,老人很满意"})
	granny.act(o.ID, "rate", js{"solved": true, "stars": 5, "tags": []string{"准时"}, "comment": "谢谢"})
	if v := desk.state(o.ID, "rated"); v.Rating == nil || v.Rating.Stars != 5 || v.Result != "已送到,老人很满意" {
		t.Fatalf("rated: %+v", v)
	}
}

// wrong is a code that is not the given one.
func wrong(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}
