package enrolling

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/secret"
)

// NewAccount is somebody who begins to work here. A phone that somebody has already names that person, who keeps their profile.
type NewAccount struct {
	Login string
	Name  secret.Name
	Phone secret.Phone
	Area  models.AreaCode
	Seats []models.Seat
}

// Issued is what the holder of an account must be told, once. Password is good for one login until Until, and must be changed then.
type Issued struct {
	Person   models.PersonID
	Login    string
	Password secret.Text
	Until    time.Time
	TOTP     vault.TOTP // only where the account was made at the machine itself
}

// AddAccount makes an account with its seats; a security administrator of the area does. Its holder enrols a second factor at the first
// login.
func (s *Service) AddAccount(ctx context.Context, a models.Actor, n NewAccount) (Issued, error) {
	return s.addAccount(ctx, a, n, vault.TOTP{})
}

// AddStaff makes an account at the machine itself, where the operator may do everything: for the first administrator, who logs in
// with the second factor that it gives. Department staff need AddAccount, since their seats name a unit.
func (s *Service) AddStaff(ctx context.Context, login string, name secret.Name, area models.AreaCode, roles []models.Role) (Issued, error) {
	n := NewAccount{Login: login, Name: name, Area: area}
	for _, role := range roles {
		n.Seats = append(n.Seats, models.Seat{Role: role, Area: area})
	}
	return s.Install(ctx, n)
}

// Install makes an account at the machine itself, with a second factor that counts at once.
func (s *Service) Install(ctx context.Context, n NewAccount) (Issued, error) {
	factor, err := vault.NewTOTP(s.Random, issuer, n.Login)
	if err != nil {
		return Issued{}, err
	}
	return s.addAccount(ctx, models.SystemActor, n, factor)
}

