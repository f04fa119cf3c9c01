package reporting

import (
	"cmp"
	"context"
	"iter"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/export"
	"delinli/models/report"
)

// Exporter gives the table of rates with all that it is made of, by the questions of its page. There is nothing personal in it.
type Exporter struct{ *Service }

// Covers is what the actor's seats cover of the area that is asked for.
func (x Exporter) Covers(a models.Actor, q export.Query) ([]models.AreaCode, error) {
	question, err := questionOf(q.Filter)
	if err := cmp.Or(q.NothingPersonal(), err); err != nil {
		return nil, err
	}
	if _, err := report.SpanOf(question.From, question.To, x.Now()); err != nil {
		return nil, export.InFilter(err)
	}
	scope := store.ScopeOf(a, models.Staff...)
	switch {
	case question.Area == "":
	case !a.Holds(question.Area, models.Staff...):
		return nil, models.Missing
	default:
		scope.Areas = []models.AreaCode{question.Area}
	}
	_, err = question.levelIn(scope)
	return scope.Areas, export.InFilter(err)
}

func questionOf(f export.Filter) (q Question, err error) {
	r := f.Read()
	day := func(s string) bool { _, err := time.Parse(time.DateOnly, s); return err == nil }
	q = Question{By: export.OneOf(r, "by", report.ByArea, report.ByItem, report.ByVolunteer, report.ByMonth),
		Level: export.OneOf(r, "level", models.Street, models.Community, models.Grid, models.Building), Area: r.Area(),
		Item: export.ID[models.ItemID](r, "item"), Volunteer: export.ID[models.PersonID](r, "volunteer"),
		From: calendar.Date(r.Text("from", day)), To: calendar.Date(r.Text("to", day))}
	return q, r.Err()
}

// Name is what the sheet is called.
func (Exporter) Name() string { return "三率" }

// Head is the first line.
func (Exporter) Head(export.Query) []string {
	return []string{"代码", "名称", "提交", "办结", "有效回访", "已联系", "已解决", "满意", "基本满意", "未作答", "响应率", "解决率", "满意率", "综合", "到期", "按时办结", "按时办结率"}
}

// Count tells nothing before the table is there: it is read at once.
func (Exporter) Count(context.Context, models.Actor, export.Query) (int, error) { return 0, nil }

// Pages gives the whole table, its last row the sum of all.
func (x Exporter) Pages(ctx context.Context, a models.Actor, q export.Query) iter.Seq2[[]export.Row, error] {
	return func(yield func([]export.Row, error) bool) {
		question, err := questionOf(q.Filter)
		if err != nil {
			yield(nil, err)
			return
		}
		if question.Area != "" && question.Level == "" {
			question.Level = question.Area.Level().Below()
		}
		question.Area = "" // where to look, the areas say: they follow when grids change, a sealed filter does not
		table, err := x.Rates(ctx, within(a, q.Areas), question)
		var rows []export.Row
		for _, p := range table.Parts {
			rows = append(rows, rowOf(p, p.Key))
		}
		yield(append(rows, rowOf(table.Whole, "合计")), err)
	}
}

// within is the actor with seats over no more than the areas.
func within(a models.Actor, areas []models.AreaCode) models.Actor {
	narrow := a
	narrow.Seats = nil
	for _, area := range areas {
		for _, seat := range a.Seats {
			if area.Within(seat.Area) {
				seat.Area = area
				narrow.Seats = append(narrow.Seats, seat)
			}
		}
	}
	return narrow
}

func rowOf(p Part, key string) export.Row {
	t, r := p.Tally, p.Rates
	return export.Row{key, p.Name, t[report.Placed], t[report.Finished], t[report.Valid], t[report.Contacted], t[report.Solved], t[report.Satisfied],
		t[report.Basically], t[report.Unanswered], percent(r.Response), percent(r.Resolution), percent(r.Satisfaction), percent(r.Composite), t[report.Due],
		t[report.OnTime], percent(r.OnTime)}
}

// percent leaves a cell empty where there is no data.
func percent(share *float64) any {
	if share == nil {
		return nil
	}
	return export.Percent(*share)
}
