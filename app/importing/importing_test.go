package importing_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"delinli/app/importing"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/store/residents"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/resident"
	"delinli/models/table"
)

// TestATableIsTakenIn: in each form in which offices keep it, with what it says of each.
func TestATableIsTakenIn(t *testing.T) {
	family := heads + "张建国," + number(1) + ",13812345678," + string(testkit.Grid) + ",3号楼501,7,户主,\n" +
		"李秀英," + number(2) + ",," + string(testkit.Grid) + ",3号楼501,7,妻子,残疾、低保\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(family)
	if err != nil {
		t.Fatal(err)
	}
	cells := [][]any{}
	for _, line := range strings.Split(strings.TrimSpace(family), "\n") {
		row := []any{}
		for _, cell := range strings.Split(line, ",") {
			row = append(row, cell)
		}
		cells = append(cells, row)
	}
	for name, task := range map[string]func(n *town) importing.Task{
		"utf-8":           func(n *town) importing.Task { return n.file(family) },
		"utf-8 with mark": func(n *town) importing.Task { return n.file("\ufeff" + strings.ReplaceAll(family, "\n", "\r\n")) },
		"gbk":             func(n *town) importing.Task { return n.file(gbk) },
		"by tabs":         func(n *town) importing.Task { return n.file(strings.ReplaceAll(family, ",", "\t")) },
		"a workbook":      func(n *town) importing.Task { return n.book(cells...) },
	} {
		t.Run(name, func(t *testing.T) {
			n := newTown(t)
			out := n.enter(task(n))
			if out.Lines != 2 || out.Bad != 0 || out.Entered != 2 || n.residents() != 2 {
				t.Fatalf("%+v", out)
			}
			n.isFamily(t)
		})
	}
}

// isFamily holds what was taken in against the table.
func (n *town) isFamily(t *testing.T) {
	t.Helper()
	found := n.who(number(2))
	p, err := residents.Get(n.Store.Read(t.Context()), found)
	if err != nil {
		t.Fatal(err)
	}
	name, err := n.World.Vault.Open(p.Key, people.Place(p.ID, "name"), p.Name)
	if err != nil || name != "李秀英" || p.Relation != resident.Spouse || p.Area != testkit.Grid || p.Born != "1940-01-01" || len(p.Tags) != 2 {
		t.Errorf("%q, %+v (%v)", name, p, err)
	}
	if husband, err := residents.Get(n.Store.Read(t.Context()), n.who(number(1))); err != nil || husband.Household != p.Household || p.Household.IsZero() {
		t.Errorf("not of one household: %v", err)
	}
	if got := n.Count(`SELECT count(*) FROM persons WHERE registered_at IS NOT NULL AND name_index IS NULL`, nil); got != 0 {
		t.Errorf("%d names cannot be found", got)
	}
	if got := n.Count(`SELECT count(*) FROM audit WHERE action = 'import.done'`, nil); got != 1 {
		t.Errorf("%d lines in the record", got)
	}
}

func (n *town) who(number string) models.PersonID {
	n.T.Helper()
	found, err := residents.ByIndex(n.Store.Read(n.T.Context()), n.World.Keys.BlindIndex(vault.IDNumberIndex, number))
	if err != nil || len(found) != 1 {
		n.T.Fatalf("%d have the number (%v)", len(found), err)
	}
	return found[0].ID
}

// TestAllOrTheGoodOnes: a bad line keeps all out, or itself alone; each fault is told by its line.
func TestAllOrTheGoodOnes(t *testing.T) {
	n := newTown(t)
	grid := string(testkit.Grid)
	n.enter(n.file(heads + "早来的," + number(90) + ",13800000090," + grid + ",,,,\n"))
	bad := heads +
		"好的," + number(1) + ",13800000001," + grid + ",,,,\n" +
		"\n" +
		"同号," + number(1) + ",," + grid + ",,,,\n" +
		"同电话," + number(3) + ",13800000001," + grid + ",,,,\n" +
		"别处," + number(4) + ",,370785002001001,,,,\n" +
		"没有的网格," + number(5) + ",,370785001005999,,,,\n" +
		"已登记," + number(90) + ",," + grid + ",,,,\n" +
		"电话已登记," + number(6) + ",13800000090," + grid + ",,,,\n" +
		"错号,123,," + grid + ",,,,\n" +
		"也好," + number(7) + ",," + grid + ",,,,\n"
	want := "4 id_number import.number_twice 2; 5 phone import.phone_twice 2; 6 area_code import.no_such_grid; 7 area_code import.no_such_grid; " +
		"8 id_number resident.number_known; 9 phone resident.phone_taken; 10 id_number id_number.malformed"
	task := n.file(bad)
	checked, err := n.CheckTable(t.Context(), n.staff, task, quiet)
	if err != nil || faults(checked) != want || checked.Lines != 9 || checked.Bad != 7 || checked.Codes["import.no_such_grid"] != 2 {
		t.Errorf("checked: %+v\n%s (%v)", checked, faults(checked), err)
	}
	all, err := n.EnterTable(t.Context(), n.staff, task, quiet)
	if models.CodeOf(err) != "import.bad_lines" || faults(all) != want || n.residents() != 1 {
		t.Errorf("all: %s (%v), %d residents", faults(all), err, n.residents())
	}
	task.GoodOnly = true
	if good := n.enter(task); good.Entered != 2 || n.residents() != 3 {
		t.Errorf("good ones: %+v", good)
	}
	if again, err := n.EnterTable(t.Context(), n.staff, task, quiet); err != nil || again.Entered != 0 || n.residents() != 3 {
		t.Errorf("once more: %+v (%v)", again, err)
	}
	if _, err := n.EnterTable(t.Context(), n.Person(models.Resident, testkit.City), task, quiet); models.KindOf(err) != models.Forbidden {
		t.Errorf("a resident: %v", err)
	}
}

