package main

import (
	"bufio"
	"fmt"
	"iter"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"

	"delinli/models/secret"
)

// heads are the columns that a table of residents must have.
var heads = []string{"姓名", "身份证号", "网格编码"}

// residents are the cells of so many residents of one grid, none of whom is among those of another first. Their numbers are of no place
// that there is.
func residents(first, n int) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for i := first; i < first+n; i++ {
			number, err := secret.CompleteIDNumber(fmt.Sprintf("%06d1980%02d%02d%03d", 380_000+i/1_000, 1+i%12, 1+i%28, i%1_000))
			if !yield([]string{"王" + string('一'+rune(i%5_000)), number.Plain(), "370785001001001"}, err) {
				return
			}
		}
	}
}

// writeCSV writes a table of residents.
func writeCSV(path string, first, n int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, strings.Join(heads, ","))
	for cells, err := range residents(first, n) {
		if err != nil {
			return err
		}
		fmt.Fprintln(w, strings.Join(cells, ","))
	}
	return w.Flush()
}

// writeWorkbook writes the same as a workbook.
func writeWorkbook(path string, first, n int) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // its temporary files alone
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	row := 0
	add := func(cells []string) error {
		row++
		values := make([]any, len(cells))
		for i, c := range cells {
			values[i] = c
		}
		return w.SetRow(fmt.Sprintf("A%d", row), values)
	}
	if err := add(heads); err != nil {
		return err
	}
	for cells, err := range residents(first, n) {
		if err == nil {
			err = add(cells)
		}
		if err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.SaveAs(path)
}
