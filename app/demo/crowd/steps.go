package crowd

import (
	"encoding/json"
	"math"
	"slices"
	"time"

	"delinli/models"
	"delinli/models/dispatch"
	"delinli/models/order"
)

// step is what somebody does next; without an event nobody does, and only the clock goes on.
type step struct {
	event order.Event
	by    models.Actor
	in    order.Input
	after time.Duration // at the earliest
	desk  bool          // in office hours
}

// at is when the step is done: people at a desk have office hours, the others sleep at night.
func (s step) at(l *life) time.Time {
	at := l.Facts.Now.Add(s.after.Truncate(time.Second))
	if s.event == order.Finish && !s.desk {
		return at
	}
	open, shut := 7, 21
	if s.desk {
		open, shut = 8, 18
	}
	for range 12 {
		local := at.In(models.Local)
		works, _ := l.Town.Calendar.Workday(at)
		if local.Hour() >= open && local.Hour() < shut && (works || !s.desk) {
			break
		}
		day := models.Day(at)
		if local.Hour() >= open {
			day = day.AddDate(0, 0, 1)
		}
		at = day.Add(time.Duration(open)*time.Hour + time.Duration(l.chance.IntN(5_400))*time.Second).UTC()
	}
	return at
}

// never is longer than any story.
const never = 400 * 24 * time.Hour

// likely is a step and how likely it is, of a hundred.
type likely struct {
	of   float64
	step step
}

// one draws a step; what is left of the hundred is nothing.
func (l *life) one(steps ...likely) step {
	at := l.chance.Float64() * 100
	for _, s := range steps {
		if at -= s.of; at < 0 {
			return s.step
		}
	}
	return step{after: never}
}

// about draws a time around the median: mostly near it, seldom many times as long.
func (l *life) about(median time.Duration) time.Duration {
	return time.Duration(float64(median) * math.Exp(l.chance.NormFloat64()))
}

func (l *life) desk(e order.Event, median time.Duration, in order.Input) step {
	return step{e, l.at.staff, in, l.about(median), true}
}

func (l *life) self(e order.Event, median time.Duration, in order.Input) step {
	return step{event: e, by: models.Actor{Person: l.Requester, Phone: true, Seats: []models.Seat{{Role: models.Resident, Area: l.Area.At(models.City)}}}, in: in, after: l.about(median)}
}

func (l *life) held(e order.Event, median time.Duration, in order.Input) step {
	return step{event: e, by: l.helper.actor, in: in, after: l.about(median)}
}

// next draws what is done next in the state of the order.
func (l *life) next() step {
	if draw := l.chance.Float64(); draw < 0.03 && l.State != order.InService && slices.Contains(order.Open, l.State) {
		return l.aside(draw)
	}
	switch l.State {
	case order.Placed:
		return l.review()
	case order.NeedInfo:
		return l.one(likely{85, l.self(order.Answer, 9*time.Hour, order.Input{Reason: "身份证在手边，地址没有变"})})
	case order.Pool:
		return l.wait()
	case order.Offered:
		return l.one(likely{89, l.held(order.Accept, 12*time.Minute, order.Input{To: order.Holder{Person: l.Assignee}})},
			likely{7, l.held(order.Decline, 25*time.Minute, order.Input{Reason: draw(l.chance, excuses)})})
	case order.Accepted, order.InService, order.Suspended:
		return l.serve()
	case order.Referred:
		return l.one(likely{92, step{order.Finish, l.at.office, order.Input{Result: "已按规定办结并告知本人"}, l.about(50 * time.Hour), true}},
			likely{8, step{order.HandBack, l.at.office, order.Input{Reason: "不属于本部门职责"}, l.about(20 * time.Hour), true}})
	case order.Done, order.Rated, order.Closed, order.Rejected, order.Unfulfillable:
		return l.judge()
	case order.Appealed:
		return l.one(likely{58, step{order.Grant, l.fresh(), order.Input{Reason: "核实后同意重新办理"}, l.about(16 * time.Hour), true}},
			likely{42, step{order.Refuse, l.fresh(), order.Input{Reason: "已现场核实，问题已解决"}, l.about(16 * time.Hour), true}})
	}
	return step{after: never}
}

// fresh is staff who did nothing about the order before.
func (l *life) fresh() models.Actor {
	for _, a := range []models.Actor{l.at.secretary, l.at.staff} {
		if !l.touched[a.Person] {
			return a
		}
	}
	return l.at.above
}

