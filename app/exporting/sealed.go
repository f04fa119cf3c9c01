package exporting

import (
	"errors"
	"fmt"
	"io"

	"delinli/app/store/exports"
	"delinli/models/export"
	"delinli/models/secret"
)

// A file lies on the disk in pieces, each sealed under the owner's key for its place in the file: whoever reads the disk reads nothing, and a
// range of the file can be given without the rest.
const (
	pieceSize = 64 << 10
	overhead  = 1 + 12 + 16 // form, nonce and tag of a sealed value
)

// sealed writes a file in pieces.
type sealed struct {
	to    io.Writer
	close func(n int64, plain []byte) ([]byte, error)
	rest  []byte
	n     int64 // the next piece
	size  int64 // of what was written, in the clear
}

// Write takes p and passes on every full piece.
func (s *sealed) Write(p []byte) (int, error) {
	s.rest = append(s.rest, p...)
	s.size += int64(len(p))
	for len(s.rest) >= pieceSize {
		if err := s.pass(s.rest[:pieceSize]); err != nil {
			return 0, err
		}
		s.rest = append(s.rest[:0], s.rest[pieceSize:]...)
	}
	return len(p), nil
}

func (s *sealed) pass(plain []byte) error {
	piece, err := s.close(s.n, plain)
	if err != nil {
		return err
	}
	s.n++
	_, err = s.to.Write(piece)
	return err
}

// Close passes on what is left.
func (s *sealed) Close() error {
	if len(s.rest) == 0 {
		return nil
	}
	return s.pass(s.rest)
}

// opened reads such a file from any place.
type opened struct {
	from  io.ReadSeekCloser
	open  func(n int64, piece []byte) ([]byte, error)
	size  int64
	pos   int64
	at    int64 // the piece that is open; -1 for none
	plain []byte
}

// Read gives what lies at the place.
func (o *opened) Read(p []byte) (int, error) {
	if o.pos >= o.size {
		return 0, io.EOF
	}
	if n := o.pos / pieceSize; n != o.at {
		if err := o.turn(n); err != nil {
			return 0, err
		}
	}
	from := int(o.pos - o.at*pieceSize)
	if from >= len(o.plain) {
		return 0, io.ErrUnexpectedEOF
	}
	n := copy(p, o.plain[from:])
	o.pos += int64(n)
	return n, nil
}

// turn opens a piece.
func (o *opened) turn(n int64) error {
	if _, err := o.from.Seek(n*(pieceSize+overhead), io.SeekStart); err != nil {
		return err
	}
	piece := make([]byte, pieceSize+overhead)
	read, err := io.ReadFull(o.from, piece)
	switch {
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return err
	}
	o.plain, err = o.open(n, piece[:read])
	o.at = n
	return err
}

var errSeek = errors.New("exporting: no such place in the file")

// Seek goes to a place.
func (o *opened) Seek(offset int64, whence int) (int64, error) {
	to := map[int]int64{io.SeekStart: 0, io.SeekCurrent: o.pos, io.SeekEnd: o.size}[whence] + offset
	if to < 0 {
		return 0, errSeek
	}
	o.pos = to
	return to, nil
}

// Close lets go of the file.
func (o *opened) Close() error { return o.from.Close() }

// placeOf is where a piece of the file is sealed for; each attempt has a name of its own.
func placeOf(e export.Export, n int64) secret.Place {
	return exports.Place(e, fmt.Sprintf("%s %d", e.Blob, n))
}

// piece opens the pieces of an export's file.
func (s *Service) piece(key secret.WrappedKey, e export.Export) func(int64, []byte) ([]byte, error) {
	return func(n int64, piece []byte) ([]byte, error) {
		plain, err := s.Vault.Open(key, placeOf(e, n), piece)
		return []byte(plain), err
	}
}

// sealing closes them.
func (s *Service) sealing(key secret.WrappedKey, e export.Export, to io.Writer) *sealed {
	return &sealed{to: to, close: func(n int64, plain []byte) ([]byte, error) { return s.Vault.Seal(key, placeOf(e, n), string(plain)) }}
}
