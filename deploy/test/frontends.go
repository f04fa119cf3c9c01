package main

import (
	"context"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const frontEndsToo = "-frontends"

// suite is one run of tests of the front ends. A suite without a report counts as one test.
type suite struct {
	name, folder string
	command      []string
	reports      bool // it writes JUnit's XML to the file that $JUNIT names
	browser      bool // it needs one
}

var units = []string{"sh", "-c", "npx vitest run --reporter=default --reporter=junit --outputFile.junit=$JUNIT"}

var suites = []suite{
	{"types of the residents' app", "frontend/resident", []string{"npm", "run", "-s", "check"}, false, false},
	{"types of the desk", "frontend/desk", []string{"npm", "run", "-s", "check"}, false, false},
	{"types of the browser tests", "frontend/e2e", []string{"npm", "run", "-s", "check"}, false, false},
	{"units of the residents' app", "frontend/resident", units, true, false},
	{"units of the desk", "frontend/desk", units, true, false},
	{"the program in a browser", "frontend/e2e", []string{"npm", "run", "-s", "test"}, true, true},
}

// browser is where Debian's package puts it; $CHROMIUM names another.
func browser() string {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	return "/usr/bin/chromium"
}

// frontEnds runs all suites, if they are wanted, and counts what they report. What it shows waits in a strings.Builder, so that it does not get between
// the words of others.
func frontEnds(ctx context.Context, wanted bool) *summary {
	s := &summary{show: &strings.Builder{}}
	if wanted {
		s.runAll(ctx)
	}
	return s
}

func (s *summary) runAll(ctx context.Context) {
	folder, err := os.MkdirTemp("", "reports")
	if err != nil {
		s.say(err.Error() + "\n")
		s.failed++
		return
	}
	defer func() { _ = os.RemoveAll(folder) }()
	for i, one := range suites {
		if _, err := os.Stat(browser()); one.browser && err != nil {
			s.without = one.name + " did not run: no browser (apt-get install chromium fonts-noto-cjk)"
			continue
		}
		s.run(ctx, one, filepath.Join(folder, fmt.Sprintf("%d.xml", i)))
	}
}

func (s *summary) run(ctx context.Context, one suite, report string) {
	cmd := exec.CommandContext(ctx, one.command[0], one.command[1:]...)
	cmd.Dir = one.folder
	cmd.Env = append(os.Environ(), "JUNIT="+report)
	cmd.Stdout, cmd.Stderr = s.show, s.show
	failed := s.failed
	err := cmd.Run()
	switch {
	case one.reports:
		s.count(report)
	case err == nil:
		s.passed++
	}
	if err != nil && s.failed == failed {
		s.failed++
	}
	s.say(fmt.Sprintf("%-4s %s\n", map[bool]string{true: "ok", false: "FAIL"}[s.failed == failed], one.name))
}

// count adds the cases of a JUnit report; one that cannot be read is a failure.
func (s *summary) count(report string) {
	text, err := os.ReadFile(report)
	var all struct {
		Cases []struct {
			Failure *struct{} `xml:"failure"`
			Error   *struct{} `xml:"error"`
			Skipped *struct{} `xml:"skipped"`
		} `xml:"testsuite>testcase"`
	}
	if err == nil {
		err = xml.Unmarshal(text, &all)
	}
	if err != nil {
		s.say(err.Error() + "\n")
		s.failed++
		return
	}
	for _, c := range all.Cases {
		switch {
		case c.Failure != nil || c.Error != nil:
			s.failed++
		case c.Skipped != nil:
			s.skipped++
		default:
			s.passed++
		}
	}
}
