package files

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"delinli/models"
	"delinli/models/file"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, models.Local)

func newService(t testing.TB) (*Service, *Disk) {
	t.Helper()
	d, err := NewDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return New(d, rand.Reader, func() time.Time { return noon }), d
}

func someone() models.Actor { return models.Actor{Person: models.NewID[models.PersonID](rand.Reader)} }

func TestAcceptAPicture(t *testing.T) {
	s, d := newService(t)
	by := someone()
	photo := segment(asJPEG(t, corners(4000, 3000)), 0xE1, append([]byte("Exif\x00\x00"), exif(binary.BigEndian, 6)...))
	f, err := s.Accept(t.Context(), by, bytes.NewReader(photo))
	if err != nil {
		t.Fatal(err)
	}
	want := file.File{ID: f.ID, Kind: file.Picture, Mime: file.JPEG, Size: f.Size, Width: 1920, Height: 2560, Owner: by.Person, Blob: f.Blob, At: noon}
	if f != want || f.ID.IsZero() {
		t.Errorf("%+v", f)
	}
	for small, size := range map[bool]image.Point{false: {1920, 2560}, true: {360, 480}} {
		data := read(t, s, f, small)
		c, as, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil || as != "jpeg" || c.Width != size.X || c.Height != size.Y {
			t.Errorf("small %v: %s of %d × %d, %v", small, as, c.Width, c.Height, err)
		}
		if bytes.Contains(data, []byte("Exif")) || bytes.Contains(data, []byte("GPS")) {
			t.Errorf("small %v still tells of the phone", small)
		}
		if !small && int64(len(data)) != f.Size {
			t.Errorf("%d bytes, said to be %d", len(data), f.Size)
		}
	}
	if err := s.Forget(t.Context(), f); err != nil || len(names(t, d)) != 0 {
		t.Errorf("left after forgetting: %v, %v", names(t, d), err)
	}
}

