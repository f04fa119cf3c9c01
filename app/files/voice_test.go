package files

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"delinli/models/file"
)

// recording reads one of the recordings that ffmpeg made for us, of two seconds each.
func recording(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func hear(data []byte) (voice, error) { return listen(sniff(data), bytes.Clone(data)) }

func TestRealRecordings(t *testing.T) {
	for _, c := range []struct {
		name string
		mime file.Mime
	}{
		{"cbr.mp3", file.MP3}, {"vbr.mp3", file.MP3}, {"plain.m4a", file.M4A}, {"fragments.m4a", file.M4A},
		{"plain.webm", file.WebM}, {"live.webm", file.WebM},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := recording(t, c.name)
			v, err := hear(data)
			if err != nil || v.mime != c.mime {
				t.Fatalf("%s, %v", v.mime, err)
			}
			if off := v.length - 2*time.Second; off.Abs() > 150*time.Millisecond {
				t.Errorf("lasts %v", v.length)
			}
			for _, told := range []string{"王秀英", "13800138000", "36.3800"} {
				if bytes.Contains(v.data, []byte(told)) {
					t.Errorf("still tells %s", told)
				}
			}
			again, err := hear(v.data)
			if err != nil || again.length != v.length || !bytes.Equal(again.data, v.data) {
				t.Errorf("what is kept reads as %v of %v, %v", again.mime, again.length, err)
			}
		})
	}
}

func TestTheRecordingsDoTell(t *testing.T) { // the control of what TestRealRecordings looks for
	for _, name := range []string{"cbr.mp3", "plain.m4a", "plain.webm"} {
		if !bytes.Contains(recording(t, name), []byte("王秀英")) {
			t.Errorf("%s tells nothing", name)
		}
	}
}

