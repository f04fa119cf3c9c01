package notifying

import (
	"slices"

	"delinli/app/store/notices"
	"delinli/app/store/outbox"
	"delinli/models"
	"delinli/models/notice"
	"delinli/models/order"
	"delinli/models/resident"
	"delinli/models/volunteer"
)

// audience names who is told.
type audience string

// The audiences: single parts, and those who run orders, of the nearest level that has somebody.
const (
	requester  = audience(notices.Requester)
	placer     = audience(notices.Placer)
	candidate  = audience(notices.Arriving)
	former     = audience(notices.Leaving)
	holder     = audience(notices.Holding)
	server     = audience(notices.Last)
	followers  = audience(notices.Follower)
	asker      = audience(notices.Asker)
	subject    = audience(notices.Subject)
	department = audience(notices.Department)
	staff      = audience("staff")  // of the community
	decider    = audience("second") // who may give a second approval
	level      = audience("level")  // of the level that the story names
)

// rule is one line of the table: what happened, and who is told of it in which words.
type rule struct {
	on    []order.Event
	into  order.State // only where the event led there; empty: anywhere
	still bool        // only while the order is still where the event led
	own   bool        // only what the requester did
	tell  []audience
	kind  notice.Kind
}

func on(events ...order.Event) []order.Event { return events }

// table holds everything that people are told of orders.
var table = []rule{
	{on: on(order.Place), still: true, tell: to(staff), kind: notice.Placed},
	{on: on(order.Place), tell: to(requester), kind: notice.PlacedForYou},
	{on: on(order.Publish), into: order.Pool, tell: to(requester, placer), kind: notice.Published},
	{on: on(order.Ask), tell: to(requester, placer), kind: notice.Asked},
	{on: on(order.Answer), tell: to(staff), kind: notice.Answered},
	{on: on(order.Unanswered), tell: to(requester, placer), kind: notice.Unanswered},
	{on: on(order.Refer), tell: to(requester, placer), kind: notice.Referred},
	{on: on(order.Refer), tell: to(department), kind: notice.ReferredToYou},
	{on: on(order.Reject), tell: to(requester, placer), kind: notice.Rejected},
	{on: on(order.Merge), tell: to(requester, placer, followers), kind: notice.Merged},
	{on: on(order.Reject, order.Cancel, order.Unanswered), tell: to(followers), kind: notice.FollowedEnded},

	{into: order.Offered, still: true, tell: to(candidate), kind: notice.Offered},
	{on: on(order.Decline, order.Expire, order.Absent, order.Return, order.NoShow, order.Release, order.HandBack), into: order.Placed, still: true,
		tell: to(staff), kind: notice.Waiting},
	{on: on(order.Withdraw), tell: to(former), kind: notice.Withdrawn},
	{on: on(order.Expire), tell: to(former), kind: notice.Missed},
	{on: on(order.Claim, order.Accept), tell: to(requester, placer), kind: notice.Taken},
	{on: on(order.SignIn), tell: to(requester, placer), kind: notice.Started},
	{on: on(order.Absent), tell: to(requester, placer), kind: notice.Absent},
	{on: on(order.Return, order.Revoke, order.NoShow, order.Release), tell: to(requester, placer), kind: notice.ChangedHands},
	{on: on(order.Revoke, order.NoShow, order.Release), tell: to(former), kind: notice.TakenAway},
	{on: on(order.Cancel), tell: to(former), kind: notice.Cancelled},

	{on: on(order.AutoSignOut), tell: to(holder, staff), kind: notice.SignedOut},
	{on: on(order.Suspend), tell: to(requester, placer, holder), kind: notice.Suspended},
	{on: on(order.Resume, order.ResumeDue), tell: to(requester, placer, holder), kind: notice.Resumed},
	{on: on(order.Finish), tell: to(requester, placer), kind: notice.Done},
	{on: on(order.Finish), tell: to(followers), kind: notice.FollowedDone},
	{on: on(order.Rate), tell: to(server), kind: notice.Rated},
	{on: on(order.Dispute, order.Appeal), tell: to(staff), kind: notice.Appealed},
	{on: on(order.Grant), tell: to(requester, placer), kind: notice.Granted},
	{on: on(order.Refuse), tell: to(requester, placer), kind: notice.Refused},
	{on: on(order.Lapse), tell: to(requester, placer), kind: notice.Lapsed},
	{on: on(order.GiveUp), tell: to(requester, placer, former, followers), kind: notice.Unfulfillable},

	{on: on(order.Comment), tell: to(requester, placer, holder), kind: notice.Commented},
	{on: on(order.Comment), own: true, tell: to(staff), kind: notice.Commented},
	{on: on(order.Urge), tell: to(holder, staff), kind: notice.Urged},
	{on: on(order.Extend), tell: to(requester, placer), kind: notice.Extended},
	{on: on(order.Supervise), tell: to(holder, staff), kind: notice.Supervised},
	{on: on(order.Escalate), tell: to(level), kind: notice.Escalated},
	{on: on(order.ReportDanger), tell: to(staff), kind: notice.Danger},
}

