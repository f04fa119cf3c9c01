package handlers

import (
	"context"
	"time"

	"delinli/app/enrolling"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

// Me are the doors to one's own profile, devices and account.
type Me struct{ Enrolling *enrolling.Service }

func (h Me) routes() []Route {
	return []Route{
		get("/me", AnySession, h.show, "One's own profile, with masks"),
		patch("/me", SignedIn, h.change, "Change one's own name, area or address"),
		post("/me/look", SignedIn, h.look, "One's own values in the clear; each look is kept").unkeyed(),
		get("/me/household", SignedIn, h.household, "Who lives with oneself, names masked"),
		get("/me/grid", SignedIn, h.grid, "One's own grid: the hotline, and the people on its posts by surname and title"),
		get("/me/devices", SignedIn, h.devices, "The devices on which one is logged in"),
		remove("/me/devices", SignedIn, h.endOthers, "Log out everywhere else"),
		remove("/me/devices/:id", SignedIn, h.endDevice, "Log out one device"),
		post("/me/password", AnySession, h.password, "Change the password of one's account").unkeyed(),
		post("/me/totp", AnySession, h.drawFactor, "Draw a new second factor; it counts once confirmed").unkeyed(),
		post("/me/totp/confirm", AnySession, h.confirmFactor, "Confirm the second factor with a code of it").unkeyed(),
	}
}

// personView shows a person, with masks.
type personView struct {
	ID        models.PersonID    `json:"id"`
	Name      secret.Name        `json:"name,omitzero" example:"张**"`
	Phone     secret.Phone       `json:"phone,omitzero" example:"138****1234"`
	Address   secret.Text        `json:"address,omitzero" example:"***"`
	Area      models.AreaCode    `json:"area_code" example:"370785001005"`
	Household models.HouseholdID `json:"household_id,omitzero"`
	Seats     []seatView         `json:"seats"`
}

// Ref is where staff are shown the person.
func (v personView) Ref() string { return "/people/" + v.ID.String() }

func personOf(p enrolling.Profile) personView {
	v := personView{p.ID, p.Name, p.Phone, p.Address, p.Area, p.Household, make([]seatView, len(p.Seats))}
	for i, s := range p.Seats {
		v.Seats[i] = seatOf(s)
	}
	return v
}

type meView struct {
	personView
	Login string   `json:"login,omitempty" example:"li.na"` // of the account with which one is logged in
	Must  []string `json:"must"`
}

func (h Me) show(ctx context.Context, a models.Actor, _ Nothing) (meView, error) {
	me, err := h.Enrolling.Me(ctx, a)
	return meView{personOf(me), me.Login, me.Must}, err
}

type changeMe struct {
	Name    *secret.Name     `json:"name,omitempty" example:"张三"`
	Address *secret.Text     `json:"address,omitempty" validate:"omitempty,max=200" example:"3号楼2单元501"`
	Area    *models.AreaCode `json:"area_code,omitempty" validate:"omitempty,areacode" example:"370785001005"`
}

func (h Me) change(ctx context.Context, a models.Actor, in changeMe) (meView, error) {
	if _, err := h.Enrolling.Change(ctx, a, enrolling.Changes{Name: in.Name, Address: in.Address, Area: in.Area}); err != nil {
		return meView{}, err
	}
	return h.show(ctx, a, Nothing{})
}

type lookIn struct {
	Fields []audit.What `json:"fields" validate:"required,min=1,max=3,unique,dive,oneof=name phone address" example:"phone"`
}

// clearView shows what was asked for; nothing is left out but what the person has not told.
type clearView struct {
	Name    string `json:"name,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Address string `json:"address,omitempty"`
}

func (h Me) look(ctx context.Context, a models.Actor, in lookIn) (clearView, error) {
	c, err := h.Enrolling.LookAtMe(ctx, a, in.Fields)
	return clearView(c), err
}

type deviceView struct {
	ID        models.SessionID `json:"id"`
	Device    string           `json:"device"`
	Staff     bool             `json:"staff"` // opened with password and second factor
	Current   bool             `json:"current"`
	CreatedAt time.Time        `json:"created_at"`
	SeenAt    time.Time        `json:"seen_at"`
	ExpiresAt time.Time        `json:"expires_at"`
}

func (h Me) devices(ctx context.Context, a models.Actor, _ Nothing) (ItemsOf[deviceView], error) {
	sessions, err := h.Enrolling.Devices(ctx, a)
	list := ItemsOf[deviceView]{Items: make([]deviceView, len(sessions))}
	for i, s := range sessions {
		list.Items[i] = deviceView{s.ID, s.Device, s.Staff, s.ID == a.Session, s.CreatedAt, s.SeenAt, s.ExpiresAt}
	}
	return list, err
}

func (h Me) endOthers(ctx context.Context, a models.Actor, _ Nothing) (Nothing, error) {
	return Nothing{}, h.Enrolling.EndOtherDevices(ctx, a)
}

// kinView is somebody of one's own household, for whom one may place orders.
type kinView struct {
	ID   models.PersonID `json:"id"`
	Name secret.Name     `json:"name,omitzero" example:"张**"`
}

func (h Me) household(ctx context.Context, a models.Actor, _ Nothing) (ItemsOf[kinView], error) {
	members, err := h.Enrolling.OwnHousehold(ctx, a)
	list := ItemsOf[kinView]{Items: make([]kinView, len(members))}
	for i, m := range members {
		list.Items[i] = kinView{m.ID, m.Name}
	}
	return list, err
}

type deviceAt struct {
	ID models.SessionID `path:"id" validate:"required"`
}

func (h Me) endDevice(ctx context.Context, a models.Actor, in deviceAt) (Nothing, error) {
	return Nothing{}, h.Enrolling.EndDevice(ctx, a, in.ID)
}

type changePassword struct {
	Current  secret.Text `json:"current" validate:"required,max=128"`
	Password secret.Text `json:"password" validate:"required,max=128"`
}

func (h Me) password(ctx context.Context, a models.Actor, in changePassword) (Nothing, error) {
	return Nothing{}, h.Enrolling.ChangePassword(ctx, a, in.Current, in.Password)
}

// proofIn is what an account shows that has a second factor already.
type proofIn struct {
	Password secret.Text `json:"password,omitzero" validate:"max=128"`
	TOTP     string      `json:"totp,omitempty" validate:"max=16"`
	Recovery string      `json:"recovery_code,omitempty" validate:"max=32"`
}

// factorView shows the second factor this once; url is for a QR code.
type factorView struct {
	Secret string `json:"secret" example:"JBSWY3DPEHPK3PXP"`
	URL    string `json:"otpauth_url" example:"otpauth://totp/Delinli:li.na?secret=JBSWY3DPEHPK3PXP&issuer=Delinli"`
}

func (h Me) drawFactor(ctx context.Context, a models.Actor, in proofIn) (factorView, error) {
	factor, err := h.Enrolling.DrawFactor(ctx, a, enrolling.Credentials{Password: in.Password, TOTP: in.TOTP, Recovery: in.Recovery})
	return factorView{factor.Secret.Plain(), factor.URL.Plain()}, err
}

type confirmFactor struct {
	Code string `json:"code" validate:"required,max=16" example:"287082"`
}

// recoveryView shows the codes this once; each stands in for the second factor one time.
type recoveryView struct {
	Codes []string `json:"recovery_codes"`
}

func (h Me) confirmFactor(ctx context.Context, a models.Actor, in confirmFactor) (recoveryView, error) {
	codes, err := h.Enrolling.ConfirmFactor(ctx, a, in.Code)
	v := recoveryView{make([]string, len(codes))}
	for i, code := range codes {
		v.Codes[i] = code.Plain()
	}
	return v, err
}
