package table

import (
	"errors"
	"maps"
	"testing"

	"delinli/models"
)

func codeOf(err error, field string) string {
	if e, ok := errors.AsType[*models.Error](err); ok {
		return e.Fields[field]
	}
	return ""
}

// TestDays are read as tables write them, and as workbooks keep them.
func TestDays(t *testing.T) {
	for text, want := range map[string]string{
		"2024-08-15": "2024-08-15", "2024/8/5": "2024-08-05", "2024.12.1": "2024-12-01", "2024年8月15日": "2024-08-15", "20240815": "2024-08-15",
		"45519": "2024-08-15", "36526": "2000-01-01", "2024-02-30": "", "15.8.2024": "", "去年": "", "1": "", "2024-02-29": "2024-02-29", "2023-02-29": "",
	} {
		if got, err := Day(text); got != want || (want == "") != (codeOf(err, "date") == "import.bad_date") {
			t.Errorf("%s: %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestCounts(t *testing.T) {
	for text, want := range map[string]int{"1": 1, "3单元": 3, "3 单元": 3, "50": 50, "51": 0, "0": 0, "-1": 0, "1.5": 0, "单元": 0, "99999999999999999999": 0} {
		if got, err := Count(text, "单元", 50); got != want || (want == 0) != (codeOf(err, "count") == "import.bad_count") {
			t.Errorf("%s: %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestNumbersThatASpreadsheetLost(t *testing.T) {
	for text, want := range map[string]string{"3.70785195003124E+17": "import.number_lost", "3.70785E+017": "", "370785195003124526": ""} {
		if err := Whole(text); codeOf(err, "id_number") != want {
			t.Errorf("%s: %v; want %s", text, err, want)
		}
	}
}

// TestTheFirstFaultOfAFieldIsTold: that of a cell, which is told under its column.
func TestTheFirstFaultOfAFieldIsTold(t *testing.T) {
	m := Mapping{"until", "", "name", "late"}
	bad := m.Read([]string{" x ", "whatever", " "}, func(f Field, text string) error {
		if text != "x" {
			t.Errorf("%s is handed %q", f, text)
		}
		return models.BadField("date", "import.bad_date")
	})
	bad.Note(models.BadFields(map[string]string{"until": "later", "name": "missing"}))
	bad.Note(nil)
	if want := (Bad{"until": "import.bad_date", "name": "missing"}); !maps.Equal(bad, want) {
		t.Errorf("%v", bad)
	}
	if faults := bad.Faults(7); len(faults) != 2 || faults[0] != (Fault{Line: 7, Field: "name", Code: "missing"}) {
		t.Errorf("%v", faults)
	}
	if !Blank([]string{"", " \t"}) || Blank([]string{"", "x"}) || !Blank(nil) {
		t.Error("blank")
	}
}

// TestCellsAreHeldToWhatFormsTake: what shows nothing is no word, and what shows other than it reads is refused.
func TestCellsAreHeldToWhatFormsTake(t *testing.T) {
	took := map[Field]string{}
	bad := Mapping{"a", "b", "c", "d", "e"}.Read([]string{"张\x00三", "\u200b\u3000", "\u202e三张", "\xff", " 3号楼\n501 "}, func(f Field, text string) error {
		took[f] = text
		return nil
	})
	if want := (Bad{"a": "field.text", "c": "field.text", "d": "field.text"}); !maps.Equal(bad, want) || len(took) != 1 || took["e"] != "3号楼\n501" {
		t.Errorf("%v %q", bad, took)
	}
	if !Blank([]string{"", "\u200b", "\ufeff"}) || Blank([]string{"", "0"}) {
		t.Error("a line of nothing is a line")
	}
}

func TestWords(t *testing.T) {
	words := map[string]Field{"姓名": "name"}
	if Word(words, "姓名") != "name" || Word(words, "name") != "name" || Word(words, "x") != "x" {
		t.Error("words")
	}
}

func TestHeadsAreThoseOfTheTemplate(t *testing.T) {
	c := Columns{{Field: "name", Heads: []string{"姓名", "name"}}}
	if c.Head("name") != "姓名" || c.Head("x") != "x" {
		t.Errorf("%s, %s", c.Head("name"), c.Head("x"))
	}
}
