package handlers

import (
	"context"
	"time"

	"delinli/app/enrolling"
	"delinli/models"
	"delinli/models/person"
)

// Seats are the doors to who holds which role where.
type Seats struct{ Enrolling *enrolling.Service }

// SeatGivers give and end seats: security administrators, and the level above for theirs.
var SeatGivers = Roles("seat givers", models.SecurityAdmin, models.CommunitySecretary, models.StreetStaff, models.CityStaff)

func (h Seats) routes() []Route {
	return []Route{
		get("/seats", SeatGivers, h.list, "The live seats of one's area, the newest first"),
		create("/seats", SeatGivers, h.give, "Give somebody a seat"),
		get("/seats/:id", SeatGivers, h.show, "One live seat"),
		remove("/seats/:id", SeatGivers, h.end, "End a seat at once"),
	}
}

// seatView shows a seat that lives.
type seatView struct {
	ID        models.SeatID   `json:"id"`
	Person    models.PersonID `json:"person_id"`
	Role      models.Role     `json:"role" example:"steward"`
	Area      models.AreaCode `json:"area_code" example:"370785001005003"`
	Unit      string          `json:"unit,omitempty"`
	GrantedBy models.PersonID `json:"granted_by,omitzero"` // left out where the program gave it
	From      time.Time       `json:"from_at"`
	Until     *time.Time      `json:"until_at,omitempty"`
}

// Ref is where the seat is shown.
func (v seatView) Ref() string { return "/seats/" + v.ID.String() }

func seatOf(s person.Seat) seatView {
	return seatView{s.ID, s.Person, s.Role, s.Area, s.Unit, s.GrantedBy, s.From, s.Until}
}

type listSeats struct {
	Page
	Role   models.Role     `query:"role" validate:"max=32" example:"steward"`
	Area   models.AreaCode `query:"area" validate:"omitempty,areacode" example:"370785001005"`
	Person models.PersonID `query:"person"`
}

func (h Seats) list(ctx context.Context, a models.Actor, in listSeats) (ItemsOf[seatView], error) {
	seats, next, err := h.Enrolling.Seats(ctx, a, enrolling.SeatFilter{Role: in.Role, Area: in.Area, Person: in.Person},
		enrolling.Page{Limit: in.Limit, Cursor: in.Cursor})
	list := ItemsOf[seatView]{Items: make([]seatView, len(seats)), Next: next}
	for i, s := range seats {
		list.Items[i] = seatOf(s)
	}
	return list, err
}

// kindIn is the kind of a seat to give.
type kindIn struct {
	Role models.Role     `json:"role" validate:"required,max=32" example:"steward"`
	Area models.AreaCode `json:"area_code" validate:"required,areacode" example:"370785001005003"`
	Unit string          `json:"unit,omitempty" validate:"max=64" example:"civil_affairs"` // for department staff alone
}

type giveSeat struct {
	kindIn
	Person models.PersonID `json:"person_id" validate:"required"`
	Until  *time.Time      `json:"until_at,omitempty"`
}

func (h Seats) give(ctx context.Context, a models.Actor, in giveSeat) (seatView, error) {
	s, err := h.Enrolling.GiveSeat(ctx, a, in.Person, models.Seat(in.kindIn), in.Until)
	return seatOf(s), err
}

type seatAt struct {
	ID models.SeatID `path:"id" validate:"required"`
}

func (h Seats) show(ctx context.Context, a models.Actor, in seatAt) (seatView, error) {
	s, err := h.Enrolling.Seat(ctx, a, in.ID)
	return seatOf(s), err
}

func (h Seats) end(ctx context.Context, a models.Actor, in seatAt) (Nothing, error) {
	return Nothing{}, h.Enrolling.EndSeat(ctx, a, in.ID)
}
