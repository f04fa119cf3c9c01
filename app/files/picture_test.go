package files

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/models/file"
)

// look measures and develops as a service does.
func look(ctx context.Context, data []byte) (*image.RGBA, error) {
	seen, err := measure(sniff(data), data)
	if err != nil {
		return nil, err
	}
	return develop(ctx, sniff(data), data, seen)
}

// corners has a colour a quarter: red and green above, blue and white below.
func corners(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, quarters[y*2/h][x*2/w])
		}
	}
	return m
}

var (
	red, green = color.RGBA{255, 0, 0, 255}, color.RGBA{0, 255, 0, 255}
	blue, snow = color.RGBA{0, 0, 255, 255}, color.RGBA{255, 255, 255, 255}
	quarters   = [2][2]color.RGBA{{red, green}, {blue, snow}}
)

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif makes a directory with a maker's name before the orientation.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	b := map[bool][]byte{true: []byte("MM\x00*"), false: []byte("II*\x00")}[order == binary.AppendByteOrder(binary.BigEndian)]
	b = order.AppendUint16(order.AppendUint32(b, 8), 2)
	b = append(order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x010F), 2), 4), "GPS\x00"...)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	return append(order.AppendUint16(order.AppendUint16(b, orientation), 0), 0, 0, 0, 0)
}

// segment puts a segment behind the mark of a JPEG.
func segment(data []byte, kind byte, body []byte) []byte {
	head := []byte{0xFF, kind, byte((len(body) + 2) >> 8), byte(len(body) + 2)}
	return slices.Concat(data[:2], head, body, data[2:])
}

func TestPicturesStandUpright(t *testing.T) {
	stored := [9][4]color.RGBA{ // left above, right above, left below, right below of the upright picture
		{red, green, blue, snow}, {red, green, blue, snow}, {green, red, snow, blue}, {snow, blue, green, red}, {blue, snow, red, green},
		{red, blue, green, snow}, {blue, red, snow, green}, {snow, green, blue, red}, {green, snow, red, blue},
	}
	for o := range 10 {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			data := segment(asJPEG(t, corners(96, 64)), 0xE1, append([]byte("Exif\x00\x00"), exif(order, uint16(o))...))
			m, err := look(t.Context(), data)
			if err != nil {
				t.Fatal(err)
			}
			size, want := image.Pt(96, 64), stored[o%9]
			if o > 4 && o < 9 {
				size = image.Pt(64, 96)
			}
			if m.Rect.Size() != size {
				t.Errorf("orientation %d: %v", o, m.Rect)
			}
			for i, c := range want {
				if got := m.RGBAAt(size.X/4+size.X/2*(i%2), size.Y/4+size.Y/2*(i/2)); !near(got, c) {
					t.Errorf("orientation %d, %v: quarter %d is %v, not %v", o, order, i, got, c)
				}
			}
		}
	}
}

func near(a, b color.RGBA) bool {
	off := func(x, y uint8) bool { return max(x, y)-min(x, y) < 40 }
	return off(a.R, b.R) && off(a.G, b.G) && off(a.B, b.B) && a.A == b.A
}

func TestOrientationReadsNothingOutside(t *testing.T) {
	whole := exif(binary.BigEndian, 6)
	for n := range whole {
		if got := orientation(whole[:n]); got != 1 && n < len(whole)-6 {
			t.Errorf("cut at %d: %d", n, got)
		}
	}
	for _, start := range []uint32{0, 1, 7, uint32(len(whole)) - 2, uint32(len(whole)), 1 << 31, 1<<32 - 1} {
		b := slices.Clone(whole)
		binary.BigEndian.PutUint32(b[4:], start)
		if got := orientation(b); got != 1 {
			t.Errorf("directory at %d: %d", start, got)
		}
	}
	if got := orientation(whole); got != 6 {
		t.Errorf("control: %d", got)
	}
}

func TestPicturesFillTheirFrame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, h := rapid.IntRange(1, 3000).Draw(rt, "w"), rapid.IntRange(1, 40).Draw(rt, "h")
		o := turn(rapid.IntRange(0, 8).Draw(rt, "orientation"))
		if rapid.Bool().Draw(rt, "high") {
			w, h = h, w
		}
		src := image.NewGray(image.Rect(0, 0, w, h))
		for i := range src.Pix {
			src.Pix[i] = 200
		}
		data := segment(asJPEG(t, src), 0xE1, append([]byte("Exif\x00\x00"), exif(binary.BigEndian, uint16(o))...))
		m, err := look(t.Context(), data)
		if err != nil {
			rt.Fatal(err)
		}
		if side := max(m.Rect.Dx(), m.Rect.Dy()); side != min(max(w, h), file.LongSide) {
			rt.Errorf("%d × %d became %v", w, h, m.Rect)
		}
		small := thumbnail(m)
		for _, picture := range []*image.RGBA{m, small} {
			for i, v := range picture.Pix {
				if i%4 == 3 && v != 255 || i%4 != 3 && (v < 195 || v > 205) {
					rt.Fatalf("%d × %d, orientation %d, %v: byte %d is %d", w, h, o, picture.Rect, i, v)
				}
			}
		}
		if side := max(small.Rect.Dx(), small.Rect.Dy()); side != min(max(w, h), file.ThumbSide) {
			rt.Errorf("%d × %d became %v", w, h, small.Rect)
		}
	})
}

