package keeping

import (
	"context"

	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/store/people"
	"delinli/models"
)

// rewrapBatch is how many data keys are put under the newest master key in one transaction.
const rewrapBatch = 2_000

// Rewrap puts the data keys that older master keys wrap under the newest one, beside whatever else goes on, and tells how many they were. Values stay as
// they are. Once a walk finds none, older keys may be taken out of the key file; this process looks no more, since new keys are under the newest.
func (s *Service) Rewrap(ctx context.Context) (done int64, err error) {
	if s.rewrapped.Load() || !s.Vault.Rotating() {
		return 0, nil
	}
	found, err := s.eachOldKey(ctx, func(read, next []people.HeldKey) error {
		return s.DB.Write(ctx, func(tx *store.Tx) error {
			n, err := people.SwapKeys(tx, read, next)
			done += n
			return err
		})
	})
	if err != nil {
		return done, err
	}
	if found == 0 {
		s.rewrapped.Store(true)
		return 0, nil
	}
	return done, s.DB.Alone(ctx, func(tx *store.Tx) error {
		return audits.Log(tx, audits.Line{At: s.Now(), Actor: models.SystemActor, Action: "keys.rewrap", Subject: "key", SubjectID: "master",
			Detail: map[string]any{"keys": done}})
	})
}

// OldKeys counts the data keys that are not under the newest master key yet: while there are any, the older ones are needed.
func (s *Service) OldKeys(ctx context.Context) (int64, error) {
	return s.eachOldKey(ctx, func(_, _ []people.HeldKey) error { return nil })
}

// eachOldKey walks all data keys and hands over those under older master keys, with what they are under the newest; it tells how many they are.
func (s *Service) eachOldKey(ctx context.Context, each func(read, next []people.HeldKey) error) (found int64, err error) {
	var after models.PersonID
	for {
		keys, err := people.KeysAfter(s.DB.Read(ctx), after, rewrapBatch)
		if err != nil || len(keys) == 0 {
			return found, err
		}
		after = keys[len(keys)-1].Person
		read, next, err := s.older(keys)
		if err != nil {
			return found, err
		}
		if found += int64(len(read)); len(read) > 0 {
			if err := each(read, next); err != nil {
				return found, err
			}
		}
	}
}

// older picks the keys under older master keys.
func (s *Service) older(keys []people.HeldKey) (read, next []people.HeldKey, err error) {
	for _, k := range keys {
		wrapped, err := s.Vault.Rewrap(k.Key, k.Person)
		if err != nil {
			return nil, nil, err
		}
		if string(wrapped.Sealed) != string(k.Key.Sealed) {
			read, next = append(read, k), append(next, people.HeldKey{Person: k.Person, Key: wrapped})
		}
	}
	return read, next, nil
}
