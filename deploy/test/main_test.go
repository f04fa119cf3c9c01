package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	tests := []struct {
		name, events, sum, shows string
		good                     bool
	}{
		{"a pass", `{"Action":"output","Package":"p","Test":"TestA","Output":"noise\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Elapsed":1.25}`, "1 passed, 0 failed", "ok   p 1.2s\n", true},
		{"a failure shows what the test said, once", `{"Action":"output","Package":"p","Test":"TestA","Output":"got 1\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"fail","Package":"p"}`, "1 passed, 1 failed", "got 1\nFAIL p 0.0s\n", false},
		{"a package that does not build", `{"Action":"build-output","ImportPath":"p","Output":"syntax error\n"}
{"Action":"build-fail","ImportPath":"p"}
{"Action":"fail","Package":"p"}`, "0 passed, 1 failed", "syntax error\nFAIL p 0.0s\n", false},
		{"a package that dies", `{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"panic: exit\n"}
{"Action":"fail","Package":"p"}`, "1 passed, 1 failed", "FAIL p 0.0s\npanic: exit\n", false},
		{"no test at all", `{"Action":"skip","Package":"p"}`, "0 passed, 0 failed", "", false},
		{"a skip is counted", `{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestB"}`, "1 passed, 0 failed, 1 skipped", "", true},
		{"the go command complains", "go: no such flag", "0 passed, 0 failed", "go: no such flag", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var shown strings.Builder
			sum := newSummary(&shown)
			sum.read(strings.NewReader(tt.events))
			if sum.String() != tt.sum || sum.good() != tt.good {
				t.Errorf("%s, good %v; want %s, good %v", sum, sum.good(), tt.sum, tt.good)
			}
			if shown.String() != tt.shows {
				t.Errorf("shows %q; want %q", shown.String(), tt.shows)
			}
		})
	}
}

// TestRuns: all packages under the race detector are each run once, the calm ones without it; whatever else is asked for is run as it is.
func TestRuns(t *testing.T) {
	t.Chdir("../..")
	out, err := exec.CommandContext(t.Context(), "go", "list", everything).Output()
	if err != nil {
		t.Fatal(err)
	}
	all := runs([]string{"-race", "-timeout", "9m", everything})
	if len(all) != 2 || !slices.Contains(all[0], "-race") || slices.Contains(all[1], "-race") || !slices.Contains(all[1], "9m") {
		t.Fatalf("%v", all)
	}
	for _, name := range strings.Fields(string(out)) {
		lively, quiet := slices.Contains(all[0], name), slices.Contains(all[1], name)
		if quiet != slices.Contains(calm, name) || lively == quiet {
			t.Errorf("%s: under the race detector %v, without it %v", name, lively, quiet)
		}
	}
	for _, args := range [][]string{{everything}, {"-race", "./models/..."}, {"-tags", "city", "./app"}} {
		if got := runs(args); len(got) != 1 || !slices.Equal(got[0], args) {
			t.Errorf("%v became %v", args, got)
		}
	}
}
