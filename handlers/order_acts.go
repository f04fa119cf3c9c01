package handlers

import (
	"context"
	"time"

	"delinli/app/ordering"
	"delinli/models"
	"delinli/models/order"
	"delinli/models/secret"
)

// act is the door of one event: the input says what the event brings along, the reply is the order as it then is.
func act[In bringer](h Orders, e order.Event) Verb[In, orderView] {
	return func(ctx context.Context, a models.Actor, in In) (orderView, error) {
		if _, err := h.Ordering.Raise(ctx, a, in.order(), e, in.brings()); err != nil {
			return orderView{}, err
		}
		view, err := h.show(ctx, a, orderAt{in.order()})
		view.Warnings = warnings(e, in.brings(), view)
		if models.KindOf(err) == models.NotFound {
			return hiddenOrder(in.order()), nil
		}
		return view, err
	}
}

// hiddenOrder is all that is shown of an order that somebody gave away, once it is hidden from them.
func hiddenOrder(id models.OrderID) orderView { return orderView{ID: id, Can: []order.Event{}} }

// stubOf is hiddenOrder for a request that is repeated.
func stubOf(q *request) any {
	id, _ := models.ParseID[models.OrderID](q.param("id")) // it was bound when it was first asked
	return hiddenOrder(id)
}

// warnings tell staff what was masked in texts that everybody reads.
func warnings(e order.Event, b ordering.Brings, v orderView) []string {
	public := b.PublicTitle + "\n" + b.PublicText
	if e == order.GiveUp {
		public = b.Reason
	}
	named := b.PublicTitle != "" && b.PublicTitle != v.PublicTitle || b.PublicText != "" && b.PublicText != v.PublicText
	if !named && len(secret.FindPersonal(public)) == 0 {
		return nil
	}
	return []string{"personal_data_masked"}
}

type bringer interface {
	order() models.OrderID
	brings() ordering.Brings
}

// target is the order that an event is about. Version, when given, must be the one last seen.
type target struct {
	ID      models.OrderID `path:"id" validate:"required"`
	Version int            `json:"version,omitempty" validate:"min=0"`
}

func (t target) order() models.OrderID { return t.ID }

func (t target) brings() ordering.Brings { return ordering.Brings{Version: t.Version} }

type reasonIn struct {
	target
	Reason secret.Text `json:"reason" validate:"required,max=500" example:"需要两个人抬"`
}

func (in reasonIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, Reason: in.Reason.Plain()}
}

type reasonMayIn struct {
	target
	Reason secret.Text `json:"reason" validate:"max=500"`
}

func (in reasonMayIn) brings() ordering.Brings { return reasonIn(in).brings() }

type publishIn struct {
	target
	PublicTitle    string `json:"public_title" validate:"required,max=60" example:"一位老人想要一副老花镜"`
	PublicText     string `json:"public_text" validate:"max=2000"`
	PublicPictures bool   `json:"public_pictures"`
}

func (in publishIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, PublicTitle: in.PublicTitle, PublicText: in.PublicText, PublicPictures: in.PublicPictures}
}

type amendIn struct {
	target
	Area        models.AreaCode `json:"area_code,omitempty" validate:"omitempty,areacode"`
	Item        models.ItemID   `json:"item_id,omitzero"`
	Priority    *int            `json:"priority,omitempty" validate:"omitempty,min=0,max=9"`
	PublicTitle string          `json:"public_title,omitempty" validate:"max=60"`
	PublicText  string          `json:"public_text,omitempty" validate:"max=2000"`
}

func (in amendIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, Area: in.Area, Item: in.Item, Priority: in.Priority, PublicTitle: in.PublicTitle, PublicText: in.PublicText}
}

type offerIn struct {
	target
	To   models.PersonID `json:"to,omitzero"`
	Team models.TeamID   `json:"team,omitzero"`
}

func (in offerIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, To: order.Holder{Person: in.To, Team: in.Team}}
}

