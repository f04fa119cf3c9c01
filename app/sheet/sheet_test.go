package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/export"
)

// book writes a workbook and opens it with a reader that is not ours.
func book(t interface{ Fatal(...any) }, limit int, head []string, rows ...[]any) *excelize.File {
	var b bytes.Buffer
	w, err := New(&b, "订单", head)
	if err != nil {
		t.Fatal(err)
	}
	w.limit = limit
	for _, row := range rows {
		if err := w.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestCellsAreWhatTheyWere(t *testing.T) {
	at := time.Date(2026, 3, 10, 12, 30, 0, 0, models.Local)
	f := book(t, 10, []string{"编号", "时间", "率", "数"}, []any{"a <b> & \"c\"", at.Add(59*time.Second + 900*time.Millisecond), export.Percent(0.875), 42}, []any{nil, at.UTC(), nil, int64(-7)}, []any{"", nil, 1.5, nil})
	for cell, want := range map[string]string{"A1": "编号", "D1": "数", "A2": `a <b> & "c"`, "B2": "2026-03-10 12:30", "C2": "87.50%", "D2": "42", "A3": "", "B3": "2026-03-10 12:30",
		"D3": "-7", "A4": "", "C4": "1.5"} {
		if got, err := f.GetCellValue("订单", cell); err != nil || got != want {
			t.Errorf("%s = %q, %v, want %q", cell, got, err, want)
		}
	}
	panes, err := f.GetPanes("订单")
	if err != nil || !panes.Freeze || panes.YSplit != 1 || panes.XSplit != 0 {
		t.Errorf("the head does not stand still: %+v, %v", panes, err)
	}
	if kind, err := f.GetCellType("订单", "D2"); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a number is %v, %v", kind, err)
	}
}

func TestALongTableGoesOnInAnotherSheet(t *testing.T) {
	rows := make([][]any, 25)
	for i := range rows {
		rows[i] = []any{i}
	}
	f := book(t, 10, []string{"数"}, rows...)
	for sheet, want := range map[string][2]string{"订单": {"0", "9"}, "订单 (2)": {"10", "19"}, "订单 (3)": {"20", ""}} {
		first, _ := f.GetCellValue(sheet, "A2")
		last, _ := f.GetCellValue(sheet, "A11")
		head, _ := f.GetCellValue(sheet, "A1")
		if first != want[0] || last != want[1] || head != "数" {
			t.Errorf("%s: %s, %s to %s", sheet, head, first, last)
		}
	}
}

// TestNoCellIsAFormula: whatever people wrote, in whatever disguise.
func TestNoCellIsAFormula(t *testing.T) {
	for _, evil := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "　=1", "\u200b=1", "\ufeff=cmd|' /C calc'!A0", "＝1", "＋1", "－1", "＠x",
		"=HYPERLINK(\"http://evil\")", "\x00=1", "−1", "\u00a0+1"} {
		if got := Disarm(evil); got != "'"+evil {
			t.Errorf("%q is written as %q", evil, got)
		}
		if got := Rearm("'" + evil); got != evil {
			t.Errorf("%q comes back as %q", evil, got)
		}
	}
	for _, harmless := range []string{"", "a=1", "老花镜", "1+1", "'1", "''", "三号楼-2", "(=)", "%1", "#N/A"} {
		if got := Disarm(harmless); got != harmless {
			t.Errorf("%q is written as %q", harmless, got)
		}
		if got := Rearm(harmless); got != harmless {
			t.Errorf("%q comes back as %q", harmless, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("=+-@＝'\t\n\r 　\u200ba1"))).Draw(t, "text")
		if got := Rearm(Disarm(text)); got != text {
			t.Fatalf("%q comes back as %q", text, got)
		}
		f := book(t, 10, []string{text}, []any{text})
		for _, cell := range []string{"A1", "A2"} {
			formula, _ := f.GetCellFormula("订单", cell)
			value, _ := f.GetCellValue("订单", cell)
			if first := strings.TrimSpace(value); formula != "" || first != "" && strings.ContainsAny(first[:1], "=+-@") || strings.HasPrefix(value, "\t") {
				t.Fatalf("%q became the formula %q, the value %q", text, formula, value)
			}
		}
	})
}

