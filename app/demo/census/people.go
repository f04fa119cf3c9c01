package census

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"delinli/app/demo/crowd"
	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/residents"
	"delinli/models"
	"delinli/models/resident"
	"delinli/models/secret"
)

// home is a household with its members.
type home struct {
	resident.Home
	address string
	members []member
}

// member is somebody before they are sealed.
type member struct {
	id       models.PersonID
	relation resident.Relation
	age      age
	male     bool
	born     time.Time
	name     string
	number   secret.IDNumber
	phone    string
}

// age is to which group somebody belongs.
type age int

const (
	adult age = iota // 15 to 59
	child            // under 15
	elder            // 60 and more
)

// populate fills the dwellings.
func (c *City) populate(ctx context.Context) error {
	c.move()
	c.ageAll()
	c.sexAll()
	c.nameAll()
	return c.register(ctx)
}

// move gives every household its dwelling, and its members their parts.
func (c *City) move() {
	sizes := c.plan.sizes
	for i, g := range c.grids {
		order := c.chance.Perm(len(g.doors))
		for k := range c.plan.households[i] {
			door := g.doors[order[k]]
			h := home{Home: resident.Home{ID: models.NewID[models.HouseholdID](c.Random), Area: g.code, Dwelling: door.ID}}
			h.address = fmt.Sprintf("%s%d单元%s室", g.house(door.Building), door.Unit, door.Door)
			h.members = make([]member, sizes[0])
			for m := range h.members {
				h.members[m].id = models.NewID[models.PersonID](c.Random)
				h.members[m].relation = []resident.Relation{resident.Head, resident.Spouse, resident.Child, resident.Child, resident.Child, resident.Child}[m]
			}
			g.homes = append(g.homes, h)
			sizes = sizes[1:]
		}
	}
}

func (g *grid) house(code models.AreaCode) string {
	n := 0
	_, _ = fmt.Sscanf(string(code[len(code)-5:]), "%d", &n)
	return fmt.Sprintf("%s%d号楼", g.compounds[(n-1)/perPlot].Name, n)
}

// each calls for every household, in order.
func (c *City) each(fn func(g *grid, h *home)) {
	for _, g := range c.grids {
		for i := range g.homes {
			fn(g, &g.homes[i])
		}
	}
}

