package resident

import (
	"slices"
	"time"

	"delinli/models"
)

// Likeness is why two records may be of one person.
type Likeness string

// The likenesses.
const (
	SameNameAndBirth Likeness = "name_and_birth" // name, sex and month of birth
	SameNameAndHome  Likeness = "name_and_home"  // name and household
	SameBirthAndHome Likeness = "birth_and_home" // sex, month of birth and household: a name that was written otherwise
)

// Merging is one record that went into another one.
type Merging struct {
	ID       models.MergeID
	Kept     models.PersonID // the record that stays
	Gone     models.PersonID // the record that leads there
	By       models.PersonID
	At       time.Time
	Fields   []Field // that the record which stays took over
	UndoneBy models.PersonID
	UndoneAt *time.Time
}

// Mergeable lists what the record that stays may take over from the other, in the order of forms. With the identity number come sex and month of birth,
// with the area the household.
var Mergeable = []Field{FieldName, FieldNumber, FieldPhone, FieldArea, FieldAddress, FieldRelation}

// OwnFields are those that whoever has logged in writes themselves.
var OwnFields = []Field{FieldName, FieldPhone, FieldAddress}

// What merging is refused for.
var (
	errBothActed = models.Fault(models.Conflict, "merge.both_acted")
	errHasActed  = models.Fault(models.Conflict, "merge.has_acted")
)

// MayGo says whether a record may be merged into another. Whoever has logged in, works or serves here, or has done anything to an order has a record that
// stays: it is never led to another's. It is a Conflict, also when that holds for both.
func (s Standing) MayGo(into Standing) error {
	switch {
	case s.bare():
		return nil
	case !into.bare():
		return errBothActed
	}
	return errHasActed
}

func (s Standing) bare() bool { return !s.Came && !s.Works && !s.Acted }

// TakesOver says whether the record that stays may take the fields over. It is Invalid with each that only whoever it is about may write.
func (s Standing) TakesOver(fields []Field) error {
	bad := map[string]string{}
	for _, f := range fields {
		if s.owns(f) {
			bad[string(f)] = "merge.own_field"
		}
	}
	return models.BadFields(bad)
}

// owns reports whether the field of the record is its person's own.
func (s Standing) owns(f Field) bool { return (s.Came || s.Works) && slices.Contains(OwnFields, f) }