// aside is what is said about an order without moving it.
func (l *life) aside(chance float64) step {
	switch {
	case chance < 0.010:
		return l.self(order.Urge, 20*time.Hour, order.Input{})
	case chance < 0.020:
		return l.desk(order.Comment, 3*time.Hour, order.Input{Reason: "已电话联系，约了上门时间"})
	case chance < 0.026:
		return l.desk(order.Extend, 30*time.Hour, order.Input{Reason: "需要等配件，约三个工作日"})
	case chance < 0.028:
		return step{order.Supervise, l.at.secretary, order.Input{Reason: "请抓紧办理", Card: order.YellowCard}, l.about(70 * time.Hour), true}
	}
	return l.self(order.Cancel, 10*time.Hour, order.Input{})
}

// review is what staff do with a new order, or one that came back.
func (l *life) review() step {
	median := 100 * time.Minute
	if l.chance.IntN(20) == 0 {
		median = 60 * time.Hour
	}
	publish := l.desk(order.Publish, median, order.Input{PublicTitle: l.matter.card, PublicText: "社区已核实"})
	offer := l.desk(order.Offer, median, order.Input{To: l.somebody()})
	if offer.in.To.IsZero() {
		offer = l.desk(order.Refer, 30*time.Hour, order.Input{Unit: bureau, Reason: "本地无人能做，请部门协助"})
	}
	if offer.in.To.IsZero() && l.at.office.Person.IsZero() {
		offer = l.desk(order.GiveUp, 60*time.Hour, order.Input{Reason: "本地暂无人能做这件事"})
	}
	refer := l.desk(order.Refer, median, order.Input{Unit: bureau, Reason: "归部门办理"})
	reject := likely{1.5, l.desk(order.Reject, median, order.Input{Reason: draw(l.chance, refusals)})}
	ask := likely{2, l.desk(order.Ask, median, order.Input{Reason: "请补充详细地址和方便上门的时间"})}
	merge := likely{1, l.desk(order.Merge, median, order.Input{Reason: "与前一件是同一件事", Target: l.neighbour()})}
	if l.at.office.Person.IsZero() {
		refer = offer
	}
	if l.Visibility == order.Public && l.PublicTitle == "" {
		return l.one(reject, ask, merge, likely{100, publish})
	}
	if l.Kind == order.Request {
		return l.one(reject, ask, merge, likely{45, refer}, likely{100, offer})
	}
	return l.one(reject, ask, merge, likely{8, refer}, likely{100, offer})
}

// wait is what ends the wait in the pool.
func (l *life) wait() step {
	median := 4 * time.Hour
	if l.chance.IntN(16) == 0 {
		median = 70 * time.Hour
	}
	helper := l.somebody()
	if helper.IsZero() {
		return l.desk(order.GiveUp, 100*time.Hour, order.Input{Reason: "本地暂无人能做这件事"})
	}
	claim := step{event: order.Claim, by: l.at.known(helper.Person).actor, in: order.Input{To: helper}, after: l.about(median)}
	return l.one(likely{88, claim}, likely{10, l.desk(order.Offer, median, order.Input{To: helper})},
		likely{2, l.desk(order.GiveUp, 90*time.Hour, order.Input{Reason: "多次联系无人能承接"})})
}

// serve is what whoever has the order does.
func (l *life) serve() step {
	back := order.Input{Reason: draw(l.chance, excuses)}
	switch l.State {
	case order.Accepted:
		return l.one(likely{91, l.held(order.SignIn, 14*time.Hour, order.Input{Proof: order.ByCode})}, likely{3, l.held(order.Return, 8*time.Hour, back)},
			likely{1.5, l.held(order.Absent, 20*time.Hour, order.Input{Reason: "敲门无人应答，电话未接"})},
			likely{1, l.desk(order.Revoke, 30*time.Hour, order.Input{Reason: "志愿者临时有事"})})
	case order.InService:
		until := l.Facts.Now.Add(time.Duration(2+l.chance.IntN(9)) * 24 * time.Hour)
		return l.one(likely{95, l.held(order.Finish, 40*time.Minute, order.Input{Result: draw(l.chance, results)})},
			likely{1, l.held(order.Return, 30*time.Minute, back)},
			likely{2, l.held(order.Suspend, 30*time.Minute, order.Input{Reason: "等配件", Until: &until})},
			likely{2, l.desk(order.Revoke, 40*time.Hour, order.Input{Reason: "服务未按时完成"})})
	}
	return l.one(likely{50, l.held(order.Resume, 50*time.Hour, order.Input{})})
}

