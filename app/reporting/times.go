package reporting

import (
	"context"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"delinli/app/store/reports"
	"delinli/models"
	"delinli/models/report"
)

// Times is how long it took in one part until somebody took an order, and until it was finished.
type Times struct {
	Key, Name      string
	Accept, Finish report.Took
}

// TimesTable is times, divided.
type TimesTable struct {
	report.Span
	Whole   Times
	Parts   []Times
	LeftOff int
}

// seconds are the times of each part, in order.
type seconds = map[string][]int32

// Times gives how long it took from placing to the first acceptance and to the last finish, each at the moment when it came.
func (s *Service) Times(ctx context.Context, a models.Actor, q Question) (out TimesTable, err error) {
	t, err := s.asked(ctx, a, q)
	if err != nil {
		return out, err
	}
	accept, finish, err := t.measured()
	if err != nil {
		return out, err
	}
	out.Span = t.filter.Span
	out.Whole = Times{Accept: report.TookOf(together(accept)), Finish: report.TookOf(together(finish))}
	if t.by.Dimension == report.Whole {
		return out, nil
	}
	return out, out.list(t, accept, finish)
}

// measured reads both kinds of times at once.
func (t inTx) measured() (accept, finish seconds, err error) {
	var both errgroup.Group
	both.Go(func() (err error) { accept, err = reports.Times(t.tx, report.Acceptances, t.filter, t.by); return err })
	both.Go(func() (err error) { finish, err = reports.Times(t.tx, report.Finishes, t.filter, t.by); return err })
	return accept, finish, both.Wait()
}

func together(parts seconds) []int32 { return report.Merge(slices.Collect(maps.Values(parts))...) }

// list puts the parts in order and names them.
func (out *TimesTable) list(t inTx, accept, finish seconds) error {
	tallies := map[string]report.Tally{}
	for name, times := range map[report.Name]seconds{report.Accepted: accept, report.Finished: finish} {
		for key, all := range times {
			if tallies[key] == nil {
				tallies[key] = report.Tally{}
			}
			tallies[key][name] = int64(len(all))
		}
	}
	keys, left, err := t.keys(tallies, MostParts)
	out.LeftOff = left
	if err != nil {
		return err
	}
	names, err := t.name(keys)
	for _, key := range keys {
		out.Parts = append(out.Parts, Times{key, names[key], report.TookOf(accept[key]), report.TookOf(finish[key])})
	}
	return err
}
