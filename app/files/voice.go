package files

import (
	"encoding/binary"
	"time"

	"delinli/models/file"
)

// voice is a recording as it will be kept.
type voice struct {
	mime   file.Mime
	length time.Duration
	data   []byte
}

// listen reads the container of a recording, and refuses one that is too large or too long.
func listen(as format, data []byte) (v voice, err error) {
	if len(data) > file.MaxVoiceBytes {
		return v, file.ErrTooLarge
	}
	switch as {
	case mp3File:
		v, err = mp3Voice(data)
	case mp4File:
		v, err = mp4Voice(data)
	default:
		v, err = webmVoice(data)
	}
	if err != nil {
		return v, err
	}
	return v, file.CheckLength(v.length)
}

// length makes a duration of what a container claims, however absurd; what is no length is zero.
func length(seconds float64) time.Duration {
	if !(seconds > 0) { // also what is not a number
		return 0
	}
	return time.Duration(min(seconds, 1e6) * float64(time.Second))
}

func ratio(ticks, scale float64) float64 {
	if scale == 0 {
		return 0
	}
	return ticks / scale
}

// fields reads big-endian numbers at fixed places; a place outside of the bytes gives zero and makes ok false.
type fields struct {
	b  []byte
	ok *bool
}

func (f fields) bytes(at, n int) []byte {
	if at+n > len(f.b) {
		*f.ok = false
		return nil
	}
	return f.b[at : at+n]
}

func (f fields) u32(at int) uint32 {
	b := f.bytes(at, 4)
	if b == nil {
		return 0
	}
	return binary.BigEndian.Uint32(b)
}
