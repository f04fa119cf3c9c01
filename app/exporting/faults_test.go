package exporting_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"delinli/app/files"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/export"
)

// full is a disk that has room for some bytes.
type full struct {
	files.Blobs
	room int64
}

func (f full) Put(ctx context.Context, name string, r io.Reader) error {
	read, err := io.Copy(io.Discard, io.LimitReader(r, f.room))
	if err == nil && read == f.room {
		return &models.Error{Kind: models.Unavailable, Code: "file.disk_full", Err: errors.New("no space")}
	}
	return errors.Join(err, f.Blobs.Put(ctx, name, strings.NewReader("")))
}

func TestAFullDiskIsSaid(t *testing.T) {
	n := newTown(t)
	n.table.rows, n.table.page = 50_000, 500
	n.Blobs = full{n.Blobs, 10_000}
	id := n.ask(n.staff, masked)
	n.work()
	if x := n.is(id, export.Failed); x.Fault != "file.disk_full" || x.EndedAt == nil || x.File {
		t.Errorf("%+v", x)
	}
	n.noFile(n.staff, id)
	if n.lines("export.fail", id) != 1 {
		t.Error("a line is missing")
	}
}

// late is a disk that takes its time, and tells how many files it is writing.
type late struct {
	files.Blobs
	writing *atomic.Int32
}

func (l late) Put(ctx context.Context, name string, r io.Reader) error {
	l.writing.Add(1)
	defer l.writing.Add(-1)
	time.Sleep(50 * time.Millisecond)
	return l.Blobs.Put(ctx, name, r)
}

// TestATableThatFails says so, leaves nothing behind, and lets the next one be written.
func TestATableThatFails(t *testing.T) {
	n := newTown(t)
	n.table.fails = errors.New("13812345678 is in the way")
	var writing atomic.Int32
	n.Blobs = late{n.Blobs, &writing}
	id, next := n.ask(n.staff, masked), n.ask(n.colleague, masked)
	n.work()
	if x := n.is(id, export.Failed); x.Fault != "internal" {
		t.Errorf("%+v", x)
	}
	if names, _ := n.onDisk(); len(names) != 0 || writing.Load() != 0 {
		t.Errorf("left behind: %v; still writing: %d", names, writing.Load())
	}
	if x, err := n.Show(t.Context(), n.colleague, next); err != nil || x.State != export.Failed {
		t.Errorf("%+v, %v", x, err)
	}
}

// TestAnotherProcessGoesOn: one dies in the middle, is told to end, or panics; the next begins anew, and what was half written goes.
func TestAnotherProcessGoesOn(t *testing.T) {
	for name, die := range map[string]func(n *town, id models.ExportID){
		"killed": func(n *town, id models.ExportID) { // as kill -9 leaves it
			half := strings.Repeat("ab", 16)
			n.Exec(`UPDATE exports SET state = 'running', attempts = 1, rows = 10, total = 25, blob = @blob, started_at = @now WHERE id = @id`,
				store.Args{"id": id, "blob": half, "now": n.Now()})
			must(n, os.MkdirAll(filepath.Join(n.dir, half[:2]), 0o700))
			must(n, os.WriteFile(filepath.Join(n.dir, half[:2], half+".part"), []byte("half"), 0o600))
		},
		"told to end": func(n *town, _ models.ExportID) {
			ctx, stop := context.WithCancel(n.T.Context())
			n.table.before = func(page int) {
				if page == 1 {
					stop()
				}
			}
			if err := n.Work(ctx); !errors.Is(err, context.Canceled) {
				n.T.Errorf("it ended with %v", err)
			}
		},
		"panics": func(n *town, _ models.ExportID) {
			n.table.before = func(int) { panic("in a source") }
			defer func() { _ = recover() }()
			_ = n.Work(n.T.Context())
		},
	} {
		t.Run(name, func(t *testing.T) {
			n := newTown(t)
			id := n.ask(n.staff, masked)
			die(n, id)
			n.is(id, export.Running)
			n.noFile(n.staff, id)
			n.table.before = nil
			n.work()
			if x := n.is(id, export.Done); x.Attempts != 2 || x.Rows != 25 || len(n.rows(id)) != 26 {
				t.Errorf("%+v", x)
			}
			if names, _ := n.onDisk(); len(names) != 1 {
				t.Errorf("on the disk lie %v", names)
			}
		})
	}
}

func must(n *town, err error) {
	n.T.Helper()
	if err != nil {
		n.T.Fatal(err)
	}
}

