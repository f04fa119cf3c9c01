package keeping

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"delinli/app/store/audits"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/order"
)

// journals replays every order and compares what comes out with its row.
func (w *walk) journals() error {
	for after := (models.OrderID{}); ; {
		page, err := audits.Journals(w.tx, after, ordersPage)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, j := range page {
			if columns := diverged(j); len(columns) > 0 {
				w.report.Add(audit.Fault{Flaw: audit.Diverged, Order: j.ID, Columns: columns})
			}
			after = j.ID
		}
		w.report.Orders += int64(len(page))
		w.tell(w.report)
	}
}

// diverged lists the columns in which the row is not what its journal says; "*" when one of them cannot be read at all. A young column
// that no line names came after the order.
func diverged(j audits.Journal) (columns []string) {
	want, err := left(j.Patches)
	have, bad := left([]order.Patch{j.Row})
	if err != nil || bad != nil {
		return []string{"*"}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !bytes.Equal(want[name], have[name]) && (named(j.Patches, name) || !slices.Contains(order.Young, name)) {
			columns = append(columns, name)
		}
	}
	return columns
}

func named(patches []order.Patch, column string) bool {
	return slices.ContainsFunc(patches, func(p order.Patch) bool { return p[column] != nil })
}

// left is the row that patches leave, each column as we would write it: the database writes times in another form.
func left(patches []order.Patch) (row order.Patch, err error) {
	o, err := order.Replay(patches)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	return row, json.Unmarshal(b, &row)
}
