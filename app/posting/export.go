package posting

import (
	"context"
	"iter"
	"maps"
	"slices"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/audits"
	"delinli/app/store/people"
	"delinli/app/store/posts"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/calendar"
	"delinli/models/export"
	"delinli/models/gridteam"
	"delinli/models/secret"
)

// Exporter gives the teams of the grids as a table, by the filters of their list and under the heads by which a table of them is taken in: each post that is
// held, and each that is vacant, to be filled in. Identity numbers are in it with personal data alone. Grid workers, who see the list, take no tables out.
type Exporter struct{ *Service }

// exportPage is how many grids are read at a time.
const exportPage = 100

// Covers is what the actor's seats as staff cover of the area that is asked for.
func (Exporter) Covers(a models.Actor, q export.Query) ([]models.AreaCode, error) {
	area, _, err := narrowed(q.Filter)
	if err != nil {
		return nil, err
	}
	return store.Staffed(a, area)
}

func narrowed(f export.Filter) (area models.AreaCode, gap gridteam.Gap, err error) {
	r := f.Read()
	area, gap = r.Area(), export.OneOf(r, "gap", gridteam.Gaps...)
	return area, gap, r.Err()
}

// Name is what the sheet is called.
func (Exporter) Name() string { return "网格队伍" }

// Head is the first line.
func (Exporter) Head(export.Query) []string {
	head := gridteam.Columns.Head
	return slices.Concat([]string{head(gridteam.FieldGrid)}, export.PlaceHead, []string{head(gridteam.FieldKind), head(gridteam.FieldName), head(gridteam.FieldNumber), "电话",
		head(gridteam.FieldOrigin), head(gridteam.FieldFrom), head(gridteam.FieldUntil), "情况"})
}

// Count tells how many posts are held or vacant today.
func (x Exporter) Count(ctx context.Context, a models.Actor, q export.Query) (n int, err error) {
	grids, err := x.reading(ctx, a).lacking(q)
	for _, g := range grids {
		n += g.Members() + len(g.Vacant())
	}
	return n, err
}

// Pages gives the teams, grid by grid.
func (x Exporter) Pages(ctx context.Context, a models.Actor, q export.Query) iter.Seq2[[]export.Row, error] {
	return func(yield func([]export.Row, error) bool) {
		t := x.reading(ctx, a)
		grids, err := t.lacking(q)
		if err != nil {
			yield(nil, err)
			return
		}
		for some := range slices.Chunk(grids, exportPage) {
			if rows, err := t.exported(some, q); !yield(rows, err) || err != nil {
				return
			}
		}
	}
}

func (x Exporter) reading(ctx context.Context, a models.Actor) inTx {
	return inTx{x.Service, x.DB.Read(ctx), a, calendar.DateOf(x.Now())}
}

// lacking are the grids that the list shows.
func (t inTx) lacking(q export.Query) ([]gridteam.Strength, error) {
	_, gap, err := narrowed(q.Filter)
	if err != nil {
		return nil, err
	}
	all, err := posts.Strengths(t.tx, store.Scope{Areas: q.Areas}, t.today)
	return gridteam.Lacking(all, gap), err
}

// exported writes the rows of grids; looks at what is told in the clear are kept before the rows are given.
func (t inTx) exported(grids []gridteam.Strength, q export.Query) (rows []export.Row, err error) {
	codes := make([]models.AreaCode, len(grids))
	for i, g := range grids {
		codes[i] = g.Grid
	}
	names, err := areas.Names(t.tx, codes)
	if err != nil {
		return nil, err
	}
	all, err := posts.Of(t.tx, t.today, codes...)
	if err != nil {
		return nil, err
	}
	held := map[models.AreaCode][]posts.Held{}
	for _, h := range all {
		held[h.Grid] = append(held[h.Grid], h)
	}
	looks := map[models.PersonID][]audits.Line{}
	for _, g := range grids {
		place := slices.Concat(export.Row{string(g.Grid)}, export.PlaceOf(g.Grid, names))
		for _, h := range held[g.Grid] {
			who, err := t.contactOf(h, q.Personal)
			if err != nil {
				return nil, err
			}
			rows = append(rows, slices.Concat(place, t.postRow(h, who)))
			if q.Personal && h.Person != t.a.Person {
				looks[h.Person] = t.looksAt(h.Person, who, q)
			}
		}
		for _, kind := range g.Vacant() {
			rows = append(rows, slices.Concat(place, export.Row{kind.Word(), nil, nil, nil, nil, nil, nil, "空缺"}))
		}
	}
	return rows, audits.Log(t.tx, slices.Concat(slices.Collect(maps.Values(looks))...)...)
}

// contact is what a table tells of somebody.
type contact struct{ name, number, phone string }

// contactOf is masked, without the identity number, unless it is asked for in the clear. Nothing is left of somebody who was erased.
func (t inTx) contactOf(h posts.Held, clear bool) (c contact, err error) {
	if h.Holder.Key.IsZero() {
		return c, nil
	}
	drawer, err := t.Vault.Unlock(h.Holder.Key, h.Person)
	if err != nil {
		return c, err
	}
	if c.name, err = drawer.Open(people.Place(h.Person, "name"), h.Holder.Name); err != nil {
		return c, err
	}
	if c.phone, err = drawer.Open(people.Place(h.Person, "phone"), h.Phone); err != nil {
		return c, err
	}
	if !clear {
		return contact{name: secret.Masked(c.name, secret.ParseName), phone: secret.Masked(c.phone, secret.ParsePhone)}, nil
	}
	c.number, err = drawer.Open(people.Place(h.Person, "id_number"), h.Number)
	return c, err
}

func (t inTx) postRow(h posts.Held, who contact) export.Row {
	var until any
	if h.Until != nil {
		until = string(*h.Until)
	}
	note := ""
	switch {
	case h.From > t.today:
		note = "未到任"
	case h.Grids > gridteam.MostGrids:
		note = "在多个网格任职"
	}
	return export.Row{h.Kind.Word(), who.name, who.number, who.phone, h.Origin.Word(), string(h.From), until, note}
}

// looksAt are the lines of what is told of somebody in the clear.
func (t inTx) looksAt(person models.PersonID, who contact, q export.Query) (lines []audits.Line) {
	for _, told := range []struct {
		what  audit.What
		plain string
	}{{audit.Name, who.name}, {audit.Phone, who.phone}, {audit.IDNumber, who.number}} {
		if told.plain != "" {
			lines = append(lines, audits.Line{At: t.Now(), Actor: t.a, Action: "look." + string(told.what), Subject: "export", SubjectID: q.ID.String(), Person: person,
				Reason: audit.Reason(q.Reason)})
		}
	}
	return lines
}
