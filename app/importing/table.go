package importing

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"delinli/app/sheet"
	"delinli/models"
	"delinli/models/intake"
)

// What a table may be, so that a hostile one costs little.
const (
	maxLines   = 500_000
	maxColumns = 100
	maxCell    = 1_000 // bytes
)

var (
	errNoTable   = models.BadField("file", "import.no_table")
	errTooLong   = models.BadField("file", "import.too_long")
	errTooLarge  = models.BadField("file", "file.too_large")
	errTooWide   = models.BadField("file", "import.too_wide")
	errLongCell  = models.BadField("file", "import.long_cell")
	errBadQuotes = models.BadField("file", "import.bad_quotes")
)

// source reads a file line by line.
type source struct {
	next  func() ([]string, error) // io.EOF at the end
	close func() error
	line  int // that was read last, of which the first is 1
	size  int64
	read  func() int64 // bytes so far, roughly
}

// open reads a workbook, of which the first sheet counts, or a CSV in UTF-8 (with or without its mark) or GB 18030, parted by commas, semicolons or tabs.
// It is Invalid with file=import.no_table for anything else.
func open(ctx context.Context, file File) (*source, error) {
	if file.Size > intake.MaxBytes {
		return nil, errTooLarge
	}
	f, err := file.Open(ctx)
	if err != nil {
		return nil, err
	}
	t := &source{size: file.Size, close: f.Close}
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, errors.Join(err, f.Close())
	}
	if _, err = f.Seek(0, io.SeekStart); err == nil {
		err = t.begin(f, head[:n])
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return t, nil
}

func (t *source) begin(f body, head []byte) error {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return t.workbook(f)
	case len(head) == 0, bytes.IndexByte(head, 0) >= 0:
		return errNoTable
	}
	t.text(f, head)
	return nil
}

// text reads a CSV. A file that does not begin in UTF-8 is in GB 18030, which holds GBK and GB 2312.
func (t *source) text(f io.ReadSeeker, head []byte) {
	var from io.Reader = f
	if !validStart(head) {
		from = transform.NewReader(f, simplifiedchinese.GB18030.NewDecoder())
	}
	on := &leash{from, maxRecord, errBadQuotes} // what else would have no end
	buffered := bufio.NewReaderSize(on, 64<<10)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3) // was peeked
	}
	r := csv.NewReader(buffered)
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, false, true
	first, _ := buffered.Peek(4 << 10) // shorter at the end of the file
	r.Comma = parted(first)
	t.read = func() int64 {
		at, _ := f.Seek(0, io.SeekCurrent) // tells, and moves nothing
		return at
	}
	t.next = func() ([]string, error) {
		on.slacken()
		cells, err := r.Read()
		if _, bad := errors.AsType[*csv.ParseError](err); bad {
			return nil, errBadQuotes
		}
		if err == nil {
			t.line, _ = r.FieldPos(0)
		}
		return cells, err
	}
}

// validStart reports whether the beginning of a file is UTF-8; its last character may be cut.
func validStart(head []byte) bool {
	for cut := range min(utf8.UTFMax, len(head)) {
		if utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	return false
}

// parted is what stands most often in the first line.
func parted(first []byte) rune {
	line, _, _ := bytes.Cut(first, []byte("\n"))
	best := ','
	for _, r := range []rune{';', '\t'} {
		if bytes.Count(line, []byte(string(r))) > bytes.Count(line, []byte(string(best))) {
			best = r
		}
	}
	return best
}

// workbook reads the first sheet.
func (t *source) workbook(f io.ReaderAt) error {
	z, err := zip.NewReader(f, t.size)
	if err != nil {
		return errNoTable
	}
	r, err := workbook{z}.rows()
	if err != nil {
		return err
	}
	shut := t.close
	t.close = func() error { return errors.Join(r.Close(), shut()) }
	t.read = func() int64 { return 0 }
	t.next = func() ([]string, error) {
		cells, err := r.next()
		t.line = r.line
		return cells, err
	}
	return nil
}

// headsOf reads the first line of a file, which names the columns.
func headsOf(ctx context.Context, file File) (heads []string, err error) {
	t, err := open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	heads, err = t.heads()
	return slices.Clone(heads), err
}

func (t *source) heads() ([]string, error) {
	heads, err := t.Next()
	if errors.Is(err, io.EOF) {
		err = errNoTable
	}
	return heads, err
}

// Next gives the next line, or io.EOF.
func (t *source) Next() ([]string, error) {
	cells, err := t.next()
	switch {
	case err != nil:
		return nil, err
	case t.line > maxLines:
		return nil, errTooLong
	case len(cells) > maxColumns:
		return nil, errTooWide
	}
	for i, c := range cells {
		if len(c) > maxCell {
			return nil, errLongCell
		}
		cells[i] = sheet.Rearm(c)
	}
	return cells, nil
}
