package resident

import (
	"maps"
	"slices"
	"strings"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/secret"
	"delinli/models/table"
)

// Field is what a record holds, and what a column of a table of residents may.
type Field = table.Field

// The fields.
const (
	FieldName     Field = "name"
	FieldNumber   Field = "id_number"
	FieldPhone    Field = "phone"
	FieldArea     Field = "area_code" // of the grid, 15 digits
	FieldAddress  Field = "address"
	FieldHouse    Field = "household" // any word that is the same for all of one household within a grid
	FieldRelation Field = "relation"  // to its head
	FieldTags     Field = "tags"      // several with 、 or ; between them
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

// relationNames and tagNames are what tables call them. relationWords and tagWords are all words by which they are read, beside the codes themselves.
var (
	relationNames = map[Relation]string{Head: "户主", Spouse: "配偶", Child: "子女", Parent: "父母", Grandchild: "孙子女", Grandparent: "祖父母",
		Sibling: "兄弟姐妹", Other: "其他"}
	relationWords = wordsOf(relationNames, map[string]Relation{"本人": Head, "丈夫": Spouse, "妻子": Spouse, "儿子": Child, "女儿": Child,
		"父亲": Parent, "母亲": Parent})
	tagNames = map[Tag]string{LivingAlone: "独居", EmptyNest: "空巢", Disabled: "残疾", ChronicIllness: "慢病", LowIncome: "低保", ExtremePoverty: "特困",
		Veteran: "退役军人", Bereaved: "失独", LeftBehindChild: "留守儿童", PartyMember: "党员"}
	tagWords = wordsOf(tagNames, nil)
)

// wordsOf leads each name and each other word to its code.
func wordsOf[T ~string](names map[T]string, others map[string]T) map[string]T {
	words := make(map[string]T, len(names)+len(others))
	maps.Copy(words, others)
	for code, name := range names {
		words[name] = code
	}
	return words
}

// Line is what one line of a table says.
type Line struct {
	Number int // in the file, of which the first is 1
	Entry
	House string
	Tags  []Tag
}

// ReadLine reads a line as its columns are mapped, today. A line without any word is nil without a fault.
func ReadLine(today calendar.Date, m table.Mapping, number int, cells []string) (*Line, []table.Fault) {
	if table.Blank(cells) {
		return nil, nil
	}
	l := &Line{Number: number}
	l.Relation = Other
	bad := m.Read(cells, l.set)
	bad.Note(l.Entry.Check(today))
	return l, bad.Faults(number)
}

// set reads one cell.
func (l *Line) set(field table.Field, text string) (err error) {
	switch field {
	case FieldName:
		l.Name, err = secret.ParseName(text)
	case FieldNumber:
		if err = table.Whole(text); err == nil {
			l.Entry.Number, err = secret.ParseIDNumber(text)
		}
	case FieldPhone:
		l.Phone, err = secret.ParsePhone(text)
	case FieldArea:
		l.Area = models.AreaCode(text)
	case FieldAddress:
		l.Address = secret.NewText(text)
	case FieldHouse:
		l.House = text
	case FieldRelation:
		l.Relation = table.Word(relationWords, text)
	case FieldTags:
		l.Tags, err = tagsOf(text)
	}
	return err
}

func tagsOf(words string) (found []Tag, err error) {
	for word := range strings.FieldsFuncSeq(words, func(r rune) bool { return strings.ContainsRune("、,,;;/ ", r) }) {
		tag := table.Word(tagWords, word)
		if !slices.Contains(Tags, tag) {
			return nil, models.BadField(string(FieldTags), "import.unknown_tag")
		}
		if !slices.Contains(found, tag) {
			found = append(found, tag)
		}
	}
	return found, nil
}

// Cell is what the line says in a column of the template, as it is read again. With the masks on a name and numbers show their masks.
func (l Line) Cell(f Field, masked bool) string {
	switch f {
	case FieldName:
		return shown(l.Name, masked)
	case FieldNumber:
		return shown(l.Entry.Number, masked)
	case FieldPhone:
		return shown(l.Phone, masked)
	case FieldArea:
		return string(l.Area.At(models.Grid))
	case FieldAddress:
		return shown(l.Address, masked)
	case FieldHouse:
		return l.House
	case FieldRelation:
		return relationNames[l.Relation]
	case FieldTags:
		names := make([]string, len(l.Tags))
		for i, tag := range l.Tags {
			names[i] = tagNames[tag]
		}
		return strings.Join(names, "、")
	}
	return ""
}

func shown(v interface {
	Mask() string
	Plain() string
}, masked bool,
) string {
	if masked {
		return v.Mask()
	}
	return v.Plain()
}