// holderIn lets a leader take an order for a team and name who goes.
type holderIn struct {
	target
	Team    models.TeamID     `json:"team,omitzero"`
	Members []models.PersonID `json:"members,omitempty" validate:"max=20"`
}

func (in holderIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, To: order.Holder{Team: in.Team, Members: in.Members}}
}

type referIn struct {
	target
	To     string      `json:"to" validate:"required,max=60" example:"民政局"`
	Reason secret.Text `json:"reason" validate:"required,max=500"`
}

func (in referIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, Unit: in.To, Reason: in.Reason.Plain()}
}

type mergeIn struct {
	target
	Into   models.OrderID `json:"into" validate:"required"`
	Reason secret.Text    `json:"reason" validate:"required,max=500"`
}

func (in mergeIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, Target: in.Into, Reason: in.Reason.Plain()}
}

type signInIn struct {
	target
	Code   string      `json:"code,omitempty" validate:"omitempty,len=6,numeric" example:"482913"`
	Lat    *float64    `json:"lat,omitempty" validate:"omitempty,min=-90,max=90"`
	Lng    *float64    `json:"lng,omitempty" validate:"omitempty,min=-180,max=180"`
	Reason secret.Text `json:"reason" validate:"max=500"`
}

func (in signInIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, Code: in.Code, Place: placeOf(in.Lat, in.Lng), Reason: in.Reason.Plain()}
}

type suspendIn struct {
	target
	Until  time.Time   `json:"until" validate:"required"`
	Reason secret.Text `json:"reason" validate:"required,max=500"`
}

func (in suspendIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, Until: &in.Until, Reason: in.Reason.Plain()}
}

type finishIn struct {
	target
	Result secret.Text     `json:"result" validate:"required,max=2000" example:"已送到，老人满意"`
	Files  []models.FileID `json:"files,omitempty" validate:"max=9,unique"`
}

func (in finishIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, Result: in.Result.Plain(), Files: in.Files}
}

type rateIn struct {
	target
	Solved  *bool       `json:"solved" validate:"required"`
	Stars   int         `json:"stars" validate:"required,min=1,max=5" example:"5"`
	Tags    []string    `json:"tags,omitempty" validate:"max=8,dive,max=12"`
	Comment secret.Text `json:"comment" validate:"max=500"`
}

func (in rateIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, Solved: in.Solved, Stars: in.Stars, Tags: in.Tags, Comment: in.Comment.Plain()}
}

type attachIn struct {
	target
	Files []models.FileID `json:"files" validate:"required,min=1,max=9,unique"`
}

func (in attachIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, Files: in.Files}
}

type superviseIn struct {
	target
	Card   order.Card  `json:"card" validate:"required,oneof=yellow red"`
	Reason secret.Text `json:"reason" validate:"required,max=500"`
}

func (in superviseIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, Card: in.Card, Reason: in.Reason.Plain()}
}

type callBackIn struct {
	target
	Valid        *bool              `json:"valid" validate:"required"`
	Contacted    bool               `json:"contacted"`
	Solved       bool               `json:"solved"`
	Satisfaction order.Satisfaction `json:"satisfaction,omitempty" validate:"omitempty,oneof=satisfied basically unsatisfied"`
	Reason       secret.Text        `json:"reason" validate:"max=500"`
}

func (in callBackIn) brings() ordering.Brings {
	return ordering.Brings{Version: in.Version, Reason: in.Reason.Plain(),
		CallBack: &order.CallBackForm{Valid: *in.Valid, Contacted: in.Contacted, Solved: in.Solved, Satisfaction: in.Satisfaction}}
}

// codeView is shown this once; screens print it with its QR.
type codeView struct {
	Code string `json:"sign_in_code" example:"482913"`
}

func (h Orders) takeCode(ctx context.Context, a models.Actor, in reasonIn) (codeView, error) {
	code, err := h.Ordering.TakeCode(ctx, a, in.order(), in.brings())
	return codeView{code}, err
}
