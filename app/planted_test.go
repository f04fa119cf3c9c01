package main

import (
	"fmt"
	"strings"
	"testing"
)

// A check that cannot fail proves nothing: each meets defects that are planted here.

func TestPlantedImports(t *testing.T) {
	for _, c := range []struct {
		path, imports string
		allowed       bool
	}{
		{"models/order/order.go", "delinli/models/secret", true},
		{"models/order/order.go", "delinli/models/dispatch", true},
		{"models/order/order.go", "delinli/models/person", false},
		{"models/order/order.go", "delinli/app/store", false},
		{"models/order/order.go", "github.com/google/uuid", false},
		{"models/order/order.go", "database/sql/driver", true},
		{"models/order/order.go", "net/http", false},
		{"models/id.go", "github.com/google/uuid", true},
		{"models/id.go", "delinli/models/order", false},
		{"models/flow/flow.go", "delinli/models", true},
		{"models/flow/flow.go", "delinli/models/order", false},
		{"models/secret/secret.go", "delinli/models/geo", false},
		{"app/store/orders/list.go", "delinli/app/store", true},
		{"app/store/orders/list.go", "gorm.io/gorm", true},
		{"app/store/orders/list.go", "delinli/app/ordering", false},
		{"app/ordering/place.go", "delinli/app/store/orders", true},
		{"app/ordering/place.go", "delinli/app/secret", true},
		{"app/ordering/place.go", "delinli/app/dispatching", false},
		{"app/ordering/place.go", "delinli/app/postgres", false},
		{"app/ordering/place.go", "delinli/handlers", false},
		{"app/ordering/place.go", "gorm.io/gorm", false},
		{"app/ordering/place.go", "github.com/jackc/pgx/v5", false},
		{"app/ordering/place.go", "github.com/gofiber/fiber/v2", false},
		{"app/ordering/place.go", "delinli/app/testkit", false},
		{"app/ordering/place_test.go", "delinli/app/testkit", true},
		{"app/secret/ring.go", "delinli/app/store", false},
		{"app/postgres/migrate.go", "delinli/migrations", true},
		{"app/wire.go", "delinli/app/ordering", true},
		{"app/demo/people.go", "delinli/app/enrolling", true},
		{"app/demo/people.go", "gorm.io/gorm", false},
		{"app/wire.go", "gorm.io/gorm", false},
		{"app/main.go", "github.com/gofiber/fiber/v2", false},
		{"handlers/orders.go", "delinli/app/ordering", true},
		{"handlers/orders.go", "delinli/app/store", false},
		{"handlers/orders.go", "delinli/app/store/orders", false},
		{"handlers/orders.go", "delinli/app/postgres", false},
		{"handlers/orders.go", "github.com/gofiber/fiber/v2", true},
		{"handlers/orders.go", "github.com/valyala/fasthttp", true},
		{"handlers/orders.go", "github.com/jackc/pgx/v5", false},
		{"migrations/embed.go", "delinli/models", false},
	} {
		s := parse(t, c.path, fmt.Sprintf("package p\n\nimport _ %q\n", c.imports))
		if faults := importFaults([]source{s}); (len(faults) == 0) != c.allowed {
			t.Errorf("%s imports %s: %v", c.path, c.imports, faults)
		}
	}
}

func TestPlantedClocks(t *testing.T) {
	const clock, chance = "package p\n\nfunc f() { use(time.Now()) }\n", "package p\n\nvar r = rand.Reader\n"
	for _, c := range []struct {
		path, text string
		allowed    bool
	}{
		{"app/ordering/place.go", clock, false},
		{"app/ordering/place.go", chance, false},
		{"models/order/order.go", strings.ReplaceAll(clock, "Now()", "Since(t)"), false},
		{"handlers/stream.go", strings.ReplaceAll(clock, "time.Now()", "time.Now"), false},
		{"handlers/stream.go", strings.ReplaceAll(clock, "time.Now()", "h.now()"), true},
		{"app/wire.go", clock + "\nvar r = rand.Reader\n", true},
		{"app/testkit/world.go", clock, true},
		{"app/jobs/jobs_test.go", clock, true},
		{"deploy/bench/main.go", clock, true},
	} {
		if faults := clockFaults([]source{parse(t, c.path, c.text)}); (len(faults) == 0) != c.allowed {
			t.Errorf("%s: %v", c.path, faults)
		}
	}
}

func TestPlantedSizes(t *testing.T) {
	function := func(lines int) string { return "func f() {\n" + strings.Repeat("\tg()\n", lines) + "}\n" }
	for _, c := range []struct {
		name, text string
		allowed    bool
	}{
		{"a function of 50 lines", function(50), true},
		{"a function of 51 lines", function(51), false},
		{"a file of 500 lines", strings.Repeat("// a line\n", 498), true},
		{"a file of 501 lines", strings.Repeat("// a line\n", 499), false},
	} {
		if faults := sizeFaults([]source{parse(t, "app/p_test.go", "package p\n\n"+c.text)}); (len(faults) == 0) != c.allowed {
			t.Errorf("%s: %v", c.name, faults)
		}
	}
}

func TestPlantedShare(t *testing.T) {
	code := parse(t, "app/a.go", "package a\n\n// words are no code\nvar (\n\ta = 1\n\n\tb = 2\n)\n")
	tests := parse(t, "app/a_test.go", "package a\n\nvar c = 3\n")
	kit := parse(t, "app/testkit/kit.go", "package testkit\n\nvar d = 4\n")
	if share := testShare([]source{code, tests}); share != 0.4 {
		t.Errorf("%v", share)
	}
	if share := testShare([]source{code, tests, kit}); share != 0.8 {
		t.Errorf("%v", share)
	}
}
