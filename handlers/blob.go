package handlers

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Blob is the output of a route that sends a file: Size bytes of Body, which is closed after sending and must not depend on the
// request's context. Keep is how long the reader's own browser may keep it.
type Blob struct {
	Type, Name string
	Size       int64
	Body       io.ReadSeekCloser
	Keep       time.Duration
}

// send writes the whole file, or the one range that players ask for (RFC 9110, 14).
func (b Blob) send(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, b.Type)
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("inline", map[string]string{"filename": b.Name}))
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	c.Set(fiber.HeaderCacheControl, b.keep())
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	from, to, ok := byteRange(c.Get(fiber.HeaderRange), b.Size)
	if !ok {
		return c.SendStream(b.Body, int(b.Size))
	}
	if _, err := b.Body.Seek(from, io.SeekStart); err != nil {
		return fmt.Errorf("seek in a file: %w", err)
	}
	c.Status(http.StatusPartialContent)
	c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", from, to, b.Size))
	return c.SendStream(section{io.LimitReader(b.Body, to-from+1), b.Body}, int(to-from+1))
}

// keep is what the reader's browser is told; what it must not keep it does not write to its disk at all.
func (b Blob) keep() string {
	if b.Keep == 0 {
		return "no-store"
	}
	return fmt.Sprintf("private, max-age=%d", int(b.Keep.Seconds()))
}

type section struct {
	io.Reader
	io.Closer
}

// byteRange reads a Range header that asks for one range which the file has; any other is ignored, as the standard allows.
func byteRange(header string, size int64) (from, to int64, ok bool) {
	spec, isBytes := strings.CutPrefix(header, "bytes=")
	first, last, isRange := strings.Cut(spec, "-")
	if !isBytes || !isRange {
		return 0, 0, false
	}
	to, errTo := strconv.ParseInt(last, 10, 64)
	if first == "" { // the last bytes
		return max(size-to, 0), size - 1, errTo == nil && to > 0 && size > 0
	}
	from, errFrom := strconv.ParseInt(first, 10, 64)
	if last == "" {
		to, errTo = size-1, nil
	}
	to = min(to, size-1)
	return from, to, errFrom == nil && errTo == nil && from >= 0 && from <= to
}
