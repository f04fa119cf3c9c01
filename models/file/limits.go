package file

import (
	"time"

	"delinli/models"
)

// Limits of what is taken and kept.
const (
	MaxPictures     = 9               // per order
	MaxPictureBytes = 10 << 20        // as uploaded
	MaxPixels       = 40_000_000      // as uploaded
	MaxSide         = 12_000          // pixels, as uploaded
	LongSide        = 2560            // pixels, as kept
	ThumbSide       = 480             // pixels, of the small version
	MaxVoiceBytes   = 5 << 20         // as uploaded
	MaxVoice        = time.Minute     // by its container
	padding         = time.Second / 2 // encoders fill up the ends of a recording
)

// Refusals, each with the code that tells the uploader what to change.
var (
	ErrUnsupported = models.Fault(models.Unsupported, "file.unsupported")      // neither a picture nor a voice that we take
	ErrHEIC        = models.Fault(models.Unsupported, "file.heic_unsupported") // the phone can send JPEG instead
	ErrNotPicture  = models.Fault(models.Invalid, "file.not_a_picture")        // the mark of a picture and nothing behind it
	ErrDamaged     = models.Fault(models.Invalid, "file.damaged")              // cut off or broken inside
	ErrTooLarge    = models.Fault(models.TooLarge, "file.too_large")           // too many bytes
	ErrTooManyPx   = models.Fault(models.TooLarge, "file.too_many_pixels")     // over MaxPixels or MaxSide
	ErrTooHeavy    = models.Fault(models.TooLarge, "file.too_heavy")           // opening it would take too much memory
	ErrTooLong     = models.Fault(models.TooLarge, "file.too_long")            // over MaxVoice
)

// CheckPixels refuses a picture of more than MaxPixels, or longer than MaxSide.
func CheckPixels(width, height int) error {
	switch {
	case width < 1 || height < 1:
		return ErrNotPicture
	case width > MaxSide || height > MaxSide || width*height > MaxPixels:
		return ErrTooManyPx
	}
	return nil
}

// CheckLength refuses a voice that is longer than MaxVoice by more than an encoder's padding, and one of no length.
func CheckLength(length time.Duration) error {
	switch {
	case length <= 0:
		return ErrDamaged
	case length > MaxVoice+padding:
		return ErrTooLong
	}
	return nil
}
