package main

import (
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
			sum := read(strings.NewReader(tt.events), &shown)
			if sum.String() != tt.sum || sum.good() != tt.good {
				t.Errorf("%s, good %v; want %s, good %v", sum, sum.good(), tt.sum, tt.good)
			}
			if shown.String() != tt.shows {
				t.Errorf("shows %q; want %q", shown.String(), tt.shows)
			}
		})
	}
}