func (s *Service) addAccount(ctx context.Context, a models.Actor, n NewAccount, factor vault.TOTP) (Issued, error) {
	if err := n.check(); err != nil {
		return Issued{}, err
	}
	issued, hash, err := s.issue(ctx)
	if err != nil {
		return issued, err
	}
	issued.Login, issued.TOTP = n.Login, factor
	err = s.write(ctx, a, func(t inTx) (err error) {
		if issued.Person, err = t.employ(n); err != nil {
			return err
		}
		account := person.Account{Person: issued.Person, Login: n.Login, PasswordHash: hash, PasswordUntil: &issued.Until, CreatedAt: t.town}
		if account.TOTP, err = t.sealFactor(issued.Person, factor); err != nil {
			return err
		}
		if err := people.AddAccount(t.tx, account); err != nil {
			return err
		}
		if err := t.log("account.make", issued.Person, nil); err != nil {
			return err
		}
		for _, seat := range n.Seats {
			if _, err := t.giveSeat(issued.Person, seat, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Issued{}, err
	}
	return issued, nil
}

func (n NewAccount) check() error {
	if err := person.CheckLogin(n.Login); err != nil {
		return err
	}
	for i, seat := range n.Seats {
		if err := person.Sound(seat); err != nil {
			return within(fmt.Sprintf("seats[%d].", i), err)
		}
	}
	return nil
}

// within names the faults of a part by their place in the whole.
func within(place string, err error) error {
	part, ok := errors.AsType[*models.Error](err)
	if !ok {
		return err
	}
	whole := *part
	whole.Fields = map[string]string{}
	for field, code := range part.Fields {
		whole.Fields[place+field] = code
	}
	return &whole
}

// issue draws a one-time password and its hash.
func (s *Service) issue(ctx context.Context) (Issued, string, error) {
	issued := Issued{Password: oneTime(s.Random), Until: s.Now().Add(person.OneTimeLife)}
	hash, err := s.Passwords.Hash(ctx, issued.Password)
	return issued, hash, err
}

// employ finds or makes the person, whom the actor must be allowed to manage.
func (t inTx) employ(n NewAccount) (models.PersonID, error) {
	who, err := t.someone(Newcomer{Name: n.Name, Phone: n.Phone, Area: n.Area})
	if err != nil {
		return who, err
	}
	p, err := people.Lock(t.tx, who)
	if err != nil {
		return who, err
	}
	held, err := t.held(who)
	if err != nil {
		return who, err
	}
	if err := person.MayManage(t.a, who, p.Area, held); err != nil {
		return who, models.Denied
	}
	return who, nil
}

// sealFactor closes a second factor that counts at once; there may be none.
func (t inTx) sealFactor(who models.PersonID, factor vault.TOTP) (secret.Sealed, error) {
	key, err := people.Key(t.tx, who)
	if err != nil {
		return nil, err
	}
	return t.Vault.Seal(key, people.TOTPPlace(who), factor.Secret.Plain())
}

// Employee is an account as its administrators see it.
type Employee struct {
	person.Account
	Profile
}

// Accounts lists the accounts of the area of whoever asks, the newest first.
func (s *Service) Accounts(ctx context.Context, a models.Actor, page Page) ([]Employee, string, error) {
	t := s.read(ctx, a)
	accounts, next, err := people.ListAccounts(t.tx, store.ScopeOf(a, models.SecurityAdmin), page)
	if err != nil {
		return nil, "", err
	}
	employees, err := t.employees(accounts)
	return employees, next, err
}

// Account shows one account of the area of whoever asks.
func (s *Service) Account(ctx context.Context, a models.Actor, who models.PersonID) (Employee, error) {
	t := s.read(ctx, a)
	account, err := people.FindAccount(t.tx, store.ScopeOf(a, models.SecurityAdmin), who)
	if err != nil {
		return Employee{}, err
	}
	employees, err := t.employees([]person.Account{account})
	if err != nil {
		return Employee{}, err
	}
	return employees[0], nil
}

// employees puts people and seats to their accounts.
func (t inTx) employees(accounts []person.Account) ([]Employee, error) {
	ids := make([]models.PersonID, len(accounts))
	for i, account := range accounts {
		ids[i] = account.Person
	}
	persons, err := people.All(t.tx, ids)
	if err != nil {
		return nil, err
	}
	seats, err := people.SeatsIn(t.tx, ids, t.town)
	if err != nil {
		return nil, err
	}
	employees := make([]Employee, len(accounts))
	for i, account := range accounts {
		profile, err := t.unseal(persons[account.Person])
		if err != nil {
			return nil, err
		}
		profile.Seats = seats[account.Person]
		employees[i] = Employee{account, profile}
	}
	return employees, nil
}

// manage lets fn change the account of somebody whom the actor manages, and ends its sessions.
func (s *Service) manage(ctx context.Context, a models.Actor, who models.PersonID, action string, fn func(inTx, person.Account) error) error {
	return s.write(ctx, a, func(t inTx) error {
		p, err := people.Lock(t.tx, who)
		if err != nil {
			return err
		}
		held, err := t.held(who)
		if err != nil {
			return err
		}
		if err := person.MayManage(a, who, p.Area, held); err != nil {
			return err
		}
		account, err := people.AccountOf(t.tx, who)
		if err != nil || account.Login == "" {
			return cmp.Or[error](err, models.Missing)
		}
		if err := fn(t, account); err != nil {
			return err
		}
		return t.changedAccount(action, who)
	})
}

// ResetPassword gives the account a one-time password; its second factor stays.
func (s *Service) ResetPassword(ctx context.Context, a models.Actor, who models.PersonID) (Issued, error) {
	return s.reset(ctx, a, who, "account.password_reset", func(inTx) error { return nil })
}

// ResetFactor removes the second factor of somebody who lost it, with its recovery codes. The password is reset too: alone, the old one
// would open the account to whoever knows it.
func (s *Service) ResetFactor(ctx context.Context, a models.Actor, who models.PersonID) (Issued, error) {
	return s.reset(ctx, a, who, "account.totp_reset", func(t inTx) error { return people.DropFactor(t.tx, who) })
}

func (s *Service) reset(ctx context.Context, a models.Actor, who models.PersonID, action string, also func(inTx) error) (Issued, error) {
	issued, hash, err := s.issue(ctx)
	if err != nil {
		return issued, err
	}
	err = s.manage(ctx, a, who, action, func(t inTx, account person.Account) error {
		issued.Person, issued.Login = who, account.Login
		if err := people.SetPassword(t.tx, who, hash, &issued.Until); err != nil {
			return err
		}
		return also(t)
	})
	if err != nil {
		return Issued{}, err
	}
	return issued, nil
}

// DisableAccount closes an account: its sessions end at once, and what its holder has in hand is released.
func (s *Service) DisableAccount(ctx context.Context, a models.Actor, who models.PersonID) error {
	return s.manage(ctx, a, who, "account.disable", func(t inTx, _ person.Account) error {
		if err := people.Disable(t.tx, who, &t.town); err != nil {
			return err
		}
		return outbox.Add(t.tx, outbox.Person, who.String(), "account_disabled", 0)
	})
}

// EnableAccount opens a disabled account again; one that is open is a Conflict.
func (s *Service) EnableAccount(ctx context.Context, a models.Actor, who models.PersonID) error {
	return s.manage(ctx, a, who, "account.enable", func(t inTx, account person.Account) error {
		if err := account.MayEnable(); err != nil {
			return err
		}
		return people.Disable(t.tx, who, nil)
	})
}
