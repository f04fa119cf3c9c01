package resident_test

import (
	"crypto/rand"
	"errors"
	"slices"
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

// TestWhatSomebodyKeepsIsTold: another value of each field that is named is not written, of each other one it is.
func TestWhatSomebodyKeepsIsTold(t *testing.T) {
	own, li, other, far := entry(t), sure(secret.ParseName("李娜")), sure(secret.ParsePhone("13800138999")), secret.NewText("4号楼")
	for _, s := range []resident.Standing{{}, {Acted: true}, {Came: true}, {Works: true}, {Came: true, Name: own.Name}, {Works: true, Address: own.Address},
		{Came: true, Name: own.Name, Phone: own.Phone, Address: own.Address}} {
		for field, e := range map[resident.Field]resident.Entry{resident.FieldName: {Name: li}, resident.FieldPhone: {Phone: other}, resident.FieldAddress: {Address: far}} {
			written, err := s.Keep(e)
			taken := err == nil && (written.Name == li || written.Phone == other || written.Address == far)
			if told := slices.Contains(s.Keeps(), field); told == taken {
				t.Errorf("%+v, %s: told %v, taken %v (%v)", s, field, told, taken, err)
			}
		}
	}
}

// TestWhatMayBeDoneWithARecord: nothing with one's own or that of one's household, and nothing from elsewhere; staff note consents, of who logs in only
// that one was taken back.
func TestWhatMayBeDoneWithARecord(t *testing.T) {
	me, home := models.NewID[models.PersonID](rand.Reader), models.NewID[models.HouseholdID](rand.Reader)
	as := func(role models.Role, area models.AreaCode) models.Actor {
		return models.Actor{Person: me, Household: home, Seats: []models.Seat{{Role: role, Area: area}}}
	}
	whole := []resident.Act{resident.Edit, resident.NoteTags, resident.NoteWithdrawal, resident.NoteConsent}
	for what, c := range map[string]struct {
		a    models.Actor
		who  models.PersonID
		home models.HouseholdID
		s    resident.Standing
		want []resident.Act
	}{
		"a neighbour":      {a: as(models.CommunityStaff, "370785001005"), want: whole},
		"who uses the app": {a: as(models.CommunityStaff, "370785001005"), s: resident.Standing{Came: true}, want: whole[:3]},
		"by a worker":      {a: as(models.GridWorker, "370785001005003"), want: whole[:2]},
		"oneself":          {a: as(models.CityStaff, "370785"), who: me},
		"one's kin":        {a: as(models.CityStaff, "370785"), home: home},
		"of elsewhere":     {a: as(models.CityStaff, "370785001006")},
		"by a resident":    {a: as(models.Resident, "370785")},
	} {
		if got := resident.Can(c.a, c.who, c.home, "370785001005003", c.s); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
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
