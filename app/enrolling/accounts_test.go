package enrolling_test

import (
	"slices"
	"testing"

	"delinli/app/enrolling"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/secret"
)

func TestAddStaff(t *testing.T) {
	w := newWorld(t)
	issued, err := w.AddStaff(t.Context(), "an.quan", name("安全"), city, []models.Role{models.SecurityAdmin})
	w.must(err)
	if issued.Login != "an.quan" || issued.Password.IsZero() || issued.TOTP.URL.IsZero() || !issued.Until.Equal(w.Now().Add(person.OneTimeLife)) {
		t.Errorf("%+v", issued)
	}
	_, err = w.ByPassword(t.Context(), home, enrolling.Credentials{Login: "an.quan", Password: issued.Password})
	w.wantCode("the second factor counts at once", err, "auth.login_wrong")
	l, err := w.ByPassword(t.Context(), home, enrolling.Credentials{Login: "an.quan", Password: issued.Password, TOTP: w.code(issued.TOTP.Secret)})
	if err != nil || !slices.Equal(l.Must, []string{"password"}) {
		t.Errorf("%+v, %v", l, err)
	}
	for field, c := range map[string]struct {
		login string
		area  models.AreaCode
		role  models.Role
		code  string
	}{
		"login":         {"An Quan", city, models.SecurityAdmin, "login.malformed"},
		"seats[0].role": {"an.quan2", city, "mayor", "seat.not_given"},
		"area_code":     {"an.quan2", "370786", models.SecurityAdmin, "unknown"},
	} {
		_, err := w.AddStaff(t.Context(), c.login, name("安全"), c.area, []models.Role{c.role})
		w.wantField(field, err, field, c.code)
	}
	_, err = w.AddStaff(t.Context(), "an.quan", name("安全"), city, nil)
	w.wantField("a login that is taken", err, "login", "taken")
	if n := w.number(`SELECT count(*) FROM persons`); n != 1 {
		t.Errorf("%d persons: a refused account left one behind", n)
	}
}

// What is installed at the machine, demo people among it, can be settled there.
func TestInstalledAccountIsSettledAtTheMachine(t *testing.T) {
	w := newWorld(t)
	issued, err := w.Install(t.Context(), enrolling.NewAccount{Login: "wei.na", Name: name("卫娜"), Phone: phone(li), Area: city,
		Seats: []models.Seat{{Role: models.DepartmentStaff, Area: city, Unit: "civil_affairs"}}})
	w.must(err)
	w.must(w.ChangePassword(t.Context(), models.Actor{Person: issued.Person}, issued.Password, secret.NewText(password)))
	e := employee{login: issued.Login, password: secret.NewText(password), factor: issued.TOTP.Secret}
	w.must(w.enter(&e))
	seat := models.Seat{Role: models.DepartmentStaff, Area: city, Unit: "civil_affairs"}
	if a := w.resolve(e.token); a.Person != issued.Person || !a.Phone || !slices.Contains(a.Seats, seat) {
		t.Errorf("%+v", a)
	}
	w.wantCode("nobody", w.ChangePassword(t.Context(), models.Actor{}, issued.Password, secret.NewText(password)), "account.none")
}

func TestAddAccountIsForSecurityAdministratorsOfTheArea(t *testing.T) {
	w := newWorld(t)
	of := func(area models.AreaCode) enrolling.NewAccount {
		return enrolling.NewAccount{Login: "wang.fang", Name: name("王芳"), Area: area}
	}
	for _, c := range []struct {
		role  models.Role
		area  models.AreaCode
		where models.AreaCode
	}{
		{models.SystemAdmin, city, community},
		{models.Auditor, city, community},
		{models.CommunitySecretary, community, community},
		{models.CityStaff, city, community},
		{models.SecurityAdmin, street, elsewhere},
		{models.SecurityAdmin, street, city},
	} {
		a := w.town.Person(c.role, c.area)
		_, err := w.AddAccount(t.Context(), a, of(c.where))
		w.wantCode(string(c.role), err, "forbidden")
	}
	admin := w.town.Person(models.SecurityAdmin, street)
	n := of(community)
	n.Seats = []models.Seat{{Role: models.CityStaff, Area: city}}
	_, err := w.AddAccount(t.Context(), admin, n)
	w.wantCode("a seat above the administrator's own", err, "forbidden")
	n.Seats = []models.Seat{{Role: models.Auditor, Area: community}, {Role: models.CommunityStaff, Area: community}}
	_, err = w.AddAccount(t.Context(), admin, n)
	w.wantCode("seats that do not go together", err, "seat.administrations_separated")
	if w.number(`SELECT count(*) FROM accounts`) != 0 {
		t.Error("a refused account is there")
	}
	_, err = w.AddAccount(t.Context(), admin, of(community))
	w.wantCode("all is right", err, "")
}