func read(t *testing.T, s *Service, f file.File, small bool) []byte {
	t.Helper()
	r, err := s.Open(t.Context(), f, small)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAcceptKeepsGlassAsPNG(t *testing.T) {
	s, _ := newService(t)
	f, err := s.Accept(t.Context(), someone(), bytes.NewReader(recording(t, "alpha.webp")))
	if err != nil || f.Mime != file.PNG {
		t.Fatalf("%s, %v", f.Mime, err)
	}
	for _, small := range []bool{false, true} {
		if as := sniff(read(t, s, f, small)); as != pngFile {
			t.Errorf("small %v: %s", small, as)
		}
	}
}

func TestAcceptAVoice(t *testing.T) {
	for name, mime := range map[string]file.Mime{"cbr.mp3": file.MP3, "plain.m4a": file.M4A, "live.webm": file.WebM} {
		s, d := newService(t)
		f, err := s.Accept(t.Context(), someone(), bytes.NewReader(recording(t, name)))
		if err != nil || f.Kind != file.Voice || f.Mime != mime || f.Seconds != 2 || f.Width != 0 {
			t.Fatalf("%s: %+v, %v", name, f, err)
		}
		kept := read(t, s, f, false)
		if int64(len(kept)) != f.Size || !bytes.Equal(kept, read(t, s, f, true)) {
			t.Errorf("%s: %d bytes, said to be %d", name, len(kept), f.Size)
		}
		if err := s.Forget(t.Context(), f); err != nil || len(names(t, d)) != 0 {
			t.Errorf("%s: left after forgetting: %v, %v", name, names(t, d), err)
		}
	}
}

func TestAcceptRefuses(t *testing.T) {
	photo, gif := asJPEG(t, corners(64, 64)), []byte("GIF89a\x50\xC3\x50\xC3\x00\x00\x00,")
	for _, c := range []struct {
		name string
		by   models.Actor
		r    io.Reader
		code string
		kind models.Kind
	}{
		{"a visitor", models.Actor{}, bytes.NewReader(photo), "forbidden", models.Forbidden},
		{"nothing", someone(), strings.NewReader(""), "file.unsupported", models.Unsupported},
		{"a GIF of 50,000 pixels a side", someone(), bytes.NewReader(gif), "file.unsupported", models.Unsupported},
		{"a page", someone(), strings.NewReader("<html><script>alert(1)</script>"), "file.unsupported", models.Unsupported},
		{"a drawing with a script", someone(), strings.NewReader("<svg onload=alert(1)>"), "file.unsupported", models.Unsupported},
		{"a program", someone(), strings.NewReader("\x7FELF\x02\x01\x01"), "file.unsupported", models.Unsupported},
		{"an archive", someone(), strings.NewReader("PK\x03\x04 JFIF"), "file.unsupported", models.Unsupported},
		{"a picture behind a page", someone(), io.MultiReader(strings.NewReader("<html>"), bytes.NewReader(photo)), "file.unsupported", models.Unsupported},
		{"HEIC", someone(), strings.NewReader("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "file.heic_unsupported", models.Unsupported},
		{"AVIF", someone(), strings.NewReader("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1"), "file.heic_unsupported", models.Unsupported},
		{"no picture behind its mark", someone(), strings.NewReader("\xFF\xD8\xFF\xE0"), "file.not_a_picture", models.Invalid},
		{"a picture cut off", someone(), bytes.NewReader(photo[:len(photo)-40]), "file.damaged", models.Invalid},
		{"a bomb", someone(), bytes.NewReader(sized(photo, 50_000, 50_000)), "file.too_many_pixels", models.TooLarge},
		{"a heavy picture", someone(), bytes.NewReader(replaced(sized(photo, 7303, 5477), "\xFF\xC0", "\xFF\xC2")), "file.too_heavy", models.TooLarge},
		{"over 10 MB", someone(), io.LimitReader(zeros{}, file.MaxPictureBytes+1), "file.too_large", models.TooLarge},
		{"without end", someone(), zeros{}, "file.too_large", models.TooLarge},
		{"a voice of over a minute", someone(), bytes.NewReader(frames(3000)), "file.too_long", models.TooLarge},
		{"a voice of over 5 MB", someone(), bytes.NewReader(frames(52_000)), "file.too_large", models.TooLarge},
		{"a film", someone(), bytes.NewReader(recording(t, "film.mp4")), "file.unsupported", models.Unsupported},
		{"a connection that breaks", someone(), iotest.ErrReader(io.ErrUnexpectedEOF), "internal", models.Internal},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, d := newService(t)
			f, err := s.Accept(t.Context(), c.by, c.r)
			if models.CodeOf(err) != c.code || models.KindOf(err) != c.kind || f != (file.File{}) {
				t.Errorf("%v", err)
			}
			if left := names(t, d); len(left) != 0 {
				t.Errorf("left %v", left)
			}
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// fullAfter is a Disk that has room for a number of blobs.
type fullAfter struct {
	*Disk
	room int
}

func (b *fullAfter) Put(ctx context.Context, name string, r io.Reader) error {
	if b.room--; b.room < 0 {
		r = broken{err: &os.PathError{Op: "write", Err: syscall.ENOSPC}}
	}
	return b.Disk.Put(ctx, name, r)
}

func TestAcceptKeepsAllOrNothing(t *testing.T) {
	for room, want := range []string{"file.disk_full", "file.disk_full", "internal"} {
		s, d := newService(t)
		s.blobs = &fullAfter{d, room}
		_, err := s.Accept(t.Context(), someone(), bytes.NewReader(asJPEG(t, corners(64, 64))))
		left := len(names(t, d))
		if room == 2 {
			if err != nil || left != 2 {
				t.Errorf("control, with room: %d kept, %v", left, err)
			}
			continue
		}
		if models.CodeOf(err) != want || left != 0 {
			t.Errorf("room for %d: %d kept, %v", room, left, err)
		}
	}
}

func TestTwoPicturesAtOnce(t *testing.T) {
	s, _ := newService(t)
	photo := asJPEG(t, corners(64, 64))
	for range 2 {
		if !s.memory.TryAcquire(decodeMemory / 2) {
			t.Fatal("no room for two")
		}
	}
	soon, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := s.Accept(soon, someone(), bytes.NewReader(photo))
	if e, ok := errors.AsType[*models.Error](err); !ok || e.Code != "file.busy" || e.Kind != models.Unavailable || e.Retry == 0 {
		t.Errorf("a third: %v", err)
	}
	s.memory.Release(decodeMemory / 2)
	if _, err := s.Accept(t.Context(), someone(), bytes.NewReader(photo)); err != nil {
		t.Errorf("when one is done: %v", err)
	}
	if !s.memory.TryAcquire(decodeMemory/2) || s.memory.TryAcquire(1) {
		t.Error("a picture did not give its room back")
	}
}

func TestSniff(t *testing.T) {
	for want, marks := range map[format][]string{
		jpegFile: {"\xFF\xD8\xFF\xE0", "\xFF\xD8\xFF\xDB"},
		pngFile:  {"\x89PNG\r\n\x1A\n"},
		webpFile: {"RIFF\x00\x00\x00\x00WEBP"},
		heicFile: {"\x00\x00\x00\x18ftypheic", "\x00\x00\x00\x18ftypmif1", "\x00\x00\x00\x18ftypavis"},
		mp4File:  {"\x00\x00\x00\x18ftypM4A ", "\x00\x00\x00\x18ftypisom", "\x00\x00\x00\x18ftyp"},
		webmFile: {"\x1A\x45\xDF\xA3"},
		mp3File:  {"ID3", "\xFF\xFB\x90\xC4", "\xFF\xF3\x48\xC4"},
		"":       {"", "\xFF", "\xFF\xD8", "\xFF\xFB\x90", "RIFF\x00\x00\x00\x00WAVE", "GIF89a", "BM", "OggS", "%PDF-1.7", "PK\x03\x04", "\xFF\xF1\x50\x80"},
	} {
		for _, mark := range marks {
			if got := sniff([]byte(mark)); got != want {
				t.Errorf("%q: %q, want %q", mark, got, want)
			}
		}
	}
	if slices.Contains(stills, "isom") {
		t.Error("films are no pictures")
	}
}