func TestOtherRecordingsAreRefused(t *testing.T) {
	for name, want := range map[string]error{
		"vorbis.webm": file.ErrUnsupported, "film.mp4": file.ErrUnsupported,
	} {
		if _, err := hear(recording(t, name)); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if as := sniff(recording(t, "raw.aac")); as != "" {
		t.Errorf("raw AAC taken for %s", as)
	}
}

// TestCutRecordings cuts every recording at every byte: no cut may panic, or grow longer than the whole.
func TestCutRecordings(t *testing.T) {
	for _, name := range []string{"cbr.mp3", "vbr.mp3", "plain.m4a", "fragments.m4a", "plain.webm", "live.webm", "film.mp4"} {
		data := recording(t, name)
		for n := range data {
			if v, err := hear(data[:n]); err == nil && v.length > 2300*time.Millisecond {
				t.Errorf("%s cut at %d lasts %v", name, n, v.length)
			}
		}
	}
}

// frames makes an MP3 of n frames of MPEG 1 at 44.1 kHz and 32 kbit/s, 26.122 ms each.
func frames(n int) []byte {
	return bytes.Repeat(append([]byte{0xFF, 0xFB, 0x10, 0xC0}, make([]byte, 100)...), n)
}

func TestMP3Frames(t *testing.T) {
	for _, c := range []struct {
		head   string
		size   int
		length time.Duration
	}{
		{"\xFF\xFB\x90\xC4", 417, 1152 * time.Second / 44100},
		{"\xFF\xFB\x92\xC4", 418, 1152 * time.Second / 44100},
		{"\xFF\xFB\xE8\xC4", 1440, 1152 * time.Second / 32000},
		{"\xFF\xF3\x48\xC4", 144, 576 * time.Second / 16000},
		{"\xFF\xE3\x48\xC4", 288, 576 * time.Second / 8000},
		{"\xFF\xFB\x00\xC4", 0, 0}, // free rate
		{"\xFF\xFB\xF0\xC4", 0, 0}, // no rate
		{"\xFF\xFB\x9C\xC4", 0, 0}, // no sampling
		{"\xFF\xEB\x90\xC4", 0, 0}, // no version
		{"\xFF\xFD\x90\xC4", 0, 0}, // layer II
		{"\xFF\xF1\x50\x80", 0, 0}, // AAC
		{"\xFE\xFB\x90\xC4", 0, 0}, // no mark
	} {
		if h := mp3Frame([]byte(c.head)); h.size != c.size || h.length != c.length {
			t.Errorf("% X: %+v", c.head, h)
		}
	}
}

func TestMP3(t *testing.T) {
	id3 := "ID3\x04\x00\x00\x00\x00\x01\x05" + strings.Repeat("x", 133)
	xing := frames(1)
	copy(xing[36:], "Xing")
	for _, c := range []struct {
		name   string
		data   []byte
		frames int // that are counted; -1 for damaged
		kept   int // frames
	}{
		{"frames alone", frames(50), 50, 50},
		{"behind a tag", slices.Concat([]byte(id3), frames(50)), 50, 50},
		{"behind two tags and zeros", slices.Concat([]byte(id3+id3), make([]byte, 99), frames(9)), 9, 9},
		{"a summary first", slices.Concat(xing, frames(50)), 50, 51},
		{"a tag behind", slices.Concat(frames(50), []byte("TAG"), make([]byte, 125)), 50, 50},
		{"a long tag behind", slices.Concat(frames(50), []byte("APETAGEX"), bytes.Repeat([]byte{7}, 5000)), 50, 50},
		{"the last frame cut short", frames(51)[:50*104+60], 50, 50},
		{"zeros behind", slices.Concat(frames(50), make([]byte, 9000)), 50, 50},
		{"a page behind", slices.Concat(frames(50), []byte("<script>alert(1)</script>")), 50, 50},
		{"more sound behind a hole", slices.Concat(frames(50), []byte("hole"), frames(50)), -1, 0},
		{"a tag alone", []byte(id3), -1, 0},
		{"a tag longer than all", []byte("ID3\x04\x00\x00\x7F\x7F\x7F\x7F"), -1, 0},
		{"half a tag", []byte("ID3\x04"), -1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, err := hear(c.data)
			if c.frames < 0 {
				if !errors.Is(err, file.ErrDamaged) {
					t.Errorf("%v, %v", v.length, err)
				}
				return
			}
			want := time.Duration(c.frames) * (1152 * time.Second / 44100)
			if err != nil || v.length != want || len(v.data) != c.kept*104 {
				t.Errorf("%v of %d bytes, %v; want %v", v.length, len(v.data), err, want)
			}
		})
	}
}

func TestVoicesEndAtAMinute(t *testing.T) {
	for _, c := range []struct {
		name      string
		fit, over []byte
	}{
		{"mp3", frames(2297), frames(2350)},
		{"m4a", m4a(claim{movie: 60_000}), m4a(claim{movie: 61_000})},
		{"m4a by its track", m4a(claim{media: 60 * 16000}), m4a(claim{media: 61 * 16000})},
		{"m4a by its samples", m4a(claim{samples: 937}), m4a(claim{samples: 960})},
		{"m4a that lies of its length", m4a(claim{movie: 1000, samples: 60}), m4a(claim{movie: 1000, samples: 960})},
		{"m4a by its fragments", m4a(claim{run: 937}), m4a(claim{run: 960})},
		{"webm", webm(60_000, 0), webm(61_000, 0)},
		{"webm by its blocks", webm(0, 60_000), webm(0, 61_000)},
		{"webm that lies of its length", webm(1000, 60_000), webm(1000, 61_000)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if v, err := hear(c.fit); err != nil {
				t.Errorf("of a minute: %v, %v", v.length, err)
			}
			if v, err := hear(c.over); !errors.Is(err, file.ErrTooLong) {
				t.Errorf("over a minute: %v, %v", v.length, err)
			}
		})
	}
}

