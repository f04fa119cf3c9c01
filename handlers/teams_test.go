package handlers_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"delinli/app/testkit"
	"delinli/handlers/message"
	"delinli/models"
	"delinli/models/dispatch"
)

type seenTeam struct {
	ID      string
	Members []struct {
		Person string `json:"person_id"`
	}
	Invited []struct {
		Person string `json:"person_id"`
	}
	EndedAt string `json:"ended_at"`
}

// TestTeamLoop: a volunteer founds a team, takes somebody in, the team gets an order, and one leaves.
func TestTeamLoop(t *testing.T) {
	c := newCorps(t)
	c.known["second"] = c.Volunteer(testkit.Community, 3)
	leader, second, staff := c.As("volunteer"), c.As("second"), c.As("community_staff")
	var team seenTeam
	leader.Do("POST", "/api/v1/teams", `{"name": "清风水电队", "area_code": "370785001005"}`).Want(201).Into(&team)
	path := "/api/v1/teams/" + team.ID
	second.Do("GET", path, nil).Want(404)
	leader.Do("POST", path+"/invite", `{"number": "`+c.id("second")+`"}`).Want(200).Into(&team)
	if len(team.Members) != 1 || len(team.Invited) != 1 || team.Invited[0].Person != c.id("second") {
		t.Fatalf("%+v", team)
	}
	leader.Do("POST", path+"/join", nil).Want(403)
	second.Do("POST", path+"/join", nil).Want(200).Into(&team)
	if len(team.Members) != 2 || len(team.Invited) != 0 || team.Members[0].Person != c.id("volunteer") {
		t.Fatalf("%+v", team)
	}
	for body, want := range map[string]int{`{}`: 422, `{"number": "1"}`: 422, `{"number": "` + strings.Repeat("1", 41) + `"}`: 422} {
		leader.Do("POST", path+"/invite", body).Want(want)
	}
	second.Do("POST", path+"/invite", `{"number": "`+c.id("second")+`"}`).Want(403)
	order := "/api/v1/orders/" + c.pooled(t)
	staff.Do("POST", order+"/offer", `{"team": "`+team.ID+`"}`).Want(200)
	second.Do("POST", order+"/accept", `{}`).Want(403)
	leader.Do("POST", order+"/accept", `{"members": ["`+c.id("volunteer")+`", "`+c.id("second")+`"]}`).Want(200)
	if got := second.Do("POST", path+"/leave", nil).Want(409).Code(); got != "team.serves_now" {
		t.Error(got)
	}
	leader.Do("POST", order+"/return", `{"reason": "没有工具"}`).Want(200)
	if got := leader.Do("POST", path+"/leave", nil).Want(409).Code(); got != "team.leader_stays" {
		t.Error(got)
	}
	for range 2 {
		second.With("Idempotency-Key", "leave").Do("POST", path+"/leave", nil).Want(204)
	}
	staff.Do("POST", path+"/end", nil).Want(200).Into(&team)
	if team.EndedAt == "" {
		t.Errorf("%+v", team)
	}
	staff.Do("POST", path+"/end", nil).Want(409)
	var list struct{ Items []seenTeam }
	if leader.Do("GET", "/api/v1/teams", nil).Want(200).Into(&list); len(list.Items) != 0 {
		t.Errorf("%+v", list)
	}
	for _, body := range []string{`{}`, `{"name": "队"}`, `{"name": "队", "area_code": "x"}`, `{"name": "13812345678", "area_code": "370785001005"}`,
		`{"name": "队", "area_code": "370785001005", "leader": "9"}`} {
		leader.Do("POST", "/api/v1/teams", body).Want(422)
	}
}

// TestSuggestions: ranked, with reasons that both languages name.
func TestSuggestions(t *testing.T) {
	c := newCorps(t)
	path := "/api/v1/orders/" + c.pooled(t) + "/suggestions"
	var list struct {
		Items []struct {
			Person  string `json:"person_id"`
			Score   float64
			Reasons []struct {
				Code, Zh, En string
				Points       float64
			}
		}
	}
	c.As("community_staff").Do("GET", path, nil).Want(200).Into(&list)
	if len(list.Items) != 1 || list.Items[0].Person != c.id("volunteer") || len(list.Items[0].Reasons) < 5 {
		t.Fatalf("%+v", list)
	}
	sum := 0.0
	for _, r := range list.Items[0].Reasons {
		if sum += r.Points; r.Zh == "" || r.En == "" {
			t.Errorf("%+v has no name", r)
		}
	}
	if diff := sum - list.Items[0].Score; diff > 1e-9 || diff < -1e-9 {
		t.Errorf("%f of %f points are explained", sum, list.Items[0].Score)
	}
	c.As("elsewhere").Do("GET", path, nil).Want(403)
	c.As("community_staff").Do("GET", "/api/v1/orders/"+noSuchID+"/suggestions", nil).Want(404)
	c.As("community_staff").Do("GET", path+"?limit=101", nil).Want(422)
}

// TestEveryReasonHasNames: all that can speak for somebody is named in both languages.
func TestEveryReasonHasNames(t *testing.T) {
	n := dispatch.Need{PlacedBy: models.NewID[models.PersonID](rand.Reader), Area: testkit.Grid, Party: dispatch.PartyPreferred}
	best := dispatch.Candidate{Person: models.NewID[models.PersonID](rand.Reader), Verified: true, Party: true, Areas: []models.AreaCode{testkit.Grid}, Cap: 1}
	ranked := dispatch.Rank(n, []dispatch.Candidate{best}, dispatch.DefaultRule())
	if len(ranked[0].Reasons) != 7 {
		t.Fatalf("%+v", ranked)
	}
	for _, r := range ranked[0].Reasons {
		for _, l := range []message.Language{message.Chinese, message.English} {
			if text := l.Text("reason."+r.Code, models.NotFound); text == l.Text("not_found", models.NotFound) {
				t.Errorf("%s has no name in %s", r.Code, l)
			}
		}
	}
}
