package resident

import (
	"errors"
	"slices"
	"strings"
	"time"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/secret"
)

// CorrectionState is how far a correction has come.
type CorrectionState string

// The states.
const (
	CorrectionAsked    CorrectionState = "asked"
	CorrectionAccepted CorrectionState = "accepted"
	CorrectionRefused  CorrectionState = "refused"
)

// Correction is what somebody asks to have put right in a record. Its texts are sealed for the person at table "corrections", the column's name
// and the correction's id.
type Correction struct {
	ID        models.CorrectionID
	Person    models.PersonID // whose record
	AskedBy   models.PersonID // they, or who answers for a child
	Field     Field
	Value     secret.Sealed // what should stand there; of tags, the one that does not hold
	Reason    secret.Sealed
	State     CorrectionState
	Answer    secret.Sealed // why it was refused
	At        time.Time
	DecidedBy models.PersonID
	DecidedAt *time.Time
}

// Correctable lists what residents may ask to have put right, in the order of forms.
var Correctable = []Field{FieldName, FieldNumber, FieldPhone, FieldArea, FieldAddress, FieldRelation, FieldTags}

// With is the entry with another value of one field; a tag leaves it as it is. A value that the field cannot hold is the fault of "value".
func (e Entry) With(f Field, value string, today calendar.Date) (Entry, error) {
	var err error
	switch f {
	case FieldName:
		e.Name, err = secret.ParseName(value)
	case FieldNumber:
		e.Number, err = secret.ParseIDNumber(value)
	case FieldPhone:
		e.Phone, err = secret.ParsePhone(value)
	case FieldAddress:
		e.Address = secret.NewText(strings.TrimSpace(value))
	case FieldArea:
		e.Area = models.AreaCode(value)
		if !e.Area.Valid() {
			err = models.BadField("area_code", "field.area_code")
		}
	case FieldRelation:
		e.Relation = Relation(value)
	case FieldTags:
		if !slices.Contains(Tags, Tag(value)) {
			err = models.BadField("tags", "field.choice")
		}
	default:
		return e, models.BadField("field", "field.choice")
	}
	if err == nil {
		err = e.Check(today)
	}
	return e, ofValue(err)
}

// ofValue puts whatever is wrong down to the value.
func ofValue(err error) error {
	e, ok := errors.AsType[*models.Error](err)
	if !ok {
		return err
	}
	for _, code := range e.Fields {
		return models.BadField("value", code)
	}
	return err
}

// Masked is the value of a field as it may be shown to who has not asked to see it.
func Masked(f Field, value string) string {
	switch f {
	case FieldName:
		return maskOf(secret.ParseName(value))
	case FieldNumber:
		return maskOf(secret.ParseIDNumber(value))
	case FieldPhone:
		return maskOf(secret.ParsePhone(value))
	case FieldAddress:
		return secret.NewText(value).Mask()
	case FieldArea, FieldRelation, FieldTags, FieldHouse: // the register shows them as they are
	}
	return value
}

func maskOf(v interface{ Mask() string }, err error) string {
	if err != nil {
		return ""
	}
	return v.Mask()
}

// Kin is a member of a household, as far as it decides who speaks for whom.
type Kin struct {
	Person    models.PersonID
	Household models.HouseholdID
	Relation  Relation
	Born      calendar.Date // the first day of the month
}

const (
	ofFourteen = 14 // from this age on, people speak for themselves (PIPL, article 31)
	ofAge      = 18 // from this age on, people are adults (Civil Code, article 17)
)

// Child reports whether somebody is under 14 on a day.
func (k Kin) Child(day calendar.Date) bool { return under(ofFourteen, k.Born, day) }

// under reports whether somebody is surely not of an age yet. Of the day of birth only the month is known: who comes of age in it counts as under age through it.
func under(age int, born, day calendar.Date) bool {
	b, ok := born.Midnight()
	d, also := day.Midnight()
	return ok && also && d.Before(b.AddDate(age, 1, 0))
}

// Grown says whether somebody may hold a post or report home as a cadre, which takes an adult. It is Invalid with person_id for whom the register has as a
// child on the day; of whom it knows no birth, nobody is asked.
func Grown(born, day calendar.Date) error {
	if under(ofAge, born, day) {
		return models.BadField("person_id", "resident.under_age")
	}
	return nil
}

// elders are those of a household who answer for its children: relations are to its head, so the parents of a child are mostly the head and the spouse.
var elders = []Relation{Head, Spouse, Parent, Grandparent}

// AnswersFor reports whether k may ask in the name of a child of the same household.
func (k Kin) AnswersFor(child Kin, day calendar.Date) bool {
	return child.Child(day) && !k.Household.IsZero() && k.Household == child.Household && k.Person != child.Person &&
		slices.Contains(elders, k.Relation) && AgeOn(k.Born, day) >= ofAge
}
