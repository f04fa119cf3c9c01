package exporting_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"delinli/app/exporting"
	"delinli/app/files"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/export"
)

// table is a source that a test fills.
type table struct {
	rows   int
	page   int
	cells  func(i int) export.Row
	before func(page int) // is called before each page is given
	fails  error          // after all pages
	asked  []export.Query
}

func (x *table) Covers(a models.Actor, q export.Query) ([]models.AreaCode, error) {
	r := q.Filter.Read()
	area := r.Area()
	if err := r.Err(); err != nil {
		return nil, err
	}
	if scope := store.ScopeOf(a, models.Staff...).Within(area); len(scope.Areas) > 0 {
		return scope.Areas, nil
	}
	return nil, models.Missing
}

func (x *table) Name() string { return "表" }

func (x *table) Head(export.Query) []string { return []string{"数", "文字"} }

func (x *table) Count(_ context.Context, _ models.Actor, q export.Query) (int, error) {
	x.asked = append(x.asked, q)
	return x.rows, nil
}

func (x *table) Pages(ctx context.Context, _ models.Actor, _ export.Query) iter.Seq2[[]export.Row, error] {
	return func(yield func([]export.Row, error) bool) {
		for from := 0; from < x.rows; from += x.page {
			if x.before != nil {
				x.before(from / x.page)
			}
			var rows []export.Row
			for i := from; i < min(x.rows, from+x.page); i++ {
				rows = append(rows, x.cells(i))
			}
			if !yield(rows, ctx.Err()) || ctx.Err() != nil {
				return
			}
		}
		if x.fails != nil {
			yield(nil, x.fails)
		}
	}
}

// canary must never lie on the disk in the clear.
const canary = "张秀英 13812345678 幸福小区3号楼"

// town is a world with exports of one table.
type town struct {
	*testkit.World
	*exporting.Service
	table                                          *table
	dir                                            string
	staff, colleague, secretary, street, elsewhere models.Actor
}

func newTown(t *testing.T) *town {
	w := testkit.NewWorld(t)
	n := &town{World: w, dir: t.TempDir(), staff: w.Person(models.CommunityStaff, testkit.Community), colleague: w.Person(models.CommunityStaff, testkit.Community),
		secretary: w.Person(models.CommunitySecretary, testkit.Community), street: w.Person(models.StreetStaff, testkit.Street),
		elsewhere: w.Person(models.CommunityStaff, testkit.Elsewhere)}
	n.table = &table{rows: 25, page: 10, cells: func(i int) export.Row { return export.Row{i, canary} }}
	disk, err := files.NewDisk(n.dir)
	if err != nil {
		t.Fatal(err)
	}
	n.Service = &exporting.Service{DB: w.Store, Vault: w.Vault, Blobs: disk, Sources: map[export.What]exporting.Source{"table": n.table}, Now: w.Now,
		Random: rand.Reader, Log: slog.New(slog.DiscardHandler)}
	return n
}

// Now is the world's clock.
func (n *town) Now() time.Time { return n.World.Now() }

var (
	masked   = exporting.Asking{What: "table"}
	onePage  = exporting.Page{Limit: 10}
	personal = exporting.Asking{What: "table", Personal: true, Reason: audit.Visit, Words: "入户走访"}
)

// ask asks for an export that must be taken.
func (n *town) ask(a models.Actor, in exporting.Asking) models.ExportID {
	n.T.Helper()
	x, err := n.Ask(n.T.Context(), a, in)
	if err != nil {
		n.T.Fatal(err)
	}
	return x.ID
}

func (n *town) work() {
	n.T.Helper()
	if err := n.Work(n.T.Context()); err != nil {
		n.T.Fatal(err)
	}
}

// is fails the test unless the export stands there.
func (n *town) is(id models.ExportID, want export.State) exporting.Shown {
	n.T.Helper()
	x, err := n.Show(n.T.Context(), n.staff, id)
	if err != nil || x.State != want {
		n.T.Fatalf("the export is %s (%s), %v; want %s", x.State, x.Fault, err, want)
	}
	return x
}

func (n *town) decide(a models.Actor, id models.ExportID, approve bool, code string) {
	n.T.Helper()
	if _, err := n.Decide(n.T.Context(), a, id, approve); err == nil && code != "" || err != nil && models.CodeOf(err) != code {
		n.T.Fatalf("decided: %v, want %s", err, code)
	}
}

// bytes is the file as its owner fetches it.
func (n *town) bytes(id models.ExportID) []byte {
	n.T.Helper()
	e, body, err := n.File(n.T.Context(), n.staff, id)
	if err != nil {
		n.T.Fatal(err)
	}
	defer body.Close()
	all, err := io.ReadAll(body)
	if err != nil || int64(len(all)) != e.Size {
		n.T.Fatalf("%d bytes of %d, %v", len(all), e.Size, err)
	}
	return all
}

// rows are the lines of the workbook.
func (n *town) rows(id models.ExportID) [][]string {
	n.T.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(n.bytes(id)))
	if err != nil {
		n.T.Fatal(err)
	}
	rows, err := f.GetRows("表")
	if err != nil {
		n.T.Fatal(err)
	}
	return rows
}

// noFile fails the test unless there is no file for somebody.
func (n *town) noFile(a models.Actor, id models.ExportID) {
	n.T.Helper()
	if _, _, err := n.File(n.T.Context(), a, id); models.KindOf(err) != models.NotFound {
		n.T.Fatalf("a file: %v", err)
	}
}

// onDisk lists the files that lie there, with all that is in them.
func (n *town) onDisk() (names []string, all []byte) {
	n.T.Helper()
	err := filepath.WalkDir(n.dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			var b []byte
			b, err = os.ReadFile(path)
			names, all = append(names, e.Name()), append(all, b...)
		}
		return err
	})
	if err != nil {
		n.T.Fatal(err)
	}
	return names, all
}

// unseat ends all seats of somebody.
func (n *town) unseat(a models.Actor) {
	n.T.Helper()
	n.Exec(`UPDATE seats SET ended_at = @now WHERE person_id = @id`, store.Args{"now": n.Now(), "id": a.Person})
}

func (n *town) outcome(id models.ExportID) string {
	n.T.Helper()
	s, err := store.One(n.Store.Read(n.T.Context()), `SELECT outcome FROM approvals WHERE subject = @id`, store.Args{"id": id}, store.Value[string])
	if err != nil {
		n.T.Fatal(err)
	}
	return s
}

func (n *town) lines(action string, id models.ExportID) int {
	n.T.Helper()
	return n.Count(`SELECT count(*) FROM audit WHERE action = @action AND subject = 'export' AND subject_id = CAST(CAST(@id AS uuid) AS text)`,
		store.Args{"action": action, "id": id})
}

// all runs fn for 0 to n-1 at once.
func all(n int, fn func(i int)) {
	var start, done sync.WaitGroup
	start.Add(1)
	for i := range n {
		done.Go(func() { start.Wait(); fn(i) })
	}
	start.Done()
	done.Wait()
}
