package channel

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

const (
	callTime  = 5 * time.Second // for one call, connecting included
	replySize = 64 << 10        // bytes of a reply that are read
)

// caller makes calls to one configured host and no other: it follows no redirect, knows no proxy, waits for a bounded time and reads
// a bounded reply.
type caller struct {
	base *url.URL
	http *http.Client
}

// newCaller takes the address that was configured; it fails on one that is no absolute http(s) URL.
func newCaller(base string) (*caller, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return nil, errors.New("channel: the address is no http or https URL of a host")
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &caller{u, &http.Client{Timeout: callTime, Transport: &http.Transport{MaxIdleConns: 4, IdleConnTimeout: time.Minute},
		CheckRedirect: stay}}, nil
}

// reply is what came back.
type reply struct {
	status int
	body   []byte
}

// do sends the request. Its errors name no address, which may hold a secret in its query.
func (c *caller) do(r *http.Request) (reply, error) {
	if r.URL.Scheme != c.base.Scheme || r.URL.Host != c.base.Host {
		return reply{}, errors.New("channel: a call to a host that was not configured")
	}
	answer, err := c.http.Do(r)
	if err != nil {
		if e, ok := errors.AsType[*url.Error](err); ok {
			err = e.Err
		}
		return reply{}, fmt.Errorf("the gateway does not answer: %w", err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, replySize))
	if err != nil {
		return reply{}, fmt.Errorf("the gateway broke off: %w", err)
	}
	return reply{answer.StatusCode, body}, nil
}