func TestVoicesEndAtFiveMegabytes(t *testing.T) {
	data := m4a(claim{movie: 5000, sound: file.MaxVoiceBytes})
	if _, err := hear(data); !errors.Is(err, file.ErrTooLarge) {
		t.Errorf("over: %v", err)
	}
	data = m4a(claim{movie: 5000, sound: file.MaxVoiceBytes - 1000})
	if _, err := hear(data); err != nil || len(data) > file.MaxVoiceBytes {
		t.Errorf("%d bytes: %v", len(data), err)
	}
}

// claim is what a made-up M4A tells of itself: milliseconds, ticks of 1/16000 s, and samples of 1024 ticks.
type claim struct{ movie, media, samples, run, sound uint32 }

func box(kind string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return slices.Concat(u32s(uint32(8+len(body))), []byte(kind), body)
}

func u32s(values ...uint32) (b []byte) {
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

func m4a(c claim) []byte {
	table := box("stbl", box("stsd", u32s(0, 1, 36), []byte("mp4a"), make([]byte, 28)), box("stts", u32s(0, 1, c.samples, 1024)))
	media := box("mdia", box("mdhd", u32s(0, 0, 0, 16000, c.media, 0)), box("hdlr", u32s(0, 0), []byte("soun"), make([]byte, 13)),
		box("minf", table))
	return slices.Concat(box("ftyp", []byte("M4A \x00\x00\x00\x00")),
		box("moov", box("mvhd", u32s(0, 0, 0, 1000, c.movie), make([]byte, 80)), box("trak", media),
			box("mvex", box("trex", u32s(0, 1, 1, 512, 0, 0)))),
		box("moof", box("traf", box("tfhd", u32s(8, 1, 1024)), box("trun", u32s(1, c.run, 0)))),
		box("mdat", make([]byte, c.sound)))
}

func TestMP4Boxes(t *testing.T) {
	good, bad := m4a(claim{movie: 2000}), func(from, to string) []byte {
		return bytes.Replace(m4a(claim{movie: 2000}), []byte(from), []byte(to), 1)
	}
	wide := slices.Concat(good, u32s(1), []byte("free"), u32s(0, 20), []byte("told"))
	rest := slices.Concat(good, u32s(0), []byte("mdat"), make([]byte, 77))
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"as it should be", good, nil},
		{"a header of 16 bytes", wide, nil},
		{"a box to the end", rest, nil},
		{"a page behind", slices.Concat(good, []byte("<script>alert(1)</script>")), file.ErrDamaged},
		{"a box longer than the file", slices.Concat(good, u32s(9999), []byte("mdat")), file.ErrDamaged},
		{"a box shorter than its header", slices.Concat(good, u32s(7), []byte("mdat")), file.ErrDamaged},
		{"a wide box shorter than its header", slices.Concat(good, u32s(1), []byte("free"), u32s(0, 15)), file.ErrDamaged},
		{"a wide box of 2^64", slices.Concat(good, u32s(1), []byte("free"), u32s(math.MaxUint32, math.MaxUint32)), file.ErrDamaged},
		{"half a wide header", slices.Concat(good, u32s(1), []byte("free")), file.ErrDamaged},
		{"a film", bad("soun", "vide"), file.ErrUnsupported},
		{"another codec", bad("mp4a", "alac"), file.ErrUnsupported},
		{"two tracks", slices.Concat(good, box("moov", box("trak"))), file.ErrUnsupported},
		{"no track", box("ftyp", []byte("M4A \x00\x00\x00\x00")), file.ErrUnsupported},
		{"a header cut short", slices.Concat(good, box("mdhd", u32s(0, 0))), file.ErrDamaged},
		{"a run that claims more than it has", slices.Concat(good, box("moof", box("traf", box("trun", u32s(0x100, math.MaxUint32, 1))))), file.ErrDamaged},
		{"no length anywhere", m4a(claim{}), file.ErrDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			if v, err := hear(c.data); !errors.Is(err, c.want) || c.want == nil && v.length != 2*time.Second {
				t.Errorf("%v, %v", v.length, err)
			}
		})
	}
	if v, err := hear(wide); err != nil || bytes.Contains(v.data, []byte("told")) {
		t.Errorf("a free box still tells: %v", err)
	}
}

