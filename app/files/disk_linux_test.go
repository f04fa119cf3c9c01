package files

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"slices"
	"syscall"
	"testing"

	"delinli/models"
)

// TestDiskFull fills a real disk of 64 KiB where this user may mount one, else a file that always is full.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k,mode=700"); err != nil {
		_, err := io.Copy(fullDevice(t), bytes.NewReader(make([]byte, 100)))
		if got := models.CodeOf(roomFor(err)); got != "file.disk_full" {
			t.Errorf("full device: %v, code %s", err, got)
		}
		return
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	d, small, large := newDisk(t, dir), NewName(rand.Reader), NewName(rand.Reader)
	if err := d.Put(t.Context(), small, bytes.NewReader(make([]byte, 20_000))); err != nil {
		t.Fatalf("control, with room: %v", err)
	}
	err := d.Put(t.Context(), large, bytes.NewReader(make([]byte, 80_000)))
	if e, ok := errors.AsType[*models.Error](err); !ok || e.Code != "file.disk_full" || e.Kind != models.Unavailable || e.Retry == 0 {
		t.Errorf("without room: %#v", err)
	}
	if got := names(t, d); !slices.Equal(got, []string{small}) || len(content(t, d, small)) != 20_000 {
		t.Errorf("left %v", got)
	}
	if err := d.Put(t.Context(), large, bytes.NewReader(make([]byte, 20_000))); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func fullDevice(t *testing.T) *os.File {
	t.Helper()
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}
