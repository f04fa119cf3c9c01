package store

import (
	"encoding/base64"
	"strings"
	"time"

	"delinli/models"
)

// Page asks for the rows after a cursor, newest first.
type Page struct {
	Limit  int    // 1 to 100
	Cursor string // as given by the page before; empty for the first
}

// Key is the place of a row in a list that is ordered by time and id, both descending.
type Key struct {
	At time.Time
	ID string
}

// Forever lies after every moment.
var Forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// last lies after every row, first before.
var (
	last  = Key{Forever, "ffffffff-ffff-ffff-ffff-ffffffffffff"}
	first = Key{time.Time{}, "00000000-0000-0000-0000-000000000000"}
)

// After reads the cursor of a list that begins with what is newest.
func (p Page) After() (Key, error) { return p.read(last) }

// Before reads the cursor of a list that begins with what is newest before a moment.
func (p Page) Before(moment time.Time) (Key, error) {
	k, err := p.read(last)
	if err == nil && !k.At.Before(moment) {
		k = Key{moment, first.ID}
	}
	return k, err
}

// From reads the cursor of a list that begins with what is oldest after a moment.
func (p Page) From(after time.Time) (Key, error) {
	k, err := p.read(first)
	if err == nil && !k.At.After(after) {
		k = Key{after, last.ID}
	}
	return k, err
}

func (p Page) read(start Key) (Key, error) {
	if p.Cursor == "" {
		return start, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	at, id, ok := strings.Cut(string(raw), " ")
	t, bad := time.Parse(time.RFC3339Nano, at)
	if _, isID := models.ParseID[models.OrderID](id); err != nil || !ok || bad != nil || !isID {
		return Key{}, models.BadField("cursor", "unreadable")
	}
	return Key{t, id}, nil
}

// Next is the cursor after the last of rows that were asked for with one more than the limit; it cuts that one off.
func Next[T any](p Page, rows []T, key func(T) Key) ([]T, string) {
	if len(rows) <= p.Limit {
		return rows, ""
	}
	rows = rows[:p.Limit]
	k := key(rows[p.Limit-1])
	return rows, base64.RawURLEncoding.EncodeToString([]byte(k.At.UTC().Format(time.RFC3339Nano) + " " + k.ID))
}
