package notifying

import (
	"context"
	"slices"
	"strconv"

	"delinli/app/store"
	"delinli/app/store/notices"
	"delinli/app/store/outbox"
	"delinli/models"
	"delinli/models/notice"
)

// Happened tells whom a row of the outbox concerns: of orders, approvals, complaints and volunteers. Telling twice tells nobody twice.
func (s *Service) Happened(ctx context.Context, row outbox.Row) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		story, ok, err := notices.StoryOf(tx, row)
		if err != nil || !ok {
			return err
		}
		found := rulesFor(row, story)
		if len(found) == 0 {
			return nil
		}
		all, err := notices.Audience(tx, story, s.Now())
		if err != nil {
			return err
		}
		return s.tell(tx, notices.Cause{Key: "event " + strconv.FormatInt(row.ID, 10), Order: story.Order, At: s.Now()}, found, all, story)
	})
}

// tell writes the notices of the rules.
func (s *Service) tell(tx *store.Tx, c notices.Cause, rules []rule, all []notices.Member, story notices.Story) error {
	var entries []notices.Entry
	told := map[entryKey]bool{}
	for _, r := range rules {
		for _, who := range r.tell {
			for _, m := range members(all, who, story) {
				if key := (entryKey{m.Person, r.kind}); !told[key] {
					told[key] = true
					entries = append(entries, s.entry(m, r.kind))
				}
			}
		}
	}
	if len(entries) == 0 {
		return nil
	}
	_, err := notices.Tell(tx, c, entries)
	return err
}

type entryKey struct {
	person models.PersonID
	kind   notice.Kind
}

// entry decides by which channels a notice goes out, and when.
func (s *Service) entry(m notices.Member, k notice.Kind) notices.Entry {
	open := slices.DeleteFunc(slices.Clone(m.For(k)), func(c notice.Channel) bool {
		return c == notice.SMS && (s.SMS == nil || !m.Phone) || c == notice.WeChat && s.WeChat == nil
	})
	return notices.Entry{ID: models.NewID[models.NoticeID](s.Random), Person: m.Person, Kind: k, Channels: open, After: m.When(k, s.Now())}
}

// MissingCalendar tells the system administrators of the area, once, that the holidays of a year have not been entered.
func (s *Service) MissingCalendar(ctx context.Context, area models.AreaCode, year int) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		all, err := notices.Audience(tx, notices.Story{Area: area, At: s.Now()}, s.Now())
		if err != nil {
			return err
		}
		cause := notices.Cause{Key: "calendar " + strconv.Itoa(year), Params: notice.Params{Year: year}, At: s.Now()}
		rules := []rule{{tell: to(audience(models.SystemAdmin)), kind: notice.CalendarMissing}}
		return s.tell(tx, cause, rules, all, notices.Story{})
	})
}
