package files

import (
	"encoding/binary"
	"slices"

	"delinli/models/file"
)

// mp4Track is what the boxes of ISO/IEC 14496-12 tell of the one track of a voice. Times are float64 seconds, which no
// claimed number can overflow.
type mp4Track struct {
	tracks, sounds, aac int
	movie               float64 // by mvhd
	media               float64 // by mdhd
	samples             float64 // by stts
	fragments           float64 // by the runs of all fragments
	scale               float64 // ticks a second, by mdhd
	usual, usualHere    float64 // ticks a sample: by trex, and by tfhd for its fragment
}

// Boxes that are entered, and boxes that may tell of the speaker and are blanked: places, names, pictures.
var (
	mp4Inner = []string{"moov", "trak", "mdia", "minf", "stbl", "mvex", "moof", "traf"}
	mp4Blank = []string{"udta", "meta", "uuid", "free", "skip"}
)

// mp4Voice walks the boxes in one pass, entering the inner ones by stepping over their headers, and takes the longest
// of the lengths that they tell. It refuses all but one track of AAC sound.
func mp4Voice(data []byte) (voice, error) {
	var t mp4Track
	for pos := 0; pos < len(data); {
		head, size, ok := mp4Box(data[pos:])
		if !ok {
			return voice{}, file.ErrDamaged
		}
		kind, body := string(data[pos+4:pos+8]), data[pos+head:pos+size]
		switch {
		case slices.Contains(mp4Inner, kind):
			size = head
		case slices.Contains(mp4Blank, kind):
			copy(data[pos+4:], "free")
			clear(body)
		}
		if !t.read(kind, body) {
			return voice{}, file.ErrDamaged
		}
		pos += size
	}
	if t.tracks != 1 || t.sounds != 1 || t.aac != 1 {
		return voice{}, file.ErrUnsupported
	}
	return voice{file.M4A, length(max(t.movie, t.media, t.samples, t.fragments)), data}, nil
}

// mp4Box reads the header of the box at the start of b: bytes of the header and of the whole.
func mp4Box(b []byte) (head, size int, ok bool) {
	if len(b) < 8 {
		return 0, 0, false
	}
	n := uint64(binary.BigEndian.Uint32(b))
	head = 8
	switch {
	case n == 0:
		n = uint64(len(b))
	case n == 1 && len(b) >= 16:
		n, head = binary.BigEndian.Uint64(b[8:]), 16
	}
	return head, int(min(n, 1<<40)), n >= uint64(head) && n <= uint64(len(b))
}

// read takes what one box tells; false when it is too short for it.
func (t *mp4Track) read(kind string, body []byte) bool {
	ok := true
	switch b := (fields{body, &ok}); kind {
	case "trak":
		t.tracks++
	case "hdlr":
		if string(b.bytes(8, 4)) == "soun" {
			t.sounds++
		}
	case "stsd":
		if string(b.bytes(12, 4)) == "mp4a" {
			t.aac++
		}
	case "mvhd":
		_, t.movie = b.header()
	case "mdhd":
		t.scale, t.media = b.header()
	case "stts":
		for i := range min(int(b.u32(4)), len(body)/8) {
			t.samples += ratio(float64(b.u32(8+8*i))*float64(b.u32(12+8*i)), t.scale)
		}
	case "trex":
		t.usual = float64(b.u32(12))
	case "tfhd":
		t.usualHere = b.usual(t.usual)
	case "trun":
		t.fragments += ratio(b.run(t.usualHere), t.scale)
	}
	return ok
}

// header reads ticks a second and seconds from mvhd or mdhd, whose fields are wider in version 1.
func (b fields) header() (scale, seconds float64) {
	scale, ticks := float64(b.u32(12)), float64(b.u32(16))
	if v := b.bytes(0, 1); v != nil && v[0] == 1 {
		scale, ticks = float64(b.u32(20)), float64(b.u32(24))*(1<<32)+float64(b.u32(28))
	}
	return scale, ratio(ticks, scale)
}

// usual reads the ticks a sample of a fragment, which stand behind what its flags say is there.
func (b fields) usual(otherwise float64) float64 {
	flags := b.u32(0)
	if flags&8 == 0 {
		return otherwise
	}
	return float64(b.u32(8 + 8*int(flags&1) + 4*int(flags>>1&1)))
}

// run adds up the ticks of the samples of a trun.
func (b fields) run(usual float64) (ticks float64) {
	flags, samples := b.u32(0), b.u32(4)
	if flags&0x100 == 0 {
		return float64(samples) * usual
	}
	pos, step := 8+4*int(flags&1)+4*int(flags>>2&1), 4*int(flags>>8&1+flags>>9&1+flags>>10&1+flags>>11&1)
	for i := 0; i < int(samples) && *b.ok; i++ {
		ticks += float64(b.u32(pos + step*i))
	}
	return ticks
}