// Somebody who lives here and begins to work here stays one person; the account is made by whoever may manage all that they hold.
func TestAccountOfSomebodyKnown(t *testing.T) {
	w := newWorld(t)
	resident, _ := w.resident(li)
	n := enrolling.NewAccount{Login: "li.na", Name: name("李娜"), Phone: phone(li), Area: community}
	_, err := w.AddAccount(t.Context(), w.town.Person(models.SecurityAdmin, street), n)
	w.wantCode("of the street, for somebody of the city", err, "forbidden")
	admin := w.town.Person(models.SecurityAdmin, city)
	issued, err := w.AddAccount(t.Context(), admin, n)
	if err != nil || issued.Person != resident.Person {
		t.Errorf("%v, %v", issued.Person, err)
	}
	n.Login = "li.na2"
	_, err = w.AddAccount(t.Context(), admin, n)
	w.wantCode("a second account", err, "account.there")
}

func TestDisableAndEnable(t *testing.T) {
	w := newWorld(t)
	admin := w.town.Person(models.SecurityAdmin, city)
	e := w.staff("li.na", models.CommunityStaff, community)
	w.must(w.DisableAccount(t.Context(), admin, e.Person))
	_, err := w.Resolve(t.Context(), e.token.Plain(), w.Now())
	w.wantCode("its session", err, "session.ended")
	w.wantCode("a login", w.enter(&e), "auth.login_wrong")
	if n := w.number(`SELECT count(*) FROM outbox WHERE topic = 'person' AND event = 'account_disabled' AND ref = @who`,
		store.Args{"who": e.Person.String()}); n != 1 {
		t.Errorf("%d rows tell of it", n)
	}
	w.must(w.EnableAccount(t.Context(), admin, e.Person))
	w.must(w.enter(&e))
	w.wantCode("one that is open", w.EnableAccount(t.Context(), admin, e.Person), "account.enabled")
	w.resolve(e.token)
	if w.audited("account.disable", e.Person) != 1 || w.audited("account.enable", e.Person) != 1 {
		t.Error("no lines")
	}
}

func TestResetPassword(t *testing.T) {
	w := newWorld(t)
	admin := w.town.Person(models.SecurityAdmin, city)
	e := w.staff("li.na", models.CommunityStaff, community)
	issued, err := w.ResetPassword(t.Context(), admin, e.Person)
	w.must(err)
	w.wantCode("the old password", w.enter(&e), "auth.login_wrong")
	e.password = issued.Password
	w.must(w.enter(&e))
	if a := w.resolve(e.token); a.Known() {
		t.Error("a one-time password opens all doors")
	}
	w.must(w.ChangePassword(t.Context(), w.resolve(e.token), e.password, secret.NewText(password)))
	if a := w.resolve(e.token); !a.Has(models.CommunityStaff) {
		t.Error("the changed password opens no door")
	}
	issued, err = w.ResetPassword(t.Context(), admin, e.Person)
	w.must(err)
	w.pass(person.OneTimeLife)
	e.password = issued.Password
	w.wantCode("three days later", w.enter(&e), "auth.login_wrong")
}

