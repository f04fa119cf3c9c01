package handlers_test

import (
	"testing"
)

// TestHoursLoop: staff ask, the secretary decides, the volunteer sees what they have.
func TestHoursLoop(t *testing.T) {
	c := newCorps(t)
	staff, secretary := c.As("community_staff"), c.As("community_secretary")
	ask := `{"person_id": "` + c.id("volunteer") + `", "minutes": 90, "day": "2026-03-09", "reason": "忘记签到"}`
	var asked struct {
		ID, Reason, Outcome string
		MayDecide           bool `json:"may_decide"`
	}
	keyed := staff.With("Idempotency-Key", "once")
	keyed.Do("POST", "/api/v1/hours/corrections", ask).Want(201)
	keyed.Do("POST", "/api/v1/hours/corrections", ask).Want(201).Into(&asked)
	if asked.Reason != "忘记签到" || asked.MayDecide || c.Count(`SELECT count(*) FROM approvals`, nil) != 1 {
		t.Fatalf("%+v", asked)
	}
	path := "/api/v1/hours/corrections/" + asked.ID
	c.As("elsewhere").Do("GET", path, nil).Want(404)
	c.As("elsewhere").Do("POST", path+"/approve", nil).Want(403)
	secretary.Do("GET", path, nil).Want(200).Into(&asked)
	if !asked.MayDecide {
		t.Errorf("%+v", asked)
	}
	secretary.Do("POST", path+"/approve", nil).Want(200).Into(&asked)
	if got := c.As("street_staff").Do("POST", path+"/deny", nil).Want(409).Code(); asked.Outcome != "approved" || got != "hours.decided_before" {
		t.Errorf("%+v, then %s", asked, got)
	}
	var ledger struct {
		Minutes, Stars int
		Months         []struct {
			Month   string
			Minutes int
		}
		Items []struct {
			Day        string
			Minutes    int
			Correction string `json:"correction_id"`
		}
	}
	c.As("volunteer").Do("GET", "/api/v1/me/hours", nil).Want(200).Into(&ledger)
	if ledger.Minutes != 90 || ledger.Months[0].Month != "2026-03" || ledger.Items[0].Day != "2026-03-09" || ledger.Items[0].Correction != asked.ID {
		t.Errorf("%+v", ledger)
	}
	staff.Do("GET", "/api/v1/volunteers/"+c.id("volunteer")+"/hours", nil).Want(200).Into(&ledger)
	if ledger.Minutes != 90 {
		t.Errorf("%+v", ledger)
	}
	c.As("elsewhere").Do("GET", "/api/v1/volunteers/"+c.id("volunteer")+"/hours", nil).Want(404)
	c.As("resident").Do("GET", "/api/v1/me/hours", nil).Want(404)
}

func TestBadCorrections(t *testing.T) {
	c := newCorps(t)
	who := `"person_id": "` + c.id("volunteer") + `"`
	for _, body := range []string{`{}`, `{` + who + `}`, `{` + who + `, "minutes": 0, "day": "2026-03-09", "reason": "x"}`,
		`{` + who + `, "minutes": 481, "day": "2026-03-09", "reason": "x"}`, `{` + who + `, "minutes": -1, "day": "2026-03-09", "reason": "x"}`,
		`{` + who + `, "minutes": 5, "day": "2026-03-11", "reason": "x"}`, `{` + who + `, "minutes": 5, "day": "2026-02-30", "reason": "x"}`,
		`{` + who + `, "minutes": 5, "day": "0000-00-00", "reason": "x"}`, `{` + who + `, "minutes": 5, "day": "2026-03-09"}`,
		`{"person_id": "` + c.id("resident") + `", "minutes": 5, "day": "2026-03-09", "reason": "x"}`,
		`{"person_id": "` + noSuchID + `", "minutes": 5, "day": "2026-03-09", "reason": "x"}`} {
		c.As("community_staff").Do("POST", "/api/v1/hours/corrections", body).Want(422)
	}
	c.As("community_staff").Do("GET", "/api/v1/hours/corrections/"+noSuchID, nil).Want(404)
	c.As("community_secretary").Do("POST", "/api/v1/hours/corrections/"+noSuchID+"/approve", nil).Want(404)
	c.As("community_staff").Do("GET", "/api/v1/hours/corrections?limit=0", nil).Want(422)
	if got := c.Count(`SELECT count(*) FROM approvals`, nil); got != 0 {
		t.Errorf("%d corrections wait", got)
	}
}
