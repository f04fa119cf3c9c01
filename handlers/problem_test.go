package handlers

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"delinli/handlers/message"
	"delinli/models"
)

// TestNamesAreNotEchoedWhole: whatever a verb names, a problem tells of a field's name no more than a name has.
func TestNamesAreNotEchoedWhole(t *testing.T) {
	p := translate(models.BadField(strings.Repeat("长", 5000), "unknown"), 422, "", message.Chinese)
	for name := range p.Fields {
		if len(name) > maxName {
			t.Errorf("%d bytes are echoed", len(name))
		}
	}
	if len(p.Fields) != 1 {
		t.Errorf("%d fields", len(p.Fields))
	}
}

func TestEveryErrorHasOneProblem(t *testing.T) {
	for _, tt := range []struct {
		err  error
		kind models.Kind
		code string
	}{
		{models.Missing, models.NotFound, "not_found"},
		{fmt.Errorf("show an order: %w", models.Denied), models.Forbidden, "forbidden"},
		{errors.Join(errors.New("x"), models.Fault(models.Conflict, "order.moved_on")), models.Conflict, "order.moved_on"},
		{fiber.ErrNotFound, models.NotFound, "not_found"},
		{fiber.ErrMethodNotAllowed, models.Invalid, "request.method"},
		{fiber.ErrRequestEntityTooLarge, models.TooLarge, "body.too_large"},
		{fiber.ErrRequestHeaderFieldsTooLarge, models.TooLarge, "request.headers"},
		{fiber.ErrRequestTimeout, models.Invalid, "request.slow"},
		{fiber.ErrBadRequest, models.Invalid, "request.malformed"},
		{fmt.Errorf("query: %w", context.DeadlineExceeded), models.Unavailable, "request.deadline"},
		{context.Canceled, models.Internal, "internal"},
		{errors.New("disk"), models.Internal, "internal"},
	} {
		if got := problemOf(tt.err); got.Kind != tt.kind || got.Code != tt.code {
			t.Errorf("%v became %v of kind %d, want %s of %d", tt.err, got, got.Kind, tt.code, tt.kind)
		}
	}
}

func TestEveryKindHasAStatus(t *testing.T) {
	seen := map[int]bool{}
	for kind := models.Internal; kind <= models.Unavailable; kind++ {
		status := statusOf[kind]
		if http.StatusText(status) == "" || seen[status] {
			t.Errorf("kind %d has status %d", kind, status)
		}
		seen[status] = true
	}
}

func TestRetryIsInWholeSeconds(t *testing.T) {
	for _, tt := range []struct {
		kind  models.Kind
		retry time.Duration
		want  int
	}{{models.Unavailable, 0, 1}, {models.TooMany, 1100 * time.Millisecond, 2}, {models.TooMany, time.Minute, 60}, {models.Conflict, 0, 0}, {models.Conflict, time.Second, 1}} {
		if got := retryAfter(&models.Error{Kind: tt.kind, Retry: tt.retry}); got != tt.want {
			t.Errorf("%+v: %d", tt, got)
		}
	}
}

func TestFieldsAreTranslated(t *testing.T) {
	p := translate(models.BadField("name", "field.required"), 422, "r-1", message.English)
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"type":"/problems/input.invalid","title":"Some of the input must be mended","status":422,"code":"input.invalid",` +
		`"fields":{"name":{"code":"field.required","message":"Required"}},"request_id":"r-1"}`
	if string(b) != want {
		t.Errorf("got %s", b)
	}
	if p := translate(models.Missing, 404, "r-1", message.Chinese); p.Fields != nil || p.Title != "没有找到，或者您无权查看" {
		t.Errorf("got %+v", p)
	}
}

// speak sends raw bytes to the shop and reads the reply's status line and headers.
func speak(t *testing.T, address, text string) (status string, headers map[string]string) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	scan := bufio.NewScanner(conn)
	scan.Scan()
	status, headers = scan.Text(), map[string]string{}
	for scan.Scan() && scan.Text() != "" {
		name, value, _ := strings.Cut(scan.Text(), ": ")
		headers[name] = value
	}
	return status, headers
}

func TestWhatIsNoHTTPIsRefusedPolitely(t *testing.T) {
	address := newShop(t).serve(t)
	for _, tt := range []struct{ name, text, status string }{
		{"headers too large", "GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 20<<10) + "\r\n\r\n", "431"},
		{"no host", "GET / HTTP/1.1\r\n\r\n", "400"},
		{"nonsense", "rubbish\r\n\r\n", "400"},
		{"no method", "FOO / HTTP/1.1\r\nHost: x\r\n\r\n", "405"},
		{"small letters", "get / HTTP/1.1\r\nHost: x\r\n\r\n", "405"},
		{"chunks with a length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
		{"a length with chunks", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n", "400"},
		{"body of two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"},
	} {
		status, headers := speak(t, address, tt.text)
		if !strings.Contains(status, " "+tt.status+" ") || headers["Content-Type"] != problemType || headers["X-Request-Id"] == "" ||
			headers["X-Content-Type-Options"] != "nosniff" {
			t.Errorf("%s: %q %v", tt.name, status, headers)
		}
	}
}