func TestMP4WideHeaders(t *testing.T) {
	body, ok := slices.Concat([]byte{1, 0, 0, 0}, u32s(0, 0, 0, 0, 1000, 0, 2500)), true
	if scale, seconds := (fields{body, &ok}).header(); !ok || scale != 1000 || seconds != 2.5 {
		t.Errorf("%v ticks, %v s, %v", scale, seconds, ok)
	}
}

func TestMP4RunsOfUnequalSamples(t *testing.T) {
	body, ok := u32s(0x705, 2, 0, 0, 100, 9, 9, 200, 9, 9), true
	if ticks := (fields{body, &ok}).run(1024); !ok || ticks != 300 {
		t.Errorf("%v ticks, %v", ticks, ok)
	}
}

// element makes an element of Matroska with a size of two bytes.
func element(id string, parts ...[]byte) []byte {
	body := slices.Concat(parts...)
	return slices.Concat([]byte(id), []byte{0x40 | byte(len(body)>>8), byte(len(body))}, body)
}

const endless = "\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF"

// webm makes a recording as a browser writes it: all sizes that are not known yet are left unknown. Times are milliseconds.
func webm(info float32, last uint64, more ...[]byte) []byte {
	block := func(relative uint16) []byte {
		return element("\xA3", []byte{0x81, byte(relative >> 8), byte(relative), 0x80}, []byte("sound"))
	}
	var duration []byte
	if info > 0 {
		duration = element("\x44\x89", binary.BigEndian.AppendUint32(nil, math.Float32bits(info)))
	}
	return slices.Concat(element("\x1A\x45\xDF\xA3", element("\x42\x82", []byte("webm"))), []byte("\x18\x53\x80\x67"+endless),
		element("\x15\x49\xA9\x66", element("\x2A\xD7\xB1", []byte{0x0F, 0x42, 0x40}), duration),
		element("\x16\x54\xAE\x6B", element("\xAE", element("\x83", []byte{2}), element("\x86", []byte("A_OPUS")))),
		[]byte("\x1F\x43\xB6\x75"+endless), element("\xE7", []byte{0}), block(0), block(20),
		[]byte("\x1F\x43\xB6\x75"+endless), element("\xE7", binary.BigEndian.AppendUint64(nil, last)), block(0),
		slices.Concat(more...))
}

func TestWebMElements(t *testing.T) {
	good := webm(2000, 1000)
	bad := func(from, to string) []byte { return bytes.Replace(good, []byte(from), []byte(to), 1) }
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"as it should be", good, nil},
		{"one group of blocks", webm(2000, 0, element("\xA0", element("\xA1", []byte{0x81, 0, 100, 0}))), nil},
		{"another codec", bad("A_OPUS", "A_PCM!"), file.ErrUnsupported},
		{"a film", bad("\x83\x40\x01\x02", "\x83\x40\x01\x01"), file.ErrUnsupported},
		{"Matroska at large", bad("webm", "mkv!"), file.ErrUnsupported},
		{"two tracks", webm(2000, 0, element("\xAE", element("\x83", []byte{1}))), file.ErrUnsupported},
		{"no track", element("\x1A\x45\xDF\xA3", element("\x42\x82", []byte("webm"))), file.ErrUnsupported},
		{"no length anywhere", webm(0, 0)[:bytes.Index(webm(0, 0), []byte("\x1F\x43\xB6\x75"))], file.ErrDamaged},
		{"a page behind", webm(2000, 0, []byte("<script>alert(1)</script>")), file.ErrDamaged},
		{"an element longer than the file", webm(2000, 0, []byte("\xA3\x48\x00")), file.ErrDamaged},
		{"a leaf of unknown size", webm(2000, 0, []byte("\xA3"+endless)), file.ErrDamaged},
		{"an id of nine bytes", webm(2000, 0, make([]byte, 30)), file.ErrDamaged},
		{"an id and no size", webm(2000, 0, []byte{0xA3}), file.ErrDamaged},
		{"a block without a time", webm(2000, 0, element("\xA3", []byte{0x81, 0})), file.ErrDamaged},
		{"an empty block", webm(2000, 0, element("\xA3")), file.ErrDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			if v, err := hear(c.data); !errors.Is(err, c.want) || c.want == nil && v.length != 2*time.Second {
				t.Errorf("%v, %v", v.length, err)
			}
		})
	}
}

