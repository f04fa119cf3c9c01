package resident

import (
	"cmp"
	"slices"

	"delinli/models"
	"delinli/models/secret"
)

// Standing is who somebody is when the register comes to them.
type Standing struct {
	Version    int
	Registered bool // the register has them already
	Came       bool // they have logged in
	Works      bool // they have an account, or a seat beyond a resident's and a volunteer's
	Acted      bool // they serve as a volunteer, or have done something to an order
	Name       secret.Name
	Phone      secret.Phone
	Address    secret.Text
}

// MayTake says whether the register may take somebody in by their phone. It is Invalid with phone for whom it has already, since one family may have
// one phone, and for whoever works here.
func (s Standing) MayTake() error {
	switch {
	case s.Registered:
		return models.BadField("phone", "resident.phone_taken")
	case s.Works:
		return models.BadField("phone", "resident.phone_staff")
	}
	return nil
}

// Keep is the entry as it may be written. Whoever has logged in or works here has a name, a phone and an address of their own, of which only what is
// missing is filled in; but a phone opens the app, so whoever works here gets none by the register. It is Invalid with phone where theirs would be another.
func (s Standing) Keep(e Entry) (Entry, error) {
	if !s.Came && !s.Works {
		return e, nil
	}
	if !e.Phone.IsZero() && e.Phone != s.Phone && (s.Works || !s.Phone.IsZero()) {
		return e, models.BadField("phone", "resident.phone_own")
	}
	e.Name, e.Phone, e.Address = cmp.Or(s.Name, e.Name), cmp.Or(s.Phone, e.Phone), cmp.Or(s.Address, e.Address)
	return e, nil
}

// Keeps lists the fields of a record that stay as its person wrote them, whatever an entry says: those of Keep.
func (s Standing) Keeps() (fields []Field) {
	if !s.Came && !s.Works {
		return nil
	}
	for field, empty := range map[Field]bool{FieldName: s.Name.IsZero(), FieldPhone: s.Phone.IsZero() && !s.Works, FieldAddress: s.Address.IsZero()} {
		if !empty {
			fields = append(fields, field)
		}
	}
	slices.Sort(fields)
	return fields
}

// Act is what whoever keeps the register may do with a record.
type Act string

// The acts.
const (
	Edit           Act = "edit"
	NoteTags       Act = "tag"
	NoteConsent    Act = "note_consent"    // on paper
	NoteWithdrawal Act = "note_withdrawal" // of a consent
)

// Can lists what the actor may do with the record of somebody of an area: nothing with their own or one of their household, which colleagues keep.
func Can(a models.Actor, who models.PersonID, home models.HouseholdID, at models.AreaCode, s Standing) (acts []Act) {
	if a.LivesWith(who, home) || !a.Holds(at, Registrars...) {
		return nil
	}
	if acts = []Act{Edit, NoteTags}; !a.Holds(at, models.Staff...) {
		return acts
	}
	if acts = append(acts, NoteWithdrawal); s.MaySayFor(true) == nil {
		acts = append(acts, NoteConsent)
	}
	return acts
}

// MayMove says whether somebody may say themselves where they live. It is Invalid with area_code for whom the register has: whoever keeps it says so.
func (s Standing) MayMove() error {
	if s.Registered {
		return models.BadField("area_code", "resident.settled")
	}
	return nil
}
