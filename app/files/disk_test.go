package files

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"delinli/models"
)

func newDisk(t *testing.T, dir string) *Disk {
	t.Helper()
	d, err := NewDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func content(t *testing.T, b Blobs, name string) []byte {
	t.Helper()
	f, err := b.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	return data
}

func names(t *testing.T, b Blobs) (names []string) {
	t.Helper()
	for blob, err := range b.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, blob.Name)
	}
	slices.Sort(names)
	return names
}

func TestDiskKeepsAndForgets(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "files")
	d, name := newDisk(t, dir), NewName(rand.Reader)
	for _, n := range []string{name, name + ".thumb"} {
		if err := d.Put(t.Context(), n, strings.NewReader("bytes of "+n)); err != nil {
			t.Fatal(err)
		}
		if got := content(t, d, n); string(got) != "bytes of "+n {
			t.Errorf("%s: %q", n, got)
		}
	}
	again := newDisk(t, dir)
	if got := names(t, again); !slices.Equal(got, []string{name, name + ".thumb"}) {
		t.Errorf("after a restart: %v", got)
	}
	for range 2 {
		if err := again.Delete(t.Context(), name); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
	if _, err := d.Open(t.Context(), name); !errors.Is(err, models.Missing) {
		t.Errorf("open after delete: %v", err)
	}
	if got := names(t, d); !slices.Equal(got, []string{name + ".thumb"}) {
		t.Errorf("left: %v", got)
	}
}

func TestDiskIsForItsUserAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "files")
	if err := newDisk(t, dir).Put(t.Context(), NewName(rand.Reader), strings.NewReader("x")); err != nil {
		t.Fatal(err)
	}
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDiskListTellsSizeAndTime(t *testing.T) {
	d, name := newDisk(t, t.TempDir()), NewName(rand.Reader)
	if err := d.Put(t.Context(), name, strings.NewReader("12345")); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	if err := d.root.Chtimes(filepath.Join(name[:2], name), at, at); err != nil {
		t.Fatal(err)
	}
	for blob, err := range d.List(t.Context()) {
		if err != nil || blob.Size != 5 || !blob.At.Equal(at) {
			t.Errorf("%+v, %v", blob, err)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for blob, err := range d.List(gone) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("after cancel: %+v, %v", blob, err)
		}
	}
}

func TestDiskRefusesNamesNotDrawn(t *testing.T) {
	dir := t.TempDir()
	d := newDisk(t, filepath.Join(dir, "files"))
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("key"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "..", "../secret", "..%2fsecret", secret, "ab", strings.Repeat("a", 31) + "/",
		strings.Repeat("A", 32), strings.Repeat("a", 32) + ".exe", strings.Repeat("a", 32) + "\n", strings.Repeat("a", 32) + "\x00"} {
		if err := d.Put(t.Context(), name, strings.NewReader("x")); err == nil {
			t.Errorf("put %q", name)
		}
		if f, err := d.Open(t.Context(), name); err == nil {
			t.Errorf("open %q: %v", name, f)
		}
		if err := d.Delete(t.Context(), name); err == nil {
			t.Errorf("delete %q", name)
		}
	}
	if _, err := os.Stat(secret); err != nil {
		t.Error(err)
	}
	if got := names(t, d); len(got) != 0 {
		t.Errorf("kept %v", got)
	}
}

func TestDiskTakesManyAtOnce(t *testing.T) {
	d := newDisk(t, t.TempDir())
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			name := NewName(rand.Reader)
			if err := d.Put(t.Context(), name, strings.NewReader(name)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got := names(t, d)
	if len(got) != 64 {
		t.Fatalf("%d kept", len(got))
	}
	for _, name := range got {
		if string(content(t, d, name)) != name {
			t.Errorf("%s holds another's bytes", name)
		}
	}
}

// broken is a source whose bytes meet the error after a few of them were written.
type broken struct {
	io.Reader
	err error
}

func (b broken) Read(p []byte) (int, error) { return copy(p, "half"), b.err }

func TestDiskKeepsNothingOfABrokenWrite(t *testing.T) {
	eio := &os.PathError{Op: "write", Err: syscall.EIO}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		err  error
		code string
	}{
		{"disk full", t.Context(), &os.PathError{Op: "write", Err: syscall.ENOSPC}, "file.disk_full"},
		{"quota full", t.Context(), syscall.EDQUOT, "file.disk_full"},
		{"control: another error of the disk", t.Context(), eio, "internal"},
		{"the sender leaves", gone, nil, "internal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDisk(t, t.TempDir())
			err := d.Put(c.ctx, NewName(rand.Reader), broken{err: c.err})
			if err == nil || models.CodeOf(err) != c.code {
				t.Errorf("put: %v, want %s", err, c.code)
			}
			if got := names(t, d); len(got) != 0 {
				t.Errorf("left %v", got)
			}
		})
	}
}

func TestNewNamePanicsWithoutRandomness(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a name was drawn from nothing")
		}
	}()
	NewName(strings.NewReader("short"))
}
