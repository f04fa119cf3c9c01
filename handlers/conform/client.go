package conform

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"testing"
)

// Send performs a request: http.Client.Do, or a server in memory.
type Send func(*http.Request) (*http.Response, error)

// Client asks as one person and checks every reply. Copies made by As and With share nothing that changes.
type Client struct {
	tb     testing.TB
	doc    *Document
	send   Send
	base   string
	header http.Header
}

// Reply is a checked reply.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
	tb     testing.TB
}

// New makes a visitor's client of the server at base ("http://127.0.0.1:8080").
func New(tb testing.TB, document []byte, base string, send Send) Client {
	tb.Helper()
	doc, err := Parse(document)
	if err != nil {
		tb.Fatal(err)
	}
	return Client{tb, doc, send, base, http.Header{}}
}

// As is the client of whoever holds the token; empty is a visitor's.
func (c Client) As(token string) Client {
	if token == "" {
		return c.With("Authorization", "")
	}
	return c.With("Authorization", "Bearer "+token)
}

// In is the client of another test.
func (c Client) In(tb testing.TB) Client {
	c.tb = tb
	return c
}

// With is the client that also sends the header; empty drops it.
func (c Client) With(name, value string) Client {
	c.header = maps.Clone(c.header)
	if c.header.Set(name, value); value == "" {
		c.header.Del(name)
	}
	return c
}

// Do sends a request to the path (from the root on) and fails the test when the reply is not as documented. The body is sent as
// it is when it is a string or bytes, as JSON otherwise, and not at all when nil.
func (c Client) Do(method, path string, body any) Reply {
	c.tb.Helper()
	r, err := http.NewRequestWithContext(c.tb.Context(), method, c.base+path, bytes.NewReader(c.encode(body)))
	if err != nil {
		c.tb.Fatal(err)
	}
	maps.Copy(r.Header, c.header)
	if body != nil && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", "application/json")
	}
	reply, err := c.send(r)
	if err != nil {
		c.tb.Fatalf("%s %s: %v", method, path, err)
	}
	defer reply.Body.Close()
	got, err := io.ReadAll(reply.Body)
	if err != nil {
		c.tb.Fatalf("%s %s: %v", method, path, err)
	}
	if err := c.doc.Check(method, path, reply.StatusCode, reply.Header, got); err != nil {
		c.tb.Errorf("%s %s: %v\n%s", method, path, err, got)
	}
	return Reply{reply.StatusCode, reply.Header, got, c.tb}
}

func (c Client) encode(body any) []byte {
	c.tb.Helper()
	switch x := body.(type) {
	case nil:
		return nil
	case string:
		return []byte(x)
	case []byte:
		return x
	}
	b, err := json.Marshal(body)
	if err != nil {
		c.tb.Fatal(err)
	}
	return b
}

// Want fails the test now when the status is another.
func (r Reply) Want(status int) Reply {
	r.tb.Helper()
	if r.Status != status {
		r.tb.Fatalf("status %d, want %d: %s", r.Status, status, r.Body)
	}
	return r
}

// Into reads the JSON body into v.
func (r Reply) Into(v any) {
	r.tb.Helper()
	if err := json.Unmarshal(r.Body, v); err != nil {
		r.tb.Fatalf("%v: %s", err, r.Body)
	}
}

// Code is the code of a problem; empty for a good reply.
func (r Reply) Code() string {
	var problem struct{ Code string }
	if r.Status >= 400 {
		r.Into(&problem)
	}
	return problem.Code
}
