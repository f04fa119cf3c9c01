package main

import (
	"bytes"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"
)

func sqlOf(calls []call) (texts []string) {
	for _, c := range calls {
		texts = append(texts, c.sql)
	}
	return texts
}

func TestUnits(t *testing.T) {
	all := units([]call{{conn: 1, sql: "begin"}, {conn: 2, sql: "commit"}, {conn: 1, sql: "a"}, {conn: 2, sql: "b"}, {conn: 1, sql: "commit"},
		{conn: 2, sql: "begin"}, {conn: 2, sql: "never ended"}})
	if len(all) != 2 || !slices.Equal(sqlOf(all[0]), []string{"b"}) || !slices.Equal(sqlOf(all[1]), []string{"begin", "a", "commit"}) {
		t.Errorf("%v", all)
	}
}

func TestUsual(t *testing.T) {
	own, noisy := []call{{sql: "a"}, {sql: "b"}}, []call{{sql: "a"}, {sql: "noise"}, {sql: "b"}}
	hint := []call{{sql: "a"}, {sql: "SELECT pg_notify($1, '')"}, {sql: "b"}}
	at, calls := usual([][]call{own, noisy, hint, noisy[:2]})
	if at != 2 || !slices.Equal(sqlOf(calls), []string{"a", "b"}) {
		t.Errorf("trace %d: %v", at, calls)
	}
}

func TestTapNotesWhatPasses(t *testing.T) {
	var sent []byte
	for _, m := range []interface{ Encode([]byte) ([]byte, error) }{
		&pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersion30, Parameters: map[string]string{"user": "x"}},
		&pgproto3.Query{String: "begin"},
		&pgproto3.Parse{Name: "s1", Query: "SELECT $1"},
		&pgproto3.Sync{},
		&pgproto3.Bind{PreparedStatement: "s1", ParameterFormatCodes: []int16{1}, Parameters: [][]byte{{7}}},
		&pgproto3.Query{String: "-- ping"},
	} {
		var err error
		if sent, err = m.Encode(sent); err != nil {
			t.Fatal(err)
		}
	}
	var passed bytes.Buffer
	tp := &tap{}
	calls, _ := tp.during(func() error { return tp.forward(&passed, bytes.NewReader(sent)) })
	if !bytes.Equal(passed.Bytes(), sent) {
		t.Error("the tap changes what passes")
	}
	if !slices.Equal(sqlOf(calls), []string{"begin", "SELECT $1"}) || calls[1].params[0][0] != 7 || calls[1].formats[0] != 1 {
		t.Errorf("%v", calls)
	}
	if err := tp.forward(&passed, bytes.NewReader([]byte{0xff, 0xff, 0xff, 0xff})); err == nil {
		t.Error("a message of 4 GB passes")
	}
}
