package resident_test

import (
	"errors"
	"slices"
	"testing"

	"delinli/models"
	"delinli/models/resident"
)

// TestWhoMayGo: a record goes while its person has neither come, worked nor acted; of two who have, neither does.
func TestWhoMayGo(t *testing.T) {
	bare := resident.Standing{Version: 3, Registered: true}
	for _, acted := range []resident.Standing{{Came: true}, {Works: true}, {Acted: true}} {
		if bare.MayGo(bare) != nil || bare.MayGo(acted) != nil {
			t.Errorf("into %+v: %v", acted, bare.MayGo(acted))
		}
		if code := models.CodeOf(acted.MayGo(bare)); code != "merge.has_acted" {
			t.Errorf("%+v goes: %s", acted, code)
		}
		if code := models.CodeOf(acted.MayGo(resident.Standing{Came: true})); code != "merge.both_acted" {
			t.Errorf("%+v goes into one who came: %s", acted, code)
		}
	}
}

// TestWhatIsOnesOwnIsNotTakenOver: name, phone and address of whoever logged in or works here; every other field may be.
func TestWhatIsOnesOwnIsNotTakenOver(t *testing.T) {
	for _, s := range []resident.Standing{{Came: true}, {Works: true}, {Acted: true}, {}} {
		var refused []resident.Field
		for _, f := range resident.Mergeable {
			if e, ok := errors.AsType[*models.Error](s.TakesOver([]resident.Field{f})); ok && e.Fields[string(f)] == "merge.own_field" {
				refused = append(refused, f)
			}
		}
		want := resident.OwnFields
		if !s.Came && !s.Works {
			want = nil
		}
		if !slices.Equal(refused, want) {
			t.Errorf("%+v refuses %v", s, refused)
		}
	}
}
