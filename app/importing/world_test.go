package importing_test

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"delinli/app/cataloguing"
	"delinli/app/files"
	"delinli/app/importing"
	"delinli/app/organising"
	"delinli/app/posting"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/intake"
	"delinli/models/resident"
	"delinli/models/secret"
)

// town is a world into which tables are taken.
type town struct {
	*testkit.World
	*importing.Service
	dir   string // of what was sent
	staff models.Actor
}

// Now is the world's clock.
func (n *town) Now() time.Time { return n.World.Now() }

func newTown(t testing.TB) *town {
	w := testkit.NewWorld(t)
	w.Exec(`INSERT INTO areas (code, parent, name) VALUES (@grid, @up, '别处网格')`, store.Args{"grid": string(testkit.Elsewhere) + "001", "up": string(testkit.Elsewhere)})
	n := &town{World: w, dir: t.TempDir(), staff: w.Person(models.CommunityStaff, testkit.Community)}
	disk, err := files.NewDisk(n.dir)
	if err != nil {
		t.Fatal(err)
	}
	n.Service = &importing.Service{DB: w.Store, Vault: w.Vault, Keys: w.Keys, Blobs: disk, Now: w.Now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler),
		Teams:  &posting.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader},
		Orgs:   &organising.Service{DB: w.Store, Vault: w.Vault, Now: w.Now, Random: rand.Reader},
		Places: &cataloguing.Service{DB: w.Store, Now: w.Now, Random: rand.Reader}}
	return n
}

const heads = "姓名,身份证号,手机号,网格编码,住址,户号,与户主关系,标签\n"

// number is the n-th identity number of a test.
func number(n int) string {
	id, err := secret.CompleteIDNumber(fmt.Sprintf("%06d19%02d0101%03d", 370700+n/20_000, 40+n/1_000%20, n%1_000))
	if err != nil {
		panic(err)
	}
	return id.Plain()
}

// lines are n good ones, of households of three.
func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "张%c%c,%s,1381%07d,%s,幸福小区%d号,%d,户主,\n", '一'+rune(i%900), '一'+rune(i/900), number(i), i, testkit.Grid, i, i/3)
	}
	return b.String()
}

// file writes a table.
func (n *town) file(content string) importing.Task {
	n.T.Helper()
	path := filepath.Join(n.T.TempDir(), "table")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		n.T.Fatal(err)
	}
	return importing.Task{Kind: intake.Residents, File: n.onDisk(path), Source: resident.Department}
}

// book writes a workbook.
func (n *town) book(rows ...[]any) importing.Task {
	n.T.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			n.T.Fatal(err)
		}
	}
	path := filepath.Join(n.T.TempDir(), "book.xlsx")
	if err := f.SaveAs(path); err != nil {
		n.T.Fatal(err)
	}
	return importing.Task{Kind: intake.Residents, File: n.onDisk(path), Source: resident.Department}
}

func (n *town) onDisk(path string) importing.File {
	n.T.Helper()
	file, err := importing.OnDisk(path)
	if err != nil {
		n.T.Fatal(err)
	}
	return file
}

func quiet(importing.Progress) {}

// enter takes a table in that must be good.
func (n *town) enter(task importing.Task) importing.Outcome {
	n.T.Helper()
	out, err := n.EnterTable(n.T.Context(), n.staff, task, quiet)
	if err != nil {
		n.T.Fatalf("%v, %+v", err, out)
	}
	return out
}

// residents counts the register.
func (n *town) residents() int {
	n.T.Helper()
	return n.Count(`SELECT count(*) FROM persons WHERE registered_at IS NOT NULL`, nil)
}

// faults writes them down shortly.
func faults(o importing.Outcome) string {
	var all []string
	for _, f := range o.Faults {
		text := fmt.Sprintf("%d %s %s", f.Line, f.Field, f.Code)
		if f.Other > 0 {
			text += fmt.Sprintf(" %d", f.Other)
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}
