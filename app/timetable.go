package main

import (
	"context"
	"errors"
	"time"

	"delinli/app/jobs"
	"delinli/app/store/outbox"
	"delinli/models"
)

// newJobs says what is done by itself: after which event, and how often.
func newJobs(h *house) (*jobs.Service, error) {
	v := h.verbs
	return jobs.New(jobs.Options{Pool: h.pool.Pgx(), DB: h.db, Hint: h.hint, Hub: h.hub, Log: h.log,
		Handlers: []jobs.Handler{
			{Name: "notices", Topic: outbox.Order, Do: v.notifying.Happened},
			{Name: "approval notices", Topic: outbox.Approval, Do: v.notifying.Happened},
			{Name: "complaint notices", Topic: outbox.Complaint, Do: v.notifying.Happened},
			{Name: "correction notices", Topic: outbox.Correction, Do: v.notifying.Happened},
			{Name: "export notices", Topic: outbox.Export, Do: v.notifying.Happened},
			{Name: "leave notices", Topic: outbox.Leave, Do: v.notifying.Happened},
			{Name: "volunteer notices", Topic: outbox.Volunteer, Events: []string{"verify", "refuse", outbox.Invited}, Do: v.notifying.Happened},
			{Name: "release", Topic: outbox.Person, Events: []string{"seat_ended", "account_disabled"}, Do: h.release},
			{Name: "recount", Topic: outbox.Settings, Events: []string{"calendar"}, Do: h.recount},
		},
		Tasks: []jobs.Task{
			{Name: "clocks", Every: 5 * time.Second, Do: ignoreCount(v.ordering.Tick)},
			{Name: "seal", Every: 2 * time.Second, Do: ignoreCount(v.keeping.Seal)},
			{Name: "seats", Every: time.Minute, Do: ignoreCount(v.enrolling.EndLapsedSeats)},
			{Name: "deliveries", Every: 10 * time.Second, Do: v.notifying.Deliver},
			{Name: "exports", Every: 2 * time.Second, Do: v.exporting.Work},
			{Name: "imports", Every: time.Second, Do: v.importing.Work},
			{Name: "keys", Every: time.Minute, Do: h.rewrap},
			{Name: "names", Every: 5 * time.Second, Do: ignoreCount(v.registering.IndexNames)},
			{Name: "retention", Every: time.Hour, Do: h.retain},
			{Name: "calendar", Every: 24 * time.Hour, Do: h.checkCalendar},
		},
	})
}

func ignoreCount(do func(context.Context) (int, error)) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := do(ctx)
		return err
	}
}

// release gives back what somebody holds who may no longer serve.
func (h *house) release(ctx context.Context, row outbox.Row) error {
	id, ok := models.ParseID[models.PersonID](row.Ref)
	if !ok {
		return nil
	}
	return h.verbs.ordering.ReleaseUnseated(ctx, id)
}

// recount works out provisional due moments anew once the missing year is entered.
func (h *house) recount(ctx context.Context, _ outbox.Row) error {
	h.verbs.cataloguing.Forget()
	return h.verbs.ordering.Recount(ctx)
}

// rewrap tells in the log when older master keys are no longer needed.
func (h *house) rewrap(ctx context.Context) error {
	n, err := h.verbs.keeping.Rewrap(ctx)
	if n > 0 {
		h.log.Info("data keys were put under the newest master key; delinli verify tells when the older ones may be taken out of the key file", "keys", n)
	}
	return err
}

func (h *house) retain(ctx context.Context) error {
	gone, err := h.verbs.keeping.Sweep(ctx, time.Now())
	exports, failed := h.verbs.exporting.Sweep(ctx, time.Now())
	imports, dropping := h.verbs.importing.Sweep(ctx, time.Now())
	h.log.Info("retention", "removed", gone, "exports", exports, "imports", imports)
	return errors.Join(err, failed, dropping)
}

// checkCalendar tells the system administrators of years without a table.
func (h *house) checkCalendar(ctx context.Context) error {
	years, err := h.verbs.cataloguing.MissingYears(ctx)
	if err != nil {
		return err
	}
	for _, year := range years {
		if err := h.verbs.notifying.MissingCalendar(ctx, cityCode, year); err != nil {
			return err
		}
	}
	return nil
}

// cityCode is the city that this program serves.
const cityCode models.AreaCode = "370785"
