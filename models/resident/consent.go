package resident

import (
	"slices"
	"time"

	"delinli/models"
	"delinli/models/secret"
)

// Purpose is what somebody's data may be used for by their consent alone (PIPL, articles 13 to 15). What law or one's own order asks for needs none.
type Purpose string

// The purposes.
const (
	Neighbours Purpose = "neighbours" // to be named to residents of the same grid who are named themselves
	Calls      Purpose = "calls"      // to be called from the register to ask how one is, beyond any order
)

// Terms is the text by which somebody is asked. Who gave their consent to an earlier version is asked anew when the words change.
type Terms struct {
	Purpose Purpose
	Version int
	Zh, En  Wording
}

// Wording is the text in one language.
type Wording struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Purposes lists what people are asked, in the order of screens. Nothing is listed that nothing asks for.
var Purposes = []Terms{
	{Neighbours, 1, Wording{"让同网格的邻居看到我的姓名", "同意后，您的姓名会出现在“我的网格”里，只给同一网格、自己也同意了的居民看；您也能看到他们。不显示电话和住址。随时可以收回。"},
		Wording{"Neighbours of my grid may see my name", "Your name then stands under “My grid”, for residents of the same grid who agreed too; you see theirs. No phone, no address. You can take it back at any time."}},
	{Calls, 1, Wording{"社区可以打电话问候我", "同意后，社区工作人员可以用您档案里的电话，在订单以外打电话问候、回访。紧急情况、法定职责和您自己的订单不需要这项同意。随时可以收回。"},
		Wording{"The community may call to ask how I am", "Staff may then call the phone of your record to ask how you are, beyond any order. Danger, duties under law and your own orders need no consent. You can take it back at any time."}},
}

// TermsOf are the words of a purpose; ok is false for one that there is not.
func TermsOf(p Purpose) (t Terms, ok bool) {
	i := slices.IndexFunc(Purposes, func(t Terms) bool { return t.Purpose == p })
	if i < 0 {
		return t, false
	}
	return Purposes[i], true
}

// Channel is how somebody said it.
type Channel string

// The channels.
const (
	InApp   Channel = "app"
	OnPaper Channel = "paper" // at the desk, for who has no phone
)

// Consent is one line: given, or taken back. Note is sealed for the person at table "consents", column "note" and the consent's id.
type Consent struct {
	ID      models.ConsentID
	Person  models.PersonID
	Purpose Purpose
	Version int
	Given   bool
	Channel Channel
	By      models.PersonID // they, who answers for a child, or staff
	Note    secret.Sealed   // where the paper lies, and who was there
	At      time.Time
}

// What giving is refused for.
var (
	errTermsChanged = models.Fault(models.Conflict, "consent.changed")
	errOwnWord      = models.Fault(models.Forbidden, "consent.own_word")
)

// Check refuses what cannot be agreed to: a purpose that is none, and a text that is no longer the present one. Taking back is always as easy as giving.
func (c Consent) Check() error {
	terms, ok := TermsOf(c.Purpose)
	switch {
	case !ok:
		return models.BadField("purpose", "field.choice")
	case c.Given && c.Version != terms.Version:
		return errTermsChanged
	}
	return nil
}

// MaySayFor says whether staff may note a consent on paper: of whoever has logged in only that it was taken back, since they give it themselves.
func (s Standing) MaySayFor(given bool) error {
	if given && s.Came {
		return errOwnWord
	}
	return nil
}
