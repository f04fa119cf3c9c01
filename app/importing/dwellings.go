package importing

import (
	"fmt"
	"slices"

	"delinli/app/store/areas"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/table"
)

var (
	errNoGrid        = models.BadField(string(area.FieldGrid), "import.no_such_grid")
	errNoBuilding    = models.BadField(string(area.FieldBuilding), "import.no_such_building")
	errFull          = models.BadField(string(area.FieldBuilding), "area.full")
	errOtherCompound = models.BadField(string(area.FieldCompound), "import.other_compound")
	errDoorKnown     = models.BadField(string(area.FieldDoor), "import.door_known")
	errDoorTwice     = models.BadField(string(area.FieldDoor), "import.door_twice")
)

// dwellings are doors. Whoever may add places makes the buildings of new doors with them; buildings grow with the doors that they turn out to have.
type dwellings struct {
	inTx
	mapping table.Mapping
	places  map[models.AreaCode]*place // by the code of the community

	compounds []area.Compound
	houses    map[models.AreaCode]*area.House // that have new doors
	doors     []area.Dwelling
}

// place is what a community has, also of what is not written yet.
type place struct {
	codes     area.Codes
	compounds map[string]models.CompoundID // by name
	buildings map[string]*area.House       // by grid and name
	doors     map[string]int               // by building, unit and door → the line that has it; 0: it was there
}

func newDwellings(t inTx, m table.Mapping) *dwellings {
	return &dwellings{inTx: t, mapping: m, places: map[models.AreaCode]*place{}, houses: map[models.AreaCode]*area.House{}}
}

func (b *dwellings) add(number int, cells []string) ([]table.Fault, error) {
	l, bad := area.ReadDwelling(b.mapping, cells)
	if len(bad) > 0 {
		return bad.Faults(number), nil
	}
	other, err := b.enter(l, number)
	err = told(bad, err, nil)
	faults := bad.Faults(number)
	if len(faults) > 0 {
		faults[0].Other = other
	}
	return faults, err
}

// enter keeps a door for close. Where another line has it already, that line is given too.
func (b *dwellings) enter(l area.DwellingLine, number int) (other int, err error) {
	if !b.a.Holds(l.Grid, models.Staff...) {
		return 0, errNoGrid
	}
	at, err := b.place(l.Grid.Parent())
	if err != nil {
		return 0, err
	}
	if !at.codes.There[l.Grid] {
		return 0, errNoGrid
	}
	house, err := b.house(at, l)
	if err != nil {
		return 0, err
	}
	door := doorKey(house.Code, l.Unit, l.Door)
	switch other, taken := at.doors[door]; {
	case taken && other > 0:
		return other, errDoorTwice
	case taken:
		return 0, errDoorKnown
	}
	if err := b.join(at, house, l); err != nil {
		return 0, err
	}
	at.doors[door] = number
	house.Units, house.Floors = max(house.Units, l.Unit), max(house.Floors, l.Floors)
	b.houses[house.Code] = house
	b.doors = append(b.doors, area.Dwelling{ID: models.NewID[models.DwellingID](b.Random), Building: house.Code, Unit: l.Unit, Door: l.Door})
	return 0, nil
}

// place reads what a community has, and lets nobody else change it until the transaction ends.
func (b *dwellings) place(community models.AreaCode) (*place, error) {
	if p := b.places[community]; p != nil {
		return p, nil
	}
	if err := areas.Alone(b.tx, community); err != nil {
		return nil, err
	}
	p := &place{compounds: map[string]models.CompoundID{}, buildings: map[string]*area.House{}, doors: map[string]int{}}
	var err error
	if p.codes, err = areas.CodesOf(b.tx, community); err != nil {
		return nil, err
	}
	compounds, err := areas.Compounds(b.tx, community)
	if err != nil {
		return nil, err
	}
	for _, c := range compounds {
		p.compounds[c.Name] = c.ID
	}
	buildings, err := areas.Buildings(b.tx, community)
	if err != nil {
		return nil, err
	}
	for _, one := range buildings {
		p.buildings[houseKey(one.Code.Parent(), one.Name)] = new(one.House)
	}
	doors, err := areas.Doors(b.tx, community)
	for _, d := range doors {
		p.doors[doorKey(d.Building, d.Unit, d.Door)] = 0
	}
	b.places[community] = p
	return p, err
}

func houseKey(grid models.AreaCode, name string) string { return string(grid) + "/" + name }

func doorKey(building models.AreaCode, unit int, door string) string {
	return fmt.Sprintf("%s/%d/%s", building, unit, door)
}

// house is the building that a line names, or a new one.
func (b *dwellings) house(at *place, l area.DwellingLine) (*area.House, error) {
	h := at.buildings[houseKey(l.Grid, l.Building)]
	if h == nil {
		code := at.codes.Free(l.Grid + "00001")
		switch {
		case code == "":
			return nil, errFull
		case area.MayAdd(b.a, code) != nil:
			return nil, errNoBuilding
		}
		if _, err := b.Places.AddAreaIn(b.tx, b.a, area.Area{Code: code, Name: l.Building}); err != nil {
			return nil, err
		}
		h = &area.House{Code: code, Units: 1, Floors: 1}
		at.codes.There[code], at.buildings[houseKey(l.Grid, l.Building)] = true, h
	}
	return h, nil
}

// join makes a building that is of no compound one of the compound that a line names, or of a new one.
func (b *dwellings) join(at *place, h *area.House, l area.DwellingLine) error {
	switch id, known := at.compounds[l.Compound]; {
	case l.Compound == "":
	case h.Compound.IsZero() && !known:
		h.Compound = b.compound(at, l.Grid.Parent(), l.Compound)
	case h.Compound.IsZero():
		h.Compound = id
	case h.Compound != id:
		return errOtherCompound
	}
	return nil
}

func (b *dwellings) compound(at *place, community models.AreaCode, name string) models.CompoundID {
	at.compounds[name] = models.NewID[models.CompoundID](b.Random)
	b.compounds = append(b.compounds, area.Compound{ID: at.compounds[name], Name: name, Area: community})
	return at.compounds[name]
}

// chunk is how many doors a statement writes.
const chunk = 5_000

func (b *dwellings) close(failed error) (int, error) {
	if failed != nil {
		return 0, failed
	}
	if err := areas.AddCompounds(b.tx, b.compounds); err != nil {
		return 0, err
	}
	houses := make([]area.House, 0, len(b.houses))
	for _, h := range b.houses {
		houses = append(houses, *h)
	}
	if err := areas.PutHouses(b.tx, houses); err != nil {
		return 0, err
	}
	for some := range slices.Chunk(b.doors, chunk) {
		if err := areas.AddDwellings(b.tx, some); err != nil {
			return 0, err
		}
	}
	return len(b.doors), nil
}
