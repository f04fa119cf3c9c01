package enrolling

import (
	"context"
	"encoding/hex"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store/limits"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/secret"
)

// CodeLife is how long a code is good.
const CodeLife = 5 * time.Minute

// How many codes may be asked for: by phone, by address, and in all. Phones that nobody has used yet get no more than their
// part of all, so that an attack with made-up numbers does not shut out those who are known.
var (
	codesOfPhone = []limits.Limit{
		{Name: "code.phone.minute", Most: 1, Window: time.Minute},
		{Name: "code.phone.hour", Most: 5, Window: time.Hour},
		{Name: "code.phone.day", Most: 10, Window: 24 * time.Hour},
	}
	codesOfAddress = limits.Limit{Name: "code.address", Most: 20, Window: time.Hour}
	codesInAll     = limits.Limit{Name: "code.all", Most: 300, Window: time.Minute}
	codesOfUnknown = limits.Limit{Name: "code.unknown", Most: 200, Window: time.Minute}
)

// AskCode sends a code to the phone and gives the challenge that it answers. Reply and time are the same for every phone: known, not
// known, or left without a code because there were too many in all. Too many of one phone or address are TooMany.
func (s *Service) AskCode(ctx context.Context, c Caller, phone secret.Phone) (models.ChallengeID, error) {
	pace := time.After(s.Pace)
	code := vault.SixDigits(s.Random)
	challenge, sends, err := s.challenge(ctx, c, phone, code)
	if err != nil {
		return challenge, err
	}
	if sends {
		s.sends.Go(func() { s.send(context.WithoutCancel(ctx), phone, code) })
	}
	select {
	case <-pace:
		return challenge, nil
	case <-ctx.Done():
		return challenge, ctx.Err()
	}
}

// challenge counts, and keeps what the answer will be compared with.
func (s *Service) challenge(ctx context.Context, c Caller, phone secret.Phone, code secret.Text) (id models.ChallengeID, sends bool, err error) {
	id = models.NewID[models.ChallengeID](s.Random)
	index := s.Keys.BlindIndex(vault.PhoneIndex, phone.Plain())
	err = s.write(ctx, models.Actor{}, func(t inTx) error {
		if err := t.countCode(c, index); err != nil {
			return err
		}
		var err error
		if sends, err = t.maySend(index); err != nil {
			return err
		}
		return people.Challenged(t.tx, people.Challenge{ID: id, PhoneIndex: index, CodeHash: s.codeHash(id, code), Expires: t.now.Add(CodeLife)})
	})
	return id, sends, err
}

// codeHash binds a code to its challenge; six digits are too few for a hash without a key.
func (s *Service) codeHash(id models.ChallengeID, code secret.Text) []byte {
	return s.Keys.BlindIndex(vault.CodeIndex, id.String()+" "+code.Plain())
}

// countCode counts by phone and by address; a request that is refused counts nowhere.
func (t inTx) countCode(c Caller, index []byte) error {
	for _, l := range codesOfPhone {
		if err := limits.Take(t.tx, l, hex.EncodeToString(index), t.now); err != nil {
			return err
		}
	}
	return limits.Take(t.tx, codesOfAddress, t.blind(byAddress, c.network()), t.now)
}

// maySend counts in all.
func (t inTx) maySend(index []byte) (bool, error) {
	who, err := people.ByPhone(t.tx, index)
	if err == nil && who.IsZero() {
		err = limits.Take(t.tx, codesOfUnknown, "all", t.now)
	}
	if err == nil {
		err = limits.Take(t.tx, codesInAll, "all", t.now)
	}
	if models.KindOf(err) == models.TooMany {
		t.Log.Warn("a code was not sent: too many in all", "known", !who.IsZero())
		return false, nil
	}
	return err == nil, err
}

// sendTime is how long a code may take to be handed over.
const sendTime = 10 * time.Second

// send hands a code over. Who waits for one that does not come asks again, so a failure is told to the operators alone.
func (s *Service) send(ctx context.Context, phone secret.Phone, code secret.Text) {
	ctx, stop := context.WithTimeout(ctx, sendTime)
	defer stop()
	if err := s.Sender.SendCode(ctx, phone, code.Plain()); err != nil {
		s.Log.Error("a code was not sent", "err", err)
	}
}
