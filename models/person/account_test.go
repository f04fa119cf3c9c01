package person

import (
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/models"
	"delinli/models/secret"
)

func TestAccountMust(t *testing.T) {
	for _, c := range []struct {
		a    Account
		want []string
	}{
		{Account{TOTP: secret.Sealed{1}}, []string{}},
		{Account{}, []string{"totp"}},
		{Account{TOTPNext: secret.Sealed{1}}, []string{"totp"}},
		{Account{PasswordUntil: &now}, []string{"password", "totp"}},
		{Account{PasswordUntil: &now, TOTP: secret.Sealed{1}}, []string{"password"}},
	} {
		if got := c.a.Must(); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.a, got, c.want)
		}
	}
}

func TestAccountAdmits(t *testing.T) {
	later := now.Add(time.Hour)
	for name, c := range map[string]struct {
		a    Account
		want bool
	}{
		"its own password":    {Account{}, true},
		"a one-time password": {Account{PasswordUntil: &later}, true},
		"one that is too old": {Account{PasswordUntil: &now}, false},
		"a disabled account":  {Account{Disabled: &now}, false},
	} {
		if got := c.a.Admits(now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMayEnable(t *testing.T) {
	if got := code(Account{}.MayEnable()); got != "account.enabled" {
		t.Errorf("an open account: %q", got)
	}
	if err := (Account{Disabled: &now}).MayEnable(); err != nil {
		t.Error(err)
	}
}

func TestMayManage(t *testing.T) {
	seats := []models.Seat{{Role: models.Resident, Area: city}, {Role: models.StreetStaff, Area: street}}
	for _, c := range []struct {
		name string
		a    models.Actor
		who  models.PersonID
		area models.AreaCode
		want string
	}{
		{"security of the city", actor(models.SecurityAdmin, city), id("2"), community, ""},
		{"oneself", actor(models.SecurityAdmin, city), id("1"), community, "account.own"},
		{"security of the street", actor(models.SecurityAdmin, street), id("2"), community, ""},
		{"security of the community, over somebody with a seat above", actor(models.SecurityAdmin, community), id("2"), community, "not_found"},
		{"security of the street, over somebody of the city", actor(models.SecurityAdmin, street), id("2"), city, "not_found"},
		{"system administrator", actor(models.SystemAdmin, city), id("2"), community, "not_found"},
		{"security of elsewhere", actor(models.SecurityAdmin, "370786"), id("2"), community, "not_found"},
		{"the program", models.SystemActor, id("2"), community, ""},
	} {
		if got := code(MayManage(c.a, c.who, c.area, seats)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCheckLogin(t *testing.T) {
	for login, ok := range map[string]bool{"li.na": true, "abc": true, "a_b-c9": true, strings.Repeat("a", 32): true, "": false, "ab": false,
		"1ab": false, "Li.na": false, "li na": false, "李娜": false, "li\n": false, strings.Repeat("a", 33): false} {
		if err := CheckLogin(login); (err == nil) != ok {
			t.Errorf("%q: %v", login, err)
		}
	}
}
