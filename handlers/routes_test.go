package handlers

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the generated files anew")

// current compares a generated file with what the table of routes gives now, or writes it with -update.
func current(t *testing.T, name string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not current (%v): run go generate ./handlers and read the difference", name, err)
	}
}

func TestDocumentIsCurrent(t *testing.T) { current(t, "openapi.json", Document(API{}.Routes())) }

func TestMatrixIsCurrent(t *testing.T) {
	current(t, "testdata/matrix.golden", []byte(Matrix(API{}.Routes())))
}

func TestTheWholeTableFits(t *testing.T) { mustFit(API{}.Routes()) }
