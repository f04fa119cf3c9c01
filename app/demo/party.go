package demo

import (
	"context"
	"fmt"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/parties"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/catalog"
	"delinli/models/party"
	"delinli/models/resident"
	"delinli/models/secret"
)

// cadres are residents of the first building, with what they report to the community; those without a unit have not reported. Their numbers are of no
// place that there is.
var cadres = []struct {
	name, number, unit string
	kind               party.ReturnKind
	skills             []string
	steward            *int // the unit of the building of which their household is the centre; 0: of all of it
}{
	{"马建军", "37079919720815011", "市民政局", party.Serving, []string{catalog.Tutoring}, new(0)},
	{"朱红", "37079919600305022", "市第一中学", party.Retired, []string{catalog.Tutoring}, new(2)},
	{"胡志远", "37079919850120033", "", party.Veteran, nil, nil},
}

// addDoors gives the first building its dwellings: two on each floor of each unit.
func (t *Town) addDoors(ctx context.Context) error {
	house := area.House{Code: tower, Units: 3, Floors: 6}
	var doors []area.Dwelling
	for unit := range house.Units {
		for floor := range house.Floors {
			for door := range 2 {
				doors = append(doors, area.Dwelling{ID: models.NewID[models.DwellingID](t.Random), Building: tower, Unit: unit + 1, Door: fmt.Sprintf("%d0%d", floor+1, door+1)})
			}
		}
	}
	return t.DB.Write(ctx, func(tx *store.Tx) error {
		if err := areas.PutHouses(tx, []area.House{house}); err != nil {
			return err
		}
		return areas.AddDwellings(tx, doors)
	})
}

// addParty sets up the party's four levels of the first community, its funds, and cadres who report to it. Within the whole city all of that is there.
func (t *Town) addParty(ctx context.Context) error {
	there, err := store.One(t.DB.Read(ctx), `SELECT EXISTS (SELECT FROM party_orgs)`, nil, store.Value[bool])
	if err != nil || there {
		return err
	}
	committee, err := t.Organising.Found(ctx, t.people[desk], party.Org{Name: "康成社区党委", Area: kang})
	if err != nil {
		return err
	}
	var branch, group models.OrgID
	for _, b := range []struct {
		name string
		grid models.AreaCode
	}{{"康成社区第二网格党支部", kang2}, {"康成社区第一网格党支部", kang1}} {
		n, err := t.Organising.Found(ctx, t.people[desk], party.Org{Parent: committee.ID, Name: b.name, Area: b.grid})
		if err != nil {
			return err
		}
		branch = n.ID
	}
	for _, name := range []string{"4号楼党小组", "3号楼党小组"} {
		n, err := t.Organising.Found(ctx, t.people[desk], party.Org{Parent: branch, Name: name})
		if err != nil {
			return err
		}
		group = n.ID
	}
	if err := t.addDoors(ctx); err != nil {
		return err
	}
	if err := t.addCadres(ctx, group); err != nil {
		return err
	}
	return t.addFunds(ctx, branch)
}

// addCadres enters cadres into the register, makes some of their households the centres of a group, and takes their reports.
func (t *Town) addCadres(ctx context.Context, group models.OrgID) error {
	for i, c := range cadres {
		number, err := secret.CompleteIDNumber(c.number)
		if err != nil {
			return err
		}
		name, err := secret.ParseName(c.name)
		if err != nil {
			return err
		}
		phone, err := secret.ParsePhone(fmt.Sprintf("10000000%03d", 400+i))
		if err != nil {
			return err
		}
		k, err := t.Registering.Register(ctx, t.people[desk], resident.Entry{Name: name, Number: number, Phone: phone, Area: tower, Relation: resident.Head})
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		if err := t.settle(ctx, k.ID, group, c.steward); err != nil {
			return err
		}
		if c.unit == "" {
			continue
		}
		if _, err := t.Returning.Report(ctx, t.people[desk], party.Return{Person: k.ID, Kind: c.kind, Unit: c.unit, Skills: c.skills}); err != nil {
			return fmt.Errorf("%s reports: %w", c.name, err)
		}
	}
	return nil
}

// settle gives somebody a household, which is the centre of a group when it is steward of something.
func (t *Town) settle(ctx context.Context, who models.PersonID, group models.OrgID, steward *int) error {
	return t.DB.Write(ctx, func(tx *store.Tx) error {
		home := models.NewID[models.HouseholdID](t.Random)
		if err := people.AddHousehold(tx, home, kang1); err != nil {
			return err
		}
		if err := people.Join(tx, who, home); err != nil || steward == nil {
			return err
		}
		centre := party.Centre{Household: home, Group: group, Building: tower, Since: "2022-03-01"}
		if *steward > 0 {
			centre.Unit = steward
		}
		return parties.AddCentres(tx, []party.Centre{centre})
	})
}

// addFunds opens the funds of this year, and books what a branch was given and spent.
func (t *Town) addFunds(ctx context.Context, branch models.OrgID) error {
	year := t.Funding.Now().In(models.Local).Year()
	for _, f := range []struct {
		fund    party.Fund
		grant   int64
		spent   int64
		purpose string
	}{
		{party.Fund{Org: branch, Year: year}, party.BranchGrant, 350_50, "主题党日活动"},
		{party.Fund{Area: kang, Year: year}, party.ServiceGrant, 12_800_00, "网格公共设施维修"},
	} {
		opened, err := t.Funding.Open(ctx, t.people[chief], f.fund)
		if err != nil {
			return err
		}
		for _, e := range []party.Entry{{Amount: f.grant, Purpose: "年度拨款", Voucher: "收-001"}, {Amount: -f.spent, Purpose: f.purpose, Voucher: "支-001"}} {
			if _, err := t.Funding.Enter(ctx, t.people[chief], opened.ID, e); err != nil {
				return err
			}
		}
	}
	return nil
}
