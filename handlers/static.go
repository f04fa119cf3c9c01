package handlers

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// placeholder says how to build the front ends.
//
//go:embed placeholder.html
var placeholder []byte

// asset is one file of a front end, in every encoding in which it was built.
type asset struct {
	media, cache string
	hash         string
	encoded      map[string][]byte // by content coding; "" is the plain one
}

// codings are the compressed forms in the order of our liking, with the endings under which a build leaves them.
var codings = []struct{ name, ending string }{{"zstd", ".zst"}, {"gzip", ".gz"}}

// hashedName is a name that a build makes from the content, and which therefore never changes it.
var hashedName = regexp.MustCompile(`(^|/)assets/.*[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$`)

// pages are the files of all front ends by their path.
type pages map[string]asset

// newPages reads the front ends, the residents' at / and the desk at /desk/. One that is not built yet shows how to build it.
func newPages(resident, desk fs.FS) (pages, error) {
	p := pages{}
	if err := p.add("/", resident); err != nil {
		return nil, err
	}
	return p, p.add("/desk/", desk)
}

func (p pages) add(prefix string, files fs.FS) error {
	p[prefix] = newAsset("index.html", placeholder)
	if files == nil {
		return nil
	}
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("read a page: %w", err)
		}
		for _, coding := range codings {
			if _, err := fs.Stat(files, strings.TrimSuffix(name, coding.ending)); err == nil && strings.HasSuffix(name, coding.ending) {
				return nil // belongs to another file
			}
		}
		a := newAsset(name, b)
		for _, coding := range codings {
			if b, err := fs.ReadFile(files, name+coding.ending); err == nil {
				a.encoded[coding.name] = b
			}
		}
		p[prefix+strings.TrimSuffix(name, "index.html")] = a
		return nil
	})
}

func newAsset(name string, b []byte) asset {
	sum := sha256.Sum256(b)
	a := asset{media: mediaOfFile(name, b), cache: "no-cache", hash: hex.EncodeToString(sum[:12]), encoded: map[string][]byte{"": b}}
	if hashedName.MatchString(name) {
		a.cache = "public, max-age=31536000, immutable"
	}
	return a
}

// webMedia names what the machine's own table may not know.
var webMedia = map[string]string{".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml",
	".webmanifest": "application/manifest+json", ".woff2": "font/woff2", ".ico": "image/x-icon", ".webp": "image/webp"}

func mediaOfFile(name string, b []byte) string {
	ending := path.Ext(name)
	if known, ok := webMedia[ending]; ok {
		return known
	}
	if known := mime.TypeByExtension(ending); known != "" {
		return known
	}
	return http.DetectContentType(b)
}

// serve answers GET and HEAD for the files; everything else goes on.
func (p pages) serve(c *fiber.Ctx) error {
	if c.Method() != http.MethodGet && c.Method() != http.MethodHead {
		return c.Next()
	}
	a, ok := p[c.Path()]
	if _, folder := p[c.Path()+"/"]; folder && !ok {
		return c.Redirect(c.Path()+"/", http.StatusPermanentRedirect)
	}
	if !ok {
		return c.Next()
	}
	c.Locals(patternKey{}, "page")
	return a.send(c)
}

// send writes the file in the best coding that the reader takes, or says that the reader's copy still holds.
func (a asset) send(c *fiber.Ctx) error {
	coding := a.pick(c.Get(fiber.HeaderAcceptEncoding))
	tag := `"` + a.hash + coding + `"`
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderCacheControl, a.cache)
	c.Append(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), tag) {
		c.Status(http.StatusNotModified)
		return nil
	}
	c.Set(fiber.HeaderContentType, a.media)
	if coding != "" {
		c.Set(fiber.HeaderContentEncoding, coding)
	}
	return c.Send(a.encoded[coding])
}

func (a asset) pick(accepted string) string {
	for _, coding := range codings {
		if _, built := a.encoded[coding.name]; built && accepts(accepted, coding.name) {
			return coding.name
		}
	}
	return ""
}

// accepts reports whether the Accept-Encoding names the coding and does not refuse it.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";")
		if name == coding {
			return !strings.HasPrefix(weight, "q=0") || strings.Trim(weight, "q=0.") != ""
		}
	}
	return false
}
