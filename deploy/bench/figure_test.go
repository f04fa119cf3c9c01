package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestFigure(t *testing.T) {
	for want, f := range map[string]figure{
		"place 0.8 0.8 holds":              {name: "place", value: 0.8, bar: 0.8},
		"place 0.799 0.8 falls short":      {name: "place", value: 0.799, bar: 0.8},
		"memory 150 150 holds":             {name: "memory", value: 150, bar: 150, atMost: true},
		"memory 151 150 falls short":       {name: "memory", value: 151, bar: 150, atMost: true},
		"suggestion 9.13 20 holds":         {name: "suggestion", value: 9.1264, bar: 20, atMost: true},
		"import 20512 20000 holds":         {name: "import", value: 20_512.4, bar: 20_000},
		"list_desk 0.122 0.55 falls short": {name: "list_desk", value: 0.1219, bar: 0.55},
	} {
		if got := f.String(); got != want {
			t.Errorf("%q; want %q", got, want)
		}
	}
}

func TestPercentile(t *testing.T) {
	took := []time.Duration{3, 1, 2}
	if percentile(took, 50) != 2 || percentile(took, 99) != 3 || percentile([]time.Duration{7}, 99) != 7 {
		t.Error("wrong percentiles")
	}
}

// passable lets the account of the database pass through a folder of a test.
func passable(t *testing.T, dir string) {
	t.Helper()
	for ; dir != os.TempDir() && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}
