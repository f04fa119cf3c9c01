package registering

import (
	"context"
	"iter"
	"slices"
	"strings"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/export"
	"delinli/models/resident"
	"delinli/models/secret"
	"delinli/models/table"
)

// Exporter gives the register as a table, by the filters of its list: to staff, of their areas. Its first columns are those of the template, so that what
// was taken out in the clear can be mended and taken in.
type Exporter struct{ *Service }

// exportPage is how many rows are read at a time.
const exportPage = 500

// Covers is what the actor's seats cover of the area that is asked for.
func (x Exporter) Covers(a models.Actor, q export.Query) ([]models.AreaCode, error) {
	n, err := narrowOf(q.Filter)
	if err != nil {
		return nil, err
	}
	return store.Staffed(a, n.Area)
}

// narrowOf reads the filters of the list.
func narrowOf(f export.Filter) (Narrow, error) {
	r := f.Read()
	n := Narrow{Area: r.Area(), Tag: export.OneOf(r, "tag", resident.Tags...), Ages: export.OneOf(r, "ages", resident.AgeGroups...)}
	return n, r.Err()
}

// filter is what an export asks of the register. Where it looks, its areas say: they follow when grids change, a sealed filter does not.
func (t inTx) filter(q export.Query) (residents.Filter, error) {
	n, err := narrowOf(q.Filter)
	return residents.Filter{Scope: store.Scope{Areas: q.Areas}, Tag: n.Tag, Ages: n.Ages, Today: t.today}, err
}

// Name is what the sheet is called.
func (Exporter) Name() string { return "居民" }

// Head is the first line.
func (Exporter) Head(q export.Query) (head []string) {
	for _, c := range columnsOf(q) {
		head = append(head, c.Heads[0])
	}
	return slices.Concat(head, []string{"性别", "出生年月"}, export.PlaceHead, []string{"登记时间"})
}

// columnsOf are those of the template; the mask of an address would tell nothing.
func columnsOf(q export.Query) table.Columns {
	if q.Personal {
		return resident.Columns
	}
	return slices.DeleteFunc(slices.Clone(resident.Columns), func(c table.Column) bool { return c.Field == resident.FieldAddress })
}

// Count tells how many residents there are.
func (x Exporter) Count(ctx context.Context, a models.Actor, q export.Query) (int, error) {
	t := x.on(x.DB.Read(ctx), a)
	filter, err := t.filter(q)
	if err != nil {
		return 0, err
	}
	return residents.Size(t.tx, filter)
}

// Pages gives the residents, the last registered first.
func (x Exporter) Pages(ctx context.Context, a models.Actor, q export.Query) iter.Seq2[[]export.Row, error] {
	filter, unread := x.on(x.DB.Read(ctx), a).filter(q)
	return export.Pages(func(cursor string) ([]export.Row, string, error) {
		if unread != nil {
			return nil, "", unread
		}
		return x.page(ctx, a, q, filter, Page{Limit: exportPage, Cursor: cursor})
	})
}

// page reads one page; of personal data it is read and its looks are kept together or not at all.
func (x Exporter) page(ctx context.Context, a models.Actor, q export.Query, f residents.Filter, p Page) (rows []export.Row, next string, err error) {
	read := func(tx *store.Tx) error {
		found, after, err := residents.List(tx, f, p)
		if err != nil {
			return err
		}
		next = after
		rows, err = x.on(tx, a).exported(found, q)
		return err
	}
	if q.Personal {
		err = x.DB.Write(ctx, read)
	} else {
		err = read(x.DB.Read(ctx))
	}
	return rows, next, err
}

// exported writes the rows of residents.
func (t inTx) exported(found []residents.Record, q export.Query) ([]export.Row, error) {
	known, err := t.all(found)
	if err != nil {
		return nil, err
	}
	homes := make([]models.AreaCode, len(found))
	for i, x := range found {
		homes[i] = x.Area
	}
	names, err := areas.Names(t.tx, homes)
	if err != nil {
		return nil, err
	}
	if q.Personal {
		if err := t.seen(known, q); err != nil {
			return nil, err
		}
	}
	rows, columns := make([]export.Row, len(known)), columnsOf(q)
	for i, k := range known {
		line := resident.Line{Entry: k.entry(), House: k.Household.String(), Tags: k.Tags}
		for _, c := range columns {
			rows[i] = append(rows[i], line.Cell(c.Field, !q.Personal))
		}
		rows[i] = slices.Concat(rows[i], export.Row{k.Sex.Word(), strings.TrimSuffix(string(k.Born), "-01")}, export.PlaceOf(k.Area, names), export.Row{k.RegisteredAt})
	}
	return rows, nil
}

// seen keeps the looks at residents, and takes out the phones that are not to be seen for the reason.
func (t inTx) seen(known []Known, q export.Query) error {
	looks, ids := []audit.Look{}, make([]models.PersonID, len(known))
	for i, k := range known {
		ids[i] = k.ID
		for _, what := range []audit.What{audit.Contact, audit.IDNumber} {
			looks = append(looks, audit.Look{Person: k.ID, What: what, Subject: "export", SubjectID: q.ID.String(), Reason: audit.Reason(q.Reason)})
		}
	}
	if byConsent(audit.Reason(q.Reason)) {
		agreeing, err := residents.Agreeing(t.tx, ids, resident.Calls)
		if err != nil {
			return err
		}
		for i, k := range known {
			if !slices.Contains(agreeing, k.ID) {
				known[i].Phone = secret.Phone{}
			}
		}
	}
	return t.Looks.Look(t.tx, t.a, looks...)
}
