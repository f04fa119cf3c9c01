//go:build city

package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"delinli/models/secret"
)

// taken is how many residents are taken in.
const taken = 20_000

// TestCity makes the city of the case study, takes residents in, serves it, changes the master key and looks for personal data in everything that
// lies on the disk.
func TestCity(t *testing.T) {
	p := newProcess(t)
	p.run(t, "demo", "--city")
	p.equalsCaseStudy(t)
	p.takesIn(t)
	p.rotate(t)
	p.start(t)
	people := peopleOf(t, p.dir, "http://"+p.listen)
	for _, path := range []string{"/figures/standing", "/figures/standing?level=community", "/figures/standing?level=grid", "/residents",
		"/residents?area=370785001001001", "/residents?ages=elders", "/residents?tag=low_income"} {
		people.as(t, "褚磊").get(path).Want(200)
	}
	one := planted(t, &people)
	must(t, p.Process.Signal(syscall.SIGTERM))
	must(t, p.Wait())
	p.holdsNone(t, one.words)
	p.start(t)
	eraseOf(t, &people, one)
	eventually(t, "every data key is under the new master key, while the register is read", func() bool {
		people.as(t, "褚磊").get("/residents").Want(200)
		return !bytes.Contains(p.run(t, "verify"), []byte("older master keys"))
	})
}

// run gives what a command said.
func (p *process) run(t *testing.T, args ...string) []byte {
	t.Helper()
	said := &bytes.Buffer{}
	cmd := p.command(t, args...)
	cmd.Stderr = said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v: %s", args, err, said)
	}
	return out
}

// equalsCaseStudy holds the counted figures against the published ones.
func (p *process) equalsCaseStudy(t *testing.T) {
	t.Helper()
	var report struct{ Figures []published }
	must(t, json.Unmarshal(p.run(t, "report", "--json"), &report))
	if len(report.Figures) < 17 {
		t.Errorf("%d figures", len(report.Figures))
	}
	for _, f := range report.Figures {
		if f.Value != f.Published && !(f.AtLeast && f.Value > f.Published) {
			t.Errorf("%s: %d, published are %d", f.Name, f.Value, f.Published)
		}
	}
}

// takesIn enters residents from a CSV.
func (p *process) takesIn(t *testing.T) {
	t.Helper()
	var table strings.Builder
	table.WriteString("姓名,身份证号,网格编码\n")
	for i := range taken {
		n, err := secret.CompleteIDNumber(fmt.Sprintf("%06d1980%02d%02d%03d", 380_000+i/1_000, 1+i%12, 1+i%28, i%1_000))
		must(t, err)
		fmt.Fprintf(&table, "王%c,%s,370785001001001\n", '一'+rune(i%5_000), n.Plain())
	}
	path := filepath.Join(t.TempDir(), "residents.csv")
	must(t, os.WriteFile(path, []byte(table.String()), 0o600))
	if said := p.run(t, "import", "residents", path); !bytes.Contains(said, fmt.Appendf(nil, "%d entered", taken)) {
		t.Errorf("%s", said)
	}
}

// rotate puts a new master key on top of the key file.
func (p *process) rotate(t *testing.T) {
	t.Helper()
	path, fresh := filepath.Join(p.dir, "secret.key"), make([]byte, 32)
	_, _ = rand.Read(fresh)
	content, err := os.ReadFile(path)
	must(t, err)
	must(t, os.WriteFile(path, bytes.Replace(content, []byte("\n1 "), fmt.Appendf(nil, "\n2 %x\n1 ", fresh), 1), 0o600))
}

// canary is somebody whose data must not be found.
type canary struct {
	id    string
	words []string
}

// planted enters somebody and looks at them.
func planted(t *testing.T, people *people) canary {
	t.Helper()
	number, err := secret.CompleteIDNumber("39909919660606123")
	must(t, err)
	c := canary{words: []string{"欧阳金丝雀", number.Plain(), "10087654321", "金丝雀巷九十九号"}}
	city := people.as(t, "褚磊")
	c.id = city.post("/residents", js{"name": c.words[0], "id_number": c.words[1], "phone": c.words[2], "address": c.words[3],
		"area_code": "370785001001001", "relation": "head"}).Want(201).text("id")
	city.post("/residents/find", js{"id_number": c.words[1]}).Want(200)
	city.seen(t, c)
	return c
}

// seen is the control: whoever may look still reads it.
func (c caller) seen(t *testing.T, one canary) {
	t.Helper()
	r := c.post("/residents/"+one.id+"/look", js{"fields": []string{"name", "id_number", "phone", "address"}, "reason": "visit"}).Want(200)
	for _, word := range one.words {
		if !bytes.Contains(r.Body, []byte(word)) {
			t.Errorf("%s cannot be looked at: %s", word, r.Body)
		}
	}
}

// holdsNone searches every file of the program, tables and write-ahead log, and what it said, for words in the clear and in hexadecimal.
func (p *process) holdsNone(t *testing.T, words []string) {
	t.Helper()
	bytesRead := int64(0)
	search := func(where string, content []byte) {
		bytesRead += int64(len(content))
		for _, word := range words {
			if bytes.Contains(content, []byte(word)) || bytes.Contains(content, []byte(hex.EncodeToString([]byte(word)))) {
				t.Errorf("%s stands in %s", word, where)
			}
		}
	}
	database, err := filepath.EvalSymlinks(filepath.Join(p.dir, "postgres"))
	must(t, err)
	look := func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		search(path, content)
		return err
	}
	must(t, filepath.WalkDir(p.dir, look))
	must(t, filepath.WalkDir(database, look))
	search("what it said", p.said.Bytes())
	if t.Logf("%d MB searched", bytesRead>>20); bytesRead < 100<<20 {
		t.Errorf("only %d bytes were searched: that is no city", bytesRead)
	}
}

// eraseOf erases whom nobody may find any more; the control no longer reads anything.
func eraseOf(t *testing.T, people *people, one canary) {
	t.Helper()
	people.as(t, "褚磊").seen(t, one)
	people.as(t, "秦宇").post("/people/"+one.id+"/erase", js{"confirm": true, "reason": "deceased"}).Want(204)
	people.as(t, "褚磊").post("/residents/"+one.id+"/look", js{"fields": []string{"name"}, "reason": "visit"}).refused(t, 404, "not_found")
}
