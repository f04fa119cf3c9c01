package organising

import (
	"context"
	"iter"
	"slices"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/parties"
	"delinli/models"
	"delinli/models/export"
	"delinli/models/party"
)

// Exporter gives the party's organisations of an area as a table, under the heads by which a table of them is taken in. Organisations have names without
// anything personal, and of their centre households the table has no more than how many there are.
type Exporter struct{ *Service }

// exportPage is how many organisations are read at a time.
const exportPage = 500

// Covers is what the actor's seats cover of the area that is asked for.
func (Exporter) Covers(a models.Actor, q export.Query) ([]models.AreaCode, error) {
	area, err := q.AreaAlone()
	if err != nil {
		return nil, err
	}
	return store.Staffed(a, area)
}

// Name is what the sheet is called.
func (Exporter) Name() string { return "党组织" }

// Head is the first line.
func (Exporter) Head(export.Query) []string {
	head := party.Columns.Head
	return slices.Concat([]string{head(party.FieldName), "级别", head(party.FieldAbove), head(party.FieldArea)}, export.PlaceHead, []string{head(party.FieldCompound),
		head(party.FieldFounded), "党员中心户"})
}

// Count tells how many organisations there are.
func (x Exporter) Count(ctx context.Context, _ models.Actor, q export.Query) (int, error) {
	return parties.Listable(x.DB.Read(ctx), store.Scope{Areas: q.Areas})
}

// Pages gives the live organisations, those above before those below.
func (x Exporter) Pages(ctx context.Context, _ models.Actor, q export.Query) iter.Seq2[[]export.Row, error] {
	tx := x.DB.Read(ctx)
	return export.Pages(func(from models.OrgID) (rows []export.Row, next models.OrgID, err error) {
		found, err := parties.Listing(tx, store.Scope{Areas: q.Areas}, from, exportPage)
		if err != nil {
			return nil, next, err
		}
		if len(found) == exportPage {
			next = found[exportPage-1].ID
		}
		rows, err = orgRows(tx, found)
		return rows, next, err
	})
}

var levelWords = map[party.Kind]string{party.Committee: "党委", party.Branch: "党支部", party.Group: "党小组"}

func orgRows(tx *store.Tx, found []parties.Listed) ([]export.Row, error) {
	codes := make([]models.AreaCode, len(found))
	for i, o := range found {
		codes[i] = o.Area
	}
	names, err := areas.Names(tx, slices.Compact(codes))
	rows := make([]export.Row, len(found))
	for i, o := range found {
		var centres any
		if o.Kind == party.Group {
			centres = o.Centres
		}
		rows[i] = slices.Concat(export.Row{o.Name, levelWords[o.Kind], o.Above, string(o.Area)}, export.PlaceOf(o.Area, names),
			export.Row{o.Compound, string(o.Founded), centres})
	}
	return rows, err
}
