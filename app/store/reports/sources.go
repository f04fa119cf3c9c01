package reports

// Each source gives rows that count: at, when; the order with its area, item and household; server_id, whose service it was; and what a figure
// asks of a row. Everything that counts, or lists what was counted, reads one of these texts.
const (
	// served names who answers for an order: who has it or had it last, for a team its leader.
	served = `COALESCE(o.assignee_id, t.leader_id) AS server_id`

	row = `o.id, o.area_code, o.item_id, o.household_id, o.placed_at`

	// counted leaves out what hangs with the approval of a second person.
	counted = `NOT (o.state = 'suspended' AND o.id IN (
		SELECT order_id FROM approvals WHERE kind = 'suspend' AND outcome = 'approved' AND order_id IS NOT NULL))`

	callBacks = `
		SELECT c.at, ` + row + `, c.served_by AS server_id, c.contacted, c.solved, c.satisfaction
		FROM call_backs c JOIN orders o ON o.id = c.order_id WHERE c.valid AND ` + counted

	// dues: an order that was done, or is late, counts when its limit has ended. One that stands still before that is not due.
	dues = `
		SELECT o.due_at AS at, ` + row + `, ` + served + `, ` + done + ` AND o.stopped_at < o.due_at AS on_time
		FROM orders o LEFT JOIN teams t ON t.id = o.team_id
		WHERE o.due_at <= @now AND o.state NOT IN ('rejected', 'merged', 'cancelled')
			AND (` + done + ` OR o.ended_at IS NULL AND o.state <> 'appealed' AND COALESCE(o.stopped_at, @now) >= o.due_at) AND ` + counted

	// done: what was finished, or found unfulfillable with the approval of a second person.
	done = `(o.state = 'unfulfillable' OR o.finishes > 0 AND o.state IN ('done', 'appealed', 'rated', 'closed'))`

	placings = `
		SELECT o.placed_at AS at, ` + row + `, ` + served + `
		FROM orders o LEFT JOIN teams t ON t.id = o.team_id`

	acceptances = `
		SELECT o.accepted_at AS at, ` + row + `, ` + served + `, CAST(EXTRACT(epoch FROM o.accepted_at - o.placed_at) AS int) AS seconds
		FROM orders o LEFT JOIN teams t ON t.id = o.team_id WHERE o.accepted_at IS NOT NULL`

	finishes = `
		SELECT o.finished_at AS at, ` + row + `, ` + served + `, CAST(EXTRACT(epoch FROM o.finished_at - o.placed_at) AS int) AS seconds
		FROM orders o LEFT JOIN teams t ON t.id = o.team_id WHERE o.finished_at IS NOT NULL`

	closings = `
		SELECT o.ended_at AS at, ` + row + `, ` + served + `
		FROM orders o LEFT JOIN teams t ON t.id = o.team_id WHERE o.ended_at IS NOT NULL AND o.no_answer`

	services = `
		SELECT h.at, ` + row + `, h.person_id AS server_id, h.minutes
		FROM hours h JOIN orders o ON o.id = h.order_id WHERE h.reason = 'service'`
)