func TestPicturesOfAllKinds(t *testing.T) {
	glass := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	deep := image.NewNRGBA64(image.Rect(0, 0, 40, 30))
	deep.Set(1, 1, color.White)
	pale := image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.Black, color.White})
	for _, c := range []struct {
		name   string
		data   []byte
		w, h   int
		opaque bool
	}{
		{"JPEG", asJPEG(t, corners(96, 64)), 96, 64, true},
		{"grey JPEG", asJPEG(t, image.NewGray(image.Rect(0, 0, 50, 50))), 50, 50, true},
		{"opaque PNG", asPNG(t, corners(96, 64)), 96, 64, true},
		{"transparent PNG", asPNG(t, glass), 40, 30, false},
		{"PNG of 16 bits", asPNG(t, deep), 40, 30, false},
		{"PNG with a palette", asPNG(t, pale), 40, 30, true},
		{"WebP", recording(t, "lossy.webp"), 64, 48, true},
		{"lossless WebP", recording(t, "lossless.webp"), 64, 48, true},
		{"transparent WebP", recording(t, "alpha.webp"), 64, 48, false},
		{"one pixel", asPNG(t, corners(1, 1)), 1, 1, true},
		{"a page behind", append(asJPEG(t, corners(96, 64)), "<script>alert(1)</script>"...), 96, 64, true},
	} {
		m, err := look(t.Context(), c.data)
		if err != nil || m.Rect.Dx() != c.w || m.Rect.Dy() != c.h || m.Opaque() != c.opaque {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// sized writes another size into the header of a PNG or JPEG.
func sized(data []byte, w, h uint32) []byte {
	b := slices.Clone(data)
	if sniff(b) == pngFile {
		copy(b[16:], u32s(w, h))
		copy(b[29:], u32s(crc32.ChecksumIEEE(b[12:29])))
		return b
	}
	sof := bytes.Index(b, []byte{0xFF, 0xC0})
	binary.BigEndian.PutUint16(b[sof+5:], uint16(h))
	binary.BigEndian.PutUint16(b[sof+7:], uint16(w))
	return b
}

// chunk puts a chunk behind those of a WebP.
func chunk(data []byte, kind string, size uint32, body []byte) []byte {
	data = slices.Concat(data, []byte(kind), binary.LittleEndian.AppendUint32(nil, size), body)
	binary.LittleEndian.PutUint32(data[4:], uint32(len(data)-8))
	return data
}

func replaced(data []byte, from, to string) []byte {
	return bytes.Replace(data, []byte(from), []byte(to), 1)
}

func TestPicturesAreMeasuredBeforeTheyAreOpened(t *testing.T) {
	photo, chart := asJPEG(t, corners(64, 64)), asPNG(t, corners(64, 64))
	glass, deep := asPNG(t, image.NewNRGBA(image.Rect(0, 0, 64, 64))), asPNG(t, image.NewNRGBA64(image.Rect(0, 0, 64, 64)))
	line := asPNG(t, image.NewPaletted(image.Rect(0, 0, 64, 64), color.Palette{color.Black, color.White}))
	woven := sized(replaced(glass, "\x08\x06\x00\x00\x00", "\x08\x06\x00\x00\x01"), 3000, 3000)
	late := replaced(sized(photo, 7303, 5477), "\xFF\xC0", "\xFF\xC2")
	adobe := segment(sized(photo, 5000, 4000), 0xEE, []byte("Adobe\x00\x64\x00\x00\x00\x00\x00"))
	lossless := chunk(recording(t, "lossless.webp"), "VP8L", 300_000, make([]byte, 300_000))
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"JPEG of 40 megapixels", sized(photo, 7303, 5477), nil},
		{"PNG of 10 megapixels", sized(chart, 4000, 2500), nil},
		{"PNG of 40 megapixels and two colours", sized(line, 7303, 5477), nil},
		{"JPEG of 40.1 megapixels", sized(photo, 7320, 5477), file.ErrTooManyPx},
		{"JPEG of 65,535 × 65,535", sized(photo, 65535, 65535), file.ErrTooManyPx},
		{"PNG of 50,000 × 50,000", sized(chart, 50_000, 50_000), file.ErrTooManyPx},
		{"PNG of 12,001 × 1", sized(chart, 12_001, 1), file.ErrTooManyPx},
		{"PNG of 40 megapixels", sized(chart, 7303, 5477), file.ErrTooHeavy},
		{"PNG of 9 megapixels of 16 bits", sized(deep, 3000, 3000), file.ErrTooHeavy},
		{"interlaced PNG of 9 megapixels", woven, file.ErrTooHeavy},
		{"progressive JPEG of 40 megapixels", late, file.ErrTooHeavy},
		{"JPEG of 20 megapixels in RGB", adobe, file.ErrTooHeavy},
		{"lossless WebP with many codes", lossless, file.ErrTooHeavy},
		{"WebP that moves", recording(t, "animated.webp"), nil},
		{"PNG without pixels", sized(chart, 0, 5), file.ErrNotPicture},
		{"a JPEG's mark and a page", []byte("\xFF\xD8\xFF<html>"), file.ErrNotPicture},
		{"a PNG's mark alone", []byte("\x89PNG\r\n\x1A\n"), file.ErrNotPicture},
		{"a WebP's mark alone", []byte("RIFF\x04\x00\x00\x00WEBP"), file.ErrNotPicture},
		{"JPEG with bytes between its segments", replaced(photo, "\xFF\xC0", "hidden\xFF\xC0"), file.ErrDamaged},
		{"JPEG with a segment of no length", slices.Concat(photo[:2], []byte{0xFF, 0xE1, 0, 1}, photo[2:]), file.ErrNotPicture},
		{"WebP with a chunk longer than the file", chunk(recording(t, "lossy.webp"), "EXIF", 9999, nil), file.ErrDamaged},
		{"WebP with half a chunk behind", chunk(recording(t, "lossy.webp"), "EX", 0, nil), file.ErrDamaged},
	} {
		if _, err := measure(sniff(c.data), c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestFourColoursCostTwice(t *testing.T) {
	four := []byte{8, 0, 16, 0, 16, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0}
	if got := jpegMemory(four, image.Config{Width: 16, Height: 16}, false, false); got != 16*16*8 {
		t.Errorf("%d bytes", got)
	}
}

// TestCutPictures cuts pictures at every byte: each cut is refused as what it is, none panics.
func TestCutPictures(t *testing.T) {
	for name, data := range map[string][]byte{
		"jpeg": asJPEG(t, corners(32, 32)), "png": asPNG(t, corners(32, 32)), "lossy": recording(t, "lossy.webp"),
		"lossless": recording(t, "lossless.webp"), "alpha": recording(t, "alpha.webp"), "animated": recording(t, "animated.webp"),
	} {
		for n := range data {
			as := sniff(data[:n])
			if as == "" {
				continue
			}
			_, err := look(t.Context(), data[:n])
			if err == nil && n < len(data)-16 || err != nil && !errors.Is(err, file.ErrDamaged) && !errors.Is(err, file.ErrNotPicture) {
				t.Errorf("%s cut at %d of %d: %v", name, n, len(data), err)
			}
		}
	}
}

func TestDecodingEndsWithItsRequest(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := look(gone, asJPEG(t, corners(64, 64))); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestWebPStandsUpright(t *testing.T) {
	for _, mark := range []string{"", "Exif\x00\x00"} {
		body := append([]byte(mark), exif(binary.LittleEndian, 6)...)
		data := chunk(recording(t, "lossy.webp"), "EXIF", uint32(len(body)), body)
		if m, err := look(t.Context(), data); err != nil || m.Rect.Size() != image.Pt(48, 64) {
			t.Errorf("%v", err)
		}
	}
}

func TestMovingPicturesAreRefused(t *testing.T) {
	if _, err := look(t.Context(), recording(t, "animated.webp")); !errors.Is(err, file.ErrDamaged) {
		t.Errorf("%v", err)
	}
}

// FuzzPicture holds for every input that is small when it is opened: no panic, and no picture larger than it may be.
func FuzzPicture(f *testing.F) {
	for _, name := range []string{"lossy.webp", "lossless.webp", "alpha.webp", "animated.webp"} {
		f.Add(recording(f, name))
	}
	f.Add(segment(asJPEG(f, corners(16, 16)), 0xE1, append([]byte("Exif\x00\x00"), exif(binary.BigEndian, 6)...)))
	f.Add(asPNG(f, corners(16, 16)))
	f.Fuzz(func(t *testing.T, data []byte) {
		as := sniff(data)
		if as != jpegFile && as != pngFile && as != webpFile {
			return
		}
		seen, err := measure(as, data)
		if err != nil || seen.width*seen.height > 1e6 {
			return
		}
		if m, err := develop(t.Context(), as, data, seen); err == nil && max(m.Rect.Dx(), m.Rect.Dy()) > file.LongSide {
			t.Errorf("%v", m.Rect)
		}
	})
}
