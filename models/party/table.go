package party

import (
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/table"
)

// The fields of a table of organisations.
const (
	FieldName     table.Field = "name"
	FieldAbove    table.Field = "parent"    // the name of the organisation above; none for a committee
	FieldArea     table.Field = "area_code" // 12 digits of a community, or 15 of a grid
	FieldCompound table.Field = "compound"  // the name of that of a branch
	FieldFounded  table.Field = "founded_on"
)

// Columns are those of the template, in its order.
var Columns = table.Columns{
	{FieldName, []string{"组织名称", "name", "党组织名称", "名称"}, true, "第一网格党支部"},
	{FieldAbove, []string{"上级组织", "parent", "上级党组织", "上级党组织名称"}, false, "幸福社区党委"},
	{FieldArea, []string{"区划编码", "area_code", "社区或网格编码", "网格编码", "社区编码", "所在网格"}, true, "370785001001001"},
	{FieldCompound, []string{"小区", "compound", "所在小区", "小区名称"}, false, ""},
	{FieldFounded, []string{"成立日期", "founded_on", "成立时间"}, false, "2020-07-01"},
}

// Line is what one line of a table says: an organisation, with the names of what it belongs to.
type Line struct {
	Org
	Above string // empty: none
	House string // the compound; empty: none
}

// ReadLine reads a line as its columns are mapped. What is above it, and whether it may be there, is not asked.
func ReadLine(m table.Mapping, cells []string) (l Line, bad table.Bad) {
	bad = m.Read(cells, l.set)
	_, err := l.Named(l.Name)
	bad.Note(err)
	if l.Area.At(models.Community) == "" {
		bad.Note(models.BadField(string(FieldArea), "import.no_such_area"))
	}
	return l, bad
}

func (l *Line) set(field table.Field, text string) (err error) {
	switch field {
	case FieldName:
		l.Name = text
	case FieldAbove:
		l.Above = text
	case FieldArea:
		l.Area = models.AreaCode(text)
	case FieldCompound:
		l.House = text
	case FieldFounded:
		var founded string
		founded, err = table.Day(text)
		l.Founded = calendar.Date(founded)
	}
	return err
}
