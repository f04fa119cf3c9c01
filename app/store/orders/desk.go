package orders

import (
	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
)

// Desk lists what lies in the areas of a scope.
func Desk(tx *store.Tx, s store.Scope, f Filter, p store.Page) ([]order.Order, string, error) {
	if s = s.Within(f.Area); len(s.Areas) == 0 {
		return nil, "", nil
	}
	args := pileArgs(f.Pile)
	args["areas"], args["community"], args["requester"] = store.Array(s.Areas), string(localOf(s)), f.Requester
	if f.Pile == nil {
		args["states"] = store.Array([]order.State{f.State})
	}
	return list(tx, deskOf(s, f).of(f), args, f, p)
}

// localOf is the community that all of the scope lies in; empty for a wider one.
func localOf(s store.Scope) (community models.AreaCode) {
	for i, area := range s.Areas {
		at := area.At(models.Community)
		if i > 0 && at != community {
			return ""
		}
		community = at
	}
	return community
}

// deskOf is the statement that has an index for what is asked.
func deskOf(s store.Scope, f Filter) listing {
	local := localOf(s) != ""
	switch {
	case !f.Requester.IsZero():
		return ofRequester.sorted(f)
	case !f.Assignee.IsZero():
		return ofAssignee.sorted(f)
	case local:
		return ofCommunity.sorted(f)
	case f.Due && f.Pile.Returned:
		return returned
	case f.Pile == nil && f.State != "":
		return ofState
	case f.Pile == nil && !f.Item.IsZero():
		return ofItem
	}
	return ofScope.sorted(f)
}

func pileArgs(p *order.Pile) store.Args {
	if p == nil {
		p = &order.Pile{}
	}
	return store.Args{"states": store.Array(p.States), "after": p.After, "until": p.Until, "returned": p.Returned}
}

// sorts are the lists of one index: all, and of a pile what is newest or due first at the top.
type sorts struct{ newest, piled, due listing }

func (l sorts) sorted(f Filter) listing {
	switch {
	case f.Due:
		return l.due
	case f.Pile != nil:
		return l.piled
	}
	return l.newest
}

// owed narrows a list to a pile, inPile also to its states: where each state is looked up by itself, that is done already.
const (
	owed = ` AND next_due IS NOT NULL AND CASE WHEN next_due > @after AND next_due <= @until AND (returns > 0) >= @returned THEN true ELSE false END`

	inPile = owed + ` AND state = ANY (CAST(@states AS text[]))`

	soonest = ` ORDER BY next_due, id LIMIT @limit`

	dueCard = columns + `(next_due, id) > (@at, CAST(@id AS uuid)) AND (next_due, id) <= (@until, CAST('ffffffff-ffff-ffff-ffff-ffffffffffff' AS uuid))
		AND CASE WHEN placed_at >= @from AND placed_at < @to THEN true ELSE false END AND ` + narrowed

	byState = `SELECT q.* FROM unnest(CAST(@states AS text[])) AS s (of), LATERAL (`

	ofThat = ` AND state = s.of`

	local = ` AND left(area_code, 12) = @community` + inAreas

	helped = inAreas + ` AND requester_id = @requester`

	held = inAreas + ` AND assignee_id = CAST(@assignee AS uuid)`

	listed = inAreas + ` AND item_id = CAST(@item AS uuid)`

	cameBack = ` AND returns > 0` + inAreas
)

var (
	ofCommunity = sorts{
		newest: listing{card + local + newest, card + local + inSecret + newest},
		piled:  listing{card + local + inPile + newest, card + local + inPile + inSecret + newest},
		due: listing{byState + dueCard + local + owed + ofThat + soonest + `) q` + soonest,
			byState + dueCard + local + owed + ofThat + inSecret + soonest + `) q` + soonest},
	}
	ofScope = sorts{
		newest: listing{card + inAreas + newest, card + inAreas + inSecret + newest},
		piled: listing{byState + card + inAreas + owed + ofThat + newest + `) q` + newest,
			byState + card + inAreas + owed + ofThat + inSecret + newest + `) q` + newest},
		due: listing{byState + dueCard + inAreas + owed + ofThat + soonest + `) q` + soonest,
			byState + dueCard + inAreas + owed + ofThat + inSecret + soonest + `) q` + soonest},
	}
	ofRequester = sorts{
		newest: listing{card + helped + newest, card + helped + newest},
		piled:  listing{card + helped + inPile + newest, card + helped + inPile + newest},
		due:    listing{dueCard + helped + inPile + soonest, dueCard + helped + inPile + soonest},
	}
	ofAssignee = sorts{
		newest: listing{card + held + newest, card + held + newest},
		piled:  listing{card + held + inPile + newest, card + held + inPile + newest},
		due:    listing{dueCard + held + inPile + soonest, dueCard + held + inPile + soonest},
	}
	ofState  = listing{byState + card + inAreas + ofThat + newest + `) q` + newest, byState + card + inAreas + ofThat + inSecret + newest + `) q` + newest}
	ofItem   = listing{card + listed + newest, card + listed + inSecret + newest}
	returned = listing{dueCard + cameBack + inPile + soonest, dueCard + cameBack + inPile + inSecret + soonest}
)
