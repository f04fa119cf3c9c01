package handlers

import (
	"context"
	"time"

	"delinli/app/enrolling"
	"delinli/models"
	"delinli/models/secret"
)

// Accounts are the doors to the accounts of those who work here.
type Accounts struct{ Enrolling *enrolling.Service }

// Security manages accounts.
var Security = Roles("security administrators", models.SecurityAdmin)

func (h Accounts) routes() []Route {
	return []Route{
		get("/accounts", Security, h.list, "The accounts of one's area, the newest first"),
		create("/accounts", Security, h.add, "Make an account with its seats and a one-time password"),
		get("/accounts/:id", Security, h.show, "One account, by its person"),
		post("/accounts/:id/disable", Security, h.disable, "Close an account; its sessions end at once"),
		post("/accounts/:id/enable", Security, h.enable, "Open a disabled account again"),
		post("/accounts/:id/reset-password", Security, h.resetPassword, "Give a one-time password"),
		post("/accounts/:id/reset-totp", Security, h.resetFactor, "Remove a lost second factor and give a one-time password"),
	}
}

// accountView shows an account. Password is shown once, in the reply to what made it.
type accountView struct {
	personView
	Login         string      `json:"login" example:"li.na"`
	Must          []string    `json:"must"` // what the holder has to do at the next login
	RecoveryCodes int         `json:"recovery_codes"`
	DisabledAt    *time.Time  `json:"disabled_at,omitempty"`
	CreatedAt     time.Time   `json:"created_at"`
	Password      *oncePasswd `json:"password,omitempty"`
}

type oncePasswd struct {
	Once  string    `json:"once" example:"k3fd-q2aa-7zzx-m4pt"`
	Until time.Time `json:"until"`
}

// Ref is where the account is shown.
func (v accountView) Ref() string { return "/accounts/" + v.ID.String() }

func accountOf(e enrolling.Employee) accountView {
	return accountView{personView: personOf(e.Profile), Login: e.Account.Login, Must: e.Account.Must(), RecoveryCodes: e.Recovery,
		DisabledAt: e.Disabled, CreatedAt: e.CreatedAt}
}

type listAccounts struct{ Page }

func (h Accounts) list(ctx context.Context, a models.Actor, in listAccounts) (ItemsOf[accountView], error) {
	found, next, err := h.Enrolling.Accounts(ctx, a, enrolling.Page{Limit: in.Limit, Cursor: in.Cursor})
	list := ItemsOf[accountView]{Items: make([]accountView, len(found)), Next: next}
	for i, e := range found {
		list.Items[i] = accountOf(e)
	}
	return list, err
}

type addAccount struct {
	Login string          `json:"login" validate:"required,max=32" example:"li.na"`
	Name  secret.Name     `json:"name" validate:"required" example:"李娜"`
	Phone secret.Phone    `json:"phone,omitzero"`
	Area  models.AreaCode `json:"area_code" validate:"required,areacode" example:"370785001005"`
	Seats []kindIn        `json:"seats,omitempty" validate:"max=10,dive"`
}

func (h Accounts) add(ctx context.Context, a models.Actor, in addAccount) (accountView, error) {
	n := enrolling.NewAccount{Login: in.Login, Name: in.Name, Phone: in.Phone, Area: in.Area}
	for _, kind := range in.Seats {
		n.Seats = append(n.Seats, models.Seat(kind))
	}
	return h.issued(ctx, a)(h.Enrolling.AddAccount(ctx, a, n))
}

// issued shows an account with the password that was just made for it.
func (h Accounts) issued(ctx context.Context, a models.Actor) func(enrolling.Issued, error) (accountView, error) {
	return func(i enrolling.Issued, err error) (accountView, error) {
		if err != nil {
			return accountView{}, err
		}
		v, err := h.show(ctx, a, personAt{i.Person})
		v.Password = &oncePasswd{i.Password.Plain(), i.Until}
		return v, err
	}
}

func (h Accounts) show(ctx context.Context, a models.Actor, in personAt) (accountView, error) {
	e, err := h.Enrolling.Account(ctx, a, in.ID)
	if err != nil {
		return accountView{}, err
	}
	return accountOf(e), nil
}

func (h Accounts) disable(ctx context.Context, a models.Actor, in personAt) (accountView, error) {
	if err := h.Enrolling.DisableAccount(ctx, a, in.ID); err != nil {
		return accountView{}, err
	}
	return h.show(ctx, a, in)
}

func (h Accounts) enable(ctx context.Context, a models.Actor, in personAt) (accountView, error) {
	if err := h.Enrolling.EnableAccount(ctx, a, in.ID); err != nil {
		return accountView{}, err
	}
	return h.show(ctx, a, in)
}

func (h Accounts) resetPassword(ctx context.Context, a models.Actor, in personAt) (accountView, error) {
	return h.issued(ctx, a)(h.Enrolling.ResetPassword(ctx, a, in.ID))
}

func (h Accounts) resetFactor(ctx context.Context, a models.Actor, in personAt) (accountView, error) {
	return h.issued(ctx, a)(h.Enrolling.ResetFactor(ctx, a, in.ID))
}
