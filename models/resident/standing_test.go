package resident_test

import (
	"errors"
	"testing"

	"delinli/models"
	"delinli/models/resident"
	"delinli/models/secret"
)

func phoneFault(err error) string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Fields["phone"]
	}
	return ""
}

func TestMayTake(t *testing.T) {
	for name, c := range map[string]struct {
		s    resident.Standing
		want string
	}{
		"somebody who was helped once":      {resident.Standing{}, ""},
		"somebody who uses the app":         {resident.Standing{Came: true}, ""},
		"whom the register has":             {resident.Standing{Registered: true}, "resident.phone_taken"},
		"who works here":                    {resident.Standing{Works: true}, "resident.phone_staff"},
		"who works here and is in it":       {resident.Standing{Works: true, Registered: true}, "resident.phone_taken"},
		"who works here and uses the app":   {resident.Standing{Works: true, Came: true}, "resident.phone_staff"},
		"who uses the app and is in it too": {resident.Standing{Registered: true, Came: true}, "resident.phone_taken"},
	} {
		if got := phoneFault(c.s.MayTake()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestKeep(t *testing.T) {
	old, other := sure(secret.ParsePhone("13800138777")), sure(secret.ParsePhone("13800138999"))
	zhang, li := sure(secret.ParseName("张秀英")), sure(secret.ParseName("李娜"))
	type facts struct {
		name  secret.Name
		phone secret.Phone
	}
	for name, c := range map[string]struct {
		s    resident.Standing
		e    facts
		want facts
		bad  bool
	}{
		"nobody yet":                      {resident.Standing{}, facts{li, other}, facts{li, other}, false},
		"never came":                      {resident.Standing{Name: zhang, Phone: old}, facts{li, secret.Phone{}}, facts{li, secret.Phone{}}, false},
		"came":                            {resident.Standing{Came: true, Name: zhang, Phone: old}, facts{li, old}, facts{zhang, old}, false},
		"came, the phone left out":        {resident.Standing{Came: true, Name: zhang, Phone: old}, facts{li, secret.Phone{}}, facts{zhang, old}, false},
		"came, another phone":             {resident.Standing{Came: true, Name: zhang, Phone: old}, facts{zhang, other}, facts{}, true},
		"came, has written nothing":       {resident.Standing{Came: true}, facts{li, other}, facts{li, other}, false},
		"works here, never came":          {resident.Standing{Works: true, Name: zhang, Phone: old}, facts{li, secret.Phone{}}, facts{zhang, old}, false},
		"works here, has no phone":        {resident.Standing{Works: true, Name: zhang}, facts{zhang, other}, facts{}, true},
		"works here, and none is entered": {resident.Standing{Works: true, Name: zhang}, facts{zhang, secret.Phone{}}, facts{zhang, secret.Phone{}}, false},
	} {
		got, err := c.s.Keep(resident.Entry{Name: c.e.name, Phone: c.e.phone})
		if c.bad && phoneFault(err) != "resident.phone_own" || !c.bad && (err != nil || facts{got.Name, got.Phone} != c.want) {
			t.Errorf("%s: %v %v, %v", name, got.Name.Plain(), got.Phone.Plain(), err)
		}
	}
	s := resident.Standing{Came: true, Address: secret.NewText("自己写的")}
	if got, err := s.Keep(resident.Entry{}); err != nil || got.Address != s.Address {
		t.Errorf("an address that was left out is gone (%v)", err)
	}
}

func TestMayMove(t *testing.T) {
	if err := (resident.Standing{Came: true, Works: true}).MayMove(); err != nil {
		t.Error(err)
	}
	err := resident.Standing{Registered: true}.MayMove()
	if e, ok := errors.AsType[*models.Error](err); !ok || e.Fields["area_code"] != "resident.settled" {
		t.Errorf("whom the register has: %v", err)
	}
}

func TestTheDayOfBirthIsOneThatCanBe(t *testing.T) {
	for born, ok := range map[string]bool{"20260310": true, "20260311": false, "20300101": false, "18960310": true, "18960309": false, "18500101": false} {
		e := resident.Entry{Name: sure(secret.ParseName("张秀英")), Number: sure(secret.CompleteIDNumber("370799" + born + "002")), Area: "370785001005003", Relation: resident.Head}
		err := e.Check("2026-03-10")
		if e, _ := errors.AsType[*models.Error](err); ok != (err == nil) || !ok && e.Fields["id_number"] != "id_number.birth" {
			t.Errorf("%s: %v", born, err)
		}
	}
}
