package importing_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"delinli/app/files"
	"delinli/app/importing"
	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/intake"
	"delinli/models/resident"
	"delinli/models/secret"
)

// send sends a file of residents whole.
func (n *town) send(content string) models.IntakeID { return n.sendA(intake.Residents, content) }

func (n *town) sendA(kind intake.Kind, content string) models.IntakeID {
	n.T.Helper()
	x := sure(n.Begin(n.T.Context(), n.staff, kind, secret.NewText("张秀英名册.csv"), int64(len(content))))
	for part := range slices.Chunk([]byte(content), intake.PartSize) {
		x = sure(n.Put(n.T.Context(), n.staff, x.ID, x.Parts, part))
	}
	x = sure(n.Open(n.T.Context(), n.staff, x.ID))
	return x.ID
}

// work lets the program read what waits, and fails the test unless the intake stands there then.
func (n *town) work(id models.IntakeID, want intake.State) importing.Shown {
	n.T.Helper()
	if err := n.Work(n.T.Context()); err != nil {
		n.T.Fatal(err)
	}
	x := sure(n.Show(n.T.Context(), n.staff, id))
	if x.State != want {
		n.T.Fatalf("the intake is %s (%s); want %s", x.State, x.Fault, want)
	}
	return x
}

// onDisk is everything that lies there of what was sent.
func (n *town) sent() (all []byte) {
	n.T.Helper()
	err := filepath.WalkDir(n.dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			all = append(all, sure(os.ReadFile(path))...)
		}
		return err
	})
	if err != nil {
		n.T.Fatal(err)
	}
	return all
}

// TestFromTheFirstByteToTheRegister: a file of several parts is sent, read, checked and entered, and nothing of it is left.
func TestFromTheFirstByteToTheRegister(t *testing.T) {
	n := newTown(t)
	content := strings.Replace(heads, "手机号", "怎么联系", 1) + strings.ReplaceAll(lines(12_000), "幸福小区", strings.Repeat("幸福小区", 25))
	id := n.send(content)
	if x := sure(n.Show(t.Context(), n.staff, id)); x.Parts < 2 || x.Name != "张秀英名册.csv" || x.State != intake.Opening {
		t.Fatalf("%+v", x)
	}
	if sent := n.sent(); len(sent) < len(content) || bytes.Contains(sent, []byte(number(0))) || bytes.Contains(sent, []byte("幸福小区")) {
		t.Error("what was sent lies in the clear, or nowhere")
	}
	x := n.work(id, intake.Ready)
	if x.Heads[2] != "怎么联系" || x.Mapping[2] != "" || x.Mapping[1] != resident.FieldNumber {
		t.Errorf("%v, %v", x.Heads, x.Mapping)
	}
	x.Mapping[2] = resident.FieldPhone
	sure(n.Check(t.Context(), n.staff, id, x.Mapping))
	x = n.work(id, intake.Checked)
	if x.Outcome.Lines != 12_000 || x.Outcome.Bad != 0 || !slices.Equal(x.Can, []intake.Event{intake.Check, intake.Enter, intake.EnterGood, intake.Stop}) {
		t.Errorf("%+v, %v", x.Outcome, x.Can)
	}
	sure(n.Enter(t.Context(), n.staff, id, false, resident.Visit))
	if x = n.work(id, intake.Done); x.Outcome.Entered != 12_000 || n.residents() != 12_000 {
		t.Errorf("%+v, %d residents", x.Outcome, n.residents())
	}
	if phones := n.Count(`SELECT count(*) FROM persons WHERE phone IS NOT NULL AND registered_at IS NOT NULL`, nil); phones != 12_000 {
		t.Errorf("%d phones", phones)
	}
	if len(n.sent()) != 0 || n.Count(`SELECT count(*) FROM intake_parts`, nil) != 0 {
		t.Error("something of the file is left")
	}
}

// TestFaultsAreToldAndTheGoodOnesEntered: what is wrong stands by its line; all are entered or, when asked for, the good ones.
func TestFaultsAreToldAndTheGoodOnesEntered(t *testing.T) {
	n := newTown(t)
	id := n.send(heads + lines(3) + "错号,123,," + string(testkit.Grid) + ",,,,\n")
	x := n.work(id, intake.Ready)
	sure(n.Check(t.Context(), n.staff, id, x.Mapping))
	x = n.work(id, intake.Checked)
	if faults(*x.Outcome) != "5 id_number id_number.malformed" || slices.Contains(x.Can, intake.Enter) || !slices.Contains(x.Can, intake.EnterGood) {
		t.Errorf("%+v, %v", x.Outcome, x.Can)
	}
	_, err := n.Enter(t.Context(), n.staff, id, false, resident.Visit)
	if models.CodeOf(err) != "import.bad_lines" {
		t.Errorf("all of them: %v", err)
	}
	sure(n.Enter(t.Context(), n.staff, id, true, resident.Visit))
	if x = n.work(id, intake.Done); x.Outcome.Entered != 3 || n.residents() != 3 {
		t.Errorf("%+v", x.Outcome)
	}
}

