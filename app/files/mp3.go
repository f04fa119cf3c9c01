package files

import (
	"bytes"
	"encoding/binary"
	"time"

	"delinli/models/file"
)

// mp3Header is what the four bytes before a frame of MPEG audio layer III say (ISO/IEC 11172-3 2.4.1.3, 13818-3).
type mp3Header struct {
	size   int // bytes of the whole frame; zero when the bytes start no frame
	length time.Duration
}

// Bit rates in kbit/s by their index: MPEG 1, and MPEG 2 with 2.5. Index 0 (free) and 15 are not taken.
var mp3Rates = [2][16]int{
	{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
	{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
}

// Samples a second of MPEG 1 by their index; MPEG 2 has half of them, 2.5 a quarter.
var mp3Samples = [4]int{44100, 48000, 32000}

// mp3Frame reads the header at the start of b, which has four bytes or more.
func mp3Frame(b []byte) mp3Header {
	h := binary.BigEndian.Uint32(b)
	version, layer, rate, samples := h>>19&3, h>>17&3, h>>12&15, h>>10&3
	if h>>21 != 0x7FF || version == 1 || layer != 1 || samples == 3 {
		return mp3Header{}
	}
	low, hz, perFrame := 0, mp3Samples[samples], 1152
	if version != 3 {
		low, hz, perFrame = 1, hz/2, 576
	}
	if version == 0 {
		hz /= 2
	}
	bits := mp3Rates[low][rate] * 1000
	if bits == 0 {
		return mp3Header{}
	}
	return mp3Header{perFrame/8*bits/hz + int(h>>9&1), time.Duration(perFrame) * time.Second / time.Duration(hz)}
}

// mp3Voice walks the frames, which needs no trust in what a header says of the whole. It keeps the frames alone: tags
// before and behind them, which may tell of the speaker, go.
func mp3Voice(data []byte) (voice, error) {
	start := mp3Start(data)
	end, length := start, time.Duration(0)
	for len(data)-end >= 4 {
		h := mp3Frame(data[end:])
		if h.size == 0 || h.size > len(data)-end {
			break
		}
		if end > start || !summary(data[start:start+h.size]) {
			length += h.length
		}
		end += h.size
	}
	if !mp3Tail(data[end:]) {
		return voice{}, file.ErrDamaged
	}
	return voice{file.MP3, length, data[start:end]}, nil
}

// mp3Start skips tags of ID3v2 (id3.org, 3.1: size in four bytes of seven bits) and the zeros behind them.
func mp3Start(data []byte) (start int) {
	for at(data, start, "ID3") && len(data)-start >= 10 {
		b := data[start:]
		start += 10 + int(b[6]&127)<<21 + int(b[7]&127)<<14 + int(b[8]&127)<<7 + int(b[9]&127)
		start = min(start, len(data))
	}
	return len(data) - len(bytes.TrimLeft(data[start:], "\x00"))
}

// summary reports whether a first frame holds no sound but tells of the others (Xing, LAME).
func summary(frame []byte) bool {
	head := frame[:min(len(frame), 64)]
	return bytes.Contains(head, []byte("Xing")) || bytes.Contains(head, []byte("Info"))
}

// mp3Tail reports whether what follows the frames is a tag or one frame cut short, and not more sound behind a hole.
func mp3Tail(tail []byte) bool {
	for _, tag := range []string{"TAG", "APETAGEX", "LYRICSBEGIN", "ID3"} {
		if at(tail, 0, tag) {
			return true
		}
	}
	const longest = 1441 // bytes: 320 kbit/s at 32 kHz, padded
	return len(bytes.TrimLeft(tail, "\x00")) <= longest
}
