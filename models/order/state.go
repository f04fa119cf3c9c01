package order

// State is where an order stands; docs/flows/order.md draws the whole machine.
type State string

// The states, in the order of an order's life.
const (
	Placed        State = "placed"        // 待审
	NeedInfo      State = "need_info"     // 待补充
	Pool          State = "pool"          // 待接单
	Offered       State = "offered"       // 已派单
	Accepted      State = "accepted"      // 已接单
	InService     State = "in_service"    // 服务中
	Suspended     State = "suspended"     // 挂起
	Referred      State = "referred"      // 已转办
	Done          State = "done"          // 待评价
	Appealed      State = "appealed"      // 申请重办
	Rated         State = "rated"         // 已评价
	Closed        State = "closed"        // 已结
	Rejected      State = "rejected"      // 不予受理
	Merged        State = "merged"        // 已合并
	Cancelled     State = "cancelled"     // 已取消
	Unfulfillable State = "unfulfillable" // 无法办理
)

// States lists every state.
var States = []State{Placed, NeedInfo, Pool, Offered, Accepted, InService, Suspended, Referred, Done, Appealed, Rated,
	Closed, Rejected, Merged, Cancelled, Unfulfillable}

// Open are the states of an order on which work is owed.
var Open = []State{Placed, NeedInfo, Pool, Offered, Accepted, InService, Suspended, Referred}

// BeforeService are the states in which nobody has come yet.
var BeforeService = []State{Placed, NeedInfo, Pool, Offered, Accepted, Referred}

// Held are the states with a live assignment.
var Held = []State{Offered, Accepted, InService, Suspended}

// Ended are the states of which a requester may still appeal.
var Ended = []State{Rated, Closed, Unfulfillable, Rejected}

// Event is what moves an order, or is noted beside it.
type Event string

// Events that people raise.
const (
	Place    Event = "place"
	Amend    Event = "amend"
	Publish  Event = "publish"
	Recall   Event = "recall"
	Refer    Event = "refer"
	Reject   Event = "reject"
	Merge    Event = "merge"
	Ask      Event = "ask"
	Answer   Event = "answer"
	Offer    Event = "offer"
	Claim    Event = "claim"
	Accept   Event = "accept"
	Decline  Event = "decline"
	Withdraw Event = "withdraw"
	SignIn   Event = "sign_in"
	Absent   Event = "absent"
	Return   Event = "return"
	Revoke   Event = "revoke"
	Suspend  Event = "suspend"
	Resume   Event = "resume"
	Finish   Event = "finish"
	HandBack Event = "hand_back"
	Rate     Event = "rate"
	Dispute  Event = "dispute"
	Appeal   Event = "appeal"
	Grant    Event = "grant"
	Refuse   Event = "refuse"
	GiveUp   Event = "give_up"
	Cancel   Event = "cancel"
)

// Events that stand beside the state.
const (
	Comment      Event = "comment"
	Attach       Event = "attach"
	Urge         Event = "urge" // 催单
	Follow       Event = "follow"
	Extend       Event = "extend"
	Supervise    Event = "supervise" // 督办, with a yellow or red card
	CallBack     Event = "call_back" // 回访
	ReportDanger Event = "report_danger"
	TakeCode     Event = "sign_in_code" // 取签到码, for a requester who has no phone to see it on
	Complain     Event = "complain"
)

// Events of the clock and of the program itself.
const (
	Unanswered  Event = "unanswered"
	Expire      Event = "expire"
	NoShow      Event = "no_show"
	AutoSignOut Event = "auto_sign_out"
	ResumeDue   Event = "resume_due"
	Lapse       Event = "lapse"
	Widen       Event = "widen"
	Escalate    Event = "escalate"
	Release     Event = "release"
	Recount     Event = "recount" // a missing calendar year was entered
)

// Rezone stands in the journal of an order whose area got another code. Nobody raises it: it comes with a change of grids.
const Rezone Event = "rezone"

// Rebind stands in the journal of an order whose requester's record was merged into another one, or parted from it again.
const Rebind Event = "rebind"

// Events lists every event that Flow knows after Place, in the order of its tables.
var Events = []Event{Amend, Publish, Recall, Refer, Reject, Merge, Ask, Answer, Offer, Claim, Accept, Decline, Withdraw, SignIn,
	Absent, Return, Revoke, Suspend, Resume, Finish, HandBack, Rate, Dispute, Appeal, Grant, Refuse, GiveUp, Cancel, Comment, Attach,
	Urge, Follow, Extend, Supervise, CallBack, ReportDanger, Complain, TakeCode, Unanswered, Expire, NoShow, AutoSignOut, ResumeDue, Lapse, Widen,
	Escalate, Release, Recount}

// Beside are the events that leave the order's row as it is: they need no version and lose no race.
var Beside = []Event{Comment, Attach, Follow, CallBack, ReportDanger, Complain, TakeCode}

// Kind is how a matter was put.
type Kind string

// The kinds.
const (
	Menu    Kind = "menu"    // an item chosen from the service menu
	Wish    Kind = "wish"    // a micro-wish 微心愿 on the public wall
	Request Kind = "request" // free text
)

// Visibility says whether the wall may show the public card of an order.
type Visibility string

// The visibilities. Wishes are public unless asked otherwise, the others private.
const (
	Public  Visibility = "public"
	Private Visibility = "private"
)

// Card is a warning of supervision (rules.md: 0, 5 and 10 penalty points); it is something else than a lamp.
type Card string

// The cards.
const (
	NoCard     Card = ""
	YellowCard Card = "yellow"
	RedCard    Card = "red"
)