// TestWhatKillsProcessesIsGivenUp after some tries.
func TestWhatKillsProcessesIsGivenUp(t *testing.T) {
	n := newTown(t)
	id := n.ask(n.staff, masked)
	n.table.before = func(int) { panic("again") }
	for range export.MaxTries {
		func() {
			defer func() { _ = recover() }()
			_ = n.Work(t.Context())
		}()
	}
	n.is(id, export.Running)
	n.work()
	if x := n.is(id, export.Failed); x.Fault != "export.interrupted" || x.Attempts != export.MaxTries {
		t.Errorf("%+v", x)
	}
	if names, _ := n.onDisk(); len(names) != 0 {
		t.Errorf("left behind: %v", names)
	}
}

// TestASeatThatIsLost: before the approval, before the work, and before the fetch.
func TestASeatThatIsLost(t *testing.T) {
	n := newTown(t)
	asked, queued, done := n.ask(n.staff, personal), n.ask(n.colleague, masked), n.ask(n.staff, masked)
	n.unseat(n.colleague)
	n.work()
	seatless := n.colleague
	seatless.Seats = nil
	if x, err := n.Show(t.Context(), n.colleague, queued); err != nil || x.State != export.Failed || x.Fault != "export.seat_lost" {
		t.Errorf("%+v, %v", x, err)
	}
	n.is(done, export.Done)
	n.unseat(n.staff)
	n.decide(n.secretary, asked, true, "export.seat_lost")
	n.decide(n.secretary, asked, false, "")
	gone := n.staff
	gone.Seats = nil
	n.noFile(gone, done)
	if _, err := n.Show(t.Context(), gone, done); models.KindOf(err) != models.NotFound {
		t.Errorf("shown without a seat: %v", err)
	}
	if mine, _, err := n.Mine(t.Context(), gone, onePage); err != nil || len(mine) != 0 {
		t.Errorf("%+v, %v", mine, err)
	}
	if _, err := n.Stop(t.Context(), seatless, queued); models.KindOf(err) != models.NotFound {
		t.Errorf("stopped without a seat: %v", err)
	}
}

// TestAnAccountThatIsDisabled has no exports written.
func TestAnAccountThatIsDisabled(t *testing.T) {
	n := newTown(t)
	id := n.ask(n.staff, masked)
	n.Exec(`INSERT INTO accounts (person_id, login, password_hash, created_at, disabled_at) VALUES (@id, 'staff', '-', @now, @now)`,
		store.Args{"id": n.staff.Person, "now": n.Now()})
	n.work()
	if x := n.is(id, export.Failed); x.Fault != "export.seat_lost" {
		t.Errorf("%+v", x)
	}
}

// TestNamelessBytesGo in time, and no others.
func TestNamelessBytesGo(t *testing.T) {
	n := newTown(t)
	id := n.ask(n.staff, masked)
	n.work()
	must(n, n.Blobs.Put(t.Context(), strings.Repeat("cd", 16), strings.NewReader("of nobody")))
	if _, err := n.Sweep(t.Context(), n.Now()); err != nil {
		t.Fatal(err)
	}
	if names, _ := n.onDisk(); len(names) != 2 {
		t.Errorf("gone too early: %v", names)
	}
	n.Exec(`UPDATE exports SET expires_at = 'infinity'`, nil)
	if gone, err := n.Sweep(t.Context(), time.Now().Add(2*export.Life)); err != nil || gone != 1 {
		t.Errorf("%d went, %v", gone, err)
	}
	n.Exec(`UPDATE exports SET expires_at = @later`, store.Args{"later": n.Now().Add(time.Hour)})
	n.bytes(id)
}

// TestALargeExport: of 30,000 wide rows no more is in memory than of a page, and its progress can be seen.
func TestALargeExport(t *testing.T) {
	n := newTown(t)
	n.table.rows, n.table.page = 30_000, 500
	wide := make(export.Row, 20)
	for i := range wide {
		wide[i] = canary
	}
	n.table.cells = func(int) export.Row { return wide }
	id := n.ask(n.staff, masked)
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var most atomic.Int64
	n.table.before = func(page int) {
		if page%20 == 0 {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most.Store(max(most.Load(), int64(now.HeapAlloc)-int64(before.HeapAlloc)))
		}
	}
	began := time.Now()
	n.work()
	x := n.is(id, export.Done)
	t.Logf("%d rows, %d bytes in %v; memory grew by at most %d MB", x.Rows, x.Size, time.Since(began), most.Load()>>20)
	if x.Rows != 30_000 || most.Load() > 24<<20 {
		t.Errorf("%d rows; memory grew by %d bytes", x.Rows, most.Load())
	}
}
