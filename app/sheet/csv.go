package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"

	"delinli/models"
	"delinli/models/export"
)

// Values writes comma-separated values (RFC 4180) row by row, in UTF-8 with the mark by which Excel knows it.
type Values struct {
	out   *csv.Writer
	cells []string
}

// NewValues begins a file with its head.
func NewValues(w io.Writer, head []string) (*Values, error) {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return nil, err
	}
	v := &Values{out: csv.NewWriter(w)}
	v.out.UseCRLF = true
	return v, v.out.Write(head)
}

// Row writes a line of what Writer.Row takes. A moment is written by the clocks of the city.
func (v *Values) Row(cells []any) error {
	v.cells = v.cells[:0]
	for _, c := range cells {
		value, err := plain(c)
		if err != nil {
			return err
		}
		v.cells = append(v.cells, value)
	}
	return v.out.Write(v.cells)
}

// Close writes what is left; what it was written to stays open.
func (v *Values) Close() error {
	v.out.Flush()
	return v.out.Error()
}

func plain(c any) (string, error) {
	switch x := c.(type) {
	case nil:
		return "", nil
	case string:
		return Disarm(x), nil
	case int:
		return strconv.Itoa(x), nil
	case int64:
		return strconv.FormatInt(x, 10), nil
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64), nil
	case export.Percent:
		return strconv.FormatFloat(float64(x)*100, 'f', 2, 64) + "%", nil
	case time.Time:
		return x.In(models.Local).Format("2006-01-02 15:04"), nil
	}
	return "", fmt.Errorf("sheet: no cell holds a %T", c)
}
