package main

import (
	"strings"
	"testing"
)

// nearOf: anybody finds what stands near them, and who lives in a grid is told whom to turn to there, never a phone of theirs.
func nearOf(t *testing.T, n *town) {
	var found struct {
		Items []struct {
			Name   string
			Metres int
		}
	}
	n.as(t, "").get("/facilities?near=36.3793,119.7442&limit=3").Want(200).Into(&found)
	if len(found.Items) != 3 || found.Items[0].Name != "康成小区说事点" || found.Items[0].Metres > 100 || found.Items[1].Metres < found.Items[0].Metres {
		t.Errorf("near the granny: %+v", found)
	}
	r := n.as(t, "张秀英").get("/me/grid").Want(200)
	var own struct {
		Grid, Community struct{ Name string }
		Hotline         string
		Team            []struct{ Kind, Surname string }
	}
	r.Into(&own)
	if own.Grid.Name != "康成社区第一网格" || own.Community.Name != "康成社区" || own.Hotline != "0536-555-0101" || len(own.Team) != 4 ||
		own.Team[0].Kind != "chief" || own.Team[0].Surname != "韩" {
		t.Errorf("the granny's grid: %s", r.Body)
	}
	for _, who := range []string{"韩涛", "蒋波", "沈丽", "赵海燕"} {
		if l := n.login(t, who); strings.Contains(string(r.Body), l.Phone) || strings.Contains(string(r.Body), who) {
			t.Errorf("%s is told with name or phone: %s", who, r.Body)
		}
	}
	n.as(t, "").get("/me/grid").refused(t, 401, "auth.required")
}
