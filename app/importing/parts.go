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
	return File{i.Size, func(ctx context.Context) (io.ReadSeekCloser, error) {
		return &parts{size: i.Size, at: -1, open: func(n int) ([]byte, error) { return s.openPart(ctx, key, i, n, names[n]) }}, nil
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

// parts reads a file that lies in parts of the same size, of which one is open.
type parts struct {
	size, pos int64
	at        int // the part that is open; -1 for none
	part      []byte
	open      func(n int) ([]byte, error)
}

// Read gives what lies at the place.
func (p *parts) Read(to []byte) (read int, err error) {
	if p.pos >= p.size {
		return 0, io.EOF
	}
	if n := int(p.pos / intake.PartSize); n != p.at {
		if p.part, err = p.open(n); err != nil {
			return 0, err
		}
		p.at = n
	}
	from := int(p.pos % intake.PartSize)
	if from >= len(p.part) {
		return 0, io.ErrUnexpectedEOF
	}
	read = copy(to, p.part[from:])
	p.pos += int64(read)
	return read, nil
}

var errSeek = errors.New("importing: no such place in the file")

// Seek goes to a place.
func (p *parts) Seek(offset int64, whence int) (int64, error) {
	to := map[int]int64{io.SeekStart: 0, io.SeekCurrent: p.pos, io.SeekEnd: p.size}[whence] + offset
	if to < 0 {
		return 0, errSeek
	}
	p.pos = to
	return to, nil
}

// Close has nothing to let go of.
func (p *parts) Close() error { return nil }