func TestWebMForgetsTheSpeaker(t *testing.T) {
	told := []byte("王秀英")
	data := webm(2000, 0, element("\x12\x54\xC3\x67", told, make([]byte, 300)), element("\x19\x41\xA4\x69", told),
		element("\x10\x43\xA7\x70", told), element("\xEC", told), element("\x7B\xA9", told))
	v, err := hear(data)
	if err != nil || bytes.Contains(v.data, told) || len(v.data) != len(data) {
		t.Fatalf("%d bytes of %d, %v", len(v.data), len(data), err)
	}
	if again, err := hear(v.data); err != nil || again.length != v.length {
		t.Errorf("what is kept lasts %v, %v", again.length, err)
	}
	wide := webm(2000, 0, slices.Concat([]byte("\x12\x54\xC3\x67\x01\x00\x00\x00\x00\x00\x00\x03"), []byte("abc")))
	if _, err := hear(wide); !errors.Is(err, file.ErrDamaged) {
		t.Errorf("a header too wide to blank: %v", err)
	}
}

func TestLength(t *testing.T) {
	for _, c := range []struct {
		seconds float64
		want    time.Duration
	}{
		{1.5, 1500 * time.Millisecond}, {0, 0}, {-1, 0}, {math.NaN(), 0}, {math.Inf(-1), 0},
		{math.Inf(1), 1e6 * time.Second}, {math.MaxFloat64, 1e6 * time.Second},
	} {
		if got := length(c.seconds); got != c.want {
			t.Errorf("%v s: %v", c.seconds, got)
		}
	}
}

func TestVint(t *testing.T) {
	for _, c := range []struct {
		bytes   string
		longest int
		size    bool
		v       uint64
		n       int
	}{
		{"\x81", 8, true, 1, 1}, {"\x40\x02", 8, true, 2, 2}, {"\x1A\x45\xDF\xA3", 4, false, ebmlHeader, 4},
		{"\xFF", 8, true, math.MaxUint64, 1}, {endless, 8, true, math.MaxUint64, 8},
		{"\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFE", 8, true, 1<<56 - 2, 8},
		{"", 8, true, 0, 0}, {"\x00\xFF", 8, true, 0, 0}, {"\x40", 8, true, 0, 0}, {"\x08\x00\x00\x00\x00", 4, false, 0, 0},
	} {
		if v, n := vint([]byte(c.bytes), c.longest, c.size); v != c.v || n != c.n {
			t.Errorf("% X: %d of %d bytes", c.bytes, v, n)
		}
	}
}

// FuzzVoice holds for every input: no panic, and what is kept is measured the same again.
func FuzzVoice(f *testing.F) {
	for _, name := range []string{"cbr.mp3", "vbr.mp3", "plain.m4a", "fragments.m4a", "plain.webm", "live.webm", "film.mp4"} {
		f.Add(recording(f, name))
	}
	f.Add(m4a(claim{movie: 1, media: 2, samples: 3, run: 4, sound: 5}))
	f.Add(webm(1000, 900))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, as := range []format{mp3File, mp4File, webmFile} {
			v, err := listen(as, bytes.Clone(data))
			if err != nil {
				continue
			}
			again, err := listen(as, bytes.Clone(v.data))
			if err != nil || again.length != v.length || again.mime != v.mime || v.length > file.MaxVoice+time.Second {
				t.Errorf("%s of %v, then %v, %v", as, v.length, again.length, err)
			}
		}
	})
}
