package handlers

import (
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// Serve answers on ln until ctx ends, then lets open requests finish for at most grace. Streams are closed first, since they
// would never finish.
func (s *Server) Serve(ctx context.Context, ln net.Listener, grace time.Duration) error {
	failed := make(chan error, 1)
	go func() { failed <- s.Listener(patient{ln}) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve HTTP: %w", err)
	case <-ctx.Done():
	}
	close(s.stopping)
	if err := s.ShutdownWithTimeout(grace); err != nil {
		return fmt.Errorf("stop HTTP: %w", err)
	}
	return nil
}

// patient makes connections whose closing waits for the caller to finish sending: a refusal sent in the middle of a large body
// would otherwise be lost to a reset (RFC 9112, 9.6).
type patient struct{ net.Listener }

// Accept waits for the next connection.
func (l patient) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if tcp, ok := conn.(*net.TCPConn); ok {
		return lingering{tcp}, err
	}
	return conn, err
}

type lingering struct{ *net.TCPConn }

const (
	lingerTime = 2 * time.Second
	lingerSize = 16 << 20 // bytes that are read and thrown away
)

// Close sends what is left, then drops what still comes in for a moment, and closes.
func (c lingering) Close() error {
	if err := c.CloseWrite(); err != nil {
		return c.TCPConn.Close()
	}
	go func() { // whatever fails here, the connection is done with
		if c.SetReadDeadline(soon(lingerTime)) == nil {
			_, _ = io.Copy(io.Discard, io.LimitReader(c.TCPConn, lingerSize))
		}
		_ = c.TCPConn.Close()
	}()
	return nil
}
