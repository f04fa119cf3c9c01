package channel

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"time"

	"delinli/models"
	"delinli/models/notice"
)

// File is SMS for development: each message is a line of JSON in a file that only its owner reads.
type File struct {
	path string
	now  models.Clock
	mu   sync.Mutex
}

// NewFile writes to outbox/sms.jsonl below the data folder.
func NewFile(dataDir string, now models.Clock) *File {
	return &File{path: filepath.Join(dataDir, "outbox", "sms.jsonl"), now: now}
}

// Name is SMS.
func (*File) Name() notice.Channel { return notice.SMS }

// line is what scripts read back.
type line struct {
	At    string `json:"at"` // RFC 3339, UTC
	Phone string `json:"phone"`
	Text  string `json:"text"`
	Code  string `json:"code"` // empty unless it is a login code
}

// Send appends a line.
func (f *File) Send(_ context.Context, m Message) error {
	text, err := json.Marshal(line{f.now().UTC().Format(time.RFC3339), m.Phone.Plain(), m.Text, m.Code})
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	out, err := f.open()
	if err != nil {
		return err
	}
	if _, err := out.Write(append(text, '\n')); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}

// open makes folder and file when they are not there, and takes from others what rights they had.
func (f *File) open() (*os.File, error) {
	dir := filepath.Dir(f.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o700); err != nil { //nolint:gosec // a folder that cannot be entered is of no use
		return nil, err
	}
	out, err := os.OpenFile(f.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	if err := out.Chmod(0o600); err != nil {
		out.Close()
		return nil, err
	}
	return out, nil
}
