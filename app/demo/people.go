package demo

import (
	"context"
	"encoding/base32"
	"fmt"
	"io"
	"strings"

	"delinli/app/enrolling"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/volunteering"
	"delinli/models"
	"delinli/models/catalog"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// Invented people; their phones begin with a prefix that no network uses.
var staff = []struct {
	login, name string
	role        models.Role
	area        models.AreaCode
	unit        string
}{
	{"zhou.min", "周敏", models.CommunityStaff, kang, ""},
	{"wu.fang", "吴芳", models.CommunityStaff, feng, ""},
	{"zheng.qiang", "郑强", models.CommunitySecretary, kang, ""},
	{"feng.jun", "冯军", models.CommunitySecretary, feng, ""},
	{"chen.jing", "陈静", models.StreetStaff, street, ""},
	{"chu.lei", "褚磊", models.CityStaff, city, ""},
	{"wei.na", "卫娜", models.DepartmentStaff, city, "民政局"},
	{"jiang.bo", "蒋波", models.Steward, tower, ""},
	{"shen.li", "沈丽", models.GridWorker, kang1, ""},
	{"han.tao", "韩涛", models.GridChief, kang1, ""},
	{"yang.xue", "杨雪", models.CareWorker, city, ""},
	{"zhu.ming", "朱明", models.Auditor, city, ""},
	{"qin.yu", "秦宇", models.SecurityAdmin, city, ""},
	{"you.lan", "尤兰", models.SystemAdmin, city, ""},
}

var residents = []struct {
	name    string
	area    models.AreaCode
	address string
}{
	{"张秀英", tower, "3号楼2单元501室"},
	{"李建国", kang2, "幸福路12号"},
	{"王桂兰", terrace, "7号楼1单元202室"},
	{"刘志强", feng2, "凤凰花园9号楼3单元101室"},
}

var volunteers = []struct {
	name   string
	areas  []models.AreaCode
	skills []string
	party  bool
}{
	{"赵海燕", []models.AreaCode{kang}, []string{catalog.ElderCare, catalog.Nursing}, true},
	{"孙立新", []models.AreaCode{kang, feng}, []string{catalog.Plumber, catalog.Electrician}, true},
	{"钱晓东", []models.AreaCode{street}, []string{catalog.ElderCare, catalog.Tutoring}, false},
}

func (t *Town) addStaff(ctx context.Context) error {
	for i, s := range staff {
		name, err := secret.ParseName(s.name)
		if err != nil {
			return err
		}
		phone, err := secret.ParsePhone(fmt.Sprintf("10000000%03d", 100+i))
		if err != nil {
			return err
		}
		seat := models.Seat{Role: s.role, Area: s.area, Unit: s.unit}
		issued, err := t.Enrolling.Install(ctx, enrolling.NewAccount{Login: s.login, Name: name, Phone: phone, Area: s.area, Seats: []models.Seat{seat}})
		if err != nil {
			return fmt.Errorf("%s: %w", s.login, err)
		}
		password, err := t.password()
		if err != nil {
			return err
		}
		if err := t.Enrolling.ChangePassword(ctx, models.Actor{Person: issued.Person}, issued.Password, secret.NewText(password)); err != nil {
			return fmt.Errorf("%s: %w", s.login, err)
		}
		t.people[s.name] = models.Actor{Person: issued.Person, Phone: true, Seats: []models.Seat{seat}}
		t.logins = append(t.logins, Login{Role: s.role, Name: s.name, Area: s.area, Phone: phone.Plain(), Login: s.login, Password: password,
			TOTP: issued.TOTP.Secret.Plain()})
	}
	return nil
}

// password draws twelve letters and digits.
func (t *Town) password() (string, error) {
	b := make([]byte, 8)
	_, err := io.ReadFull(t.Random, b)
	return "demo-" + strings.ToLower(base32.StdEncoding.EncodeToString(b)[:12]), err
}

func (t *Town) addResidents(ctx context.Context) error {
	for i, r := range residents {
		if err := t.addResident(ctx, r.name, r.area, r.address, fmt.Sprintf("10000000%03d", 200+i), models.Resident); err != nil {
			return err
		}
	}
	return nil
}

// addResident makes somebody who logs in by phone.
func (t *Town) addResident(ctx context.Context, name string, area models.AreaCode, address, number string, role models.Role) error {
	n, err := secret.ParseName(name)
	if err != nil {
		return err
	}
	phone, err := secret.ParsePhone(number)
	if err != nil {
		return err
	}
	err = t.DB.Write(ctx, func(tx *store.Tx) error {
		id, err := t.Enrolling.Someone(tx, models.SystemActor, enrolling.Newcomer{Name: n, Phone: phone, Area: area, Address: secret.NewText(address)})
		t.people[name] = models.Actor{Person: id, Phone: true, Seats: []models.Seat{{Role: models.Resident, Area: city}}}
		return err
	})
	t.logins = append(t.logins, Login{Role: role, Name: name, Area: area, Phone: number})
	return err
}

// addVolunteers lets some residents apply and the community verify them.
func (t *Town) addVolunteers(ctx context.Context) error {
	for i, v := range volunteers {
		if err := t.addResident(ctx, v.name, v.areas[0], "", fmt.Sprintf("10000000%03d", 300+i), models.Volunteer); err != nil {
			return err
		}
		a := t.people[v.name]
		if _, err := t.Volunteering.Apply(ctx, a, volunteering.Form{Form: volunteer.Form{Skills: v.skills, Areas: v.areas}}); err != nil {
			return fmt.Errorf("%s applies: %w", v.name, err)
		}
		party, room := v.party, 10
		verified := volunteering.Form{Form: volunteer.Form{Skills: v.skills, Areas: v.areas, Cap: &room, Party: &party}}
		if _, err := t.Volunteering.Raise(ctx, t.people["陈静"], a.Person, volunteer.Verify, verified); err != nil {
			return fmt.Errorf("%s is verified: %w", v.name, err)
		}
		seats, err := people.Seats(t.DB.Read(ctx), a.Person, t.Enrolling.Town())
		if err != nil {
			return err
		}
		a.Seats = nil
		for _, s := range seats {
			a.Seats = append(a.Seats, s.Seat)
		}
		t.people[v.name] = a
	}
	return nil
}
