package area

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"delinli/models"
	"delinli/models/table"
)

// The fields of a table of dwellings.
const (
	FieldGrid     table.Field = "area_code" // 15 digits
	FieldCompound table.Field = "compound"  // its name
	FieldBuilding table.Field = "building"  // its name, one of its kind in the grid
	FieldFloors   table.Field = "floors"    // of the building
	FieldUnit     table.Field = "unit"
	FieldDoor     table.Field = "door"
)

// Columns are those of the template for dwellings, in its order.
var Columns = table.Columns{
	{FieldGrid, []string{"网格编码", "area_code", "网格代码", "所属网格编码", "网格"}, true, "370785001001001"},
	{FieldCompound, []string{"小区", "compound", "小区名称", "所在小区"}, false, "幸福小区"},
	{FieldBuilding, []string{"楼栋", "building", "楼号", "楼栋号", "楼栋名称"}, true, "3号楼"},
	{FieldFloors, []string{"楼层数", "floors", "总层数", "层数"}, false, "6"},
	{FieldUnit, []string{"单元", "unit", "单元号"}, true, "2"},
	{FieldDoor, []string{"房号", "door", "室号", "门牌", "门牌号", "房间号"}, true, "501"},
}

// What a building may be.
const (
	mostUnits  = 50
	mostFloors = 200
)

var doorForm = regexp.MustCompile(`^[0-9A-Z-]{1,8}$`)

// DwellingLine is what one line of a table says: a dwelling, and where it is.
type DwellingLine struct {
	Grid     models.AreaCode
	Compound string // empty: none
	Building string
	Floors   int // of the building, as far as the line tells
	Unit     int
	Door     string
}

// ReadDwelling reads a line as its columns are mapped. It asks for a grid by its form only.
func ReadDwelling(m table.Mapping, cells []string) (l DwellingLine, bad table.Bad) {
	bad = m.Read(cells, l.set)
	if !isGrid(l.Grid) {
		bad.Note(models.BadField(string(FieldGrid), "import.no_such_grid"))
	}
	if !named(l.Building) {
		bad.Note(models.BadField(string(FieldBuilding), "area.bad_name"))
	}
	if l.Compound != "" && !named(l.Compound) {
		bad.Note(models.BadField(string(FieldCompound), "area.bad_name"))
	}
	if l.Unit == 0 {
		bad.Note(models.BadField(string(FieldUnit), "import.bad_count"))
	}
	if l.Door == "" {
		bad.Note(models.BadField(string(FieldDoor), "import.bad_door"))
	}
	l.Floors = max(l.Floors, floorOf(l.Door))
	return l, bad
}

// named reports whether a place may be called so.
func named(name string) bool {
	return name != "" && utf8.RuneCountInString(name) <= maxName
}

func (l *DwellingLine) set(field table.Field, text string) (err error) {
	switch field {
	case FieldGrid:
		l.Grid = models.AreaCode(text)
	case FieldCompound:
		l.Compound = text
	case FieldBuilding:
		l.Building = text
	case FieldFloors:
		l.Floors, err = table.Count(text, "层", mostFloors)
	case FieldUnit:
		l.Unit, err = table.Count(text, "单元", mostUnits)
	case FieldDoor:
		if l.Door = strings.ToUpper(strings.TrimSuffix(text, "室")); !doorForm.MatchString(l.Door) {
			return models.BadField(string(FieldDoor), "import.bad_door")
		}
	}
	return err
}

// floorOf is the floor of a door as doors are numbered, the room in the last two digits; 1 where it is not numbered so.
func floorOf(door string) int {
	if len(door) < 3 {
		return 1
	}
	floor, err := strconv.Atoi(door[:len(door)-2])
	if err != nil || floor > mostFloors {
		return 1
	}
	return max(1, floor)
}
