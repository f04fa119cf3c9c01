package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// fallback holds the data when we are root and the account of the server cannot walk to the folder that was asked for.
var fallback = "/var/lib/delinli"

// account is the account of the operating system that runs the server: our own, or one without rights when we are
// root, because PostgreSQL refuses to run as root.
type account struct {
	name string
	uid  int
	gid  int
	own  bool // it is the account that we run under ourselves
}

func serverAccount() (account, error) {
	if os.Geteuid() != 0 {
		return account{"", os.Geteuid(), os.Getegid(), true}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		return account{name, uid, gid, false}, errors.Join(err, err2)
	}
	return account{}, errors.New("PostgreSQL refuses to run as root and there is no account postgres or nobody to run it under: useradd --system postgres")
}

// attributes start a program under the account, in a process group of its own, so that Ctrl-C reaches our program
// alone, which then stops PostgreSQL when it has drained. A bound program ends with us, however we end (on Linux).
func (a account) attributes(bound bool) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if !a.own {
		attr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid), Groups: []uint32{uint32(a.gid)}}
	}
	if bound {
		endWithParent(attr)
	}
	return attr
}

// reaches reports whether the account can walk to dir: everybody needs the right to pass each folder above it.
func (a account) reaches(dir string) bool {
	if a.own {
		return true
	}
	for up := filepath.Dir(dir); ; up = filepath.Dir(up) {
		if info, err := os.Stat(up); err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if up == filepath.Dir(up) {
			return true
		}
	}
}

// give makes the folder, when it is not there, as the account's own and closes it to all others.
func (a account) give(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if a.own {
		return owned(dir, a.uid)
	}
	if err := owned(dir, a.uid, os.Geteuid()); err != nil {
		return err
	}
	return os.Chown(dir, a.uid, a.gid)
}

// home makes the folder of a server, or a link to one under /var/lib when the server's account could not reach it
// (/root is closed), and tells where it really is.
func (a account) home(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", err
	}
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		if err := a.settle(dir); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	home, err := resolve(dir)
	if err != nil {
		return "", fmt.Errorf("%s is a link to a folder that is gone: restore that folder, or remove the link to begin with an empty database: %w", dir, err)
	}
	if !a.reaches(home) {
		return "", fmt.Errorf("PostgreSQL runs as %s, which cannot reach %s: chmod o+x the folders above it", a.name, home)
	}
	return home, owned(home, os.Geteuid())
}

// settle makes a new home: dir itself where the account can reach it, else a folder under the fallback and a link.
func (a account) settle(dir string) error {
	if above, err := resolve(filepath.Dir(dir)); err != nil {
		return err
	} else if a.reaches(filepath.Join(above, filepath.Base(dir))) {
		return letPass(dir, os.Mkdir(dir, 0o755))
	}
	if err := os.MkdirAll(fallback, 0o755); err != nil {
		return err
	}
	made, err := os.MkdirTemp(fallback, "postgres-*")
	if err = letPass(made, err); err != nil {
		return err
	}
	if err = os.Symlink(made, dir); err != nil {
		return errors.Join(err, os.Remove(made))
	}
	return nil
}

// letPass lets other accounts pass through dir, but not look into it, when it could be made.
func letPass(dir string, err error) error {
	if err != nil {
		return err
	}
	return os.Chmod(dir, 0o711)
}

// owned refuses a folder that somebody else put there, as anybody can in /tmp.
func owned(dir string, uids ...int) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	for _, uid := range uids {
		if ok && info.IsDir() && int(stat.Uid) == uid {
			return nil
		}
	}
	return fmt.Errorf("%s belongs to another account: remove it, or set DATA_DIR to a folder of your own", dir)
}
