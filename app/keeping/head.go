package keeping

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"delinli/models/audit"
)

// headFile is the form of head.json.
type headFile struct {
	Seq       int64     `json:"seq"`
	Hash      string    `json:"hash"`
	At        time.Time `json:"at"`
	Signature string    `json:"signature"`
}

// The faults of a head that stands beside the database.
var (
	errNoHead = errors.New("no head")
	errForged = errors.New("the head was not signed by this program")
)

func (s *Service) headPath() string { return filepath.Join(s.Dir, "head.json") }

// readHead reads the signed head: errNoHead when there is none, errForged when the signature is not ours.
func (s *Service) readHead() (h audit.Head, err error) {
	raw, err := os.ReadFile(s.headPath())
	if errors.Is(err, fs.ErrNotExist) {
		return h, errNoHead
	}
	if err != nil {
		return h, fmt.Errorf("audit head: %w", err)
	}
	var f headFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return h, errForged
	}
	hash, bad := hex.DecodeString(f.Hash)
	signature, worse := hex.DecodeString(f.Signature)
	h = audit.Head{Seq: f.Seq, Hash: hash, At: f.At}
	if bad != nil || worse != nil || !s.Signer.VerifyHead(h.Bytes(), signature) {
		return audit.Head{}, errForged
	}
	return h, nil
}

// writeHead signs the head and puts it in the place of the one before, whole or not at all.
func (s *Service) writeHead(h audit.Head) error {
	raw, err := json.MarshalIndent(headFile{h.Seq, hex.EncodeToString(h.Hash), h.At, hex.EncodeToString(s.Signer.SignHead(h.Bytes()))}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return fmt.Errorf("audit head: %w", err)
	}
	if err := replace(s.headPath(), append(raw, '\n')); err != nil {
		return fmt.Errorf("audit head: %w", err)
	}
	return nil
}

// replace writes a file that a crash leaves either as it was or as it is to be. Only its owner may read it.
func replace(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
