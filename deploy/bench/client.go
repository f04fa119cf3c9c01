package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// request is one call of the API.
type request struct {
	method, path, body string
	who                int64  // whose token is shown
	token              string // that is shown instead, where somebody of no town asks
	key                string // idempotency key, where there is one
}

// conn is one open connection of a client. It is written by hand, because on a machine that the program shares with its clients
// every microsecond of theirs is taken from what is measured.
type conn struct {
	net.Conn
	in  *bufio.Reader
	out []byte
}

func dial(ctx context.Context, addr string) (*conn, error) {
	c, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c, in: bufio.NewReaderSize(c, 64<<10)}, nil
}

// do sends the request and reads the whole reply; the error tells of any status but 200 and 201.
func (c *conn) do(r request) ([]byte, error) {
	c.out = fmt.Appendf(c.out[:0], "%s /api/v1%s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n",
		r.method, r.path, cmp.Or(r.token, token(r.who)), len(r.body))
	if r.key != "" {
		c.out = fmt.Appendf(c.out, "Content-Type: application/json\r\nIdempotency-Key: %s\r\n", r.key)
	}
	c.out = append(append(c.out, "\r\n"...), r.body...)
	if _, err := c.Write(c.out); err != nil {
		return nil, err
	}
	reply, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = reply.Body.Close() }()
	body, err := io.ReadAll(reply.Body)
	if err == nil && reply.StatusCode/100 != 2 {
		err = &refusal{r, reply.StatusCode, body}
	}
	return body, err
}

// refusal is a reply that was not wanted.
type refusal struct {
	request
	status int
	body   []byte
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%s %s as %d: %d %s", r.method, r.path, r.who, r.status, r.body)
}

// code is the one that the program gives for its reason, after the status.
func (r *refusal) code() string {
	var problem struct{ Code string }
	_ = json.Unmarshal(r.body, &problem) // without one the status says all
	return fmt.Sprintf("%d %s", r.status, problem.Code)
}

// clients is how many ask at once.
const clients = 32

// drive lets all clients ask for as long as both times together. It tells how many requests a second were answered in the second of
// them, and how many the busiest client made in all.
func drive(ctx context.Context, addr string, warm, measured time.Duration, of func(client, k int64) request) (float64, int64, error) {
	ctx, cancel := context.WithTimeout(ctx, warm+measured)
	defer cancel()
	var done, before atomic.Int64
	time.AfterFunc(warm, func() { before.Store(done.Load()) })
	errs, made := make([]error, clients), make([]int64, clients)
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() { made[c], errs[c] = ask(ctx, addr, &done, func(k int64) request { return of(int64(c), k) }) })
	}
	all.Wait()
	return float64(done.Load()-before.Load()) / measured.Seconds(), slices.Max(made), cmp.Or(errs...)
}

// ask makes one request after the other and tells how many.
func ask(ctx context.Context, addr string, done *atomic.Int64, next func(int64) request) (k int64, err error) {
	c, err := dial(ctx, addr)
	if err != nil {
		return 0, err
	}
	defer func() { _ = c.Close() }()
	for ; ctx.Err() == nil; k++ {
		if _, err := c.do(next(k)); err != nil {
			return k, err
		}
		if ctx.Err() == nil { // what ends too late does not count
			done.Add(1)
		}
	}
	return k, nil
}
