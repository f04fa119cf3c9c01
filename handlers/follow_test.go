package handlers

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"testing"

	"delinli/models"
	"delinli/models/area"
)

type (
	placedIn struct {
		Code models.AreaCode `json:"code"`
	}
	followedIn struct {
		Path   models.AreaCode    `path:"code"`
		Query  models.AreaCode    `query:"area"`
		Body   models.AreaCode    `json:"area_code"`
		Maybe  *models.AreaCode   `json:"maybe"`
		List   []models.AreaCode  `json:"list"`
		Many   *[]models.AreaCode `json:"many"`
		Within []placedIn         `json:"within"`
		Given  models.AreaCode    `json:"given" area:"own"`
	}
)

const (
	ended   models.AreaCode = "370785001005003"
	present models.AreaCode = "370785001005004"
	parted  models.AreaCode = "370785001005009"
)

// asked answers as the verb does, and tells what it was asked.
func asked(seen *[]models.AreaCode) Successors {
	return func(_ context.Context, codes []models.AreaCode) (map[models.AreaCode]area.Successor, error) {
		*seen = append(*seen, codes...)
		return map[models.AreaCode]area.Successor{ended: {Code: present}, parted: {Code: present, Several: true}}, nil
	}
}

// TestCodesThatEndedAreFollowed: wherever a body or a query names one, its successor is bound; the path's and one that is given out stay.
func TestCodesThatEndedAreFollowed(t *testing.T) {
	all := func(code models.AreaCode) followedIn {
		return followedIn{ended, code, code, new(code), []models.AreaCode{code, "370785001"}, &[]models.AreaCode{code}, []placedIn{{code}}, ended}
	}
	var seen []models.AreaCode
	in := all(ended)
	if err := follow(t.Context(), asked(&seen), &in); err != nil || !reflect.DeepEqual(in, all(present)) {
		t.Errorf("%+v (%v)", in, err)
	}
	if len(seen) != 6 {
		t.Errorf("asked for %v", seen)
	}
	in = all(ended)
	if err := follow(t.Context(), nil, &in); err != nil || !reflect.DeepEqual(in, all(ended)) {
		t.Errorf("where no code ends: %+v (%v)", in, err)
	}
	in = all(parted)
	e, _ := errors.AsType[*models.Error](follow(t.Context(), asked(&seen), &in))
	if want := map[string]string{"area": "area.split_since", "area_code": "area.split_since", "maybe": "area.split_since", "list[0]": "area.split_since", "many[0]": "area.split_since",
		"within[0].code": "area.split_since"}; e == nil || !maps.Equal(e.Fields, want) {
		t.Errorf("parted since: %v", e)
	}
}

// TestOnlyGridsAreAskedFor: communities and what lies above them keep their codes, and cost no question.
func TestOnlyGridsAreAskedFor(t *testing.T) {
	var seen []models.AreaCode
	in := followedIn{Query: "370785", Body: "370785001005"}
	if err := follow(t.Context(), asked(&seen), &in); err != nil || len(seen) != 0 {
		t.Errorf("asked for %v (%v)", seen, err)
	}
	broken := errors.New("away")
	in.Body = ended
	if err := follow(t.Context(), func(context.Context, []models.AreaCode) (map[models.AreaCode]area.Successor, error) {
		return nil, broken
	}, &in); !errors.Is(err, broken) {
		t.Errorf("a question that fails: %v", err)
	}
}
