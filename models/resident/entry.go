package resident

import (
	"slices"
	"strings"
	"time"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/secret"
)

// Entry is what the register is told of somebody.
type Entry struct {
	Name     secret.Name
	Number   secret.IDNumber
	Phone    secret.Phone // zero: none
	Address  secret.Text  // door and building, in words
	Area     models.AreaCode
	Relation Relation // to the head of the household
}

// Tidy is the entry without space around its address, as a table of residents is read.
func (e Entry) Tidy() Entry {
	e.Address = secret.NewText(strings.TrimSpace(e.Address.Plain()))
	return e
}

// longestLife is in years: nobody is older.
const longestLife = 130

// Check names every fault that the entry has today by its field: name, id_number, area_code, relation.
func (e Entry) Check(today calendar.Date) error {
	bad := map[string]string{}
	if e.Name.IsZero() {
		bad["name"] = "name.missing"
	}
	if e.Number.IsZero() {
		bad["id_number"] = "field.required"
	} else if !alive(e.Number, today) {
		bad["id_number"] = "id_number.birth"
	}
	if e.Area.At(models.Grid) == "" {
		bad["area_code"] = "resident.no_grid"
	}
	if !slices.Contains(Relations, e.Relation) {
		bad["relation"] = "field.choice"
	}
	return models.BadFields(bad)
}

// alive reports whether whoever has the number can live today.
func alive(n secret.IDNumber, today calendar.Date) bool {
	day, _ := today.Midnight()
	born, first := secret.BirthOf(n).Format(time.DateOnly), day.AddDate(-longestLife, 0, 0).Format(time.DateOnly)
	return first <= born && born <= string(today)
}

// Registrars keep the register within their areas: staff, and the workers and the chief of a grid.
var Registrars = slices.Concat(models.Staff, []models.Role{models.GridWorker, models.GridChief})

// AgeGroup is one of the groups by which people are counted.
type AgeGroup string

// The groups.
const (
	Children AgeGroup = "children" // under 15
	Adults   AgeGroup = "adults"   // 15 to 59
	Elders   AgeGroup = "elders"   // from 60 on
)

// AgeGroups lists them, from the youngest on.
var AgeGroups = []AgeGroup{Children, Adults, Elders}

// Born is when those were born who are of the group today: after the first day and until the second. Only the month of birth counts.
func (g AgeGroup) Born(today calendar.Date) (after, until calendar.Date) {
	from, to := 0, oldest
	switch g {
	case Children:
		to = 14
	case Adults:
		from, to = 15, 59
	case Elders:
		from = 60
	}
	day, _ := today.Midnight()
	turned := func(age int) calendar.Date {
		return calendar.Date(time.Date(day.Year()-age, day.Month(), 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	return turned(to + 1), turned(from)
}

const oldest = 199
