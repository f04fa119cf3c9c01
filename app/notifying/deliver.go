package notifying

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"delinli/app/channel"
	"delinli/app/store"
	"delinli/app/store/notices"
	"delinli/app/store/people"
	"delinli/models/notice"
	"delinli/models/secret"
)

const (
	deliverBatch = 48
	deliverWidth = 8 // at once
	deliverTries = 5 // over about six hours
	deliverPage  = "/pages/notices/notices"
)

// Deliver sends what is due until nothing is left. What cannot be sent now comes again later, a few times.
func (s *Service) Deliver(ctx context.Context) error {
	for ctx.Err() == nil {
		var due []notices.Delivery
		err := s.DB.Write(ctx, func(tx *store.Tx) (err error) {
			due, err = notices.Claim(tx, s.Now(), deliverBatch)
			return err
		})
		if err != nil || len(due) == 0 {
			return err
		}
		var at errgroup.Group
		at.SetLimit(deliverWidth)
		for _, d := range due {
			at.Go(func() error { return s.deliver(ctx, d) })
		}
		if err := at.Wait(); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// errNoAddress is of somebody who cannot be reached by a channel.
var errNoAddress = errors.New("no address")

// deliver sends one message and notes how that ended; its own error is of the database alone.
func (s *Service) deliver(ctx context.Context, d notices.Delivery) error {
	now := s.Now()
	if at := d.When(d.Kind, now); at.After(now) {
		return s.note(ctx, func(tx *store.Tx) error { return notices.Postpone(tx, d, at) })
	}
	if d.Read {
		return s.note(ctx, func(tx *store.Tx) error { return notices.Failed(tx, d, "read before") })
	}
	err := s.send(ctx, d)
	return s.note(ctx, func(tx *store.Tx) error {
		switch {
		case err == nil:
			return notices.Sent(tx, d)
		case errors.Is(err, channel.ErrRefused), errors.Is(err, errNoAddress), d.Attempts >= deliverTries:
			return notices.Failed(tx, d, err.Error())
		}
		return notices.Retry(tx, d, err.Error())
	})
}

// note writes how a delivery ended, also while the program is being stopped: what has been sent must not be sent again.
func (s *Service) note(ctx context.Context, fn func(*store.Tx) error) error {
	return s.DB.Write(context.WithoutCancel(ctx), fn)
}

func (s *Service) send(ctx context.Context, d notices.Delivery) error {
	m := channel.Message{ID: d.Notice.String(), Text: d.Language.Outside(d.Kind)}
	switch d.Channel {
	case notice.SMS:
		phone, err := s.phone(d)
		if err != nil {
			return err
		}
		m.Phone = phone
		return s.SMS.Send(ctx, m)
	case notice.WeChat:
		if s.WeChat == nil {
			return errNoAddress
		}
		openID, err := s.OpenIDs.OpenID(s.DB.Read(ctx), d.Person)
		if err != nil {
			return err
		}
		if openID.IsZero() {
			return errNoAddress
		}
		m.OpenID, m.Text, m.Page = openID, d.Language.Short(), deliverPage
		return s.WeChat.Send(ctx, m)
	}
	return errNoAddress
}

// phone opens the number of whoever is told; somebody who was erased has none.
func (s *Service) phone(d notices.Delivery) (secret.Phone, error) {
	plain, err := s.Vault.Open(d.Key, people.Place(d.Person, "phone"), d.Phone)
	if err != nil || plain == "" {
		return secret.Phone{}, errNoAddress
	}
	phone, err := secret.ParsePhone(plain)
	if err != nil {
		return secret.Phone{}, errNoAddress
	}
	return phone, nil
}
