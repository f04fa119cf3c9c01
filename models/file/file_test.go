package file_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/file"
)

func person() models.PersonID { return models.NewID[models.PersonID](rand.Reader) }
func order() models.OrderID   { return models.NewID[models.OrderID](rand.Reader) }

func TestAttach(t *testing.T) {
	owner, here, there := person(), order(), order()
	nine := slices.Repeat([]file.File{{Kind: file.Picture}}, file.MaxPictures)
	for _, c := range []struct {
		name   string
		file   file.File
		by     models.PersonID
		beside []file.File
		want   string
	}{
		{"the owner's first", file.File{Owner: owner, Kind: file.Picture}, owner, nil, ""},
		{"the ninth picture", file.File{Owner: owner, Kind: file.Picture}, owner, nine[1:], ""},
		{"the tenth picture", file.File{Owner: owner, Kind: file.Picture}, owner, nine, "file.too_many_pictures"},
		{"a voice beside nine pictures", file.File{Owner: owner, Kind: file.Voice}, owner, nine, ""},
		{"a picture beside nine voices", file.File{Owner: owner, Kind: file.Picture}, owner,
			slices.Repeat([]file.File{{Kind: file.Voice}}, 9), ""},
		{"another's", file.File{Owner: person(), Kind: file.Voice}, owner, nil, "not_found"},
		{"nobody's by nobody", file.File{Kind: file.Voice}, models.PersonID{}, nil, "not_found"},
		{"twice, though nine are there", file.File{Owner: owner, Kind: file.Picture, OrderID: here}, owner, nine, ""},
		{"from another order", file.File{Owner: owner, Kind: file.Voice, OrderID: there}, owner, nil, "not_found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.file.Attach(c.by, here, c.beside)
			if c.want == "" {
				if err != nil || got.OrderID != here {
					t.Fatalf("attached to %v, %v", got.OrderID, err)
				}
				return
			}
			if models.CodeOf(err) != c.want || got.OrderID != c.file.OrderID {
				t.Fatalf("attached to %v, %v; want %s", got.OrderID, err, c.want)
			}
		})
	}
}

func TestThumb(t *testing.T) {
	if got := (file.File{Kind: file.Picture, Blob: "ab"}).Thumb(); got != "ab.thumb" {
		t.Errorf("picture: %q", got)
	}
	if got := (file.File{Kind: file.Voice, Blob: "ab"}).Thumb(); got != "" {
		t.Errorf("voice: %q", got)
	}
}

func TestOrphan(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, models.Local)
	waiting, attached := file.File{At: at}, file.File{At: at, OrderID: order()}
	for _, c := range []struct {
		name string
		file file.File
		now  time.Time
		want bool
	}{
		{"a second before its day is over", waiting, at.Add(24*time.Hour - time.Second), false},
		{"after its day", waiting, at.Add(24 * time.Hour), true},
		{"attached", attached, at.AddDate(1, 0, 0), false},
	} {
		if got := c.file.Orphan(c.now); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
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
