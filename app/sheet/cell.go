package sheet

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"delinli/models"
	"delinli/models/export"
)

// The forms of cells, by their place in cellXfs below.
const (
	_ = iota
	momentForm
	percentForm
	headForm
)

const styles = `<styleSheet xmlns="` + mainForm + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd hh:mm"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
	`<cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="10" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`

// heading is a text of the head.
type heading string

// cell writes one cell.
func cell(b *strings.Builder, c any) error {
	switch x := c.(type) {
	case nil:
		b.WriteString("<c/>")
	case string:
		text(b, x, 0)
	case heading:
		text(b, string(x), headForm)
	case int:
		number(b, strconv.Itoa(x), 0)
	case int64:
		number(b, strconv.FormatInt(x, 10), 0)
	case float64:
		number(b, strconv.FormatFloat(x, 'f', -1, 64), 0)
	case export.Percent:
		number(b, strconv.FormatFloat(float64(x), 'f', -1, 64), percentForm)
	case time.Time:
		number(b, strconv.FormatFloat(serial(x.Truncate(time.Minute)), 'f', 10, 64), momentForm) // a cell shows no seconds, and might round them up
	default:
		return fmt.Errorf("sheet: no cell holds a %T", c)
	}
	return nil
}

func number(b *strings.Builder, digits string, form int) {
	fmt.Fprintf(b, `<c s="%d"><v>%s</v></c>`, form, digits)
}

func text(b *strings.Builder, s string, form int) {
	if s == "" {
		b.WriteString("<c/>")
		return
	}
	fmt.Fprintf(b, `<c s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, form, escaped(Disarm(s)))
}

// epoch is day nought of Excel's calendar, by the clocks of the city.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, models.Local)

// serial is a moment in days since the epoch.
func serial(t time.Time) float64 { return t.Sub(epoch).Seconds() / (24 * 60 * 60) }

// Disarm keeps a text from being taken for a formula, by Excel or by whatever reads the text once it was saved in another form: behind spaces
// and what is not seen, =, +, -, @ and their wide forms begin one, as tabs and line ends do. An apostrophe before them makes it a text.
func Disarm(s string) string {
	seen := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) })
	if strings.HasPrefix(s, "\t") || strings.HasPrefix(s, "\r") || strings.HasPrefix(s, "\n") ||
		strings.ContainsAny(firstOf(seen), "=+-@＝＋－＠﹢﹣﹦﹫−") {
		return "'" + s
	}
	if rest, ok := strings.CutPrefix(s, "'"); ok && Disarm(rest) != rest {
		return "'" + s // else Rearm would take the writer's own apostrophe for ours
	}
	return s
}

// Rearm gives a text as it was before Disarm, for tables that come back.
func Rearm(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && Disarm(rest) == s {
		return rest
	}
	return s
}

func firstOf(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// longest is how many UTF-16 units a cell takes.
const longest = 32_767

// coded is what Excel would take for a character by its code.
var coded = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// escaped writes a text as XML has it, within what a cell takes.
func escaped(s string) string {
	if len(s) > longest {
		if units := utf16.Encode([]rune(s)); len(units) > longest {
			s = string(utf16.Decode(units[:longest-1]))
		}
	}
	s = coded.ReplaceAllStringFunc(s, func(code string) string { return "_x005F" + code })
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes everything
	return b.String()
}
