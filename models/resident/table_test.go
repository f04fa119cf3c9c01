package resident

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"delinli/models"
	"delinli/models/secret"
	"delinli/models/table"
)

var all = table.Mapping{FieldName, FieldNumber, FieldPhone, FieldArea, FieldAddress, FieldHouse, FieldRelation, FieldTags}

// TestReadsALine: each cell is read as people write it.
func TestReadsALine(t *testing.T) {
	l, faults := ReadLine("2026-03-10", all, 7, []string{" 阿依古丽·买买提 ", "３７０７８５１９５００３１２４５２６", "+86 138-1234-5678", "370785001001001", "3号楼", "12", "女儿", "独居、低保;独居"})
	if len(faults) != 0 || l.Number != 7 || l.Name.Plain() != "阿依古丽·买买提" || l.Entry.Number.Plain() != "370785195003124526" || l.Phone.Plain() != "13812345678" ||
		l.Relation != Child || l.House != "12" || !slices.Equal(l.Tags, []Tag{LivingAlone, LowIncome}) {
		t.Errorf("%+v, %v", l, faults)
	}
	if l, faults := ReadLine("2026-03-10", all, 8, []string{"", " ", ""}); l != nil || faults != nil {
		t.Errorf("a line without a word: %+v, %v", l, faults)
	}
	short, faults := ReadLine("2026-03-10", table.Mapping{FieldName, "", FieldNumber, FieldArea}, 9, []string{"张三", "什么都行", "370785195003124521", "370785001001001"})
	if short == nil || len(faults) != 1 || short.Relation != Other {
		t.Errorf("%+v, %v", short, faults)
	}
}

// TestAWrittenLineReadsTheSame: each relation and each tag by its name, and nothing of it with the masks on.
func TestAWrittenLineReadsTheSame(t *testing.T) {
	cells := func(l Line, masked bool) (cells []string) {
		for _, f := range all {
			cells = append(cells, l.Cell(f, masked))
		}
		return cells
	}
	for _, relation := range Relations {
		written := Line{Number: 2, House: "7", Tags: Tags}
		written.Name, _ = secret.ParseName("张秀英")
		written.Entry.Number, _ = secret.ParseIDNumber("370785195003124526")
		written.Phone, _ = secret.ParsePhone("13812345678")
		written.Address, written.Area, written.Relation = secret.NewText("3号楼501"), "370785001001001", relation
		read, faults := ReadLine("2026-03-10", all, 2, cells(written, false))
		if len(faults) != 0 || read.Entry != written.Entry || read.House != "7" || !slices.Equal(read.Tags, Tags) {
			t.Errorf("%s: %+v, %v", relation, read, faults)
		}
		veiled := strings.Join(cells(written, true), " ")
		if !strings.HasPrefix(veiled, "张** 370***********4526 138****5678 370785001001001 *** 7 ") {
			t.Errorf("masked: %s", veiled)
		}
	}
	written := Line{Entry: Entry{Area: "37078500100100100003", Relation: "king"}}
	if got := cells(written, false); !slices.Equal(got, []string{"", "", "", "370785001001001", "", "", "", ""}) || written.Cell("salary", false) != "" {
		t.Errorf("%q", got)
	}
}

// TestFaults: each fault is named by its column and tells what to do; several of one line all.
func TestFaults(t *testing.T) {
	good := []string{"张三", "370785195003124526", "", "370785001001001", "", "", "", ""}
	with := func(i int, text string) []string {
		cells := slices.Clone(good)
		cells[i] = text
		return cells
	}
	for name, tt := range map[string]struct {
		cells []string
		want  string
	}{
		"good":                        {good, ""},
		"no name":                     {with(0, ""), "name name.missing"},
		"the mask of a name":          {with(0, "张**"), "name name.malformed"},
		"a mistyped digit":            {with(1, "370785195003124521"), "id_number id_number.check"},
		"of 15 digits":                {with(1, "370785500312452"), "id_number id_number.old"},
		"taken for a number":          {with(1, "3.70785195003124E+17"), "id_number import.number_lost"},
		"no number":                   {with(1, ""), "id_number field.required"},
		"no phone":                    {with(2, "12345"), "phone phone.malformed"},
		"a community instead":         {with(3, "370785001001"), "area_code resident.no_grid"},
		"a relation that nobody has":  {with(6, "邻居"), "relation field.choice"},
		"a tag that is none":          {with(7, "独居、富豪"), "tags import.unknown_tag"},
		"several":                     {[]string{"", "1", "2", "3"}, "area_code resident.no_grid id_number id_number.malformed name name.missing phone phone.malformed"},
		"a line that stops too early": {[]string{"张三"}, "area_code resident.no_grid id_number field.required"},
	} {
		_, faults := ReadLine("2026-03-10", all, 2, tt.cells)
		var got []string
		for _, f := range faults {
			got = append(got, string(f.Field), f.Code)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %s", name, got, tt.want)
		}
	}
}

// TestGuess: heads are known by many words, each field once, and what is missing or named twice is told.
func TestGuess(t *testing.T) {
	m := Columns.Guess([]string{"序号", "人员姓名", "公民身份号码", "网格代码", "Phone", "姓名"})
	if !slices.Equal(m, table.Mapping{"", FieldName, FieldNumber, FieldArea, FieldPhone, ""}) || Columns.Check(m) != nil {
		t.Errorf("%v: %v", m, Columns.Check(m))
	}
	for name, tt := range map[string]struct {
		m    table.Mapping
		want string
	}{
		"nothing": {table.Mapping{}, "import.not_mapped"}, "twice": {table.Mapping{FieldName, FieldName, FieldNumber, FieldArea}, "import.mapped_twice"},
		"what is none": {table.Mapping{FieldName, FieldNumber, FieldArea, "salary"}, "field.choice"},
	} {
		err := Columns.Check(tt.m)
		e, _ := errors.AsType[*models.Error](err)
		if e == nil || !slices.Contains(slices.Collect(maps.Values(e.Fields)), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	heads := []string{}
	for _, c := range Columns {
		heads = append(heads, c.Heads[0])
	}
	if err := Columns.Check(Columns.Guess(heads)); err != nil {
		t.Errorf("the template itself: %v", err)
	}
}
