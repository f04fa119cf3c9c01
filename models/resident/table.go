package resident

import (
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
