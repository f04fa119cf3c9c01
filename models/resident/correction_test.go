package resident_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"testing"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/resident"
	"delinli/models/secret"
)

func sure[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func entry(t testing.TB) resident.Entry {
	return resident.Entry{Name: sure(secret.ParseName("张秀英")), Number: number(t, "19490301", 2), Phone: sure(secret.ParsePhone("13800138777")),
		Address: secret.NewText("3号楼"), Area: "370785001005003", Relation: resident.Head}
}

// TestAnEntryWithAnotherValue: each field takes what it can hold, shows it masked, and puts whatever is wrong down to the value.
func TestAnEntryWithAnotherValue(t *testing.T) {
	other := number(t, "19500301", 2).Plain()
	for _, c := range []struct {
		field               resident.Field
		value, masked, code string
	}{
		{resident.FieldName, "张秀瑛", "张**", ""}, {resident.FieldName, "张**", "", "name.malformed"},
		{resident.FieldNumber, other, "370***********" + other[14:], ""}, {resident.FieldNumber, "370799194903010021", "", "id_number.check"},
		{resident.FieldPhone, "10012345678", "100****5678", ""}, {resident.FieldPhone, "12345", "", "phone.malformed"},
		{resident.FieldAddress, "4号楼", "***", ""},
		{resident.FieldArea, "370785001005004", "370785001005004", ""}, {resident.FieldArea, "3707850010", "3707850010", "field.area_code"},
		{resident.FieldArea, "370785001005", "370785001005", "resident.no_grid"},
		{resident.FieldRelation, "spouse", "spouse", ""}, {resident.FieldRelation, "king", "king", "field.choice"},
		{resident.FieldTags, "living_alone", "living_alone", ""}, {resident.FieldTags, "rich", "rich", "field.choice"},
	} {
		changed, err := entry(t).With(c.field, c.value, "2026-03-10")
		code := ""
		if e, ok := errors.AsType[*models.Error](err); ok {
			code = e.Fields["value"]
		}
		if code != c.code || resident.Masked(c.field, c.value) != c.masked {
			t.Errorf("%s %s: %v, shown as %q", c.field, c.value, err, resident.Masked(c.field, c.value))
		}
		if same := changed == entry(t); err == nil && same != (c.field == resident.FieldTags) {
			t.Errorf("%s %s: changed %v", c.field, c.value, !same)
		}
	}
	if _, err := entry(t).With(resident.FieldHouse, "1", "2026-03-10"); models.KindOf(err) != models.Invalid {
		t.Errorf("a household is no field of one's own: %v", err)
	}
}

func TestEveryCorrectableFieldIsTaken(t *testing.T) {
	for _, f := range resident.Correctable {
		if _, err := entry(t).With(f, "x", "2026-03-10"); err != nil {
			if e, ok := errors.AsType[*models.Error](err); !ok || e.Fields["value"] == "" {
				t.Errorf("%s: %v", f, err)
			}
		}
	}
	if got := len(slices.Compact(slices.Sorted(slices.Values(resident.Correctable)))); got != len(resident.Correctable) {
		t.Errorf("%d fields", got)
	}
}

func TestAChildIsUnderFourteen(t *testing.T) {
	for _, c := range []struct {
		born, day calendar.Date
		want      bool
	}{
		{"2012-03-01", "2026-03-01", true}, {"2012-03-01", "2026-03-31", true}, {"2012-03-01", "2026-04-01", false}, {"2012-04-01", "2026-03-31", true},
		{"1949-03-01", "2026-03-10", false}, {"", "2026-03-10", false}, {"2020-03-01", "", false},
	} {
		if got := (resident.Kin{Born: c.born}).Child(c.day); got != c.want {
			t.Errorf("born %s, on %s: %v", c.born, c.day, got)
		}
	}
}

// TestWhoAnswersForAChild: a grown head, spouse, parent or grandparent of the same household; nobody for themselves, nobody for the grown.
func TestWhoAnswersForAChild(t *testing.T) {
	const day = calendar.Date("2026-03-10")
	home := models.NewID[models.HouseholdID](rand.Reader)
	child := resident.Kin{Person: models.NewID[models.PersonID](rand.Reader), Household: home, Relation: resident.Child, Born: "2015-05-01"}
	for _, relation := range resident.Relations {
		want := slices.Contains([]resident.Relation{resident.Head, resident.Spouse, resident.Parent, resident.Grandparent}, relation)
		by := resident.Kin{Person: models.NewID[models.PersonID](rand.Reader), Household: home, Relation: relation, Born: "1985-05-01"}
		if got := by.AnswersFor(child, day); got != want {
			t.Errorf("%s: %v", relation, got)
		}
		young, elsewhere, alone := by, by, by
		young.Born, elsewhere.Household, alone.Household = "2009-05-01", models.NewID[models.HouseholdID](rand.Reader), models.HouseholdID{}
		homeless := child
		homeless.Household = models.HouseholdID{}
		grown := child
		grown.Born = "2011-05-01"
		if young.AnswersFor(child, day) || elsewhere.AnswersFor(child, day) || alone.AnswersFor(homeless, day) || by.AnswersFor(grown, day) || child.AnswersFor(child, day) {
			t.Errorf("%s answers for whom they may not", relation)
		}
	}
}
