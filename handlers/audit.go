package handlers

import (
	"context"
	"encoding/hex"
	"time"

	"delinli/app/keeping"
	"delinli/models"
	"delinli/models/audit"
)

// Audit are the doors to the record of acts and looks.
type Audit struct{ Keeping *keeping.Service }

// Auditors see what was done, by whom and why, and no personal data.
var Auditors = Roles("auditors", models.Auditor)

func (h Audit) routes() []Route {
	return []Route{
		get("/audit", Auditors, h.search, "Acts and looks, newest first, without personal data; each search is kept"),
		get("/audit/state", Auditors, h.state, "How the record stands: its chain, its signed head, the last verification"),
	}
}

type searchAudit struct {
	Page
	Actor     models.PersonID `query:"actor"`
	Person    models.PersonID `query:"person"`
	Action    string          `query:"action" validate:"max=64" example:"look."`
	Subject   string          `query:"subject" validate:"max=64" example:"order"`
	SubjectID string          `query:"subject_id" validate:"max=64"`
	From      time.Time       `query:"from"`
	To        time.Time       `query:"to"`
}

// actView shows one line. Seats are those that the actor held at the time; detail holds ids, states and numbers, and names what is sealed.
type actView struct {
	ID        int64             `json:"id" example:"42"`
	At        time.Time         `json:"at"`
	Actor     models.PersonID   `json:"actor_id,omitzero"` // left out for the program
	Session   models.SessionID  `json:"session_id,omitzero"`
	Seats     []placeView       `json:"seats"`
	Action    string            `json:"action" example:"look.phone"`
	Subject   string            `json:"subject" example:"person"`
	SubjectID string            `json:"subject_id"`
	Person    models.PersonID   `json:"person_id,omitzero"` // whose data it was about
	Reason    string            `json:"reason,omitempty" example:"serve"`
	Detail    map[string]string `json:"detail"`
}

// placeView is a role over an area.
type placeView struct {
	Role models.Role     `json:"role" example:"community_staff"`
	Area models.AreaCode `json:"area_code" example:"370785001005"`
}

func placesOf(seats []models.Seat) []placeView {
	places := make([]placeView, len(seats))
	for i, s := range seats {
		places[i] = placeView{s.Role, s.Area}
	}
	return places
}

func (h Audit) search(ctx context.Context, a models.Actor, in searchAudit) (ItemsOf[actView], error) {
	acts, next, err := h.Keeping.Search(ctx, a, keeping.Filter{Actor: in.Actor, Person: in.Person, Action: in.Action, Subject: in.Subject,
		SubjectID: in.SubjectID, From: in.From, To: in.To}, keeping.Page{Limit: in.Limit, Cursor: in.Cursor})
	list := ItemsOf[actView]{Items: make([]actView, len(acts)), Next: next}
	for i, x := range acts {
		list.Items[i] = actView{x.ID, x.At, x.Actor.Person, x.Actor.Session, placesOf(x.Seats), x.Action, x.Subject, x.SubjectID, x.Person,
			string(x.Reason), x.Detail}
	}
	return list, err
}

type auditState struct {
	Seals      int64      `json:"seals" example:"120345"`
	Hash       string     `json:"hash" example:"66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"` // of the last seal
	Head       audit.Flaw `json:"head,omitempty" example:"head_gone"`                                              // what is wrong with the signed head; left out when nothing is
	HeadSeals  int64      `json:"head_seals" example:"120345"`
	HeadAt     *time.Time `json:"head_at"`
	Waiting    int64      `json:"waiting" example:"3"` // lines without a seal yet
	VerifiedAt *time.Time `json:"verified_at"`
	Faults     int64      `json:"faults" example:"0"` // that the last verification found
}

func (h Audit) state(ctx context.Context, a models.Actor, _ Nothing) (auditState, error) {
	st, err := h.Keeping.State(ctx, a)
	return auditState{st.Seq, hex.EncodeToString(st.Hash), st.Head, st.HeadSeq, st.HeadAt, st.Waits, st.Verified, st.Faults}, err
}
