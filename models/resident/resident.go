// Package resident is the noun of the register of residents: who lives where, with whom, and what is known of their situation. Everything is
// collected once and used many times.
package resident

import (
	"time"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/secret"
)

// Relation is what somebody is to the head of their household (GB/T 4761, the ones that a community uses).
type Relation string

// The relations.
const (
	Head        Relation = "head"
	Spouse      Relation = "spouse"
	Child       Relation = "child"
	Parent      Relation = "parent"
	Grandchild  Relation = "grandchild"
	Grandparent Relation = "grandparent"
	Sibling     Relation = "sibling"
	Other       Relation = "other"
)

// Relations lists them in the order of forms.
var Relations = []Relation{Head, Spouse, Child, Parent, Grandchild, Grandparent, Sibling, Other}

// Sex is what the identity number says.
type Sex string

// The sexes.
const (
	Female Sex = "female"
	Male   Sex = "male"
)

// Word is what tables call it; empty when it is not known.
func (s Sex) Word() string { return map[Sex]string{Female: "女", Male: "男"}[s] }

// SexOf is what an identity number says.
func SexOf(n secret.IDNumber) Sex {
	if secret.IsMale(n) {
		return Male
	}
	return Female
}

// Month is the first day of the month in which somebody was born: what counts by age need, and less than who it is.
func Month(n secret.IDNumber) calendar.Date {
	born := secret.BirthOf(n)
	if born.IsZero() {
		return ""
	}
	return calendar.Date(time.Date(born.Year(), born.Month(), 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
}

// AgeOn is somebody's age in years on a day, from the month of birth: who has their birthday in the month of the day counts as having had it.
func AgeOn(born, day calendar.Date) int {
	b, ok := born.Midnight()
	d, also := day.Midnight()
	if !ok || !also {
		return 0
	}
	age := d.Year() - b.Year()
	if d.Month() < b.Month() {
		age--
	}
	return age
}

// Tag is what is known of somebody's situation.
type Tag string

// The tags.
const (
	LivingAlone     Tag = "living_alone"
	EmptyNest       Tag = "empty_nest"
	Disabled        Tag = "disabled"
	ChronicIllness  Tag = "chronic_illness"
	LowIncome       Tag = "low_income"      // 低保
	ExtremePoverty  Tag = "extreme_poverty" // 特困
	Veteran         Tag = "veteran"
	Bereaved        Tag = "bereaved" // 失独
	LeftBehindChild Tag = "left_behind_child"
	PartyMember     Tag = "party_member"
)

// Tags lists them in the order of forms.
var Tags = []Tag{LivingAlone, EmptyNest, Disabled, ChronicIllness, LowIncome, ExtremePoverty, Veteran, Bereaved, LeftBehindChild, PartyMember}

// Sources lists from whom a tag may be known.
var Sources = []Source{Visit, Self, Department}

// Source is from whom a tag is known.
type Source string

// The sources.
const (
	Visit      Source = "visit"
	Self       Source = "self"
	Department Source = "department"
)

// Row is a resident as the register stores them. What is sealed is sealed at table "persons", the column's name and the person's id.
type Row struct {
	ID        models.PersonID    `json:"id"`
	Key       secret.Sealed      `json:"wrapped"`
	Name      secret.Sealed      `json:"name"`
	NameIdx   secret.Sealed      `json:"name_index"`
	IDNumber  secret.Sealed      `json:"id_number"`
	IDIndex   secret.Sealed      `json:"id_index"`
	Phone     secret.Sealed      `json:"phone"`
	PhoneIdx  secret.Sealed      `json:"phone_index"`
	Address   secret.Sealed      `json:"address"`
	Household models.HouseholdID `json:"household_id"`
	Relation  Relation           `json:"relation"`
	Sex       Sex                `json:"sex"`
	Born      calendar.Date      `json:"born"`
	Area      models.AreaCode    `json:"area_code"`
	At        time.Time          `json:"registered_at"`
}

// Home is a household and the dwelling that it lives in.
type Home struct {
	ID       models.HouseholdID `json:"id"`
	Area     models.AreaCode    `json:"area_code"` // the grid
	Dwelling models.DwellingID  `json:"dwelling_id"`
}
