package secret

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAMadeKeyFileLoads(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	if err := MakeKeyFile(path, seeded(1)); err != nil {
		t.Fatal(err)
	}
	if info := sure(os.Stat(path)); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
	before := sure(os.ReadFile(path))
	ring := sure(LoadKeyring(path))
	if err := MakeKeyFile(path, seeded(2)); !errors.Is(err, fs.ErrExist) {
		t.Errorf("made again over the first: %v", err)
	}
	if !bytes.Equal(before, sure(os.ReadFile(path))) || sure(LoadKeyring(path)).Fingerprint() != ring.Fingerprint() {
		t.Error("the file changed")
	}
}

func TestAMissingKeyFileIsToldApart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	_, err := LoadKeyring(path)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "restore") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("loading made something")
	}
}

func TestGarbledKeyFilesAreRefused(t *testing.T) {
	key := strings.Fields(masterLine1)[1]
	for content, want := range map[string]string{
		"":                                       "index key is missing",
		"# nothing\n":                            "index key is missing",
		masterLine1:                              "index key is missing",
		indexLine:                                "no master key",
		indexLine + indexLine:                    "line 2: a second index key",
		indexLine + "1\n":                        "line 2: want a name and a key",
		indexLine + "1 a b\n":                    "line 2: want a name and a key",
		indexLine + "0 " + key:                   "line 2: want index or a version",
		indexLine + "-1 " + key:                  "line 2: want index or a version",
		indexLine + "new " + key:                 "line 2: want index or a version",
		indexLine + "1 " + key[:62]:              "line 2: a key is 32 bytes",
		indexLine + "1 " + key + "00":            "line 2: a key is 32 bytes",
		indexLine + "1 x" + key[1:]:              "line 2: a key is 32 bytes",
		indexLine + masterLine1 + masterLine2:    "line 3: versions go down",
		indexLine + masterLine1 + masterLine1:    "line 3: versions go down",
		indexLine + strings.Repeat("x", 100_000): "a line is too long",
		"\x00\xff\x00":                           "line 1",
	} {
		path := keyFile(t, content)
		ring, err := LoadKeyring(path)
		if ring != nil || err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "restore") {
			t.Errorf("%.60q: %v, want %q and what to do", content, err, want)
			continue
		}
		if strings.Contains(err.Error(), key[:16]) {
			t.Errorf("%.60q: the error shows a key: %v", content, err)
		}
		if string(sure(os.ReadFile(path))) != content {
			t.Errorf("%.60q: the file changed", content)
		}
	}
}

func TestADirectoryIsNoKeyFile(t *testing.T) {
	if _, err := LoadKeyring(t.TempDir()); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestKeysAreReadInEveryCommonForm(t *testing.T) {
	want := ringOf(indexLine + masterLine1).Fingerprint()
	rapid.Check(t, func(t *rapid.T) {
		key := fromHex(strings.Fields(indexLine)[1])
		encode := rapid.SampledFrom([]func([]byte) string{
			func(b []byte) string { return fmt.Sprintf("%x", b) }, func(b []byte) string { return fmt.Sprintf("%X", b) },
			base64.StdEncoding.EncodeToString, base64.RawStdEncoding.EncodeToString,
			base64.URLEncoding.EncodeToString, base64.RawURLEncoding.EncodeToString,
		}).Draw(t, "encode")
		end := rapid.SampledFrom([]string{"\n", "\r\n", "  # made in spring\n\n"}).Draw(t, "end")
		if got := ringOf("index\t" + encode(key) + end + masterLine1).Fingerprint(); got != want {
			t.Fatalf("another key: %s, want %s", got, want)
		}
		other := rapid.SliceOfN(rapid.Byte(), keySize, keySize).Draw(t, "other")
		if !bytes.Equal(sure(parseKey(encode(other))), other) {
			t.Fatalf("%x is read as another key", other)
		}
	})
}

func TestGuardKeyFile(t *testing.T) {
	data := t.TempDir()
	outside, inside := keyFile(t, indexLine+masterLine1), filepath.Join(data, "keys")
	link := filepath.Join(t.TempDir(), "link")
	if err := errors.Join(os.WriteFile(inside, []byte(indexLine), 0o600), os.Symlink(inside, link)); err != nil {
		t.Fatal(err)
	}
	open := keyFile(t, indexLine)
	if err := os.Chmod(open, 0o640); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ path, data, want string }{
		"apart":                    {outside, data, ""},
		"apart, no data yet":       {outside, filepath.Join(data, "later"), ""},
		"inside":                   {inside, data, "lies inside"},
		"inside through a link":    {link, data, "lies inside"},
		"readable by the group":    {open, data, "chmod 600"},
		"missing":                  {filepath.Join(data, "none"), data, "restore"},
		"beside, with a like name": {outside, outside[:len(outside)-1], ""},
	} {
		err := GuardKeyFile(c.path, c.data)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