// ageAll deals out the age groups: children and some of the old live with a couple, other old people as couples or alone.
func (c *City) ageAll() {
	var alone, couples, others []*member
	c.each(func(_ *grid, h *home) {
		switch len(h.members) {
		case 1:
			alone = append(alone, &h.members[0])
		case 2:
			couples = append(couples, &h.members[0])
		}
		for i := 2; i < len(h.members); i++ {
			others = append(others, &h.members[i])
		}
	})
	for _, list := range [][]*member{alone, others} {
		c.chance.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	for _, m := range others[:children] {
		m.age = child
	}
	left := elders
	for _, m := range alone[:8_000] {
		m.age = elder
		left--
	}
	old := map[*member]bool{}
	for _, k := range c.chance.Perm(len(couples))[:10_000] {
		old[couples[k]] = true
		left -= 2
	}
	c.each(func(_ *grid, h *home) {
		if old[&h.members[0]] {
			h.members[0].age, h.members[1].age = elder, elder
		}
	})
	for _, m := range others[children : children+left] {
		m.age, m.relation = elder, resident.Parent
	}
}

// sexAll makes a couple of a man and a woman, and of the others as many men as are missing.
func (c *City) sexAll() {
	var others []*member
	couples := 0
	c.each(func(_ *grid, h *home) {
		if len(h.members) > 1 {
			h.members[0].male = c.chance.IntN(10) < 7
			h.members[1].male = !h.members[0].male
			couples++
		}
		for i := range h.members {
			if len(h.members) == 1 || i > 1 {
				others = append(others, &h.members[i])
			}
		}
	})
	for _, k := range c.chance.Perm(len(others))[:men-couples] {
		others[k].male = true
	}
}

// nameAll gives everybody a birthday, a name, an identity number and, from 15 on, a phone.
func (c *City) nameAll() {
	days := map[time.Time]int{}
	c.each(func(_ *grid, h *home) {
		family := pick(c.chance, crowd.Surnames)
		grown := false
		for i := 2; i < len(h.members); i++ {
			grown = grown || h.members[i].age == adult
		}
		for i := range h.members {
			m := &h.members[i]
			m.born = c.birthday(c.years(m, i, grown))
			m.name = family + pick(c.chance, crowd.GivenNames)
			if i == 1 {
				m.name = pick(c.chance, crowd.Surnames) + pick(c.chance, crowd.GivenNames)
			}
			m.number = c.numbered(days, m)
			if m.age != child {
				c.phone++
				m.phone = fmt.Sprintf("1005%07d", c.phone)
			}
		}
	})
}

// years draws somebody's age: heads and their spouses are old enough for the children who live with them.
func (c *City) years(m *member, i int, grown bool) int {
	switch {
	case m.age == child:
		return c.chance.IntN(15)
	case m.age == elder:
		return 60 + c.chance.IntN(18) + c.chance.IntN(18)
	case i > 1:
		return 15 + c.chance.IntN(15)
	case grown:
		return 45 + c.chance.IntN(15)
	}
	return 26 + c.chance.IntN(34)
}

// birthday draws a day on which somebody of that age was born. In the month as of which the city stands, it has been.
func (c *City) birthday(years int) time.Time {
	month, day := time.Month(1+c.chance.IntN(12)), 1+c.chance.IntN(28)
	year := c.at.Year() - years
	if month > c.at.Month() {
		year--
	}
	if month == c.at.Month() {
		day = 1 + c.chance.IntN(c.at.Day())
	}
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// numbered gives the next number of a day and a sex. It panics when a day is full, which the seed rules out.
func (c *City) numbered(days map[time.Time]int, m *member) secret.IDNumber {
	days[m.born]++
	sequence := 2 * days[m.born]
	if m.male {
		sequence++
	}
	n, err := secret.CompleteIDNumber(fmt.Sprintf("370799%s%03d", m.born.Format("20060102"), sequence))
	if err != nil {
		panic(fmt.Sprintf("number %d of %s: %v", sequence, m.born, err))
	}
	return n
}

// Sizes of what is written at once, and by how many.
const (
	homesAtOnce = 1_000
	writers     = 3
)

// register seals everybody and writes them.
func (c *City) register(ctx context.Context) error {
	var crew errgroup.Group
	crew.SetLimit(writers)
	var homes []resident.Home
	var people []resident.Row
	flush := func() {
		h, p := homes, people
		homes, people = nil, nil
		crew.Go(func() error {
			if err := c.seal(p); err != nil {
				return err
			}
			return c.write(ctx, func(tx *store.Tx) error {
				if err := residents.AddHomes(tx, h); err != nil {
					return err
				}
				return residents.Add(tx, p)
			})
		})
	}
	c.each(func(_ *grid, h *home) {
		homes = append(homes, h.Home)
		for _, m := range h.members {
			people = append(people, c.row(h, m))
		}
		if len(homes) == homesAtOnce {
			flush()
		}
	})
	flush()
	return crew.Wait()
}

// row is a member before sealing: what is to be sealed stands in the clear where its ciphertext will be.
func (c *City) row(h *home, m member) resident.Row {
	return resident.Row{ID: m.id, Name: secret.Sealed(m.name), IDNumber: secret.Sealed(m.number.Plain()), Phone: secret.Sealed(m.phone), Address: secret.Sealed(h.address),
		Household: h.ID, Relation: m.relation, Sex: resident.SexOf(m.number), Born: resident.Month(m.number), Area: h.Area, At: c.at}
}

// seal closes what is personal.
func (c *City) seal(rows []resident.Row) (err error) {
	for i := range rows {
		r := &rows[i]
		key := c.Vault.NewDataKey(r.ID)
		r.Key = key.Sealed
		r.NameIdx = c.Keys.BlindIndex(vault.NameIndex, string(r.Name))
		r.IDIndex = c.Keys.BlindIndex(vault.IDNumberIndex, string(r.IDNumber))
		if len(r.Phone) > 0 {
			r.PhoneIdx = c.Keys.BlindIndex(vault.PhoneIndex, string(r.Phone))
		}
		for column, value := range map[string]*secret.Sealed{"name": &r.Name, "id_number": &r.IDNumber, "phone": &r.Phone, "address": &r.Address} {
			if *value, err = c.Vault.Seal(key, secret.Place{Person: r.ID, Table: "persons", Column: column, Row: r.ID.String()}, string(*value)); err != nil {
				return err
			}
		}
	}
	return nil
}
