package gridteam

import (
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/secret"
	"delinli/models/table"
)

// The fields of a table of teams.
const (
	FieldGrid   table.Field = "area_code" // 15 digits
	FieldKind   table.Field = "kind"
	FieldName   table.Field = "name"
	FieldNumber table.Field = "id_number" // of somebody who is in the register
	FieldOrigin table.Field = "origin"
	FieldFrom   table.Field = "from_on"
	FieldUntil  table.Field = "until_on" // the last day
)

// Columns are those of the template, in its order.
var Columns = table.Columns{
	{FieldGrid, []string{"网格编码", "area_code", "网格代码", "所属网格编码", "网格"}, true, "370785001001001"},
	{FieldKind, []string{"岗位", "kind", "职务", "岗位类别", "人员类型"}, true, "专职网格员"},
	{FieldName, []string{"姓名", "name", "人员姓名"}, true, "张秀英"},
	{FieldNumber, []string{"身份证号", "id_number", "身份证号码", "公民身份号码", "证件号码", "身份证"}, true, "370785195003124526"},
	{FieldOrigin, []string{"来源", "origin", "人员来源"}, true, "社区工作者"},
	{FieldFrom, []string{"任职日期", "from_on", "开始日期", "上岗日期"}, false, "2024-08-15"},
	{FieldUntil, []string{"任期至", "until_on", "结束日期"}, false, ""},
}

// kindWords and originWords are the words that tables have for them, beside the codes themselves.
var (
	kindWords = map[string]Kind{"网格长": Chief, "网格联络员": Liaison, "联络员": Liaison, "专职网格员": FullTime, "专职": FullTime,
		"兼职网格员": PartTime, "兼职": PartTime}
	originWords = map[string]Origin{"社区工作者": CommunityStaff, "社区干部": CommunityStaff, "业委会": OwnersCommittee, "业委会成员": OwnersCommittee,
		"物业": PropertyStaff, "物业人员": PropertyStaff, "居民": Residents, "居民代表": Residents}
)

// Word is what tables call a post.
func (k Kind) Word() string {
	return map[Kind]string{Chief: "网格长", Liaison: "网格联络员", FullTime: "专职网格员", PartTime: "兼职网格员"}[k]
}

// Word is what tables call an origin.
func (o Origin) Word() string {
	return map[Origin]string{CommunityStaff: "社区工作者", OwnersCommittee: "业委会", PropertyStaff: "物业人员", Residents: "居民"}[o]
}

// Line is what one line of a table says: a post, and who is to hold it.
type Line struct {
	Post
	Name   secret.Name
	Number secret.IDNumber
}

// ReadLine reads a line as its columns are mapped. A post begins today unless the line says otherwise.
func ReadLine(today calendar.Date, m table.Mapping, cells []string) (l Line, bad table.Bad) {
	l.From = today
	bad = m.Read(cells, l.set)
	bad.Note(l.Check())
	if l.Name.IsZero() {
		bad.Note(models.BadField(string(FieldName), "field.required"))
	}
	if l.Number.IsZero() {
		bad.Note(models.BadField(string(FieldNumber), "field.required"))
	}
	return l, bad
}

func (l *Line) set(field table.Field, text string) (err error) {
	switch field {
	case FieldGrid:
		l.Grid = models.AreaCode(text)
	case FieldKind:
		l.Kind = table.Word(kindWords, text)
	case FieldName:
		l.Name, err = secret.ParseName(text)
	case FieldNumber:
		if err = table.Whole(text); err == nil {
			l.Number, err = secret.ParseIDNumber(text)
		}
	case FieldOrigin:
		l.Origin = table.Word(originWords, text)
	case FieldFrom:
		var from string
		from, err = table.Day(text)
		l.From = calendar.Date(from)
	case FieldUntil:
		var until string
		until, err = table.Day(text)
		l.Until = new(calendar.Date(until))
	}
	return err
}
