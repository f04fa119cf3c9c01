package enrolling

import (
	"context"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
)

// Resolve tells who holds a token now, in one query at each request, so that a changed seat counts from the next one. A token that is
// unknown, expired, idle or revoked by now, of the machine, is Unauthentic "session.ended".
func (s *Service) Resolve(ctx context.Context, token string, now time.Time) (models.Actor, error) {
	standing, err := people.Standing(s.DB.Read(ctx), vault.HashToken(token), s.Town())
	if err != nil {
		return models.Actor{}, err
	}
	a, err := standing.Actor(now)
	if err == nil && standing.Stale(now) {
		err = s.DB.Alone(ctx, func(tx *store.Tx) error { return people.Seen(tx, standing.ID, now) })
	}
	return a, err
}

// Logout ends the session that asks.
func (s *Service) Logout(ctx context.Context, a models.Actor) error {
	return s.write(ctx, a, func(t inTx) error {
		who, err := t.self()
		if err != nil {
			return err
		}
		return t.revoke(people.Which{Person: who, Only: a.Session})
	})
}

// Devices lists the open sessions of whoever asks.
func (s *Service) Devices(ctx context.Context, a models.Actor) ([]person.Session, error) {
	t := s.read(ctx, a)
	found, err := people.Sessions(t.tx, a.Person, t.now)
	live := found[:0]
	for _, session := range found {
		if session.Live(t.now) {
			live = append(live, session)
		}
	}
	return live, err
}

// EndDevice ends one session of whoever asks; another's is *not found*.
func (s *Service) EndDevice(ctx context.Context, a models.Actor, id models.SessionID) error {
	return s.write(ctx, a, func(t inTx) error {
		n, err := people.Revoke(t.tx, people.Which{Person: a.Person, Only: id}, t.now)
		if err == nil && n == 0 {
			return models.Missing
		}
		if err != nil {
			return err
		}
		return t.log("session.end", a.Person, nil)
	})
}

// EndOtherDevices ends every session of whoever asks but the one that asks.
func (s *Service) EndOtherDevices(ctx context.Context, a models.Actor) error {
	return s.write(ctx, a, func(t inTx) error { return t.revoke(people.Which{Person: a.Person, But: a.Session}) })
}

// revoke ends sessions and leaves a line of it.
func (t inTx) revoke(w people.Which) error {
	n, err := people.Revoke(t.tx, w, t.now)
	if err != nil || n == 0 {
		return err
	}
	return t.log("session.end", w.Person, map[string]any{"sessions": n})
}
