// Package file is what people attach to an order: pictures, and voices of up to a minute. What is kept is what we wrote
// ourselves after reading it; the bytes that came in, and their names, are forgotten.
package file

import (
	"time"

	"delinli/models"
)

// Kind tells a picture from a voice.
type Kind string

// The kinds.
const (
	Picture Kind = "picture"
	Voice   Kind = "voice"
)

// Mime is the media type under which a kept file is served.
type Mime string

// The media types that are kept. Pictures of other formats become one of the first two.
const (
	JPEG Mime = "image/jpeg"
	PNG  Mime = "image/png" // pictures that are transparent somewhere
	MP3  Mime = "audio/mpeg"
	M4A  Mime = "audio/mp4"
	WebM Mime = "audio/webm"
)

// File is one kept picture or voice.
type File struct {
	ID      models.FileID
	Kind    Kind
	Mime    Mime
	Size    int64           // bytes, as kept
	Width   int             // pixels; zero for a voice
	Height  int             // pixels; zero for a voice
	Seconds int             // rounded; zero for a picture
	Owner   models.PersonID // who uploaded it
	OrderID models.OrderID  // zero until it is attached
	Blob    string          // the random name of its bytes
	At      time.Time       // when it was uploaded
}

// Thumb names the bytes of a picture's small version; empty for a voice.
func (f File) Thumb() string {
	if f.Kind != Picture {
		return ""
	}
	return f.Blob + ".thumb"
}