func to(a ...audience) []audience { return a }

// applies reports whether the rule speaks of the event.
func (r rule) applies(e order.Event, s notices.Story) bool {
	return (len(r.on) == 0 || slices.Contains(r.on, e)) && (r.into == "" || r.into == s.To && s.From != s.To) && (!r.still || s.State == s.To) && (!r.own || s.Asking)
}

// rulesFor lists the rules that a row of the outbox meets.
func rulesFor(row outbox.Row, s notices.Story) (found []rule) {
	switch row.Topic {
	case outbox.Complaint:
		return []rule{{tell: to(level), kind: notice.Complained}}
	case outbox.Approval:
		return approvals(row.Event, s.Kind)
	case outbox.Correction:
		return corrections[resident.CorrectionState(row.Event)]
	case outbox.Export:
		return []rule{{tell: to(asker), kind: notice.ExportEnded}}
	case outbox.Leave:
		return leaves[row.Event]
	case outbox.Volunteer:
		if row.Event == outbox.Invited {
			return []rule{{tell: to(subject), kind: notice.Invited}}
		}
		return volunteers[volunteer.Event(row.Event)]
	}
	for _, r := range table {
		if r.applies(order.Event(row.Event), s) {
			found = append(found, r)
		}
	}
	return found
}

// corrections holds what is told of a record that somebody asks to have put right.
var corrections = map[resident.CorrectionState][]rule{
	resident.CorrectionAsked:    {{tell: to(staff), kind: notice.CorrectionAsked}},
	resident.CorrectionAccepted: {{tell: to(asker), kind: notice.CorrectionDecided}},
	resident.CorrectionRefused:  {{tell: to(asker), kind: notice.CorrectionDecided}},
}

// leaves holds what those are told who are away, and their deputies.
var leaves = map[string][]rule{
	"arranged": {{tell: to(asker), kind: notice.LeaveArranged}, {tell: to(subject), kind: notice.DeputyNamed}},
	"ended":    {{tell: to(asker, subject), kind: notice.LeaveEnded}},
}

// volunteers holds what volunteers are told of themselves.
var volunteers = map[volunteer.Event][]rule{
	volunteer.Verify: {{tell: to(subject), kind: notice.Verified}},
	volunteer.Refuse: {{tell: to(subject), kind: notice.NotVerified}},
}

// approvals are the rules of two-person acts: the event is the kind of the act when it is asked for, then how it was decided.
func approvals(event, kind string) []rule {
	switch {
	case event == "approved" && kind == hours:
		return []rule{{tell: to(asker), kind: notice.HoursDecided}, {tell: to(subject), kind: notice.HoursCorrected}}
	case event == "denied" && kind == hours:
		return []rule{{tell: to(asker), kind: notice.HoursDecided}}
	case (event == "approved" || event == "denied") && kind == export:
		return []rule{{tell: to(asker), kind: notice.ExportDecided}}
	case event == "approved":
		return []rule{{tell: to(asker), kind: notice.Approved}}
	case event == "denied":
		return []rule{{tell: to(asker), kind: notice.Denied}}
	case kind == hours:
		return []rule{{tell: to(decider), kind: notice.HoursAsked}}
	case kind == export:
		return []rule{{tell: to(decider), kind: notice.ExportAsked}}
	case kind == string(order.Suspend):
		return []rule{{tell: to(staff), kind: notice.ApprovalAsked}}
	}
	return []rule{{tell: to(decider), kind: notice.ApprovalAsked}}
}

// The kinds of approvals that are about no order: corrections of hours of service, and exports of personal data.
const (
	hours  = "hours"
	export = "export"
)

// ladder lists the roles that run orders, level by level.
var ladder = []struct {
	level models.AreaLevel
	roles []models.Role
}{
	{models.Community, []models.Role{models.CommunityStaff, models.CommunitySecretary}},
	{models.Street, []models.Role{models.StreetStaff}},
	{models.City, []models.Role{models.CityStaff}},
}

// members picks an audience from all who stand near.
func members(all []notices.Member, who audience, s notices.Story) []notices.Member {
	switch who {
	case staff:
		return running(all, models.Community, nil)
	case level:
		return running(all, s.Level, nil)
	case decider:
		return running(all, models.Community, models.Deciders)
	}
	return with(all, notices.Part(who))
}

// running gives those who run orders at the level; where there is nobody, those of the next level up. Only narrows the roles.
func running(all []notices.Member, from models.AreaLevel, only []models.Role) []notices.Member {
	reached := false
	for _, step := range ladder {
		reached = reached || step.level == from
		var found []notices.Member
		for _, role := range step.roles {
			if reached && (only == nil || slices.Contains(only, role)) {
				found = append(found, with(all, notices.Part(role))...)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

func with(all []notices.Member, part notices.Part) (found []notices.Member) {
	for _, m := range all {
		if m.Part == part {
			found = append(found, m)
		}
	}
	return found
}
