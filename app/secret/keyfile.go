package secret

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	keySize   = 32
	indexName = "index"
	keyHelp   = `restore it from its safe copy; only where nothing has been sealed yet, make one: ` +
		`(umask 077; printf 'index %s\n1 %s\n' $(openssl rand -hex 32) $(openssl rand -hex 32) > FILE)`
	keyFileHead = `# Keys of Delinli. Without this file nothing that was sealed can be read: keep a copy apart from the database.
# "index" never changes. To change the master key, put a line with the next version on top (openssl rand -hex 32);
# the newest seals, older ones still open.
`
)

// LoadKeyring reads the key file: a line "index KEY" and lines "VERSION KEY", newest first, where KEY is 32 bytes in
// hexadecimal or base64; # begins a comment. It changes nothing. The error of a missing file is fs.ErrNotExist too; each error
// says what to do and none holds a key.
func LoadKeyring(path string) (*Keyring, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("key file %s is missing: %s: %w", path, keyHelp, err)
	}
	if err != nil {
		return nil, fmt.Errorf("key file cannot be read: %w", err)
	}
	ring, err := parseKeys(content)
	if err != nil {
		return nil, fmt.Errorf("key file %s is not whole (%w) and was left as it is: %s", path, err, keyHelp)
	}
	return ring, nil
}

func parseKeys(content []byte) (*Keyring, error) {
	ring := &Keyring{}
	lines := bufio.NewScanner(bytes.NewReader(content))
	for n := 1; lines.Scan(); n++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		if words := strings.Fields(text); len(words) > 0 {
			if err := ring.add(words); err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
		}
	}
	switch {
	case lines.Err() != nil:
		return nil, errors.New("a line is too long")
	case ring.index == nil:
		return nil, errors.New("the line of the index key is missing")
	case len(ring.masters) == 0:
		return nil, errors.New("no master key")
	}
	return ring, nil
}

// add takes the words of one line.
func (k *Keyring) add(words []string) error {
	if len(words) != 2 {
		return errors.New("want a name and a key")
	}
	key, err := parseKey(words[1])
	if err != nil {
		return err
	}
	if words[0] == indexName {
		return k.addIndex(key)
	}
	return k.addMaster(words[0], key)
}

func (k *Keyring) addIndex(key []byte) error {
	if k.index != nil {
		return errors.New("a second index key")
	}
	k.index = newRoot(key)
	return nil
}

func (k *Keyring) addMaster(name string, key []byte) error {
	version, err := strconv.ParseUint(name, 10, 32)
	if err != nil || version == 0 {
		return errors.New("want index or a version from 1 on before the key")
	}
	if last := len(k.masters) - 1; last >= 0 && uint32(version) >= k.masters[last].version {
		return errors.New("versions go down from line to line, the newest first")
	}
	k.masters = append(k.masters, newMaster(uint32(version), key))
	return nil
}

// parseKey decodes hexadecimal digits or any common base64.
func parseKey(word string) ([]byte, error) {
	unpadded := strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(word)
	for _, decode := range []func(string) ([]byte, error){hex.DecodeString, base64.RawStdEncoding.DecodeString} {
		if key, err := decode(unpadded); err == nil && len(key) == keySize {
			return key, nil
		}
	}
	return nil, errors.New("a key is 32 bytes, in hexadecimal (64 digits) or base64")
}

// MakeKeyFile writes a new key file that only its owner may read. It never touches a file that is there (fs.ErrExist).
func MakeKeyFile(path string, random io.Reader) error {
	keys := draw(random, 2*keySize)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("make the key file: %w", err)
	}
	_, err = fmt.Fprintf(f, "%s%s %x\n1 %x\n", keyFileHead, indexName, keys[:keySize], keys[keySize:])
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("make the key file: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

// GuardKeyFile refuses a key file that anybody but its owner may read or that lies inside dataDir, where a backup of the data
// would carry its keys along. Production asks for it.
func GuardKeyFile(path, dataDir string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("key file %s: %w: %s", path, err, keyHelp)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("key file %s may be read by others (mode %04o): chmod 600 it", path, info.Mode().Perm())
	}
	inside, err := within(path, dataDir)
	if err != nil {
		return fmt.Errorf("key file %s: %w", path, err)
	}
	if inside {
		return fmt.Errorf("key file %s lies inside the data directory %s: move it out, so that no backup holds data and keys", path, dataDir)
	}
	return nil
}

// within reports whether path, with its links followed, lies in dir; nothing lies in a dir that is not there yet.
func within(path, dir string) (bool, error) {
	file, err := followed(path)
	if err != nil {
		return false, err
	}
	home, err := followed(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	rel, err := filepath.Rel(home, file)
	return filepath.IsLocal(rel), err
}

func followed(path string) (string, error) {
	whole, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(whole)
}
