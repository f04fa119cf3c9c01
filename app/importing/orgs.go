package importing

import (
	"slices"

	"delinli/app/store/parties"
	"delinli/models"
	"delinli/models/party"
	"delinli/models/table"
)

// orgs are the party's organisations, those above before those below. Which is above is told by its name, of which there is one in a community; so is
// the compound of a branch.
type orgs struct {
	inTx
	mapping table.Mapping
	entered int
}

var (
	errNoAbove   = models.BadField(string(party.FieldAbove), "import.no_org_above")
	errAmbiguous = models.BadField(string(party.FieldAbove), "import.several_above")
	errNoHouse   = models.BadField(string(party.FieldCompound), "unknown")
)

func (b *orgs) add(number int, cells []string) ([]table.Fault, error) {
	l, bad := party.ReadLine(b.mapping, cells)
	if len(bad) > 0 {
		return bad.Faults(number), nil
	}
	err := b.found(l)
	if err == nil {
		b.entered++
	}
	err = told(bad, err, map[table.Field]table.Field{"parent_id": party.FieldAbove, "compound_id": party.FieldCompound})
	return bad.Faults(number), err
}

func (b *orgs) found(l party.Line) error {
	if !b.a.Holds(l.Area, models.Staff...) {
		return models.BadField(string(party.FieldArea), "import.no_such_area")
	}
	o, community := l.Org, l.Area.At(models.Community)
	if l.Above != "" {
		above, err := b.above(community, l)
		if err != nil {
			return err
		}
		o.Parent = above.ID
	}
	compound, err := b.compound(community, l.House)
	if err != nil {
		return err
	}
	o.Compound = compound
	return b.Orgs.FoundIn(b.tx, b.a, o)
}

func (b *orgs) compound(community models.AreaCode, name string) (id models.CompoundID, err error) {
	if name == "" {
		return id, nil
	}
	id, err = parties.CompoundNamed(b.tx, community, name)
	if err == nil && id.IsZero() {
		err = errNoHouse
	}
	return id, err
}

// above is the organisation of that name in the community, or the one of them that is of the same grid.
func (b *orgs) above(community models.AreaCode, l party.Line) (party.Org, error) {
	found, err := parties.Named(b.tx, community, l.Above)
	if err != nil {
		return party.Org{}, err
	}
	if len(found) > 1 {
		found = slices.DeleteFunc(found, func(o party.Org) bool { return o.Area != l.Area })
	}
	switch len(found) {
	case 0:
		return party.Org{}, errNoAbove
	case 1:
		return found[0], nil
	}
	return party.Org{}, errAmbiguous
}

func (b *orgs) close(failed error) (int, error) { return b.entered, failed }
