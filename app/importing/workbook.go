package importing

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// workbook reads a workbook (Office Open XML, ECMA-376) part by part as it is unpacked: of one, memory holds no more than the texts that its cells share.
type workbook struct{ *zip.Reader }

// What a workbook may have.
const (
	maxUnzipped = 512 << 20    // bytes of a part
	maxShared   = 8 * maxLines // texts that cells share
	maxTexts    = 48 << 20     // bytes of all of them
)

// part reads one; it is no table without it.
func (b workbook) part(name string) (*part, error) {
	for _, f := range b.File {
		if !strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			continue
		}
		if f.UncompressedSize64 > maxUnzipped {
			return nil, errNoTable
		}
		body, err := f.Open()
		if err != nil {
			return nil, errNoTable
		}
		on := leash{from: body, left: maxRecord, fault: errLongCell}
		return &part{&on, xml.NewDecoder(&on), body, int(f.UncompressedSize64)}, nil
	}
	return nil, errNoTable
}

// part is read token by token, in the memory of one token.
type part struct {
	*leash
	xml *xml.Decoder
	io.Closer
	size int // in bytes, as the workbook says
}

// token is the next one, or io.EOF. What cannot be read is no table.
func (p *part) token() (xml.Token, error) {
	p.slacken()
	t, err := p.xml.RawToken()
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errLongCell) {
		err = errNoTable
	}
	return t, err
}

// text is all that stands in the elements called t, or v, up to the end of the element that was begun; phonetic guides are none of it.
func (p *part) text(of string) (string, error) {
	var text strings.Builder
	in, guide := false, false
	for {
		token, err := p.token()
		if err != nil {
			return "", err
		}
		switch x := token.(type) {
		case xml.StartElement:
			in, guide = x.Name.Local == "t" || x.Name.Local == "v", guide || x.Name.Local == "rPh"
		case xml.EndElement:
			if x.Name.Local == of {
				return plain(text.String()), nil
			}
			in, guide = false, guide && x.Name.Local != "rPh"
		case xml.CharData:
			if in && !guide && text.Len() <= maxCell {
				text.Write(x[:min(len(x), maxCell+1)]) // more is too long in any case
			}
		}
	}
}

// escape is how a workbook writes a character that XML cannot (ECMA-376, 22.9.2.19).
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func plain(text string) string {
	return escape.ReplaceAllStringFunc(text, func(code string) string {
		n, err := strconv.ParseUint(code[2:6], 16, 16)
		if err != nil {
			return code
		}
		return string(rune(n))
	})
}

// attr is an attribute of an element by its name without prefix; empty for none.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// each calls do with each element of a part that has the name, until do wants no more.
func (b workbook) each(name, element string, do func(*part, xml.StartElement) (more bool, err error)) (err error) {
	p, err := b.part(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	for {
		token, err := p.token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == element {
			if more, err := do(p, e); err != nil || !more {
				return err
			}
		}
	}
}

// sheet is the name of the part that holds the first sheet, and that of the shared texts; empty for none.
func (b workbook) sheet() (sheet, shared string, err error) {
	id := ""
	if err := b.each("xl/workbook.xml", "sheet", func(_ *part, e xml.StartElement) (bool, error) {
		id = attr(e, "id")
		return false, nil
	}); err != nil {
		return "", "", err
	}
	err = b.each("xl/_rels/workbook.xml.rels", "Relationship", func(_ *part, e xml.StartElement) (bool, error) {
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = "/xl/" + target
		}
		target = path.Clean(target)[1:]
		if attr(e, "Id") == id {
			sheet = target
		}
		if strings.HasSuffix(attr(e, "Type"), "/sharedStrings") {
			shared = target
		}
		return true, nil
	})
	return sheet, shared, err
}

// texts are many, one behind the other.
type texts struct {
	all  []byte
	ends []uint32
}

// room is for as many texts as a part of some bytes may have, so that they are never copied to where there is more of it.
func room(size int) texts {
	return texts{make([]byte, 0, min(size, maxTexts)), make([]uint32, 0, min(size/len("<si/>"), maxShared))}
}

func (b workbook) texts(name string) (s texts, err error) {
	if name == "" {
		return s, nil
	}
	err = b.each(name, "si", func(p *part, _ xml.StartElement) (bool, error) {
		text, err := p.text("si")
		switch {
		case err != nil:
			return false, err
		case len(s.ends) == maxShared || len(s.all)+len(text) > maxTexts:
			return false, errTooLong
		case s.ends == nil:
			s = room(p.size)
		}
		s.all = append(s.all, text...)
		s.ends = append(s.ends, uint32(len(s.all)))
		return true, nil
	})
	return s, err
}

func (s texts) at(n string) (string, error) {
	i, err := strconv.Atoi(n)
	if err != nil || i < 0 || i >= len(s.ends) {
		return "", errNoTable
	}
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return string(s.all[from:s.ends[i]]), nil
}

// rows are those of a sheet, one after the other.
type rows struct {
	*part
	texts
	line, column int
}

func (b workbook) rows() (*rows, error) {
	sheet, shared, err := b.sheet()
	if err != nil {
		return nil, err
	}
	s, err := b.texts(shared)
	if err != nil {
		return nil, err
	}
	p, err := b.part(sheet)
	return &rows{part: p, texts: s}, err
}

// next gives the cells of the next row, or io.EOF; line is its number then.
func (r *rows) next() (cells []string, err error) {
	for {
		token, err := r.token()
		if err != nil {
			return nil, err
		}
		switch x := token.(type) {
		case xml.StartElement:
			switch x.Name.Local {
			case "row":
				r.begin(x)
				cells = nil
			case "c":
				if cells, err = r.cell(cells, x); err != nil {
					return nil, err
				}
			}
		case xml.EndElement:
			switch x.Name.Local {
			case "row":
				return cells, nil
			case "sheetData":
				return nil, io.EOF
			}
		}
	}
}

func (r *rows) begin(e xml.StartElement) {
	n, _ := strconv.Atoi(attr(e, "r")) // 0 where it says none: the next
	r.line, r.column = max(r.line+1, n), 0
}

// cell adds one to those of its row; what is empty takes no place.
func (r *rows) cell(cells []string, e xml.StartElement) ([]string, error) {
	if r.column++; attr(e, "r") != "" {
		r.column = columnOf(attr(e, "r"))
	}
	text, err := r.text("c")
	if err == nil && text != "" && attr(e, "t") == "s" {
		text, err = r.at(text)
	}
	switch {
	case err != nil:
		return nil, err
	case text == "":
		return cells, nil
	case r.column == 0:
		return nil, errNoTable
	case r.column > maxColumns:
		return nil, errTooWide
	}
	for len(cells) < r.column {
		cells = append(cells, "")
	}
	cells[r.column-1] = text
	return cells, nil
}

// columnOf is the column of a cell by its reference, of which the first is 1; one that is too far is told as no more than that.
func columnOf(reference string) (n int) {
	for _, r := range reference {
		if r < 'A' || r > 'Z' || n > maxColumns {
			return n
		}
		n = n*26 + int(r-'A') + 1
	}
	return n
}
