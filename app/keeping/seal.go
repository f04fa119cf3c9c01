package keeping

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/models/audit"
)

// sealBatch is how many lines are sealed in one transaction.
const sealBatch = 1000

// Seal chains the lines that have come since it last ran and tells how many they were. Of several that run at once one does the
// work. It fails, and seals nothing, when the table does not go on from the signed head beside the database.
func (s *Service) Seal(ctx context.Context) (sealed int, err error) {
	for {
		n := 0
		err := s.DB.Write(ctx, func(tx *store.Tx) (err error) { n, err = s.sealSome(tx); return err })
		if sealed += n; err != nil || n == 0 {
			return sealed, err
		}
	}
}

// sealSome signs the head that the batch before left, and appends the next batch.
func (s *Service) sealSome(tx *store.Tx) (int, error) {
	won, err := audits.Sealing(tx)
	if err != nil || !won {
		return 0, err
	}
	end, err := audits.LastSeal(tx)
	if err != nil {
		return 0, err
	}
	if err := s.publish(tx, end); err != nil {
		return 0, err
	}
	lines, err := audits.Unsealed(tx, end, sealBatch)
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	seals := make([]audits.Seal, len(lines))
	for i, l := range lines {
		end = audits.Seal{Seq: end.Seq + 1, Line: l.ID, Xid: l.Xid, Hash: secret.SM3Chain(end.Hash, []byte(l.Text))}
		seals[i] = end
	}
	return len(seals), audits.Append(tx, seals)
}

// publish writes the committed end of the chain beside the database, unless the end does not go on from what stands there.
func (s *Service) publish(tx *store.Tx, end audits.Seal) error {
	head, err := s.readHead()
	switch {
	case errors.Is(err, errNoHead) && end.Seq == 0:
		return nil
	case err != nil && !errors.Is(err, errNoHead):
		return fmt.Errorf("%w: run delinli verify", err)
	case err == nil && head.Seq == end.Seq && bytes.Equal(head.Hash, end.Hash):
		return nil
	}
	was, err := audits.SealAt(tx, head.Seq)
	if err != nil {
		return err
	}
	if !bytes.Equal(was.Hash, head.Hash) {
		return fmt.Errorf("the audit chain does not go on from %s: run delinli verify; after a restore from an older backup move that file away", s.headPath())
	}
	return s.writeHead(audit.Head{Seq: end.Seq, Hash: end.Hash, At: s.Now()})
}
