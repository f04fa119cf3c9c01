package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgtype"
)

const (
	newID    = "019a2053-2e91-71a9-856d-58c5807fd51c"
	otherNew = "019a2053-2e91-71a9-856d-58c5807fd51d"
)

func writerOf(draws bool) *writer {
	return &writer{script: script{values: map[string]string{}}, draws: draws,
		known: map[string]string{id(7): "lpad(:who, 32, '0')", "a-key": "lpad(:key, 32, '0')"}}
}

func TestValue(t *testing.T) {
	for _, c := range []struct {
		text, typeName, want string
		draws                bool
	}{
		{"", "text", ":empty", true},
		{"wish", "text", ":c1", true},
		{id(7), "uuid", "CAST(lpad(:who, 32, '0') AS uuid)", false},
		{"{" + id(7) + "}", "_uuid", "CAST(concat(CAST(:c1 AS text), lpad(:who, 32, '0'), CAST(:c2 AS text)) AS _uuid)", false},
		{newID, "uuid", "CAST(lpad(:fresh1, 32, '0') AS uuid)", true},
		{newID, "uuid", ":c1", false},
		{id(8), "uuid", ":c1", true},
		{newID + otherNew, "text", "CAST(concat(lpad(:fresh1, 32, '0'), lpad(:fresh2, 32, '0')) AS text)", true},
		{"370785001001-20261122-000001", "text", "CAST(lpad(:key, 32, '0') AS text)", true},
	} {
		if got := writerOf(c.draws).value(c.text, c.typeName); got != c.want {
			t.Errorf("%s: %s; want %s", c.text, got, c.want)
		}
	}
}

func TestValueIsNamedOnce(t *testing.T) {
	w := writerOf(true)
	for _, text := range []string{"wish", newID} {
		if first := w.value(text, "text"); w.value(text, "text") != first {
			t.Errorf("%s has two names", text)
		}
	}
	if w.fresh != 1 || len(w.values) != 1 {
		t.Errorf("%d new ids, %d values", w.fresh, len(w.values))
	}
}

func TestParam(t *testing.T) {
	w, m := writerOf(true), pgtype.NewMap()
	if got, err := w.param(m, pgtype.UUIDOID, pgtype.BinaryFormatCode, nil); got != ":none" || err != nil {
		t.Errorf("NULL is %s, %v", got, err)
	}
	got, err := w.param(m, pgtype.Int4OID, pgtype.BinaryFormatCode, []byte{0, 0, 0, 42})
	if err != nil || w.values[strings.TrimPrefix(got, ":")] != "42" {
		t.Errorf("a binary 42 is %s of %v, %v", got, w.values, err)
	}
	if _, err := w.param(m, 99_999_999, pgtype.TextFormatCode, []byte("x")); err == nil {
		t.Error("a type that nobody knows passes")
	}
	if err := w.statement(t.Context(), nil, call{sql: "SELECT 1:x"}); err == nil {
		t.Error("a colon of our own passes")
	}
}

func TestText(t *testing.T) {
	s := script{statements: []string{"SELECT 1", "INSERT INTO x VALUES (:fresh2)\n"}, fresh: 2}
	text := s.text(works[slices.IndexFunc(works, func(w work) bool { return w.name == "claim" })])
	for _, want := range []string{`\set requester`, `\set fresh2 :key + 2`, `\gset`, "SELECT 1;\nINSERT INTO x VALUES (:fresh2);\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(s.text(place), "requester") {
		t.Error("a request about no order has a requester")
	}
}

func TestAfterWarm(t *testing.T) {
	const good = "progress: 1.0 s, 10.0 tps, lat 1\nprogress: 2.0 s, 100.0 tps, lat 1\nprogress: 3.0 s, 200.0 tps, lat 1\nnumber of failed transactions: 0 (0.000%)\n"
	if speed, err := afterWarm(good, 1); speed != 150 || err != nil {
		t.Errorf("%v, %v", speed, err)
	}
	for _, bad := range []string{"", "progress: 1.0 s, 10.0 tps\nnumber of failed transactions: 0 (0.000%)", strings.Replace(good, ": 0 (", ": 3 (", 1)} {
		if _, err := afterWarm(bad, 1); err == nil {
			t.Errorf("%q has a speed", bad)
		}
	}
}

func TestFloorOf(t *testing.T) {
	t.Setenv("PATH", "")
	if f, ok := floorOf(t.TempDir(), "", "").(replay); !ok || !strings.Contains(f.String(), "pgbench is not here") {
		t.Errorf("%v without a pgbench", f)
	}
}

// Both forms of a rule name the same rows: the numbers that sets name are there.
func TestSetsNameNumbers(t *testing.T) {
	numbers := size{Orders: 4_000, Volunteers: 400}.numbers(0)
	numbers["client_id"] = 0
	for _, w := range works {
		for _, set := range w.sets {
			for _, name := range regexp.MustCompile(`:([a-z_]+)`).FindAllStringSubmatch(set, -1) {
				if _, ok := numbers[name[1]]; !ok {
					t.Errorf("%s: nothing is :%s", w.name, name[1])
				}
			}
		}
	}
}
