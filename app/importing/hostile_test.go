package importing_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"delinli/app/testkit"
	"delinli/models"
)

// parted is a workbook of some parts beside those that each has.
func parted(parts map[string]string) string {
	const kind = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	all := map[string]string{
		"xl/workbook.xml": `<workbook xmlns:r="` + kind + `"><sheets><sheet name="a" sheetId="1" r:id="rId7"/><sheet name="b" sheetId="2" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="` + kind + `/worksheet" Target="worksheets/other.xml"/>` +
			`<Relationship Id="rId7" Type="` + kind + `/worksheet" Target="/xl/worksheets/sheet.xml"/>` +
			`<Relationship Id="rId2" Type="` + kind + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/sharedStrings.xml": `<sst/>`,
	}
	for name, text := range parts {
		all[name] = text
	}
	var book bytes.Buffer
	z := zip.NewWriter(&book)
	for name, text := range all {
		w := sure(z.Create(name))
		sure(io.WriteString(w, text))
	}
	sure(0, z.Close())
	return book.String()
}

const sheet = "xl/worksheets/sheet.xml"

// bearable is by how many bytes a hostile table may let memory grow.
const bearable = 90 << 20

// most is how many bytes more were held at most while work was done, as the sweeps tell that were made of it: garbage between them is no part.
func most(work func()) int64 {
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	runtime.GC()
	before, over, peak := held(), make(chan struct{}), make(chan uint64)
	go func() {
		most, clock := before, time.NewTicker(5*time.Millisecond)
		defer clock.Stop()
		for {
			select {
			case <-clock.C:
				most = max(most, held())
			case <-over:
				peak <- most
				return
			}
		}
	}()
	work()
	close(over)
	return int64(<-peak - before)
}

// held is how many bytes the last sweep left.
func held() uint64 {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return live[0].Value.Uint64()
}

// TestAHostileTableCostsLittle: one that has no end, is nothing but commas, or holds millions of what nobody needs.
func TestAHostileTableCostsLittle(t *testing.T) {
	n := newTown(t)
	row := `<worksheet><sheetData><row r="1">`
	for name, tt := range map[string]struct {
		content func() string
		code    string
	}{
		"a quote that never ends": {func() string { return heads + `"` + strings.Repeat("a\n", 32<<20) }, "import.bad_quotes"},
		"a line of commas":        {func() string { return heads + strings.Repeat(",", 32<<20) }, "import.bad_quotes"},
		"texts up to all bounds": {func() string {
			return parted(map[string]string{"xl/sharedStrings.xml": "<sst>" + strings.Repeat("<si><t>"+strings.Repeat("a", 48)+"</t></si>", 1<<20) + "</sst>"})
		}, "import.no_table"},
		"a row of a million cells": {func() string {
			return parted(map[string]string{sheet: row + strings.Repeat("<c><v>1</v></c>", 1_000_000)})
		}, "import.too_wide"},
		"a cell of 64 MB":      {func() string { return parted(map[string]string{sheet: row + "<c><v>" + strings.Repeat("a", 64<<20)}) }, "import.long_cell"},
		"elements without end": {func() string { return parted(map[string]string{sheet: strings.Repeat("<a>", 5_000_000)}) }, "import.no_table"},
		"a name of 64 MB":      {func() string { return parted(map[string]string{sheet: "<" + strings.Repeat("a", 64<<20)}) }, "import.long_cell"},
	} {
		var err error
		task, grown := n.file(tt.content()), int64(0)
		for range 3 { // a sweep that others hold up counts what is no longer held: that can only add
			if grown = most(func() { _, err = n.CheckTable(t.Context(), n.staff, task, quiet) }); grown <= bearable {
				break
			}
		}
		if grown > bearable {
			t.Errorf("%s: memory grew by %d MB", name, grown>>20)
		}
		if e, _ := errors.AsType[*models.Error](err); e == nil || e.Fields["file"] != tt.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWorkbooksOfOtherPrograms: with texts of several runs, phonetic guides, escapes, cells and rows that are left out, and numbers as such.
func TestWorkbooksOfOtherPrograms(t *testing.T) {
	n := newTown(t)
	out := n.enter(n.file(parted(map[string]string{
		"xl/sharedStrings.xml": `<sst><si><t>姓名</t></si><si><r><t>张</t></r><r><t xml:space="preserve">建_x56FD_</t></r><rPh><t>zhang</t></rPh></si><si/></sst>`,
		sheet: `<?xml version="1.0"?><x:worksheet xmlns:x="u"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c>` +
			`<x:c r="C1" t="inlineStr"><x:is><x:t>身份证号</x:t></x:is></x:c><x:c t="str"><x:f>"网格"</x:f><x:v>网格</x:v></x:c><x:c t="inlineStr"><x:is><x:t>手机</x:t></x:is></x:c></x:row>` +
			`<x:row r="5"><x:c r="A5" t="s"><x:v>1</x:v></x:c><x:c r="B5" t="s"><x:v>2</x:v></x:c><x:c r="C5" t="str"><x:v>` + number(1) + `</x:v></x:c>` +
			`<x:c r="D5"><x:v>` + string(testkit.Grid) + `</x:v></x:c><x:c r="E5"><x:v>13812345678</x:v></x:c><x:c r="XFD5" s="3"/></x:row></x:sheetData></x:worksheet>`,
	})))
	if out.Lines != 1 || out.Bad != 0 || out.Entered != 1 {
		t.Fatalf("%+v", out)
	}
	for name, of := range map[string]string{"no such text": `<c t="s"><v>9</v></c>`, "no such column": `<c r="1"><v>9</v></c>`, "torn": `<c t="s"`} {
		_, err := n.CheckTable(t.Context(), n.staff, n.file(parted(map[string]string{sheet: `<worksheet><sheetData><row>` + of})), quiet)
		if e, _ := errors.AsType[*models.Error](err); e == nil || e.Fields["file"] != "import.no_table" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
