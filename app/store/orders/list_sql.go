package orders

import (
	"delinli/app/store"
	"delinli/models/order"
)

// card is the row of every list: what a card shows and what `can` asks, without the long texts. Filters that are empty compare a
// column with itself, so that each list stays one prepared statement. They stand in a CASE, which hides them from the planner: it would
// take each for one that leaves few rows, and read all orders of a place, and the whole index of an empty search, for a page of twenty.
//
// Spans compare rows, not columns, for the same reason.
const (
	card = columns + `(placed_at, id) < (@at, CAST(@id AS uuid)) AND (placed_at, id) >= (@from, CAST('00000000-0000-0000-0000-000000000000' AS uuid)) AND ` + narrowed

	columns = `
	SELECT id, number, kind, item_id, class, area_code, requester_id, sealed_for, placed_by, household_id, visibility, state,
		version, priority, title, public_title, public_text, slots, slot_of, route, reach, assignee_id, team_id,
		referred_to, returns, extended, appeals, ended_at, card, escalated, due_at, amber_at, stopped_at, next_due, signed_out_at,
		placed_at, moved_at
	FROM orders o WHERE `

	narrowed = `CASE WHEN state = COALESCE(NULLIF(@state, ''), state) AND kind = COALESCE(NULLIF(@kind, ''), kind) AND starts_with(area_code, @area)
		AND COALESCE(item_id = CAST(@item AS uuid), CAST(@item AS uuid) IS NULL)
		AND COALESCE(assignee_id = CAST(@assignee AS uuid), CAST(@assignee AS uuid) IS NULL)
		AND public_bigrams @> CAST(@bigrams AS text[]) AND search_tokens @> CAST(@tokens AS bytea[])
		AND COALESCE(NULLIF(@lamp, ''), lamp(due_at, amber_at, stopped_at, @now)) = lamp(due_at, amber_at, stopped_at, @now)
		THEN true ELSE false END`
)

// scanCard reads the columns of card.
func scanCard(r store.Rows, o *order.Order) error {
	return r.Scan(&o.ID, &o.Number, &o.Kind, &o.Item, &o.Class, &o.Area, &o.Requester, &o.SealedFor, &o.PlacedBy, &o.Household, &o.Visibility, &o.State,
		&o.Version, &o.Priority, &o.Title, &o.PublicTitle, &o.PublicText, &o.Slots, &o.SlotOf, &o.Route, &o.Reach, &o.Assignee, &o.Team,
		&o.ReferredTo, &o.Returns, &o.Extended, &o.Appeals, &o.EndedAt, &o.Card, &o.Escalated, &o.DueAt, &o.AmberAt, &o.StoppedAt, &o.NextDue, &o.SignedOutAt,
		&o.PlacedAt, &o.MovedAt)
}

// A search says once more, outside the CASE, what an index can find.
const (
	inSecret = ` AND search_tokens @> CAST(@tokens AS bytea[])`
	inPublic = ` AND public_bigrams @> CAST(@bigrams AS text[])`
)

// listing is a list that is too long to be searched row by row: its statement without and with a text that is looked for.
type listing struct{ all, found string }

func (l listing) of(f Filter) string {
	if len(f.Tokens)+len(f.Bigrams) > 0 {
		return l.found
	}
	return l.all
}

const newest = ` ORDER BY placed_at DESC, id DESC LIMIT @limit`

const (
	mineSQL = `SELECT * FROM ((` + card + ` AND requester_id = @actor` + newest + `) UNION ALL (` + card +
		` AND placed_by = @actor AND requester_id <> @actor` + newest + `)) both_ways` + newest

	tasksSQL = `SELECT * FROM ((` + card + ` AND assignee_id = @actor` + newest + `) UNION ALL (` + card +
		` AND team_id IN (SELECT team_id FROM team_members WHERE person_id = @actor)` + newest + `)) both_ways` + newest
)

const (
	inPool = card + ` AND state = 'pool' AND EXISTS (
		SELECT 1 FROM unnest(CAST(@areas AS text[])) a WHERE starts_with(a, left(o.area_code, reach_digits(reach)))
			OR starts_with(left(o.area_code, reach_digits(reach)), a))`

	inAreas = ` AND CASE WHEN o.area_code ^@ ANY (CAST(@areas AS text[])) THEN true ELSE false END` // ^@ begins with

	around = card + ` AND visibility = 'public' AND public_title <> '' AND state NOT IN ('placed', 'need_info')` + inAreas

	referred = card + ` AND state = 'referred' AND EXISTS (
		SELECT 1 FROM unnest(CAST(@areas AS text[]), CAST(@units AS text[])) AS s (area, unit)
		WHERE starts_with(o.area_code, s.area) AND o.referred_to = s.unit)`

	onWall = card + ` AND visibility = 'public' AND public_title <> ''
		AND state IN ('pool', 'offered', 'accepted', 'in_service', 'suspended', 'done', 'rated')`
)

var (
	poolSQL     = listing{inPool + newest, inPool + inPublic + newest}
	aroundSQL   = listing{around + newest, around + inPublic + newest}
	referredSQL = listing{referred + newest, referred + inPublic + newest}
	wallSQL     = listing{onWall + newest, onWall + inPublic + newest}
)
