// Package sheet writes workbooks (Office Open XML, ECMA-376) row by row: memory and disk hold no more of one than the row at hand. It is the
// only place that writes any, so that no cell of anybody ever becomes a formula.
package sheet

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"strings"
)

// RowsOfSheet is how many rows one sheet takes below its head; more go on in another. Excel takes 1,048,576 in all.
const RowsOfSheet = 1_000_000

// Writer writes one workbook.
type Writer struct {
	file   *zip.Writer
	out    *bufio.Writer // of the sheet
	name   string
	head   []string
	limit  int
	sheets int
	rows   int // of the sheet
	cells  strings.Builder
}

// New begins a workbook. Its sheets have the name, of at most 25 characters, and in their first line, which stands still, the head.
func New(w io.Writer, name string, head []string) (*Writer, error) {
	x := &Writer{file: zip.NewWriter(w), name: name, head: head, limit: RowsOfSheet}
	return x, x.begin()
}

// begin opens the next sheet.
func (w *Writer) begin() error {
	w.sheets++
	w.rows = 0
	part, err := w.file.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", w.sheets))
	if err != nil {
		return err
	}
	w.out = bufio.NewWriter(part)
	fmt.Fprintf(w.out, sheetBegin, max(1, len(w.head)))
	cells := make([]any, len(w.head))
	for i, text := range w.head {
		cells[i] = heading(text)
	}
	return w.write(cells)
}

// Row writes a line. A cell is a text, a whole number, a number, an export.Percent, a moment, or nil, which is empty; it fails for any other.
func (w *Writer) Row(cells []any) error {
	if w.rows == w.limit {
		if err := w.end(); err != nil {
			return err
		}
		if err := w.begin(); err != nil {
			return err
		}
	}
	w.rows++
	return w.write(cells)
}

func (w *Writer) write(cells []any) error {
	w.cells.Reset()
	w.cells.WriteString("<row>")
	for _, c := range cells {
		if err := cell(&w.cells, c); err != nil {
			return err
		}
	}
	w.cells.WriteString("</row>")
	_, err := w.out.WriteString(w.cells.String())
	return err
}

func (w *Writer) end() error {
	if _, err := w.out.WriteString(sheetEnd); err != nil {
		return err
	}
	return w.out.Flush()
}

// Close ends the workbook; what it was written to stays open.
func (w *Writer) Close() error {
	if err := w.end(); err != nil {
		return err
	}
	for _, part := range w.parts() {
		to, err := w.file.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(to, part.text); err != nil {
			return err
		}
	}
	return w.file.Close()
}
