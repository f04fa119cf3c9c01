package postgres

import (
	"os"
	"strings"
	"testing"
)

func TestScratch(t *testing.T) {
	t.Setenv("TMPDIR", folder(t))
	first, err := Scratch(t.Context())
	must(t, err)
	note(t, first)
	second, err := Scratch(t.Context())
	must(t, err)
	if second.AppURL() != first.AppURL() || first.Owned() || second.Owned() {
		t.Error("want one server that belongs to nobody")
	}
	must(t, first.Stop())
	if sync := ask(t, second.OwnerURL(), "SELECT current_setting('fsync') || count(*) FROM notes"); sync != "off1" {
		t.Errorf("%s; want the server to go on, without syncing", sync)
	}
	must(t, StopScratch(t.Context()))
	if _, err := try(t.Context(), first.AppURL(), "SELECT ''"); err == nil {
		t.Error("the server answers after StopScratch")
	}
	if _, err := os.Stat(first.Dir); err == nil {
		t.Errorf("%s is still there", first.Dir)
	}
	must(t, StopScratch(t.Context())) // a second time finds nothing
}

func TestRepositoryPrograms(t *testing.T) {
	got := repositoryPrograms()
	if len(got) != 1 || !strings.HasSuffix(got[0], "/.postgres/bin") || strings.Contains(got[0], "app/postgres") {
		t.Errorf("%v; want .postgres/bin at the top of the repository", got)
	}
	t.Chdir("/")
	if got := repositoryPrograms(); got != nil {
		t.Errorf("%v; want none outside a repository", got)
	}
}
