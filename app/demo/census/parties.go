package census

import (
	"context"
	"fmt"

	"delinli/app/store"
	"delinli/app/store/parties"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/party"
)

// founded is when the four levels were set up.
const founded calendar.Date = "2022-03-01"

// tree is the organisations as they come to be.
type tree struct {
	orgs    []party.Org
	centres []party.Centre
}

func (t *tree) add(o party.Org) party.Org {
	o.Founded = founded
	t.orgs = append(t.orgs, o)
	return o
}

// organise sets up the party's four levels.
func (c *City) organise(ctx context.Context) error {
	var t tree
	committees := map[int]party.Org{}
	var branches []party.Org
	var of []*grid
	each := deal(c.chance, branchesOf)
	for i, g := range c.grids {
		committee, ok := committees[g.community]
		if !ok {
			committee = t.add(party.Org{ID: models.NewID[models.OrgID](c.Random), Kind: party.Committee, Name: g.of + "党委", Area: g.code.At(models.Community)})
			committees[g.community] = committee
		}
		for n := range each[i] {
			branch := party.Org{ID: models.NewID[models.OrgID](c.Random), Kind: party.Branch, Parent: committee.ID, Name: g.name + "党支部", Area: g.code}
			if n > 0 {
				branch.Name, branch.Compound = g.compounds[n].Name+"党支部", g.compounds[n].ID
			}
			branches, of = append(branches, t.add(branch)), append(of, g)
		}
	}
	c.group(&t, branches, of)
	return c.write(ctx, func(tx *store.Tx) error {
		if err := parties.AddOrgs(tx, t.orgs); err != nil {
			return err
		}
		return parties.AddCentres(tx, t.centres)
	})
}

// group gives branches their building groups, and these their centre households: the first of a group is a building's steward, the others of a unit.
func (c *City) group(t *tree, branches []party.Org, of []*grid) {
	groups, centres := deal(c.chance, groupsOf), deal(c.chance, centresOf)
	used := map[*grid]int{}
	for i, branch := range branches {
		g := of[i]
		for n := range groups[i] {
			group := t.add(party.Org{ID: models.NewID[models.OrgID](c.Random), Kind: party.Group, Parent: branch.ID, Name: fmt.Sprintf("%s第%d楼栋党小组", g.name, n+1), Area: g.code})
			for k := range centres[0] {
				h := g.homes[used[g]]
				used[g]++
				centre := party.Centre{Household: h.ID, Group: group.ID, Building: g.building(h), Since: founded}
				if k > 0 {
					centre.Unit = new(1 + (k-1)%unitsOf)
				}
				t.centres = append(t.centres, centre)
			}
			centres = centres[1:]
		}
	}
}

func (g *grid) building(h home) models.AreaCode {
	for _, d := range g.doors {
		if d.ID == h.Dwelling {
			return d.Building
		}
	}
	return ""
}

// fund gives every branch and every community its money of the year, and lets them spend some of it.
func (c *City) fund(ctx context.Context) error {
	return c.write(ctx, func(tx *store.Tx) error {
		branches, err := store.Query(tx, `SELECT id FROM party_orgs WHERE kind = 'branch' ORDER BY area_code, id`, nil, store.Value[models.OrgID])
		if err != nil {
			return err
		}
		var funds []party.Fund
		var entries []party.Entry
		open := func(f party.Fund, grant int64, purposes []string) {
			f.ID, f.Year = models.NewID[models.FundID](c.Random), c.at.Year()
			funds = append(funds, f)
			entries = append(entries, party.Entry{ID: models.NewID[models.EntryID](c.Random), Fund: f.ID, Amount: grant, Purpose: "年度拨款", Voucher: "收-001", At: c.at.AddDate(0, -7, 0)})
			for n, left := 1, grant; n <= 3; n++ {
				spent := left / int64(3+c.chance.IntN(5))
				left -= spent
				entries = append(entries, party.Entry{ID: models.NewID[models.EntryID](c.Random), Fund: f.ID, Amount: -spent, Purpose: purposes[n-1], Voucher: fmt.Sprintf("支-%03d", n),
					At: c.at.AddDate(0, -2*n, c.chance.IntN(20))})
			}
		}
		for _, id := range branches {
			open(party.Fund{Org: id}, party.BranchGrant, []string{"主题党日活动", "学习资料", "走访慰问"})
		}
		for i, g := range c.grids {
			if i == 0 || c.grids[i-1].community != g.community {
				open(party.Fund{Area: g.code.At(models.Community)}, party.ServiceGrant, []string{"网格公共设施维修", "困难家庭帮扶", "邻里集市"})
			}
		}
		if err := parties.AddFunds(tx, funds); err != nil {
			return err
		}
		return parties.AddEntries(tx, entries)
	})
}
