package main

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"sync"

	"github.com/jackc/pgx/v5/pgproto3"
)

// call is one statement as the program sent it.
type call struct {
	conn    int // of the program to the database
	sql     string
	formats []int16
	params  [][]byte
}

// tap stands between the program and its database and notes the statements that pass, so that the floor runs what the program runs.
type tap struct {
	dir string // of the socket on which it listens
	ln  net.Listener
	to  string

	mu    sync.Mutex
	conns int
	calls []call
}

const socketName = ".s.PGSQL.5432"

// listen makes a tap in dir, in front of the server whose socket lies in behind.
func listen(ctx context.Context, dir, behind string) (*tap, error) {
	ln, err := new(net.ListenConfig).Listen(ctx, "unix", filepath.Join(dir, socketName))
	if err != nil {
		return nil, err
	}
	t := &tap{dir: dir, ln: ln, to: filepath.Join(behind, socketName)}
	go t.accept(ctx)
	return t, nil
}

func (t *tap) accept(ctx context.Context) {
	for {
		c, err := t.ln.Accept()
		if err != nil {
			return
		}
		go t.join(ctx, c)
	}
}

// join carries bytes both ways until one side ends.
func (t *tap) join(ctx context.Context, program net.Conn) {
	defer func() { _ = program.Close() }()
	server, err := new(net.Dialer).DialContext(ctx, "unix", t.to)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go func() {
		_, _ = io.Copy(program, server) // ends with either side
		_ = program.Close()
	}()
	_ = t.forward(server, program)
}

// forward passes messages on: the first has no type, the others begin with one.
func (t *tap) forward(server io.Writer, program io.Reader) error {
	conn, statements := t.number(), map[string]string{}
	for head := 4; ; head = 5 {
		message := make([]byte, head, 512)
		if _, err := io.ReadFull(program, message); err != nil {
			return err
		}
		length := int(binary.BigEndian.Uint32(message[head-4:])) - 4
		if length < 0 || length > 64<<20 {
			return errors.New("a message of no sensible length")
		}
		message = append(message, make([]byte, length)...)
		if _, err := io.ReadFull(program, message[head:]); err != nil {
			return err
		}
		if head == 5 {
			if err := t.note(conn, statements, message[0], message[5:]); err != nil {
				return err
			}
		}
		if _, err := server.Write(message); err != nil {
			return err
		}
	}
}

// number tells connections apart.
func (t *tap) number() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.conns++
	return t.conns
}

// note keeps a statement that is bound or sent as it is, by what was prepared under its name.
func (t *tap) note(conn int, statements map[string]string, kind byte, body []byte) error {
	switch kind {
	case 'P':
		var m pgproto3.Parse
		err := m.Decode(body)
		statements[m.Name] = m.Query
		return err
	case 'B':
		var m pgproto3.Bind
		err := m.Decode(body)
		t.add(call{conn, statements[m.PreparedStatement], m.ParameterFormatCodes, m.Parameters})
		return err
	case 'Q':
		var m pgproto3.Query
		err := m.Decode(body)
		t.add(call{conn: conn, sql: m.String})
		return err
	}
	return nil
}

func (t *tap) add(c call) {
	if c.sql == "-- ping" || c.sql == ";" {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.calls = append(t.calls, c)
}

// during gives the statements that pass while fn runs.
func (t *tap) during(fn func() error) ([]call, error) {
	t.mu.Lock()
	t.calls = nil
	t.mu.Unlock()
	err := fn()
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.calls, err
}
