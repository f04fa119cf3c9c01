package channel

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"delinli/models/secret"
)

var noon = time.Date(2024, 8, 15, 4, 0, 0, 0, time.UTC)

func held() time.Time { return noon }

func phone(t *testing.T) secret.Phone {
	t.Helper()
	p, err := secret.ParsePhone("13812341234")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func lines(t *testing.T, path string) (all []map[string]string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var one map[string]string
		if err := json.Unmarshal(s.Bytes(), &one); err != nil {
			t.Fatalf("%s: %v", s.Text(), err)
		}
		all = append(all, one)
	}
	return all
}

func TestFileKeepsEachMessageForItsOwnerAlone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "outbox", "sms.jsonl")
	if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	f := NewFile(dir, held)
	if err := f.Send(t.Context(), Message{Phone: phone(t), Text: "您有\n新进展"}); err != nil {
		t.Fatal(err)
	}
	if err := (Codes{f}).SendCode(t.Context(), phone(t), "123456"); err != nil {
		t.Fatal(err)
	}
	got := lines(t, path)
	if len(got) != 2 || got[0]["at"] != "2024-08-15T04:00:00Z" || got[0]["phone"] != "13812341234" || got[0]["text"] != "您有\n新进展" || got[0]["code"] != "" {
		t.Fatalf("wrote %v", got)
	}
	if got[1]["code"] != "123456" || !strings.Contains(got[1]["text"], "123456") {
		t.Errorf("the code: %v", got[1])
	}
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has the rights %v, %v, want %v", name, info.Mode().Perm(), err, want)
		}
	}
}

func TestFileTakesManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	f := NewFile(dir, held)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if err := f.Send(t.Context(), Message{Phone: phone(t), Text: strings.Repeat("长", 500)}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := lines(t, filepath.Join(dir, "outbox", "sms.jsonl")); len(got) != 50 {
		t.Errorf("%d lines", len(got))
	}
}

func TestFileTellsOfAFolderThatCannotBe(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := NewFile(blocked, held).Send(t.Context(), Message{Phone: phone(t)}); err == nil || strings.Contains(err.Error(), "138123") {
		t.Errorf("%v", err)
	}
}
