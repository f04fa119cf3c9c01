package handlers

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

// form is a multipart body of texts ("name=value") and one-byte files ("@name").
func form(t *testing.T, parts ...string) (body, media string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		if name, isFile := strings.CutPrefix(p, "@"); isFile {
			part, err := w.CreateFormFile(name, "猫.png")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := part.Write([]byte("P")); err != nil {
				t.Fatal(err)
			}
			continue
		}
		name, value, _ := strings.Cut(p, "=")
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func TestUpload(t *testing.T) {
	shop := newShop(t)
	for _, tt := range []struct {
		name   string
		parts  []string
		status int
		want   string
	}{
		{"all is well", []string{"@file", "kind=picture"}, 201, `{"size":1}`},
		{"no file", []string{"kind=picture"}, 422, `"file":{"code":"file.required"`},
		{"text for a file", []string{"file=x", "kind=picture"}, 422, `"file":{"code":"file.required"`},
		{"two files", []string{"@file", "@file", "kind=picture"}, 422, `"file":{"code":"field.duplicate"`},
		{"no kind", []string{"@file"}, 422, `"kind":{"code":"field.required"`},
		{"kind twice", []string{"@file", "kind=voice", "kind=voice"}, 422, `"kind":{"code":"field.duplicate"`},
		{"unknown parts", []string{"@file", "@other", "kind=voice", "x=y"}, 422, `"other":{"code":"field.unknown"`},
	} {
		body, media := form(t, tt.parts...)
		reply, got := shop.ask(t, "POST", Base+"/pictures", "resident", body, "Content-Type: "+media)
		if reply.StatusCode != tt.status || !strings.Contains(got, tt.want) {
			t.Errorf("%s: %d %s", tt.name, reply.StatusCode, got)
		}
	}
	for _, media := range []string{"multipart/form-data", "multipart/form-data; boundary=x"} {
		if reply, body := shop.ask(t, "POST", Base+"/pictures", "resident", "rubbish", "Content-Type: "+media); reply.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d %s", media, reply.StatusCode, body)
		}
	}
}

func TestBlob(t *testing.T) {
	shop := newShop(t)
	for _, tt := range []struct {
		asked  string
		status int
		body   string
		served string
	}{
		{"", 200, "0123456789", ""},
		{"bytes=2-4", 206, "234", "bytes 2-4/10"},
		{"bytes=7-", 206, "789", "bytes 7-9/10"},
		{"bytes=-3", 206, "789", "bytes 7-9/10"},
		{"bytes=-30", 206, "0123456789", "bytes 0-9/10"},
		{"bytes=8-99", 206, "89", "bytes 8-9/10"},
		{"bytes=10-", 200, "0123456789", ""},
		{"bytes=4-2", 200, "0123456789", ""},
		{"bytes=0-1,4-5", 200, "0123456789", ""},
		{"lines=1-2", 200, "0123456789", ""},
	} {
		reply, body := shop.ask(t, "GET", Base+"/pictures/a1", "", "", "Range: "+tt.asked)
		if reply.StatusCode != tt.status || body != tt.body || reply.Header.Get("Content-Range") != tt.served {
			t.Errorf("%q: %d %q %s", tt.asked, reply.StatusCode, body, reply.Header.Get("Content-Range"))
		}
		h := reply.Header
		if h.Get("Content-Type") != "image/png" || h.Get("Cache-Control") != "private, max-age=60" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") ||
			!strings.HasPrefix(h.Get("Content-Disposition"), "inline; filename*=utf-8''") {
			t.Errorf("headers %v", h)
		}
	}
}
