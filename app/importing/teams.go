package importing

import (
	"errors"

	vault "delinli/app/secret"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/gridteam"
	"delinli/models/secret"
	"delinli/models/table"
)

// teams are the posts of the grids. Who holds one is in the register already, by number and name.
type teams struct {
	inTx
	mapping table.Mapping
	entered int
	today   calendar.Date
}

var errNobody = models.BadField(string(gridteam.FieldNumber), "import.nobody")

func (b *teams) add(number int, cells []string) ([]table.Fault, error) {
	l, bad := gridteam.ReadLine(b.today, b.mapping, cells)
	if len(bad) > 0 {
		return bad.Faults(number), nil
	}
	err := b.appoint(l)
	if err == nil {
		b.entered++
	}
	err = told(bad, err, map[table.Field]table.Field{"person_id": gridteam.FieldNumber})
	if bad[gridteam.FieldNumber] == "unknown" { // of elsewhere, which nobody here is told
		bad[gridteam.FieldNumber] = "import.nobody"
	}
	return bad.Faults(number), err
}

func (b *teams) appoint(l gridteam.Line) (err error) {
	if l.Person, err = b.resident(l.Number, l.Name); err != nil {
		return err
	}
	return b.Teams.AppointIn(b.tx, b.a, l.Post)
}

// resident is who has both the number and the name: a number of somebody else is told as one that nobody has.
func (b *teams) resident(number secret.IDNumber, name secret.Name) (id models.PersonID, err error) {
	id, err = people.HolderOf(b.tx, b.Keys.BlindIndex(vault.IDNumberIndex, number.Plain()))
	if err != nil {
		return id, err
	}
	p, err := people.Get(b.tx, id)
	if errors.Is(err, models.Missing) {
		return id, errNobody
	}
	if err != nil {
		return id, err
	}
	known, err := b.Vault.Name(p.Key, people.Place(id, "name"), p.Name)
	if err == nil && known.Plain() != name.Plain() {
		err = errNobody
	}
	return id, err
}

func (b *teams) close(failed error) (int, error) { return b.entered, failed }
