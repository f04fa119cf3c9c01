package handlers

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"delinli/models"
)

type filters struct {
	Open  bool             `query:"open"`
	Near  float64          `query:"near"`
	Until *time.Time       `query:"until"`
	State []string         `query:"state" validate:"max=2"`
	Owner *models.PersonID `query:"owner"`
}

func TestTextsOfAQuery(t *testing.T) {
	for _, tt := range []struct {
		query string
		want  map[string]string
	}{
		{"open=true&near=1.5&until=2024-08-15T00:00:00Z&state=a&state=b&owner=" + aPerson, nil},
		{"open=yes", map[string]string{"open": "field.type"}},
		{"near=far", map[string]string{"near": "field.number"}},
		{"near=0x10", map[string]string{"near": "field.number"}},
		{"near=%2B1", map[string]string{"near": "field.number"}},
		{"near=NaN", map[string]string{"near": "field.number"}},
		{"until=soon", map[string]string{"until": "field.format"}},
		{"until=0001-01-01T08:00:00%2B08:00", map[string]string{"until": "field.format"}},
		{"owner=00000000-0000-0000-0000-000000000000", map[string]string{"owner": "field.format"}},
		{"owner=12", map[string]string{"owner": "field.format"}},
		{"state=a&state=b&state=c", map[string]string{"state": "field.too_many"}},
		{"state=a&state=%07", map[string]string{"state[1]": "field.text"}},
	} {
		query, err := url.ParseQuery(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		in, err := bind[filters](&request{query: query})
		if got := fieldsIn(err); !maps.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.query, got, tt.want)
		}
		if tt.want == nil && (!in.Open || in.Near != 1.5 || in.Until.IsZero() || !slices.Equal(in.State, []string{"a", "b"}) || in.Owner.String() != aPerson) {
			t.Errorf("read %+v", in)
		}
	}
	if in, err := bind[filters](&request{}); err != nil || in.Until != nil || in.Owner != nil {
		t.Errorf("nothing given: %+v %v", in, err)
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]bool{"": true, "家里水管漏水\t\r\n🙂 é": true, "a\x00": false, "a\x1b": false, "a\x7f": false, "a\u0085": false,
		"\xff": false, "\ufffd": false, "\u200d": true, "a\u202eb": false, "مرحبا\u200f": true} {
		if models.Printable(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestPathsStayShortAndWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := ""
		for range rapid.IntRange(1, 6).Draw(t, "depth") {
			path = under(path, rapid.StringN(1, 80, -1).Draw(t, "name"))
			path = at(path, rapid.IntRange(0, 99).Draw(t, "index"))
		}
		if len(path) > maxName || !utf8.ValidString(path) {
			t.Fatalf("path %q of %d bytes", path, len(path))
		}
	})
	if got := at(under(under("", "wanted"), "from"), 3); got != "wanted.from[3]" {
		t.Error(got)
	}
	if got := under("", strings.Repeat("长", 100)); len(got) != 63 {
		t.Errorf("%d bytes", len(got))
	}
}
