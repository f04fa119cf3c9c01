package resident

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"delinli/models"
	"delinli/models/secret"
	"delinli/models/table"
)

// The fields.
const (
	FieldName     table.Field = "name"
	FieldNumber   table.Field = "id_number"
	FieldPhone    table.Field = "phone"
	FieldArea     table.Field = "area_code" // of the grid, 15 digits
	FieldAddress  table.Field = "address"
	FieldHouse    table.Field = "household" // any word that is the same for all of one household within a grid
	FieldRelation table.Field = "relation"  // to its head
	FieldTags     table.Field = "tags"      // several with 、 or ; between them
)

// Columns are those of the template, in its order.
var Columns = table.Columns{
	{FieldName, []string{"姓名", "name", "居民姓名", "人员姓名"}, true, "张秀英"},
	{FieldNumber, []string{"身份证号", "id_number", "身份证号码", "公民身份号码", "证件号码", "身份证"}, true, "370785195003124526"},
	{FieldPhone, []string{"手机号", "phone", "手机", "电话", "联系电话", "手机号码", "联系方式"}, false, "10050000001"},
	{FieldArea, []string{"网格编码", "area_code", "网格代码", "所属网格编码", "网格"}, true, "370785001001001"},
	{FieldAddress, []string{"住址", "address", "详细地址", "地址", "家庭住址", "现住址"}, false, "幸福小区3号楼2单元501室"},
	{FieldHouse, []string{"户号", "household", "家庭编号", "户编号"}, false, "1"},
	{FieldRelation, []string{"与户主关系", "relation", "家庭关系", "关系"}, false, "户主"},
	{FieldTags, []string{"标签", "tags", "人员标签", "人员类别"}, false, "独居、低保"},
}

// relationWords and tagWords are the words that tables have for them, beside the codes themselves.
var (
	relationWords = map[string]Relation{"户主": Head, "本人": Head, "配偶": Spouse, "丈夫": Spouse, "妻子": Spouse,
		"子女": Child, "儿子": Child, "女儿": Child, "父母": Parent, "父亲": Parent, "母亲": Parent,
		"孙子女": Grandchild, "祖父母": Grandparent, "兄弟姐妹": Sibling, "其他": Other}
	tagWords = map[string]Tag{"独居": LivingAlone, "空巢": EmptyNest, "残疾": Disabled, "慢病": ChronicIllness,
		"低保": LowIncome, "特困": ExtremePoverty, "退役军人": Veteran, "失独": Bereaved,
		"留守儿童": LeftBehindChild, "党员": PartyMember}
)

// Line is what one line of a table says.
type Line struct {
	Number int // in the file, of which the first is 1
	Entry
	House string
	Tags  []Tag
}

// ReadLine reads a line as its columns are mapped; a table that stops early leaves the rest of its cells empty. A line without any word is nil without a fault.
func ReadLine(m table.Mapping, number int, cells []string) (*Line, []table.Fault) {
	if !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
		return nil, nil
	}
	l, bad := &Line{Number: number}, map[string]string{}
	l.Relation = Other
	for i, field := range m {
		if field == "" || i >= len(cells) {
			continue
		}
		if text := strings.TrimSpace(cells[i]); text != "" {
			note(bad, field, l.set(field, text))
		}
	}
	if err := l.Entry.Check(); err != nil {
		note(bad, "", err)
	}
	faults := []table.Fault{}
	for _, field := range slices.Sorted(maps.Keys(bad)) {
		faults = append(faults, table.Fault{Line: number, Field: table.Field(field), Code: bad[field]})
	}
	return l, faults
}

// note keeps the faults of an error by their field, the first of each; what was wrong with a cell comes before that nothing was read from it.
func note(bad map[string]string, field table.Field, err error) {
	e, ok := errors.AsType[*models.Error](err)
	if !ok {
		return
	}
	for name, code := range e.Fields {
		if field != "" {
			name = string(field)
		}
		if bad[name] == "" {
			bad[name] = code
		}
	}
}

// scientific is how a spreadsheet writes an identity number that it took for a number: its last digits are gone.
var scientific = regexp.MustCompile(`^[0-9][.][0-9]+[eE][+]?1[0-9]$`)

// set reads one cell.
func (l *Line) set(field table.Field, text string) (err error) {
	switch field {
	case FieldName:
		l.Name, err = secret.ParseName(text)
	case FieldNumber:
		if scientific.MatchString(text) {
			return models.BadField(string(FieldNumber), "import.number_lost")
		}
		l.Entry.Number, err = secret.ParseIDNumber(text)
	case FieldPhone:
		l.Phone, err = secret.ParsePhone(text)
	case FieldArea:
		l.Area = models.AreaCode(text)
	case FieldAddress:
		l.Address = secret.NewText(text)
	case FieldHouse:
		l.House = text
	case FieldRelation:
		l.Relation = relationOf(text)
	case FieldTags:
		l.Tags, err = tagsOf(text)
	}
	return err
}

func relationOf(word string) Relation {
	if r, ok := relationWords[word]; ok {
		return r
	}
	return Relation(word)
}

func tagsOf(words string) (found []Tag, err error) {
	for word := range strings.FieldsFuncSeq(words, func(r rune) bool { return strings.ContainsRune("、,,;;/ ", r) }) {
		tag, ok := tagWords[word]
		if !ok {
			tag = Tag(word)
		}
		if !slices.Contains(Tags, tag) {
			return nil, models.BadField(string(FieldTags), "import.unknown_tag")
		}
		if !slices.Contains(found, tag) {
			found = append(found, tag)
		}
	}
	return found, nil
}
