package main

import (
	"encoding/csv"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"delinli/models/secret"
)

// TestMakeCity measures the demo town in place of the city. Afterwards, a table of those who are there already must not count as fast.
func TestMakeCity(t *testing.T) {
	var out, notes strings.Builder
	b := &bench{options: quickly, dir: t.TempDir(), out: &out, notes: &notes}
	passable(t, b.dir)
	var err error
	if b.bin, err = build(t.Context(), b.dir); err != nil {
		t.Fatal(err)
	}
	if err := b.makeCity(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, notes.String())
	}
	t.Log(notes.String() + out.String())
	for _, name := range []string{"city_s", "import_csv_per_s", "import_xlsx_per_s", "figures_p99_ms", "register_p99_ms"} {
		if !regexp.MustCompile(`(?m)^` + name + ` [0-9.]+ [0-9.]+ (holds|falls short)$`).MatchString(out.String()) {
			t.Errorf("no line tells of %s", name)
		}
	}
	if !regexp.MustCompile(`(?m)^# import_xlsx: 2000 residents in [0-9.]+ s, [1-9][0-9]* MB at most$`).MatchString(notes.String()) {
		t.Error("no note tells of the memory")
	}
	c := city{b, filepath.Join(b.dir, "city")}
	if err := c.takeIn(t.Context(), "csv", leastCSV, 0, writeCSV); err == nil {
		t.Error("residents who are there already have a speed")
	}
	if _, err := c.run(t.Context(), "nonsense"); err == nil || !strings.Contains(err.Error(), "nonsense") {
		t.Errorf("%v of a command that there is not", err)
	}
}

func TestTables(t *testing.T) {
	const n = 1_500
	dir := t.TempDir()
	plain, book := filepath.Join(dir, "x.csv"), filepath.Join(dir, "x.xlsx")
	if err := writeCSV(plain, 0, n); err != nil {
		t.Fatal(err)
	}
	if err := writeWorkbook(book, n, n); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(book)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(lines[0], heads) || !slices.Equal(rows[0], heads) {
		t.Errorf("heads %v and %v", lines[0], rows[0])
	}
	seen := map[string]bool{}
	for _, cells := range append(lines[1:], rows[1:]...) {
		if _, err := secret.ParseIDNumber(cells[1]); err != nil || seen[cells[1]] {
			t.Fatalf("%v stands there twice, or is nobody: %v", cells, err)
		}
		seen[cells[1]] = true
	}
	if len(seen) != 2*n {
		t.Errorf("%d residents", len(seen))
	}
}

// What the program gives up after a while is slow; what it refuses at once is no measure.
func TestTurn(t *testing.T) {
	var out, notes strings.Builder
	c := city{bench: &bench{options: quickly, out: &out, notes: &notes}}
	addr := served(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "Bearer own":
			w.WriteHeader(http.StatusUnauthorized)
		case strings.HasSuffix(r.URL.Path, "/slow"):
			time.Sleep(20 * time.Millisecond)
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	if err := c.turn(t.Context(), addr, "own", pages{"look", []string{"/slow", "/quick"}, 10}); err != nil {
		t.Fatal(err)
	}
	has(t, out.String(), "look_p99_ms [0-9.]+ 10 falls short")
	has(t, notes.String(), "# /slow: median .*, 10 given up", "# /quick: median .*, 0 given up")
	if c.turn(t.Context(), addr, "another", pages{"look", []string{"/quick"}, 1_000}) == nil {
		t.Error("a page that nobody may see is quick")
	}
}
