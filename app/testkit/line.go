package testkit

import (
	"context"
	"net"
	"net/url"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Line is a connection to a database that can go dark: nothing that is sent arrives, and nobody is told.
type Line struct {
	URL string // of the database behind the line

	mu    sync.Mutex
	light chan struct{} // closed while the line works
}

// NewLine lays a line to the database of a URL.
func NewLine(t testing.TB, database string) *Line {
	t.Helper()
	config, err := pgx.ParseConfig(database)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	u := url.URL{Scheme: "postgres", User: url.UserPassword(config.User, config.Password), Host: ln.Addr().String(), Path: "/" + config.Database,
		RawQuery: "sslmode=disable"}
	l := &Line{URL: u.String(), light: make(chan struct{})}
	l.Mend()
	network, address := pgconn.NetworkAddress(config.Host, config.Port)
	go l.serve(ln, func() (net.Conn, error) {
		return new(net.Dialer).DialContext(context.WithoutCancel(t.Context()), network, address)
	})
	return l
}

// Cut makes the line dark.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.light = make(chan struct{})
}

// Mend makes the line work again. Connections that were used in the dark are lost.
func (l *Line) Mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.light)
}

func (l *Line) serve(ln net.Listener, dial func() (net.Conn, error)) {
	for {
		near, err := ln.Accept()
		if err != nil {
			return
		}
		far, err := dial()
		if err != nil {
			_ = near.Close()
			continue
		}
		go l.carry(far, near)
		go l.carry(near, far)
	}
}

// carry takes bytes from one end to the other until the end of either, or of the dark.
func (l *Line) carry(to, from net.Conn) {
	defer func() { _, _ = to.Close(), from.Close() }()
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		if l.wasDark() {
			return
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

// wasDark waits until the line works, and tells whether it had to.
func (l *Line) wasDark() bool {
	l.mu.Lock()
	light := l.light
	l.mu.Unlock()
	select {
	case <-light:
		return false
	default:
		<-light
		return true
	}
}
