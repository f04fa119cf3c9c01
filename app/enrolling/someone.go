package enrolling

import (
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/person"
	"delinli/models/secret"
)

// Newcomer is somebody whom the town does not know yet; only Area must be there.
type Newcomer struct {
	Name    secret.Name
	Phone   secret.Phone
	Area    models.AreaCode
	Address secret.Text

	LivesWith models.PersonID // somebody of the area of the staff who make the person; zero: nobody
}

// Someone makes a person without an account, for whom staff or somebody local to the area acts, and is Forbidden to others. A phone
// that somebody has already names that person, wherever they belong: a call is taken from anybody. Their profile and household stay as they
// are, and whoever asked learns nothing of them. A household is entered only by whoever may put people into it.
func (s *Service) Someone(tx *store.Tx, a models.Actor, n Newcomer) (models.PersonID, error) {
	if !a.System && !a.Holds(n.Area, models.Staff...) && !a.Holds(n.Area, models.Locals...) {
		return models.PersonID{}, models.Denied
	}
	return s.on(tx, a).someone(n)
}

// someone finds whoever has the phone, or makes a person with a data key of their own and a resident's seat.
func (t inTx) someone(n Newcomer) (models.PersonID, error) {
	p := people.Person{ID: models.NewID[models.PersonID](t.Random), Area: n.Area, CreatedAt: t.town}
	p.Key = t.Vault.NewDataKey(p.ID)
	if !n.Phone.IsZero() {
		p.PhoneIndex = t.Keys.BlindIndex(vault.PhoneIndex, n.Phone.Plain())
	}
	if err := t.sealProfile(&p, n); err != nil {
		return p.ID, err
	}
	made, err := people.Add(t.tx, p)
	if err != nil {
		return p.ID, err
	}
	if !made {
		return people.ByPhone(t.tx, p.PhoneIndex)
	}
	if err := t.log("person.make", p.ID, nil); err != nil {
		return p.ID, err
	}
	if err := t.makeResident(p.ID); err != nil || n.LivesWith.IsZero() {
		return p.ID, err
	}
	return p.ID, t.house(p.ID, n.LivesWith, "on_behalf_of.lives_with")
}

// makeResident gives the seat that everybody has over the whole city.
func (t inTx) makeResident(who models.PersonID) error {
	city, err := people.City(t.tx)
	if err != nil {
		return err
	}
	return people.Give(t.tx, person.Seat{ID: models.NewID[models.SeatID](t.Random), Person: who, From: t.town,
		Seat: models.Seat{Role: models.Resident, Area: city}})
}

func (t inTx) sealProfile(p *people.Person, n Newcomer) (err error) {
	if p.Name, err = t.seal(*p, "name", n.Name.Plain()); err != nil {
		return err
	}
	if p.Phone, err = t.seal(*p, "phone", n.Phone.Plain()); err != nil {
		return err
	}
	p.Address, err = t.seal(*p, "address", n.Address.Plain())
	return err
}
