package notice

// rule says how a kind goes out when its reader has not chosen otherwise.
type rule struct {
	outside bool // by SMS and WeChat too
	urgent  bool // at any hour
	task    bool // there is something to do; else something has happened
}

// rules holds every kind.
var rules = map[Kind]rule{
	PlacedForYou: {outside: true}, Asked: {outside: true, task: true}, Unanswered: {outside: true}, Published: {}, Referred: {},
	Taken: {outside: true}, Started: {}, Absent: {outside: true}, ChangedHands: {outside: true}, Suspended: {}, Resumed: {}, Extended: {},
	Done: {outside: true, task: true}, Lapsed: {}, Granted: {outside: true}, Refused: {outside: true}, Rejected: {outside: true},
	Merged: {}, Unfulfillable: {outside: true}, Commented: {}, FollowedDone: {}, FollowedEnded: {},

	Offered: {outside: true, task: true}, Withdrawn: {outside: true}, Missed: {}, TakenAway: {outside: true}, Cancelled: {outside: true},
	SignedOut: {}, Rated: {}, Urged: {task: true}, Supervised: {task: true}, Verified: {outside: true}, NotVerified: {outside: true}, Invited: {outside: true, task: true},

	Placed: {task: true}, Answered: {task: true}, Waiting: {task: true}, ReferredToYou: {outside: true, task: true}, Appealed: {task: true},
	Escalated: {outside: true, task: true}, Danger: {outside: true, urgent: true, task: true}, ApprovalAsked: {task: true}, Approved: {},
	Denied: {}, HoursAsked: {task: true}, HoursDecided: {}, HoursCorrected: {}, Complained: {task: true}, CalendarMissing: {task: true},
	LeaveArranged: {}, DeputyNamed: {outside: true, task: true}, LeaveEnded: {},
	CorrectionAsked: {task: true}, CorrectionDecided: {outside: true},
	ExportAsked: {task: true}, ExportDecided: {}, ExportEnded: {},
}

// Known reports whether there is such a kind.
func (k Kind) Known() bool { _, known := rules[k]; return known }

// Urgent reports whether the kind goes out at night too.
func (k Kind) Urgent() bool { return rules[k].urgent }
