package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	const report = `<testsuites><testsuite name="a"><testcase name="1"/><testcase name="2"><failure>no</failure></testcase>
<testcase name="3"><skipped/></testcase></testsuite><testsuite><testcase name="4"><error/></testcase></testsuite></testsuites>`
	writes := func(text, then string) []string {
		return []string{"sh", "-c", "cat > $JUNIT <<'E'\n" + text + "\nE\n" + then}
	}
	tests := []struct {
		name string
		suite
		sum string
	}{
		{"a report is counted", suite{command: writes(report, "exit 1"), reports: true}, "1 passed, 2 failed, 1 skipped"},
		{"all is well", suite{command: writes(`<testsuites><testsuite><testcase/></testsuite></testsuites>`, ""), reports: true}, "1 passed, 0 failed"},
		{"a failure that no case tells", suite{command: writes(`<testsuites><testsuite><testcase/></testsuite></testsuites>`, "exit 1"), reports: true}, "1 passed, 1 failed"},
		{"no report at all", suite{command: []string{"true"}, reports: true}, "0 passed, 1 failed"},
		{"a command that reports by its end", suite{command: []string{"true"}}, "1 passed, 0 failed"},
		{"a command that fails", suite{command: []string{"false"}}, "0 passed, 1 failed"},
		{"a command that is not there", suite{command: []string{"/nowhere"}}, "0 passed, 1 failed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &summary{show: &strings.Builder{}}
			s.run(t.Context(), tt.suite, filepath.Join(t.TempDir(), "report.xml"))
			if s.String() != tt.sum {
				t.Errorf("%s; want %s", s, tt.sum)
			}
		})
	}
}

func TestWithoutBrowser(t *testing.T) {
	t.Setenv("CHROMIUM", filepath.Join(t.TempDir(), "none"))
	saved := suites
	defer func() { suites = saved }()
	suites = []suite{{name: "types", command: []string{"true"}}, {name: "web", command: []string{"false"}, reports: true, browser: true}}
	for ci, good := range map[string]bool{"": true, "true": false} {
		t.Setenv("CI", ci)
		s := &summary{show: os.Stderr}
		s.take(frontEnds(t.Context(), true))
		if !strings.Contains(s.String(), "1 passed, 0 failed; web did not run: no browser") || s.good() != good {
			t.Errorf("CI=%q: %s, good %v; want %v", ci, s, s.good(), good)
		}
	}
}
