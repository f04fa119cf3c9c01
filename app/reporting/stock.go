package reporting

import (
	"context"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/reports"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/report"
)

// How old a count of the whole city may be: after the first it is counted anew behind the answer, after the second before it.
const (
	stockFresh = 20 * time.Second
	stockStale = 10 * time.Minute
	stockTime  = 30 * time.Second // for one count
)

// stock keeps what the whole city has, counted by its finest areas, so that every level is a sum of the same parts.
type stock struct {
	mu   sync.Mutex
	last count
	once singleflight.Group
}

// count is what was counted in one go.
type count struct {
	at    time.Time
	asOf  calendar.Date
	ended int                     // codes: after another change of grids the count names some that are no more
	by    map[string]report.Tally // by code
}

func (k *stock) get() count {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.last
}

func (k *stock) put(c count) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last = c
}

// counted gives a count that is not stale.
func (s *Service) counted(ctx context.Context) (count, error) {
	last := s.stock.get()
	age := s.Now().Sub(last.at)
	ended, err := areas.Ended(s.DB.Read(ctx))
	if err != nil {
		return count{}, err
	}
	switch {
	case last.by == nil || age < 0 || age > stockStale || ended != last.ended:
		fresh, err, _ := s.stock.once.Do("", s.recount)
		if err != nil {
			return count{}, err
		}
		return fresh.(count), nil
	case age > stockFresh:
		s.stock.once.DoChan("", s.recount)
	}
	return last, nil
}

// Warm counts what the city has before anybody asks.
func (s *Service) Warm(ctx context.Context) error {
	_, err := s.counted(ctx)
	return err
}

// recount counts the whole city. It belongs to no single question, so it outlives the one that asked first.
func (s *Service) recount() (any, error) {
	ctx, stop := context.WithTimeout(context.Background(), stockTime)
	defer stop()
	tx, now := s.DB.Read(ctx), s.Now()
	day := calendar.DateOf(now)
	ended, err := areas.Ended(tx)
	if err != nil {
		return nil, err
	}
	everywhere := store.Scope{Areas: []models.AreaCode{""}}
	parts, err := gather(report.StandingSources(), func(source report.Source) (map[string]report.Tally, error) {
		return reports.Standings(tx, source, everywhere, models.Building, day)
	})
	if err != nil {
		return nil, err
	}
	c := count{now, day, ended, parts}
	s.stock.put(c)
	return c, nil
}

// within sums what lies within a scope, by the areas of a level; what lies above the level stands for itself.
func (c count) within(scope store.Scope, level models.AreaLevel) map[string]report.Tally {
	parts := map[string]report.Tally{}
	for code, tally := range c.by {
		for _, area := range scope.Areas {
			if !strings.HasPrefix(code, string(area)) {
				continue
			}
			part := code[:min(len(code), level.Digits())]
			if parts[part] == nil {
				parts[part] = report.Tally{}
			}
			parts[part].Add(tally)
			break
		}
	}
	return parts
}

// gather counts sources at the same time and joins what they have of each part.
func gather(sources []report.Source, count func(report.Source) (map[string]report.Tally, error)) (map[string]report.Tally, error) {
	counted := make([]map[string]report.Tally, len(sources))
	var all errgroup.Group
	for i, source := range sources {
		all.Go(func() (err error) { counted[i], err = count(source); return err })
	}
	if err := all.Wait(); err != nil {
		return nil, err
	}
	parts := map[string]report.Tally{}
	for _, source := range counted {
		for key, tally := range source {
			if parts[key] == nil {
				parts[key] = report.Tally{}
			}
			parts[key].Add(tally)
		}
	}
	return parts, nil
}
