package files

import "bytes"

// format is what the bytes are by their own first bytes, whatever name or type came with them.
type format string

// The formats that are told apart.
const (
	jpegFile format = "jpeg"
	pngFile  format = "png"
	webpFile format = "webp"
	heicFile format = "heic"
	mp3File  format = "mp3"
	mp4File  format = "mp4"
	webmFile format = "webm"
)

// stills are the brands of pictures in the box format of ISO/IEC 14496-12 (HEIF, AVIF).
var stills = []string{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis"}

// sniff tells the format, or "" for everything that we do not take.
func sniff(data []byte) format {
	switch {
	case bytes.HasPrefix(data, []byte("\xFF\xD8\xFF")):
		return jpegFile
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1A\n")):
		return pngFile
	case at(data, 0, "RIFF") && at(data, 8, "WEBP"):
		return webpFile
	case at(data, 4, "ftyp"):
		return boxed(data)
	case bytes.HasPrefix(data, []byte("\x1A\x45\xDF\xA3")):
		return webmFile
	case at(data, 0, "ID3") || len(data) >= 4 && mp3Frame(data).size > 0:
		return mp3File
	}
	return ""
}

func boxed(data []byte) format {
	for _, brand := range stills {
		if at(data, 8, brand) {
			return heicFile
		}
	}
	return mp4File
}

func at(data []byte, offset int, mark string) bool {
	return len(data) >= offset && bytes.HasPrefix(data[offset:], []byte(mark))
}
