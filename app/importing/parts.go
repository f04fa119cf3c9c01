package importing

import (
	"context"
	"errors"
	"io"

	"delinli/app/store"
	"delinli/app/store/imports"
	"delinli/models"
	"delinli/models/intake"
	"delinli/models/secret"
)

// file is what was sent of an intake, read from where its parts lie sealed.
func (s *Service) file(ctx context.Context, key secret.WrappedKey, i intake.Intake) (File, error) {
	names, err := imports.Parts(s.DB.Read(ctx), i.ID)
	if err != nil {
		return File{}, err
	}
	return File{i.Size, func(ctx context.Context) (body, error) {
		whole := &parts{size: i.Size, at: -1, open: func(n int) ([]byte, error) { return s.openPart(ctx, key, i, n, names[n]) }}
		return sent{io.NewSectionReader(whole, 0, i.Size)}, nil
	}}, nil
}

func (s *Service) openPart(ctx context.Context, key secret.WrappedKey, i intake.Intake, n int, name string) (_ []byte, err error) {
	blob, err := s.Blobs.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, blob.Close()) }()
	sealed, err := io.ReadAll(blob)
	if err != nil {
		return nil, err
	}
	plain, err := s.Vault.Open(key, imports.PartPlace(i, n), sealed)
	return []byte(plain), err
}

// forget deletes what was sent of an intake that has ended.
func (s *Service) forget(ctx context.Context, id models.IntakeID) error {
	names, err := imports.Parts(s.DB.Read(ctx), id)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := s.Blobs.Delete(ctx, name); err != nil {
			return err
		}
	}
	return s.DB.Alone(ctx, func(tx *store.Tx) error { return imports.ForgetParts(tx, id) })
}

// sent is a file of parts.
type sent struct{ *io.SectionReader }

// Close has nothing to let go of.
func (sent) Close() error { return nil }

// parts is a file that lies in parts of the same size, of which one is open.
type parts struct {
	size int64
	at   int // the part that is open; -1 for none
	part []byte
	open func(n int) ([]byte, error)
}

// ReadAt fills to with what lies at a place; io.EOF tells that the file ends before.
func (p *parts) ReadAt(to []byte, place int64) (read int, err error) {
	for read < len(to) {
		at := place + int64(read)
		if at >= p.size {
			return read, io.EOF
		}
		if n := int(at / intake.PartSize); n != p.at {
			if p.part, err = p.open(n); err != nil {
				return read, err
			}
			p.at = n
		}
		rest := p.part[min(int64(len(p.part)), at%intake.PartSize):]
		if len(rest) == 0 {
			return read, io.ErrUnexpectedEOF
		}
		read += copy(to[read:], rest)
	}
	return read, nil
}
