package sheet

import (
	"fmt"
	"strings"
)

const (
	sheetBegin = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="` + mainForm + `"><sheetViews>` +
		`<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<cols><col min="1" max="%d" width="18" customWidth="1"/></cols><sheetData>`
	sheetEnd = `</sheetData></worksheet>`

	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packaged = "http://schemas.openxmlformats.org/package/2006/"
	mainForm = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	formOf   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	relsForm = "application/vnd.openxmlformats-package.relationships+xml"
)

type part struct{ name, text string }

// parts are what ties the sheets together.
func (w *Writer) parts() []part {
	var types, sheets, relations strings.Builder
	for i := 1; i <= w.sheets; i++ {
		name := w.name
		if i > 1 {
			name += fmt.Sprintf(" (%d)", i)
		}
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i, formOf)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escaped(name), i, i)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i, relation, i)
	}
	fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, w.sheets+1, relation)
	return []part{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="` + packaged + `content-types"><Default Extension="rels" ContentType="` + relsForm + `"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + formOf + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + formOf + `styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + packaged + `relationships"><Relationship Id="rId1" Type="` + relation +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="` + mainForm + `" xmlns:r="` + relation + `"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="` + packaged + `relationships">` + relations.String() + `</Relationships>`},
		{"xl/styles.xml", xmlHead + styles},
	}
}
