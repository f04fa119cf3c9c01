package ordering

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/calendar"
	"delinli/models/export"
	"delinli/models/order"
)

// Exporter gives the orders of the desk as a table, by the desk's own filters. With the masks on it has no word that a requester wrote.
type Exporter struct{ *Service }

// exportPage is how many rows are read at a time.
const exportPage = 500

// Covers is what the actor's seats cover of the area that is asked for.
func (x Exporter) Covers(a models.Actor, q export.Query) ([]models.AreaCode, error) {
	query, err := deskQuery(q.Filter)
	if err != nil {
		return nil, err
	}
	return store.Staffed(a, query.Area)
}

// deskQuery reads the filters of the desk as its list takes them.
func deskQuery(f export.Filter) (q Query, err error) {
	r := f.Read()
	q = Query{State: export.OneOf(r, "state", order.States...), Kind: export.OneOf(r, "kind", order.Menu, order.Wish, order.Request),
		Item: export.ID[models.ItemID](r, "item"), Area: r.Area(), Lamp: string(export.OneOf(r, "lamp", calendar.Lamps...)),
		Text:  r.Words("q"),
		Queue: export.OneOf(r, "queue", order.Queues...), Sort: export.OneOf(r, "sort", Newest, Due),
		Assignee: export.ID[models.PersonID](r, "assignee"), Requester: export.ID[models.PersonID](r, "requester"),
		From: r.Moment("from"), To: r.Moment("to")}
	return q, cmp.Or(r.Err(), export.InFilter(q.check(true)))
}

// covered is what a waiting export asks of the desk. Where it looks, its areas say: they follow when grids change, a sealed filter does not.
func (t inTx) covered(f export.Filter) (Query, error) {
	q, err := deskQuery(f)
	if err != nil {
		return q, err
	}
	q.Area = ""
	q.Requester, err = people.Present(t.tx, q.Requester)
	return q, err
}

// Name is what the sheet is called.
func (Exporter) Name() string { return "订单" }

// Head is the first line.
func (Exporter) Head(q export.Query) []string {
	if q.Personal {
		return append(append([]string{}, plainHead...), personalHead...)
	}
	return plainHead
}

var (
	plainHead = []string{"编号", "类型", "项目", "街道", "社区", "网格", "状态", "时限灯", "公开标题", "申请人", "电话", "志愿者", "团队", "转办部门", "提交时间", "首次接单",
		"最近办结", "应办结", "结案时间", "星级", "督办"}
	personalHead = []string{"地址", "诉求", "内容"}
)

// Count tells how many orders the desk has.
func (x Exporter) Count(ctx context.Context, a models.Actor, q export.Query) (int, error) {
	t := x.reading(ctx, a)
	query, err := t.covered(q.Filter)
	if err != nil {
		return 0, err
	}
	return orders.DeskSize(t.tx, store.Scope{Areas: q.Areas}, t.filter(Desk, query))
}

// Pages gives the orders that the actor may see whole.
func (x Exporter) Pages(ctx context.Context, a models.Actor, q export.Query) iter.Seq2[[]export.Row, error] {
	t := x.reading(ctx, a)
	query, unread := t.covered(q.Filter)
	filter := t.filter(Desk, query)
	return export.Pages(func(cursor string) ([]export.Row, string, error) {
		if unread != nil {
			return nil, "", unread
		}
		found, next, err := orders.Desk(t.tx, store.Scope{Areas: q.Areas}, filter, Page{Limit: exportPage, Cursor: cursor})
		if err != nil {
			return nil, "", err
		}
		rows, err := t.exported(found, q)
		return rows, next, err
	})
}

// exported writes rows of orders; looks at requesters' data are kept before the rows are given.
func (t inTx) exported(found []order.Order, q export.Query) (rows []export.Row, err error) {
	cases, err := t.cases(found)
	if err != nil {
		return nil, err
	}
	ids := make([]models.OrderID, len(found))
	for i, o := range found {
		ids[i] = o.ID
	}
	known, err := orders.ParticularsOf(t.tx, ids)
	if err != nil {
		return nil, err
	}
	full := map[models.OrderID]order.Order{}
	if q.Personal {
		if full, err = t.details(ids); err != nil {
			return nil, err
		}
	}
	looks := map[models.PersonID]audits.Line{}
	for i := range cases {
		c := &cases[i]
		if c.Sees(t.a) != order.Whole {
			continue
		}
		row, err := t.exportRow(c, known[c.ID], q.Personal)
		if err == nil && q.Personal {
			row, err = t.withPersonal(row, c, full[c.ID], known[c.ID])
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
		if q.Personal && c.Requester != t.a.Person && !known[c.ID].Key.IsZero() { // of the erased nothing is seen
			looks[c.Requester] = audits.Line{At: t.Now(), Actor: t.a, Action: "look.contact", Subject: "export", SubjectID: q.ID.String(), Person: c.Requester,
				Reason: audit.Reason(q.Reason)}
		}
	}
	return rows, audits.Log(t.tx, slices.Collect(maps.Values(looks))...)
}

// details reads what cards leave out.
func (t inTx) details(ids []models.OrderID) (map[models.OrderID]order.Order, error) {
	found, err := orders.GetAll(t.tx, ids)
	full := make(map[models.OrderID]order.Order, len(found))
	for _, o := range found {
		full[o.ID] = o
	}
	return full, err
}
