package file_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/models/file"
)

func TestThumb(t *testing.T) {
	if got := (file.File{Kind: file.Picture, Blob: "ab"}).Thumb(); got != "ab.thumb" {
		t.Errorf("picture: %q", got)
	}
	if got := (file.File{Kind: file.Voice, Blob: "ab"}).Thumb(); got != "" {
		t.Errorf("voice: %q", got)
	}
}

func TestCheckPixels(t *testing.T) {
	for _, c := range []struct {
		w, h int
		want error
	}{
		{1, 1, nil}, {4000, 3000, nil}, {12_000, 3333, nil}, {8000, 5000, nil},
		{8000, 5001, file.ErrTooManyPx}, {12_001, 1, file.ErrTooManyPx}, {1, 12_001, file.ErrTooManyPx},
		{50_000, 50_000, file.ErrTooManyPx}, {1 << 31, 1 << 31, file.ErrTooManyPx},
		{0, 5, file.ErrNotPicture}, {5, 0, file.ErrNotPicture}, {-1, -1, file.ErrNotPicture},
	} {
		if err := file.CheckPixels(c.w, c.h); !errors.Is(err, c.want) {
			t.Errorf("%d × %d: %v, want %v", c.w, c.h, err, c.want)
		}
	}
}

func TestNoAcceptedPictureIsOverALimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(-10, 70_000).Draw(t, "w"), rapid.IntRange(-10, 70_000).Draw(t, "h")
		fits := w > 0 && h > 0 && w <= 12_000 && h <= 12_000 && w*h <= 40_000_000
		if err := file.CheckPixels(w, h); (err == nil) != fits {
			t.Fatalf("%d × %d: %v", w, h, err)
		}
	})
}

func TestCheckLength(t *testing.T) {
	for _, c := range []struct {
		length time.Duration
		want   error
	}{
		{time.Millisecond, nil}, {time.Minute, nil}, {60*time.Second + 400*time.Millisecond, nil},
		{61 * time.Second, file.ErrTooLong}, {time.Hour, file.ErrTooLong},
		{0, file.ErrDamaged}, {-time.Second, file.ErrDamaged},
	} {
		if err := file.CheckLength(c.length); !errors.Is(err, c.want) {
			t.Errorf("%v: %v, want %v", c.length, err, c.want)
		}
	}
}
