// Command test runs "go test" with the arguments it is given, and after the word -frontends the tests of the front ends beside it, shows what
// failed, and ends with one line that counts: N passed, N failed. It fails when a test fails, when a package does not build, and when no
// test ran at all.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

func main() {
	args := slices.DeleteFunc(slices.Clone(os.Args[1:]), func(arg string) bool { return arg == frontEndsToo })
	beside := make(chan *summary, 1)
	go func() { beside <- frontEnds(context.Background(), len(args) < len(os.Args)-1) }()
	sum := newSummary(os.Stdout)
	for _, run := range runs(args) {
		sum.goTest(context.Background(), run)
	}
	sum.take(<-beside)
	fmt.Println(sum)
	if !sum.good() {
		os.Exit(1)
	}
}

// everything names all packages.
const everything = "./..."

// calm are packages that only compute, much and without company: the race detector finds nothing in them and makes them ten times slower.
var calm = []string{"delinli/app/demo/census", "delinli/app/sheet", "delinli/deploy/bench"}

// runs are the arguments of each run of "go test" that it takes: all packages under the race detector are two, since the calm ones go without it.
func runs(args []string) [][]string {
	if !slices.Contains(args, "-race") || !slices.Contains(args, everything) {
		return [][]string{args}
	}
	out, err := exec.CommandContext(context.Background(), "go", "list", everything).Output()
	if err != nil {
		return [][]string{args} // which will say what is wrong
	}
	lively := slices.DeleteFunc(strings.Fields(string(out)), func(name string) bool { return slices.Contains(calm, name) })
	others := slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return arg == everything || arg == "-race" })
	return [][]string{slices.Concat([]string{"-race"}, others, lively), slices.Concat(others, calm)}
}

// goTest runs "go test" and counts.
func (s *summary) goTest(ctx context.Context, args []string) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		s.say(err.Error() + "\n")
		s.failed++
		return
	}
	failed := s.failed
	s.read(out)
	if err := cmd.Wait(); err != nil && s.failed == failed {
		s.failed++
	}
}

// event is one line of "go test -json".
type event struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64 // seconds
}

// summary counts tests, their subtests too, and packages that failed without a test to blame.
type summary struct {
	passed, failed, skipped int
	blamed                  map[string]bool   // packages with a failed test
	said                    map[string]string // what a test that still runs has printed
	show                    io.Writer
	without                 string // what could not be run here, and what it needs
}

func newSummary(show io.Writer) *summary {
	return &summary{blamed: map[string]bool{}, said: map[string]string{}, show: show}
}

func (s *summary) String() string {
	text := fmt.Sprintf("%d passed, %d failed", s.passed, s.failed)
	if s.skipped > 0 {
		text += fmt.Sprintf(", %d skipped", s.skipped)
	}
	if s.without != "" {
		text += "; " + s.without
	}
	return text
}

func (s *summary) say(text string) { _, _ = io.WriteString(s.show, text) }

// take adds what was counted elsewhere, and says what was to be said of it.
func (s *summary) take(other *summary) {
	s.passed, s.failed, s.skipped = s.passed+other.passed, s.failed+other.failed, s.skipped+other.skipped
	s.without = other.without
	s.say(fmt.Sprint(other.show))
}

// good is whether all is well; a machine that checks changes must be able to run everything.
func (s *summary) good() bool {
	return s.failed == 0 && s.passed > 0 && (s.without == "" || os.Getenv("CI") == "")
}

// read counts the events and shows the output of packages and of failed tests.
func (s *summary) read(events io.Reader) {
	lines := bufio.NewReader(events)
	for {
		line, err := lines.ReadString('\n')
		var e event
		if json.Unmarshal([]byte(line), &e) == nil {
			s.add(e)
		} else {
			s.say(line) // not an event: the go command itself complains
		}
		if err != nil {
			return
		}
	}
}

func (s *summary) add(e event) {
	key := e.Package + " " + e.Test
	switch {
	case e.Action == "build-output":
		s.say(e.Output)
	case e.Action == "output":
		s.said[key] += e.Output
	case e.Test == "":
		s.endPackage(e, key)
	case e.Action == "pass":
		s.passed++
		delete(s.said, key)
	case e.Action == "skip":
		s.skipped++
		s.say(s.said[key])
	case e.Action == "fail":
		s.failed++
		s.blamed[e.Package] = true
		s.say(s.said[key])
		delete(s.said, key)
	}
}

// endPackage blames a package that failed with no failed test: it did not build, panicked or ran out of time.
func (s *summary) endPackage(e event, key string) {
	switch e.Action {
	case "pass":
		s.say(fmt.Sprintf("ok   %s %.1fs\n", e.Package, e.Elapsed))
	case "fail":
		s.say(fmt.Sprintf("FAIL %s %.1fs\n", e.Package, e.Elapsed))
		if s.blamed[e.Package] {
			return
		}
		s.failed++
		for said, text := range s.said {
			if said == key || strings.HasPrefix(said, e.Package+" ") {
				s.say(text)
			}
		}
	}
}
