package export

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"delinli/models"
)

// Query is what an export holds.
type Query struct {
	ID       models.ExportID
	Areas    []models.AreaCode // within which rows are
	Filter   Filter
	Personal bool
	Reason   string // of looks at personal data
}

// NothingPersonal is Invalid with personal where personal data are asked of a table that has none.
func (q Query) NothingPersonal() error {
	if q.Personal {
		return models.BadField("personal", "export.nothing_personal")
	}
	return nil
}

// AreaAlone reads the filter of a table that is narrowed by an area alone, and in which there is nothing personal.
func (q Query) AreaAlone() (models.AreaCode, error) {
	r := q.Filter.Read()
	area := r.Area()
	return area, cmp.Or(q.NothingPersonal(), r.Err())
}

// Row is one line of a table: texts, whole numbers, numbers, shares, moments and nothing.
type Row = []any

// Percent is a share, from 0 to 1, that is shown in per cent.
type Percent float64

// Filter narrows what is exported, as the desk's lists do: a name and a text.
type Filter map[string]string

// maxText is the most characters of a text of a filter, as of the texts that lists look for.
const maxText = 60

// AreaName is the name under which every filter narrows by an area.
const AreaName = "area"

// Area is the area that is asked for; empty where none is.
func (f Filter) Area() models.AreaCode { return models.AreaCode(f[AreaName]) }

// InFilter gives an error that names fields of a list as one that names them as fields of its filter.
func InFilter(err error) error {
	e, ok := errors.AsType[*models.Error](err)
	if !ok || len(e.Fields) == 0 {
		return err
	}
	named := *e
	named.Fields = map[string]string{}
	for name, code := range e.Fields {
		named.Fields[field(name)] = code
	}
	return &named
}

func field(name string) string { return "filter." + name }

// Reader reads a filter and collects what is wrong with it.
type Reader struct {
	filter Filter
	read   []string
	bad    map[string]string
}

// Read begins to read a filter.
func (f Filter) Read() *Reader { return &Reader{filter: f, bad: map[string]string{}} }

// Fail notes that a field cannot be what it is.
func (r *Reader) Fail(name, code string) { r.bad[field(name)] = code }

// Text reads a text that must be good, if there is one.
func (r *Reader) Text(name string, good func(string) bool) string {
	r.read = append(r.read, name)
	text := r.filter[name]
	switch {
	case text == "":
	case utf8.RuneCountInString(text) > maxText:
		r.Fail(name, "field.too_long")
		return ""
	case !good(text):
		r.Fail(name, "field.format")
		return ""
	}
	return text
}

// Words reads a text that says what to look for.
func (r *Reader) Words(name string) string { return r.Text(name, func(string) bool { return true }) }

// OneOf reads one of several words.
func OneOf[T ~string](r *Reader, name string, of ...T) T {
	text := T(r.Words(name))
	if text != "" && !slices.Contains(of, text) {
		r.Fail(name, "field.choice")
		return ""
	}
	return text
}

// ID reads an id.
func ID[T models.ID[N], N any](r *Reader, name string) (id T) {
	r.Text(name, func(s string) (ok bool) { id, ok = models.ParseID[T, N](s); return ok })
	return id
}

// Area reads the code of an area.
func (r *Reader) Area() models.AreaCode {
	return models.AreaCode(r.Text(AreaName, func(s string) bool { return models.AreaCode(s).Valid() }))
}

// Moment reads a moment (RFC 3339).
func (r *Reader) Moment(name string) (at time.Time) {
	r.Text(name, func(s string) bool {
		var err error
		at, err = time.Parse(time.RFC3339, s)
		return err == nil && !at.IsZero()
	})
	return at
}

// Err tells what is wrong; what nobody read is unknown.
func (r *Reader) Err() error {
	for _, name := range slices.Sorted(maps.Keys(r.filter)) {
		if !slices.Contains(r.read, name) {
			r.Fail(name, "field.unknown")
		}
	}
	if len(r.bad) == 0 {
		return nil
	}
	return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: r.bad}
}