// judge is what is said of what was done.
func (l *life) judge() step {
	if !l.called && l.chance.IntN(3) == 0 && l.State != order.Rejected {
		l.called = true
		return step{order.CallBack, l.fresh(), order.Input{CallBack: l.answer()}, l.about(26 * time.Hour), true}
	}
	switch l.State {
	case order.Done:
		stars := []int{5, 5, 5, 5, 5, 5, 4, 4, 3, 2}[l.chance.IntN(10)]
		rate := l.self(order.Rate, 15*time.Hour, order.Input{Rating: &order.Rating{Solved: true, Stars: stars, Tags: draw(l.chance, praise)}})
		if !l.SelfRates {
			rate.by, rate.desk = l.fresh(), true
		}
		return l.one(likely{76, rate}, likely{2.5, l.self(order.Dispute, 15*time.Hour, order.Input{Reason: "还没有修好"})})
	case order.Rated, order.Closed, order.Rejected, order.Unfulfillable:
		return l.one(likely{0.4, l.self(order.Appeal, 50*time.Hour, order.Input{Reason: "问题又出现了"})})
	}
	return step{after: never}
}

// answer is what a call-back finds, in the shares that the city publishes.
func (l *life) answer() *order.CallBackForm {
	f := order.CallBackForm{Valid: l.chance.Float64() < 0.78}
	if !f.Valid {
		return &f
	}
	if f.Contacted = l.chance.Float64() < 0.97; !f.Contacted {
		return &f
	}
	f.Solved = l.chance.Float64() < 0.93
	f.Satisfaction = order.Satisfied
	if at := l.chance.Float64(); at < 0.04 {
		f.Satisfaction = order.Unsatisfied
	} else if at < 0.12 {
		f.Satisfaction = order.Basically
	}
	return &f
}

// neighbour is an order of the same place, lately placed; nobody's where there is none.
func (l *life) neighbour() models.OrderID {
	if len(l.at.lately) == 0 {
		return models.OrderID{}
	}
	return draw(l.chance, l.at.lately)
}

// busy is how many orders somebody may have before nobody asks them any more.
const busy = 16

// somebody draws a volunteer who knows the trade, has room, and did not refuse it before.
func (l *life) somebody() order.Holder {
	n := len(l.at.volunteers)
	for i, first := 0, l.chance.IntN(n); i < n; i++ {
		h := l.at.volunteers[(first+i)%n]
		if h.Load < busy && l.fits(h) && !slices.Contains(l.refused, h.Person) {
			return order.Holder{Person: h.Person}
		}
	}
	return order.Holder{}
}

func (l *life) fits(h *helper) bool {
	return l.item == nil || !slices.ContainsFunc(l.item.Skills, func(s string) bool { return !slices.Contains(h.Skills, s) })
}

// routed are the events that may let the rule engine choose.
var routed = []order.Event{order.Publish, order.Decline, order.Withdraw, order.Expire, order.Absent, order.Return, order.Revoke, order.NoShow, order.Grant}

// Rankings kept by each worker, spread over the span.
const (
	everyNth = 12
	keeps    = 600
)

// best ranks the volunteers of the place as the rule engine does, and keeps the inputs of some rankings.
func (l *life) best(e order.Event) (order.Holder, error) {
	if l.Route != dispatch.ToBest || !slices.Contains(routed, e) {
		return order.Holder{}, nil
	}
	in := dispatch.Inputs{Rule: l.Rule, Need: dispatch.Need{Order: l.ID, At: l.Facts.Now, Requester: l.Requester, PlacedBy: l.PlacedBy, Household: l.Household,
		Area: l.Area, Reach: l.Reach, Wanted: l.Wanted, Declined: slices.Clone(l.tried)}}
	if l.item != nil {
		in.Need.Skills, in.Need.Useful, in.Need.Party = l.item.Skills, l.item.Useful, l.item.Party
	}
	for _, h := range l.at.volunteers {
		if h.Load < busy {
			in.Candidates = append(in.Candidates, h.Candidate)
		}
	}
	ranked := dispatch.Rank(in.Need, in.Candidates, in.Rule)
	if len(ranked) == 0 || ranked[0].Excluded != "" {
		return order.Holder{}, nil
	}
	if l.ranked++; l.ranked%everyNth == 0 && l.ranked < everyNth*keeps {
		inputs, err := rawJSON(in)
		if err != nil {
			return order.Holder{}, err
		}
		l.batch.rankings = append(l.batch.rankings, ranking{models.NewID[models.EventID](l.Random), l.ID, inputs, ranked[0].Person, l.Facts.Now})
	}
	return order.Holder{Person: ranked[0].Person}, nil
}

func rawJSON(v any) (json.RawMessage, error) { return json.Marshal(v) }
