// Package notice is the noun of what people are told: the kinds of notices and their texts, by which channel each goes out beside
// the inbox, and when people want to be left alone.
package notice

import (
	"time"

	"delinli/models"
)

// Kind names what is told; texts.go has its words.
type Kind string

// What people are told of their own orders.
const (
	PlacedForYou  Kind = "order.placed_for_you"
	Asked         Kind = "order.asked"
	Unanswered    Kind = "order.unanswered"
	Published     Kind = "order.published"
	Referred      Kind = "order.referred"
	Taken         Kind = "order.taken"
	Started       Kind = "order.started"
	Absent        Kind = "order.absent"
	ChangedHands  Kind = "order.changed_hands"
	Suspended     Kind = "order.suspended"
	Resumed       Kind = "order.resumed"
	Extended      Kind = "order.extended"
	Done          Kind = "order.done"
	Lapsed        Kind = "order.lapsed"
	Granted       Kind = "order.appeal_granted"
	Refused       Kind = "order.appeal_refused"
	Rejected      Kind = "order.rejected"
	Merged        Kind = "order.merged"
	Unfulfillable Kind = "order.unfulfillable"
	Commented     Kind = "order.commented"
	FollowedDone  Kind = "order.followed_done"
	FollowedEnded Kind = "order.followed_ended"
)

// What those are told who serve.
const (
	Offered    Kind = "order.offered"
	Withdrawn  Kind = "order.withdrawn"
	Missed     Kind = "order.missed"
	TakenAway  Kind = "order.taken_away"
	Cancelled  Kind = "order.cancelled"
	SignedOut  Kind = "order.signed_out"
	Rated      Kind = "order.rated"
	Urged      Kind = "order.urged"
	Supervised Kind = "order.supervised"

	HoursCorrected Kind = "hours.corrected"
	Verified       Kind = "volunteer.verified"
	NotVerified    Kind = "volunteer.refused"
	Invited        Kind = "team.invited"

	CorrectionDecided Kind = "correction.decided"
)

// What staff and departments are told.
const (
	Placed          Kind = "order.placed"
	Answered        Kind = "order.answered"
	Waiting         Kind = "order.waiting"
	ReferredToYou   Kind = "order.referred_to_you"
	Appealed        Kind = "order.appealed"
	Escalated       Kind = "order.escalated"
	Danger          Kind = "order.danger"
	ApprovalAsked   Kind = "approval.asked"
	Approved        Kind = "approval.approved"
	Denied          Kind = "approval.denied"
	HoursAsked      Kind = "hours.asked"
	HoursDecided    Kind = "hours.decided"
	Complained      Kind = "complaint.filed"
	CalendarMissing Kind = "calendar.missing"
	LeaveArranged   Kind = "leave.arranged"
	DeputyNamed     Kind = "leave.deputy"
	LeaveEnded      Kind = "leave.ended"
	ExportAsked     Kind = "export.asked"
	ExportDecided   Kind = "export.decided"
	ExportEnded     Kind = "export.ended"
	CorrectionAsked Kind = "correction.asked"
)

// Channel is a way to reach somebody who is not looking.
type Channel string

// The channels beside the inbox.
const (
	SMS    Channel = "sms"
	WeChat Channel = "wechat"
)

// Channels lists every channel.
var Channels = []Channel{SMS, WeChat}

// Notice is one line of somebody's inbox. The order's own data are read with it each time, so that a text that was corrected, or is
// public no longer, is shown nowhere.
type Notice struct {
	ID     models.NoticeID
	Kind   Kind
	Order  models.OrderID // zero: about no order
	Number string         // of the order
	Title  string         // the order's, as approved for the public, while the public may see it
	Params Params
	At     time.Time
	ReadAt *time.Time
}

// Params is what a text needs beside the order; nothing personal.
type Params struct {
	Year int `json:"year,omitempty"` // without a table of holidays
}
