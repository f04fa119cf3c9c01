package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestRun measures a small town from end to end, with a program that is made slow: every quotient must fall short.
func TestRun(t *testing.T) {
	o := quickly
	o.only = []string{"idle", "growth", "lookups", "floors", "load"}
	o.slow = o.warm + o.measured
	var out, notes strings.Builder
	if err := run(t.Context(), o, &out, &notes); err != nil {
		t.Fatalf("%v\n%s", err, notes.String())
	}
	t.Log(notes.String() + out.String())
	for _, name := range []string{"idle_memory_mb", "list_desk_growth", "list_mine_growth", "suggestion_p99_ms", "counts_p99_ms", "due_p99_ms", "load_p99_ms"} {
		if !regexp.MustCompile(`(?m)^` + name + ` [0-9.]+ [0-9.]+ (holds|falls short)$`).MatchString(out.String()) {
			t.Errorf("no line tells of %s", name)
		}
	}
	for _, line := range []string{`load_errors_percent [0-9.]+ 0.1 (holds|falls short)`, `# rate: [0-9]+ answers.*`, `# load: .*, [0-9]+ faults so far`, `# 50 event streams told of [1-9][0-9]* changes`} {
		if !regexp.MustCompile(`(?m)^` + line + `$`).MatchString(out.String() + notes.String()) {
			t.Errorf("no line is %s", line)
		}
	}
	for _, fault := range regexp.MustCompile(`(?m)^# [0-9]+ × .*$`).FindAllString(notes.String(), -1) {
		if !strings.Contains(fault, "503 request.busy") {
			t.Errorf("a step of the load is refused: %s", fault)
		}
	}
	for _, w := range works {
		if !regexp.MustCompile(`(?m)^` + w.name + ` [0-9.]+ [0-9.]+ falls short$`).MatchString(out.String()) {
			t.Errorf("%s of a slow program does not fall short", w.name)
		}
	}
}

func TestChosen(t *testing.T) {
	for only, want := range map[string]string{"": "city idle growth lookups floors", "floors,idle": "idle floors", "load": "load", "nothing": ""} {
		o := options{only: strings.FieldsFunc(only, func(r rune) bool { return r == ',' })}
		all, err := o.chosen()
		var got []string
		for _, m := range all {
			got = append(got, m.name)
		}
		if strings.Join(got, " ") != want || (err != nil) != (only == "nothing") {
			t.Errorf("%q: %v, %v", only, got, err)
		}
	}
}

// TestReplay lets the floor that needs no pgbench run a script that writes and one that reads.
func TestReplay(t *testing.T) {
	b := &bench{options: quickly, dir: t.TempDir(), out: t.Output(), notes: t.Output()}
	passable(t, b.dir)
	defer b.close()
	var err error
	if b.bin, err = build(t.Context(), b.dir); err != nil {
		t.Fatal(err)
	}
	if err := b.prepare(t.Context(), measurement{town: true}); err != nil {
		t.Fatal(err)
	}
	f := replay{b.town.server.AppURL()}
	for _, w := range works {
		c := contest{bench: b, work: w, above: align(b.town.pool() / 2)}
		speed, err := f.run(t.Context(), c, b.town.scripts[w.name], 0)
		if err != nil || speed == 0 {
			t.Fatalf("%s: %.0f a second, %v", w.name, speed, err)
		}
		if err := c.check(t.Context(), 0, speed); err != nil {
			t.Errorf("%s: %v", w.name, err)
		}
	}
	c := contest{bench: b, work: place}
	if err := c.check(t.Context(), 5, 100); err == nil {
		t.Error("a floor that wrote nothing passes")
	}
}