// TestWhatIsNoTable: is refused as a whole with what to do, and leaves nothing behind.
func TestWhatIsNoTable(t *testing.T) {
	n := newTown(t)
	grid := string(testkit.Grid)
	good := "张三," + number(1) + ",," + grid + ",,,,\n"
	for name, tt := range map[string]struct {
		content string
		field   string
		code    string
	}{
		"nothing":              {"", "file", "import.no_table"},
		"a picture":            {"\x89PNG\r\n\x1a\n\x00\x00", "file", "import.no_table"},
		"half a workbook":      {"PK\x03\x04 and no more", "file", "import.no_table"},
		"without heads":        {good, "name", "import.not_mapped"},
		"quotes that are open": {heads + good + "\"张四," + number(2) + "\n" + good, "file", "import.bad_quotes"},
		"too wide":             {heads + strings.Repeat(",", 200) + "\n", "file", "import.too_wide"},
		"a cell like a book":   {heads + strings.Repeat("长", 500) + "\n", "file", "import.long_cell"},
		"a bomb":               {bomb(2<<30, 1<<20), "file", "import.no_table"},
		"a bomb that lies":     {bomb(1<<10, 64<<20), "file", "import.no_table"},
		"too long":             {heads + strings.Repeat(",\n", 500_001), "file", "import.too_long"},
	} {
		_, err := n.EnterTable(t.Context(), n.staff, n.file(tt.content), quiet)
		e, _ := errors.AsType[*models.Error](err)
		if e == nil || e.Kind != models.Invalid || e.Fields[tt.field] != tt.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	task := n.file(heads)
	task.Mapping = table.Mapping{resident.FieldName, resident.FieldName}
	if _, err := n.CheckTable(t.Context(), n.staff, task, quiet); models.KindOf(err) != models.Invalid {
		t.Errorf("a mapping that does not suffice: %v", err)
	}
	if n.residents() != 0 {
		t.Errorf("%d residents came of it", n.residents())
	}
}

// bomb is a workbook whose sheet says one size and has another, of nothing but zeros.
func bomb(says uint64, has int) string {
	var packed, book bytes.Buffer
	squeeze := sure(flate.NewWriter(&packed, flate.BestSpeed))
	sure(squeeze.Write(make([]byte, has)))
	sure(0, squeeze.Close())
	z := zip.NewWriter(&book)
	part := sure(z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, UncompressedSize64: says, CompressedSize64: uint64(packed.Len())}))
	sure(part.Write(packed.Bytes()))
	sure(0, z.Close())
	return book.String()
}

func sure[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestWorkThatIsCutOffLeavesNothing: neither somebody nor a household; then the same file is entered whole, also where a household lies in two batches.
func TestWorkThatIsCutOffLeavesNothing(t *testing.T) {
	n := newTown(t)
	task := n.file(heads + lines(9_000))
	ctx, cut := context.WithCancel(t.Context())
	_, err := n.EnterTable(ctx, n.staff, task, func(p importing.Progress) {
		if p.Lines > 7_000 {
			cut()
		}
	})
	if left := n.residents() + n.Count(`SELECT count(*) FROM households`, nil); !errors.Is(err, context.Canceled) || left != 0 {
		t.Fatalf("cut off: %v, %d rows are left", err, left)
	}
	if out := n.enter(task); out.Entered != 9_000 || n.residents() != 9_000 {
		t.Errorf("%+v, %d residents", out, n.residents())
	}
	if homes := n.Count(`SELECT count(*) FROM households`, nil); homes != 3_000 {
		t.Errorf("%d households of 3,000", homes)
	}
}

// TestNoGridEndsWhileATableIsRead: whoever wants to end one waits.
func TestNoGridEndsWhileATableIsRead(t *testing.T) {
	n := newTown(t)
	asked := false
	task := n.file(heads + lines(600))
	out, err := n.EnterTable(t.Context(), n.staff, task, func(importing.Progress) {
		asked = true
		if _, err := n.Store.Read(t.Context()).Exec(`SELECT FROM areas WHERE code = @code FOR UPDATE NOWAIT`, store.Args{"code": string(testkit.Grid)}); err == nil {
			t.Error("the grid could end")
		}
	})
	if err != nil || out.Entered != 600 || !asked {
		t.Errorf("%+v, %v", out, err)
	}
}

// TestTwoAtOneFile: one enters each line, the others are told that they are known.
func TestTwoAtOneFile(t *testing.T) {
	n := newTown(t)
	task := n.file(heads + lines(3_000))
	var all sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		all.Go(func() { _, errs[i] = n.EnterTable(t.Context(), n.staff, task, quiet) })
	}
	all.Wait()
	done := 0
	for _, err := range errs {
		switch {
		case err == nil:
			done++
		case models.CodeOf(err) != "import.bad_lines":
			t.Error(err)
		}
	}
	if done != 1 || n.residents() != 3_000 {
		t.Errorf("%d finished, %d residents", done, n.residents())
	}
}

// BenchmarkEnter takes 20,000 residents in; it reports lines a second.
func BenchmarkEnter(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		n := newTown(b)
		task := n.file(heads + lines(20_000))
		b.StartTimer()
		began := time.Now()
		if out := n.enter(task); out.Entered != 20_000 {
			b.Fatal(fmt.Sprint(out))
		}
		b.ReportMetric(20_000/time.Since(began).Seconds(), "lines/s")
	}
}