func TestResetFactor(t *testing.T) {
	w := newWorld(t)
	admin := w.town.Person(models.SecurityAdmin, city)
	e := w.staff("li.na", models.CommunityStaff, community)
	issued, err := w.ResetFactor(t.Context(), admin, e.Person)
	w.must(err)
	w.wantCode("the old password, with or without a code", w.enter(&e), "auth.login_wrong")
	l, err := w.ByPassword(t.Context(), home, enrolling.Credentials{Login: e.login, Password: issued.Password})
	w.must(err)
	if !slices.Equal(l.Must, []string{"password", "totp"}) || w.resolve(l.Token).Known() {
		t.Errorf("must %v", l.Must)
	}
}

func TestManagingIsForSecurityAdministratorsOverAll(t *testing.T) {
	w := newWorld(t)
	e := w.staff("li.na", models.StreetStaff, street)
	admin := w.staff("an.quan", models.SecurityAdmin, city)
	acts := map[string]func(models.Actor, models.PersonID) error{
		"disable": func(a models.Actor, who models.PersonID) error { return w.DisableAccount(t.Context(), a, who) },
		"enable":  func(a models.Actor, who models.PersonID) error { return w.EnableAccount(t.Context(), a, who) },
		"password": func(a models.Actor, who models.PersonID) error {
			_, err := w.ResetPassword(t.Context(), a, who)
			return err
		},
		"totp": func(a models.Actor, who models.PersonID) error {
			_, err := w.ResetFactor(t.Context(), a, who)
			return err
		},
	}
	resident, _ := w.resident(li)
	for name, act := range acts {
		w.wantCode(name+" of one's own", act(admin.Actor, admin.Person), "account.own")
		w.wantCode(name+" by a system administrator", act(w.town.Person(models.SystemAdmin, city), e.Person), "not_found")
		w.wantCode(name+" by an administrator of the community", act(w.town.Person(models.SecurityAdmin, community), e.Person), "not_found")
		w.wantCode(name+" by an administrator of elsewhere", act(w.town.Person(models.SecurityAdmin, elsewhere), e.Person), "not_found")
		w.wantCode(name+" by oneself", act(e.Actor, e.Person), "account.own")
		w.wantCode(name+" of somebody without one", act(admin.Actor, resident.Person), "not_found")
		w.wantCode(name+" of nobody", act(admin.Actor, models.NewID[models.PersonID](zeros{})), "not_found")
	}
	w.must(w.enter(&e))
}

func TestAccounts(t *testing.T) {
	w := newWorld(t)
	for _, login := range []string{"a.one", "a.two", "a.three"} {
		w.staff(login, models.CommunityStaff, community)
	}
	w.staff("a.far", models.CommunityStaff, elsewhere)
	list := func(a models.Actor, page enrolling.Page) (logins []string, next string) {
		found, next, err := w.Accounts(t.Context(), a, page)
		w.must(err)
		for _, e := range found {
			logins = append(logins, e.Account.Login)
		}
		return logins, next
	}
	admin := w.town.Person(models.SecurityAdmin, street)
	first, next := list(admin, enrolling.Page{Limit: 2})
	rest, end := list(admin, enrolling.Page{Limit: 2, Cursor: next})
	if !slices.Equal(first, []string{"a.three", "a.two"}) || !slices.Equal(rest, []string{"a.one"}) || end != "" {
		t.Errorf("%v %v %q", first, rest, end)
	}
	if all, _ := list(w.town.Person(models.CityStaff, city), enrolling.Page{Limit: 9}); len(all) != 0 {
		t.Errorf("staff see %v", all)
	}
	_, _, err := w.Accounts(t.Context(), admin, enrolling.Page{Limit: 2, Cursor: "x"})
	w.wantField("a cursor of nobody", err, "cursor", "unreadable")
	found, _, err := w.Accounts(t.Context(), admin, enrolling.Page{Limit: 1})
	w.must(err)
	e, err := w.Account(t.Context(), admin, found[0].ID)
	if err != nil || e.Name.Mask() != "李**" || len(e.Seats) != 2 || !e.Enrolled() {
		t.Errorf("%+v, %v", e, err)
	}
	_, err = w.Account(t.Context(), w.town.Person(models.SecurityAdmin, elsewhere), found[0].ID)
	w.wantCode("of another area", err, "not_found")
}