// TestWhatWentBadSinceItWasCheckedIsTold: nobody is entered, and the owner sees what is wrong now.
func TestWhatWentBadSinceItWasCheckedIsTold(t *testing.T) {
	n := newTown(t)
	id := n.send(heads + lines(3))
	x := n.work(id, intake.Ready)
	sure(n.Check(t.Context(), n.staff, id, x.Mapping))
	n.work(id, intake.Checked)
	n.enter(n.file(heads + lines(1)))
	sure(n.Enter(t.Context(), n.staff, id, false, resident.Visit))
	if x = n.work(id, intake.Checked); x.Outcome.Bad != 1 || n.residents() != 1 {
		t.Errorf("%+v, %d residents", x.Outcome, n.residents())
	}
}

// TestPartsComeInOrder: one that is sent again changes nothing, one out of order or of another size is refused, and so is a file that is too large.
func TestPartsComeInOrder(t *testing.T) {
	n := newTown(t)
	ctx := t.Context()
	for size, want := range map[int64]string{0: "import.no_table", -5: "import.no_table", intake.MaxBytes + 1: "file.too_large"} {
		if _, err := n.Begin(ctx, n.staff, intake.Residents, secret.NewText("x"), size); fieldOf(err, "size") != want {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
	x := sure(n.Begin(ctx, n.staff, intake.Residents, secret.NewText("x"), intake.PartSize+3))
	full, rest := make([]byte, intake.PartSize), []byte("end")
	for name, tt := range map[string]struct {
		n    int
		data []byte
		want string
	}{"the second first": {1, rest, "import.part_order"}, "too short": {0, rest, ""}, "before the first": {-1, rest, ""}} {
		got, err := n.Put(ctx, n.staff, x.ID, tt.n, tt.data)
		if err == nil && got.Parts != 0 || tt.want != "" && models.CodeOf(err) != tt.want {
			t.Errorf("%s: %d parts, %v", name, got.Parts, err)
		}
	}
	if _, err := n.Open(ctx, n.staff, x.ID); models.CodeOf(err) != "import.parts_missing" {
		t.Errorf("opened too early: %v", err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := n.Put(ctx, n.staff, x.ID, 0, full); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := sure(n.Put(ctx, n.staff, x.ID, 1, rest)); got.Parts != 2 || n.Count(`SELECT count(*) FROM intake_parts`, nil) != 2 {
		t.Errorf("%d parts", got.Parts)
	}
	if blobs := sure(filepath.Glob(filepath.Join(n.dir, "*", "*"))); len(blobs) != 2 {
		t.Errorf("%d blobs of 2 parts", len(blobs))
	}
	if _, err := n.Put(ctx, n.staff, x.ID, 2, rest); models.CodeOf(err) != "import.part_order" {
		t.Errorf("one too many: %v", err)
	}
}

// TestAnIntakeIsItsOwnersAlone: nobody else knows of it, and who is no longer staff has none.
func TestAnIntakeIsItsOwnersAlone(t *testing.T) {
	n := newTown(t)
	id := n.send(heads + lines(1))
	for name, a := range map[string]models.Actor{"a colleague": n.Person(models.CommunityStaff, testkit.Community), "the city": n.Person(models.CityStaff, testkit.City),
		"without a seat": {Person: n.staff.Person}} {
		_, show := n.Show(t.Context(), a, id)
		_, stop := n.Stop(t.Context(), a, id)
		_, part := n.Put(t.Context(), a, id, 0, nil)
		for _, err := range []error{show, stop, part} {
			if models.KindOf(err) != models.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if _, err := n.Begin(t.Context(), n.Person(models.Resident, testkit.City), intake.Residents, secret.NewText("x"), 5); models.KindOf(err) != models.Forbidden {
		t.Errorf("a resident: %v", err)
	}
	n.Exec(`UPDATE seats SET ended_at = @now WHERE person_id = @id`, store.Args{"id": n.staff.Person, "now": n.Now()})
	n.Pass(time.Minute)
	if x := n.work(id, intake.Failed); x.Fault != "import.seat_lost" || len(n.sent()) != 0 {
		t.Errorf("%+v", x)
	}
}

// watched tells how often bytes were opened.
type watched struct {
	files.Blobs
	open   func(opened int)
	opened int
}

func (w *watched) Open(ctx context.Context, name string) (io.ReadSeekCloser, error) {
	found, err := w.Blobs.Open(ctx, name)
	w.opened++
	w.open(w.opened)
	return found, err
}

// TestStopped: before, while and after it is read; nobody is entered, and nothing is left.
func TestStopped(t *testing.T) {
	n := newTown(t)
	id := n.send(heads + lines(9_000))
	x := n.work(id, intake.Ready)
	sure(n.Check(t.Context(), n.staff, id, x.Mapping))
	n.work(id, intake.Checked)
	sure(n.Enter(t.Context(), n.staff, id, false, resident.Visit))
	n.Blobs = &watched{n.Blobs, func(opened int) {
		if opened == 1 {
			sure(n.Stop(t.Context(), n.staff, id))
		}
	}, 0}
	n.work(id, intake.Stopped)
	if n.residents() != 0 || len(n.sent()) != 0 {
		t.Errorf("%d residents, %d bytes", n.residents(), len(n.sent()))
	}
	for _, content := range []string{heads + lines(1), "\x89PNG\r\n\x1a\n\x00\x00"} {
		id := n.send(content)
		if x := sure(n.Stop(t.Context(), n.staff, id)); x.State != intake.Stopped || len(x.Can) != 0 || len(n.sent()) != 0 {
			t.Errorf("%+v", x)
		}
	}
}

// TestWhatIsSentAndIsNoTableFails: with what to do, and its bytes go.
func TestWhatIsSentAndIsNoTableFails(t *testing.T) {
	n := newTown(t)
	for content, want := range map[string]string{"\x89PNG\r\n\x1a\n\x00\x00": "import.no_table", bomb(1<<10, 64<<20): "import.no_table",
		strings.Repeat(",", 200): "import.too_wide"} {
		if x := n.work(n.send(content), intake.Failed); x.Fault != want || len(n.sent()) != 0 {
			t.Errorf("%.10q: %s", content, x.Fault)
		}
	}
}

// TestAProcessThatDiedIsFollowed: another goes on where it was, three times at most.
func TestAProcessThatDiedIsFollowed(t *testing.T) {
	n := newTown(t)
	id := n.send(heads + lines(3))
	x := n.work(id, intake.Ready)
	sure(n.Check(t.Context(), n.staff, id, x.Mapping))
	n.work(id, intake.Checked)
	sure(n.Enter(t.Context(), n.staff, id, false, resident.Visit))
	n.Exec(`UPDATE intakes SET attempts = 2`, nil)
	n.work(id, intake.Done)
	id = n.send(heads + lines(3))
	n.Exec(`UPDATE intakes SET attempts = 3 WHERE id = @id`, store.Args{"id": id})
	if x := n.work(id, intake.Failed); x.Fault != "import.interrupted" {
		t.Errorf("%+v", x)
	}
}

// TestWhatNobodyTouchesGoes: after a day, with its bytes; three that live are enough for one person.
func TestWhatNobodyTouchesGoes(t *testing.T) {
	n := newTown(t)
	var last models.IntakeID
	for range intake.MaxAtOnce {
		last = sure(n.Begin(t.Context(), n.staff, intake.Residents, secret.NewText("x"), 5)).ID
	}
	sure(n.Put(t.Context(), n.staff, last, 0, []byte("12345")))
	if _, err := n.Begin(t.Context(), n.staff, intake.Residents, secret.NewText("x"), 5); models.CodeOf(err) != "import.too_many" {
		t.Errorf("a fourth: %v", err)
	}
	n.Pass(intake.Life - time.Minute)
	if gone, err := n.Sweep(t.Context(), n.Now()); err != nil || gone != 0 {
		t.Errorf("too early: %d (%v)", gone, err)
	}
	n.Pass(2 * time.Minute)
	if gone, err := n.Sweep(t.Context(), n.Now()); err != nil || gone != 3 || len(n.sent()) != 0 {
		t.Errorf("%d went (%v), %d bytes are left", gone, err, len(n.sent()))
	}
	if found, _, err := n.Mine(t.Context(), n.staff, importing.Page{Limit: 10}); err != nil || len(found) != 3 || found[0].State != intake.Gone || found[0].ID != last {
		t.Errorf("%+v (%v)", found, err)
	}
}

func fieldOf(err error, field string) string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Fields[field]
	}
	return ""
}
