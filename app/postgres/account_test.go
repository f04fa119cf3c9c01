package postgres

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestServerAccountIsNeverRoot(t *testing.T) {
	a, err := serverAccount()
	must(t, err)
	if a.uid == 0 || a.own != (os.Geteuid() != 0) {
		t.Errorf("%+v", a)
	}
	if attr := a.attributes(true); !attr.Setpgid || (attr.Credential == nil) != a.own {
		t.Errorf("%+v; want a process group and, for root, another account", attr)
	}
}

// other is an account that is not ours, as the server's is when we are root.
var other = account{name: "other", uid: 12345, gid: 12345}

func TestReaches(t *testing.T) {
	dir := folder(t)
	closed := filepath.Join(dir, "closed")
	must(t, os.Mkdir(closed, 0o700))
	if !other.reaches(closed) {
		t.Error("a folder counts by those above it")
	}
	if other.reaches(filepath.Join(closed, "postgres")) {
		t.Error("a closed folder is passed")
	}
	if own := (account{own: true}); !own.reaches(filepath.Join(closed, "postgres")) {
		t.Error("we do not pass a folder of our own")
	}
}

func TestOwned(t *testing.T) {
	dir := folder(t)
	if err := owned(dir, os.Geteuid()); err != nil {
		t.Error(err)
	}
	if err := owned(dir, 12345); err == nil || !strings.Contains(err.Error(), "belongs to another account: remove it") {
		t.Errorf("%v; want another's folder refused", err)
	}
	link := filepath.Join(dir, "link")
	must(t, os.Symlink(folder(t), link))
	if err := owned(link, os.Geteuid()); err == nil {
		t.Error("a link that anybody may have put there is taken")
	}
	if err := owned(filepath.Join(dir, "nothing"), os.Geteuid()); err == nil {
		t.Error("nothing is taken for a folder")
	}
}

func TestHomeWhereTheAccountReaches(t *testing.T) {
	a, err := serverAccount()
	must(t, err)
	dir := filepath.Join(folder(t), "data", "postgres")
	for range 2 { // the second time it is there
		home, err := a.home(dir)
		must(t, err)
		if home != dir {
			t.Errorf("home %s; want %s", home, dir)
		}
	}
	must(t, os.Remove(dir))
	must(t, os.Symlink(folder(t)+"/gone", dir))
	if _, err := a.home(dir); err == nil || !strings.Contains(err.Error(), "restore that folder, or remove the link") {
		t.Errorf("%v; want a link that leads nowhere refused", err)
	}
}

func TestHomeBehindAClosedFolder(t *testing.T) {
	before := fallback
	fallback = filepath.Join(folder(t), "lib")
	t.Cleanup(func() { fallback = before })
	closed := filepath.Join(folder(t), "closed")
	must(t, os.Mkdir(closed, 0o700))
	dir := filepath.Join(closed, "postgres")

	home, err := other.home(dir)
	must(t, err)
	if filepath.Dir(home) != fallback {
		t.Errorf("home %s; want one below %s", home, fallback)
	}
	if again, err := other.home(dir); err != nil || again != home {
		t.Errorf("%s, %v; want %s again", again, err, home)
	}
	must(t, os.Remove(dir))
	if fresh, err := other.home(dir); err != nil || fresh == home {
		t.Errorf("%s, %v; want an empty home once the link is removed", fresh, err)
	}
	must(t, os.Remove(dir))
	must(t, os.Mkdir(dir, 0o755))
	if _, err := other.home(dir); err == nil || !strings.Contains(err.Error(), "chmod o+x the folders above it") {
		t.Errorf("%v; want a folder refused that was closed later", err)
	}
}
