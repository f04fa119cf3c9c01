package testkit_test

import (
	"strings"
	"sync"
	"testing"

	"delinli/app/postgres"
	"delinli/app/testkit"
)

func TestDatabase(t *testing.T) {
	db := testkit.Database(t)
	pending, err := postgres.Pending(t.Context(), db.Pool)
	if err != nil || pending {
		t.Fatalf("pending = %v, %v; want a migrated database", pending, err)
	}
	var role, name string
	if err := db.Pool.Pgx().QueryRow(t.Context(), "SELECT current_user, current_database()").Scan(&role, &name); err != nil {
		t.Fatal(err)
	}
	if role != postgres.AppRole || !strings.HasPrefix(name, "test_") {
		t.Errorf("role %s in database %s; want the application role in a database of the test", role, name)
	}
}

func BenchmarkDatabase(b *testing.B) {
	for b.Loop() {
		testkit.Database(b)
	}
}

func TestDatabasesAreApart(t *testing.T) {
	var wg sync.WaitGroup
	names := make(chan string, 8)
	for range cap(names) {
		wg.Go(func() {
			db := testkit.Database(t)
			var name string
			if err := db.Pool.Pgx().QueryRow(t.Context(), "SELECT current_database()").Scan(&name); err != nil {
				t.Error(err)
			}
			names <- name
		})
	}
	wg.Wait()
	close(names)
	seen := map[string]bool{}
	for name := range names {
		if seen[name] {
			t.Errorf("%s was given twice", name)
		}
		seen[name] = true
	}
}
