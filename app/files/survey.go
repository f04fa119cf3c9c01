package files

import (
	"bytes"
	"encoding/binary"
	"image"

	"delinli/models/file"
)

// surveyJPEG walks the segments before the first scan, strictly, so that no decoder can see others than we did. Every
// sample takes a byte, in a progressive file four more for its coefficient; colours that are not YCbCr are copied.
func surveyJPEG(data []byte, c image.Config) (s survey, err error) {
	copied := false
	for b := data[2:]; len(b) >= 4 && b[0] == 0xFF; {
		kind, size := b[1], int(binary.BigEndian.Uint16(b[2:]))+2
		if size < 4 || size > len(b) {
			break
		}
		body := b[4:size]
		switch {
		case kind == 0xE1 && at(body, 0, "Exif\x00\x00"):
			s.turn = orientation(body[6:])
		case kind == 0xEE && at(body, 0, "Adobe") && len(body) >= 12 && body[11] == 0:
			copied = true
		case kind >= 0xC0 && kind <= 0xC2:
			s.memory = jpegMemory(body, c, kind == 0xC2, copied)
		case kind == 0xDA && s.memory > 0:
			return s, nil
		}
		b = b[size:]
	}
	return s, file.ErrDamaged
}

// jpegMemory reads the sampling of the components from a frame header (ITU-T T.81, B.2.2).
func jpegMemory(frame []byte, c image.Config, progressive, copied bool) int64 {
	wide, high, all, ids := 1, 1, 0, []byte(nil)
	for i := 6; i+2 < len(frame); i += 3 {
		h, v := int(frame[i+1]>>4), int(frame[i+1]&15)
		wide, high, all, ids = max(wide, h), max(high, v), all+h*v, append(ids, frame[i])
	}
	columns, rows := (c.Width+8*wide-1)/(8*wide), (c.Height+8*high-1)/(8*high)
	samples := int64(columns) * int64(rows) * 64 * int64(all)
	if progressive {
		samples *= 5
	}
	if copied || len(ids) == 4 || string(ids) == "RGB" {
		samples += 4 * int64(c.Width) * int64(c.Height)
	}
	return samples
}

// surveyPNG reads the header chunk, which stands first (W3C PNG, 11.2.1). An interlaced picture is decoded in parts.
func surveyPNG(data []byte, c image.Config) (s survey, err error) {
	depth, colour, interlaced := data[24], data[25], data[28] != 0
	s.memory = 4 * int64(c.Width) * int64(c.Height)
	switch {
	case colour == 3:
		s.memory /= 4
	case depth == 16:
		s.memory *= 2
	}
	if interlaced {
		s.memory *= 2
	}
	return s, nil
}

// surveyWebP walks the chunks (RFC 9649, 2.3). Lossless parts may carry prefix codes that grow three hundredfold when they are read.
func surveyWebP(data []byte, c image.Config) (s survey, err error) {
	const codes = 300
	pixels := int64(c.Width) * int64(c.Height)
	for b := data[12:min(len(data), 8+int(binary.LittleEndian.Uint32(data[4:])))]; len(b) > 0; {
		if len(b) < 8 {
			return s, file.ErrDamaged
		}
		size := int(binary.LittleEndian.Uint32(b[4:]))
		if size > len(b)-8 {
			return s, file.ErrDamaged
		}
		switch string(b[:4]) {
		case "VP8 ":
			s.memory += 2 * pixels
		case "VP8L":
			s.memory += 8*pixels + codes*int64(size)
		case "ALPH":
			s.memory += 9*pixels + codes*int64(size)
		case "EXIF":
			s.turn = orientation(bytes.TrimPrefix(b[8:8+size], []byte("Exif\x00\x00")))
		}
		b = b[min(8+size+size&1, len(b)):]
	}
	return s, nil
}

// orientation finds the tag in the first directory of a TIFF structure (CIPA DC-008, 4.6); upright when it is not there.
func orientation(tiff []byte) turn {
	var order binary.ByteOrder = binary.LittleEndian
	if at(tiff, 0, "MM\x00*") {
		order = binary.BigEndian
	} else if !at(tiff, 0, "II*\x00") {
		return 1
	}
	if len(tiff) < 8 {
		return 1
	}
	start := int(order.Uint32(tiff[4:]))
	if start > len(tiff)-2 {
		return 1
	}
	entries := tiff[start+2:]
	for range order.Uint16(tiff[start:]) {
		if len(entries) < 12 {
			break
		}
		if value := order.Uint16(entries[8:]); order.Uint16(entries) == 0x0112 && value >= 1 && value <= 8 {
			return turn(value)
		}
		entries = entries[12:]
	}
	return 1
}