// TestAnyTextSurvives: all that XML can say comes back as it was.
func TestAnyTextSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := "x" + rapid.StringMatching(`[ -~\t\n一-龥😀é]*`).Draw(t, "text") + rapid.SampledFrom([]string{"", "_x0041_", "]]>", "&amp;"}).Draw(t, "code")
		f := book(t, 10, []string{"h"}, []any{text})
		got, err := f.GetCellValue("订单", "A2")
		if want := strings.ReplaceAll(text, "\r", "\n"); err != nil || strings.ReplaceAll(got, "\r", "\n") != want {
			t.Fatalf("%q came back as %q, %v", text, got, err)
		}
	})
	long := strings.Repeat("长", 40_000)
	if got, _ := book(t, 10, []string{"h"}, []any{long}).GetCellValue("订单", "A2"); utf8.RuneCountInString(got) != longest-1 {
		t.Errorf("%d characters", utf8.RuneCountInString(got))
	}
	if got, err := book(t, 10, []string{"h"}, []any{"a\x00b\x0bc"}).GetCellValue("订单", "A2"); err != nil || got != "a\ufffdb\ufffdc" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestTheFormHolds: every part is XML, and each that is named is there.
func TestTheFormHolds(t *testing.T) {
	var b bytes.Buffer
	w, err := New(&b, "a & b", []string{"h"})
	if err != nil || w.Row([]any{"x"}) != nil || w.Close() != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(z.File) != 6 {
		t.Fatalf("%d parts, %v", len(z.File), err)
	}
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(r); err == nil; {
			_, err = d.Token()
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", part.Name, err)
		}
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	w, err := New(io.Discard, "订单", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Row([]any{[]string{"a"}}); err == nil {
		t.Error("a list in a cell")
	}
	if _, err := New(full{}, "订单", []string{strings.Repeat("长", 50_000)}); err != nil {
		t.Fatal(err) // a buffer takes it
	}
	w, err = New(full{}, "订单", []string{"h"})
	for range 100_000 {
		if err == nil {
			err = w.Row([]any{"row after row"})
		}
	}
	if err == nil {
		err = w.Close()
	}
	if !errors.Is(err, errFull) {
		t.Errorf("on a full disk: %v", err)
	}
}

var errFull = errors.New("full")

// full takes nothing.
type full struct{}

// Write fails.
func (full) Write([]byte) (int, error) { return 0, errFull }

// TestALargeTableTakesNoMemory: of 100,000 rows of twenty cells no more is held than of one.
func TestALargeTableTakesNoMemory(t *testing.T) {
	w, err := New(io.Discard, "订单", make([]string, 20))
	if err != nil {
		t.Fatal(err)
	}
	var before, during runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	row := make([]any, 20)
	for i := range row {
		row[i] = "一位老人想要一副老花镜"
	}
	most := uint64(0)
	for i := range 100_000 {
		if err := w.Row(row); err != nil {
			t.Fatal(err)
		}
		if i%10_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&during)
			most = max(most, during.HeapAlloc)
		}
	}
	if grown := int64(most) - int64(before.HeapAlloc); grown > 4<<20 {
		t.Errorf("memory grew by %d bytes", grown)
	}
}

func TestValues(t *testing.T) {
	var b bytes.Buffer
	v, err := NewValues(&b, []string{"编号", "时间", "率", "数"})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 10, 12, 30, 0, 0, models.Local)
	for _, row := range [][]any{{"a \"c\", d", at.UTC(), export.Percent(0.875), 42}, {"=1+1", nil, 1.5, int64(-7)}} {
		if err := v.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Row([]any{struct{}{}}); err == nil {
		t.Error("a cell holds anything")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "\uFEFF编号,时间,率,数\r\n\"a \"\"c\"\", d\",2026-03-10 12:30,87.50%,42\r\n'=1+1,,1.5,-7\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
