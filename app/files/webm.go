package files

import (
	"encoding/binary"
	"math"
	"math/bits"

	"delinli/models/file"
)

// Elements of Matroska (RFC 9559) that are read, entered or blanked.
const (
	ebmlHeader, ebmlDocType, ebmlVoid        = 0x1A45DFA3, 0x4282, 0xEC
	mkvSegment, mkvInfo, mkvTracks, mkvTrack = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
	mkvCluster, mkvGroup                     = 0x1F43B675, 0xA0
	mkvScale, mkvDuration, mkvTitle          = 0x2AD7B1, 0x4489, 0x7BA9
	mkvTrackType, mkvCodec                   = 0x83, 0x86
	mkvTime, mkvBlock, mkvSimple             = 0xE7, 0xA1, 0xA3
	mkvTags, mkvAttachments, mkvChapters     = 0x1254C367, 0x1941A469, 0x1043A770
)

// webmTrack is what the elements tell of the one track of a voice.
type webmTrack struct {
	docType, codec string
	tracks, kind   uint64
	scale          float64 // nanoseconds a tick
	duration       float64 // ticks, by Info; recorders that write as they go leave it out
	cluster        float64 // ticks at which the cluster starts
	first, last    float64 // ticks of the blocks
	blocks         int
}

// webmVoice walks the elements in one pass, entering the inner ones by stepping over their headers, so that those of
// unknown size need no care. The length is the longer of what Info says and what the blocks span. It refuses all but
// one track of Opus sound.
func webmVoice(data []byte) (voice, error) {
	t := webmTrack{scale: 1e6}
	for pos := 0; pos < len(data); {
		id, idLen := vint(data[pos:], 4, false)
		size, sizeLen := vint(data[min(pos+idLen, len(data)):], 8, true)
		if idLen == 0 || sizeLen == 0 {
			return voice{}, file.ErrDamaged
		}
		head := idLen + sizeLen
		pos += head
		switch id {
		case mkvTrack:
			t.tracks++
			continue
		case ebmlHeader, mkvSegment, mkvInfo, mkvTracks, mkvCluster, mkvGroup:
			continue
		}
		if size > uint64(len(data)-pos) || !t.read(id, data[pos:pos+int(size)]) ||
			!webmBlank(id, data[pos-head:pos+int(size)], head) {
			return voice{}, file.ErrDamaged
		}
		pos += int(size)
	}
	if t.docType != "webm" || t.tracks != 1 || t.kind != 2 || t.codec != "A_OPUS" {
		return voice{}, file.ErrUnsupported
	}
	return voice{file.WebM, length(max(t.duration, t.last-t.first) * t.scale / 1e9), data}, nil
}

// read takes what one element tells; false when it cannot be what it says it is.
func (t *webmTrack) read(id uint64, body []byte) bool {
	switch id {
	case ebmlDocType:
		t.docType = string(body)
	case mkvCodec:
		t.codec = string(body)
	case mkvTrackType:
		t.kind = number(body)
	case mkvScale:
		t.scale = float64(number(body))
	case mkvTime:
		t.cluster = float64(number(body))
	case mkvDuration:
		t.duration = float(body)
	case mkvSimple, mkvBlock:
		return t.block(body)
	}
	return true
}

// block takes the time of a block: two bytes, relative to its cluster, behind the number of its track.
func (t *webmTrack) block(body []byte) bool {
	_, n := vint(body, 8, true)
	if n == 0 || len(body) < n+3 {
		return false
	}
	now := t.cluster + float64(int16(binary.BigEndian.Uint16(body[n:])))
	if t.blocks++; t.blocks == 1 {
		t.first, t.last = now, now
	}
	t.first, t.last = min(t.first, now), max(t.last, now)
	return true
}

// webmBlank turns an element that may tell of the speaker into a Void one of the same length: one byte that says so, and
// a size that fills the rest of the old header.
func webmBlank(id uint64, element []byte, head int) bool {
	switch id {
	case mkvTitle, ebmlVoid:
		clear(element[head:])
	case mkvTags, mkvAttachments, mkvChapters:
		if head > 9 {
			return false
		}
		size := len(element) - head
		clear(element)
		element[0], element[1] = ebmlVoid, 1<<(9-head)
		for i := head - 1; size > 0; i-- {
			element[i] |= byte(size)
			size >>= 8
		}
	}
	return true
}

// vint reads a number whose first byte tells its length by the zeros it starts with (RFC 8794, 4); its length marker is
// cut off for sizes, where all ones means unknown. n is zero when there is none of at most longest bytes.
func vint(b []byte, longest int, size bool) (v uint64, n int) {
	if len(b) == 0 {
		return 0, 0
	}
	n = bits.LeadingZeros8(b[0]) + 1
	if n > longest || n > len(b) {
		return 0, 0
	}
	v = number(b[:n])
	if size {
		v &= 1<<(7*n) - 1
	}
	if size && v == 1<<(7*n)-1 {
		v = math.MaxUint64
	}
	return v, n
}

func number(b []byte) (v uint64) {
	for _, x := range b {
		v = v<<8 | uint64(x)
	}
	return v
}

func float(b []byte) float64 {
	switch len(b) {
	case 4:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(b)))
	case 8:
		return math.Float64frombits(binary.BigEndian.Uint64(b))
	}
	return 0
}
