package postgres_test

import (
	"context"
	"database/sql"
	"flag"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"

	"delinli/app/postgres"
	"delinli/app/testkit"
	"delinli/migrations"
)

var update = flag.Bool("update", false, "write migrations/schema.sql anew")

const schemaFile = "../../migrations/schema.sql"

func TestSchemaFile(t *testing.T) {
	schema, err := postgres.Schema(t.Context(), testkit.Database(t).OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(schemaFile, []byte(schema), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file, err := os.ReadFile(schemaFile)
	if err != nil || string(file) != schema {
		t.Errorf("migrations/schema.sql is not what the migrations lead to (%v): make generate, and read the difference", err)
	}
}

func TestSchemaShowsEveryKindOfObject(t *testing.T) {
	db := testkit.Database(t)
	before, err := postgres.Schema(t.Context(), db.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	owner(t, db, `CREATE TABLE samples (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, word text COLLATE "C" NOT NULL DEFAULT 'a''b',
			twice text GENERATED ALWAYS AS (word || word) STORED, CONSTRAINT short CHECK (length(word) < 9));
		COMMENT ON TABLE samples IS 'it''s one'; COMMENT ON COLUMN samples.word IS 'a word';
		CREATE UNIQUE INDEX samples_word ON samples (word) WHERE id > 0;
		CREATE SEQUENCE sample_numbers; CREATE VIEW sample_words AS SELECT word FROM samples;
		CREATE FUNCTION sampled() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
		CREATE TRIGGER touched BEFORE UPDATE ON samples FOR EACH ROW EXECUTE FUNCTION sampled();
		GRANT SELECT ON samples TO delinli_app`)
	after, err := postgres.Schema(t.Context(), db.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"\nCREATE TABLE samples (\n    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,\n    word text COLLATE \"C\" NOT NULL DEFAULT 'a''b'::text,\n",
		"twice text GENERATED ALWAYS AS ((word || word)) STORED", "CONSTRAINT samples_pkey PRIMARY KEY (id)", "CONSTRAINT short CHECK",
		"COMMENT ON TABLE samples IS 'it''s one';\nCOMMENT ON COLUMN samples.word IS 'a word';\nCREATE UNIQUE INDEX samples_word",
		"CREATE SEQUENCE sample_numbers;", "CREATE VIEW sample_words AS", "FUNCTION public.sampled()", "CREATE TRIGGER touched", "GRANT SELECT ON samples TO delinli_app;\n",
	} {
		if !strings.Contains(after, line) {
			t.Errorf("the schema lacks %s", line)
		}
	}
	for line := range strings.Lines(before) {
		if !strings.Contains(after, line) {
			t.Errorf("the schema lost %s", line)
		}
	}
	for _, book := range []string{"goose_db_version", "river_job"} {
		if strings.Contains(after, book) {
			t.Errorf("the schema shows %s, which is not ours", book)
		}
	}
}

// owner runs statements as the owner.
func owner(t *testing.T, db *testkit.DB, statements string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), db.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	if _, err := conn.Exec(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
}

func TestRightsOfTheApplication(t *testing.T) {
	db := testkit.Database(t)
	rows, err := db.Pool.Pgx().Query(t.Context(), `SELECT c.relname, COALESCE(obj_description(c.oid, 'pg_class'), '') LIKE 'append-only%',
			c.relname IN ('goose_db_version', 'river_migration'),
			array(SELECT r FROM unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) r WHERE has_table_privilege(c.oid, r))
		FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct {
		Name             string
		AppendOnly, Book bool
		Rights           []string
	}])
	if err != nil {
		t.Fatal(err)
	}
	ledgers := 0
	for _, table := range tables {
		want := "SELECT INSERT UPDATE DELETE"
		switch {
		case table.Book:
			want = "SELECT"
		case table.AppendOnly:
			want = "SELECT INSERT"
			ledgers++
		}
		if got := strings.Join(table.Rights, " "); got != want {
			t.Errorf("%s: %s; want %s", table.Name, got, want)
		}
	}
	if ledgers < 2 {
		t.Errorf("%d append-only tables; want audit and events among them", ledgers)
	}
}

func TestWhatTheApplicationMayNot(t *testing.T) {
	db := testkit.Database(t)
	owner(t, db, `CREATE TABLE ledger (id int); COMMENT ON TABLE ledger IS 'append-only: a sample'; INSERT INTO ledger VALUES (1);
		CREATE TABLE years (id int, y int) PARTITION BY LIST (y); COMMENT ON TABLE years IS 'append-only'; CREATE TABLE year1 PARTITION OF years FOR VALUES IN (1);
		CREATE TABLE plain (id int); GRANT ALL ON ledger, plain TO delinli_app; GRANT ALL ON ledger TO PUBLIC; CREATE SEQUENCE numbers`)
	if err := postgres.Migrate(t.Context(), db.OwnerURL, postgres.AppRole); err != nil {
		t.Fatal(err)
	}
	for _, may := range []string{"INSERT INTO ledger SELECT id FROM ledger", "INSERT INTO years VALUES (1, 1)", "INSERT INTO plain VALUES (nextval('numbers'))",
		"UPDATE plain SET id = 2", "DELETE FROM plain"} {
		if _, err := db.Pool.Pgx().Exec(t.Context(), may); err != nil {
			t.Errorf("%s: %v", may, err)
		}
	}
	for _, not := range []string{"UPDATE ledger SET id = 2", "DELETE FROM ledger", "TRUNCATE ledger", "TRUNCATE plain", "DELETE FROM years", "UPDATE year1 SET id = 2",
		"CREATE TABLE mine (id int)", "CREATE TEMPORARY TABLE mine (id int)", "ALTER TABLE plain ADD more int", "DROP TABLE plain", "COMMENT ON TABLE ledger IS 'mine'",
		"DELETE FROM goose_db_version", "INSERT INTO river_migration VALUES ('main', 99)", "SELECT setval('numbers', 1)", "SET ROLE delinli_owner"} {
		if _, err := db.Pool.Pgx().Exec(t.Context(), not); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v; want it refused", not, err)
		}
	}
}

func TestMigrateAtOnce(t *testing.T) {
	db := testkit.Database(t)
	owner(t, db, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
	pending(t, db, true)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := postgres.Migrate(t.Context(), db.OwnerURL, postgres.AppRole); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	pending(t, db, false)
	var twice int
	if err := db.Pool.Pgx().QueryRow(t.Context(), "SELECT count(*) - count(DISTINCT version_id) FROM goose_db_version").Scan(&twice); err != nil || twice != 0 {
		t.Errorf("%d migrations ran twice, %v", twice, err)
	}
	schema, err := postgres.Schema(t.Context(), db.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	if fresh, err := postgres.Schema(t.Context(), testkit.Database(t).OwnerURL); err != nil || fresh != schema {
		t.Errorf("four at once lead elsewhere than one alone (%v)", err)
	}
}

func pending(t *testing.T, db *testkit.DB, want bool) {
	t.Helper()
	if got, err := postgres.Pending(t.Context(), db.Pool); err != nil || got != want {
		t.Errorf("pending = %v, %v; want %v", got, err, want)
	}
}

func TestPendingSeesWhatIsMissing(t *testing.T) {
	for _, missing := range []string{"DELETE FROM goose_db_version WHERE version_id = 1", "DELETE FROM river_migration WHERE version = 1"} {
		db := testkit.Database(t)
		pending(t, db, false)
		owner(t, db, missing)
		pending(t, db, true)
	}
	newer := testkit.Database(t)
	owner(t, newer, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)")
	pending(t, newer, false)
	db := testkit.Database(t)
	db.Pool.Close()
	if _, err := postgres.Pending(t.Context(), db.Pool); err == nil {
		t.Error("a database that is away has nothing pending")
	}
}

func TestMigrateRefuses(t *testing.T) {
	db := testkit.Database(t)
	tests := []struct{ name, url, role, says string }{
		{"the owner as application", db.OwnerURL, postgres.OwnerRole, "must be neither the owner nor a superuser. Name another role"},
		{"a role that is not there", db.OwnerURL, "nobody'; --", `does not exist. As an administrator: CREATE ROLE "nobody'; --" LOGIN`},
		{"the application as owner", db.AppURL, postgres.AppRole, "must be neither the owner nor a superuser"},
		{"no server", "postgres://owner@127.0.0.1:1/x", postgres.AppRole, "connect"},
		{"no URL", "postgres://owner@host:port/x", postgres.AppRole, "cannot parse"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := postgres.Migrate(t.Context(), tt.url, tt.role); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%v; want %q", err, tt.says)
			}
		})
	}
	pending(t, db, false)
}

// TestMigrationsGoBack runs every migration down and up again: a way back that does not work is worse than none.
func TestMigrationsGoBack(t *testing.T) {
	db := testkit.Database(t)
	before, err := postgres.Schema(t.Context(), db.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := sql.Open("pgx", db.OwnerURL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	provider, err := goose.NewProvider(goose.DialectPostgres, conn, migrations.FS)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.DownTo(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if empty, err := postgres.Schema(t.Context(), db.OwnerURL); err != nil || strings.Contains(empty, "CREATE") {
		t.Errorf("%v; after the way back there is still:\n%s", err, empty)
	}
	if err := postgres.Migrate(t.Context(), db.OwnerURL, postgres.AppRole); err != nil {
		t.Fatal(err)
	}
	if after, err := postgres.Schema(t.Context(), db.OwnerURL); err != nil || after != before {
		t.Errorf("down and up again leads elsewhere (%v)", err)
	}
}

func TestRoleOf(t *testing.T) {
	for url, want := range map[string]string{"postgres://app:pw@db/town": "app", "host=db user=reader dbname=town": "reader", testkit.Database(t).AppURL: postgres.AppRole} {
		if role, err := postgres.RoleOf(url); err != nil || role != want {
			t.Errorf("%s, %v; want %s", role, err, want)
		}
	}
	if _, err := postgres.RoleOf("postgres://app:canary@db:port/town"); err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("%v; want an error without the password", err)
	}
}

func TestFingerprint(t *testing.T) {
	a, err := postgres.Fingerprint()
	if err != nil || len(a) != 16 {
		t.Fatalf("%q, %v", a, err)
	}
	if b, err := postgres.Fingerprint(); err != nil || a != b {
		t.Errorf("%s and %s, %v; want one name for one state", a, b, err)
	}
}
