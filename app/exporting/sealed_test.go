package exporting

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"pgregory.net/rapid"
)

// memory is a file in memory.
type memory struct{ *bytes.Reader }

// Close has nothing to give back.
func (memory) Close() error { return nil }

// keyed stands in for sealing: each piece is turned around for its place, and longer by as much as a sealed one.
func keyed(n int64, plain []byte) ([]byte, error) {
	out := make([]byte, 0, len(plain)+overhead)
	for _, b := range plain {
		out = append(out, b^byte(n+1))
	}
	return append(out, make([]byte, overhead)...), nil
}

func unkeyed(n int64, piece []byte) ([]byte, error) {
	if len(piece) < overhead {
		return nil, errors.New("broken")
	}
	out, _ := keyed(n, piece[:len(piece)-overhead])
	return out[:len(out)-overhead], nil
}

// TestAFileReadsAsItWasWritten: in whatever portions it was written, from whatever place it is read.
func TestAFileReadsAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var plain []byte
		var kept bytes.Buffer
		w := &sealed{to: &kept, close: keyed}
		for i := range rapid.IntRange(0, 6).Draw(t, "writes") {
			part := bytes.Repeat([]byte{byte(i), 7}, rapid.SampledFrom([]int{1, 100, pieceSize / 2, pieceSize/2 + 1, pieceSize}).Draw(t, "half of the bytes"))
			if n, err := w.Write(part); err != nil || n != len(part) {
				t.Fatal(n, err)
			}
			plain = append(plain, part...)
		}
		if err := w.Close(); err != nil || w.size != int64(len(plain)) {
			t.Fatalf("%d of %d bytes, %v", w.size, len(plain), err)
		}
		r := &opened{from: memory{bytes.NewReader(kept.Bytes())}, open: unkeyed, size: int64(len(plain)), at: -1}
		from := rapid.IntRange(0, len(plain)).Draw(t, "from")
		if at, err := r.Seek(int64(from), io.SeekStart); err != nil || at != int64(from) {
			t.Fatal(at, err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, plain[from:]) {
			t.Fatalf("%d of %d bytes from %d, %v", len(got), len(plain), from, err)
		}
		back := rapid.IntRange(0, len(plain)).Draw(t, "back")
		if _, err := r.Seek(-int64(back), io.SeekEnd); err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, plain[len(plain)-back:]) {
			t.Fatalf("the last %d: %d, %v", back, len(got), err)
		}
		if _, err := r.Seek(-1, io.SeekStart); err == nil {
			t.Fatal("before the beginning")
		}
	})
}

func TestAFileThatWasCutOffFails(t *testing.T) {
	var kept bytes.Buffer
	w := &sealed{to: &kept, close: keyed}
	if _, err := w.Write(make([]byte, pieceSize+10)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, left := range []int{0, 10, pieceSize + overhead, kept.Len() - 1} {
		r := &opened{from: memory{bytes.NewReader(kept.Bytes()[:left])}, open: unkeyed, size: w.size, at: -1}
		if got, err := io.ReadAll(r); err == nil {
			t.Errorf("of %d bytes %d were read", left, len(got))
		}
	}
}
