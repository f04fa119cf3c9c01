package census

import (
	"context"
	"fmt"
	"slices"

	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/calendar"
	"delinli/models/geo"
)

const (
	city     models.AreaCode = "370785"
	towns                    = 7
	villages                 = 866
	perTown                  = villages/(towns+1) + 1 // villages of a town or of the zone, at most
)

// grid is a grid as the city comes to be.
type grid struct {
	code      models.AreaCode
	name      string
	of        string // what its community is called
	box       box
	community int
	compounds []area.Compound
	houses    []area.House
	doors     []area.Dwelling
	homes     []home
	able      []*member // who may hold a post
}

// box is a rectangle on the map, in degrees.
type box struct{ south, west, north, east float64 }

func (b box) boundary() geo.Polygon {
	return geo.Polygon{{{Lat: b.south, Lng: b.west}, {Lat: b.south, Lng: b.east}, {Lat: b.north, Lng: b.east}, {Lat: b.north, Lng: b.west}, {Lat: b.south, Lng: b.west}}}
}

func (b box) centre() geo.Point {
	return geo.Point{Lat: (b.south + b.north) / 2, Lng: (b.west + b.east) / 2}
}

// at is the point at these shares of the way north and east.
func (b box) at(north, east float64) geo.Point {
	return geo.Point{Lat: b.south + (b.north-b.south)*north, Lng: b.west + (b.east-b.west)*east}
}

// slice is the i-th of n stripes, from the west.
func (b box) slice(i, n int) box {
	wide := b.east - b.west
	return box{b.south, b.west + wide*float64(i)/float64(n), b.north, b.west + wide*float64(i+1)/float64(n)}
}

func drawn(code models.AreaCode, name string, b box) area.Area {
	centre := b.centre()
	return area.Area{Code: code, Name: name, Centre: &centre, Boundary: b.boundary()}
}

// The built-up city lies in the middle, its streets side by side from north to south; towns and zone around it, in a column to the east.
var (
	whole  = box{36.15, 119.55, 36.60, 120.10}
	urban  = box{36.30, 119.60, 36.42, 119.88}
	rural  = box{36.16, 119.90, 36.59, 120.09}
	called = []string{"朝阳", "醴泉", "密水"}
	fields = []string{"柏城镇", "夏庄镇", "姜庄镇", "大牟家镇", "阚家镇", "井沟镇", "柴沟镇"}
)

// survey draws the map.
func (c *City) survey(ctx context.Context) error {
	all := []area.Area{drawn(city, "高密市", whole)}
	first, tall := 0, (urban.north-urban.south)/float64(len(called))
	for s, name := range called {
		code, top := models.AreaCode(fmt.Sprintf("%s%03d", city, s+1)), urban.north-tall*float64(s)
		b := box{top - tall, urban.west, top, urban.east}
		all = append(all, drawn(code, name+"街道", b))
		for k := range communitiesOf[s] {
			all = append(all, c.community(code, name, first+k, k, b.slice(k, communitiesOf[s]))...)
		}
		first += communitiesOf[s]
	}
	all = append(all, country()...)
	slices.SortStableFunc(all, func(a, b area.Area) int { return len(a.Code) - len(b.Code) })
	return c.write(ctx, func(tx *store.Tx) error { return areas.Survey(tx, all) })
}

// estates are what communities and compounds are called.
var estates = []string{"康成", "凤凰", "锦绣", "文昌", "永安", "福泽", "清华", "利群", "百合", "梧桐", "春晖", "和平", "育才", "长丰", "青年", "泰和"}

func (c *City) community(street models.AreaCode, of string, n, k int, b box) []area.Area {
	code, name := models.AreaCode(fmt.Sprintf("%s%03d", street, k+1)), estates[k]+"社区"
	if street != city+"001" {
		name = of + name
	}
	all := []area.Area{drawn(code, name, b)}
	for g := range c.plan.grids[n] {
		made := &grid{code: models.AreaCode(fmt.Sprintf("%s%03d", code, g+1)), name: fmt.Sprintf("%s第%d网格", name, g+1), of: name, box: b.slice(g, c.plan.grids[n]), community: n}
		c.grids = append(c.grids, made)
		all = append(all, drawn(made.code, made.name, made.box))
	}
	return all
}

// country draws towns, the development zone and their villages.
func country() (all []area.Area) {
	n := 0
	for t := range towns + 1 {
		code, name := models.AreaCode(fmt.Sprintf("%s%03d", city, 101+t)), "高密经济开发区"
		if t < towns {
			name = fields[t]
		} else {
			code = city + "400"
		}
		tall := (rural.north - rural.south) / (towns + 1)
		b := box{rural.south + tall*float64(t), rural.west, rural.south + tall*float64(t+1), rural.east}
		all = append(all, drawn(code, name, b))
		for v := 0; v < perTown && n < villages; v++ {
			n++
			all = append(all, drawn(models.AreaCode(fmt.Sprintf("%s%03d", code, 201+v)), fmt.Sprintf("%s%d村", string([]rune(name)[:2]), v+1), b.slice(v, perTown)))
		}
	}
	return all
}

// How houses are built.
const (
	floors   = 6
	unitsOf  = 3
	perFloor = 2
	perHouse = floors * unitsOf * perFloor
	perPlot  = 4 // houses of one compound, at most, in a grid
)

// build builds the compounds, houses and dwellings of every grid.
func (c *City) build(ctx context.Context) error {
	for i, g := range c.grids {
		c.buildGrid(g, c.plan.dwellings[i])
	}
	for some := range slices.Chunk(c.grids, 50) {
		err := c.write(ctx, func(tx *store.Tx) error {
			for _, g := range some {
				for _, write := range []func() error{
					func() error { return areas.Survey(tx, g.buildings()) },
					func() error { return areas.AddCompounds(tx, g.compounds) },
					func() error { return areas.PutHouses(tx, g.houses) },
					func() error { return areas.AddDwellings(tx, g.doors) },
				} {
					if err := write(); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *City) buildGrid(g *grid, doors int) {
	for n := 0; doors > 0; n++ {
		if n%perPlot == 0 {
			g.compounds = append(g.compounds, area.Compound{ID: models.NewID[models.CompoundID](c.Random), Name: compoundName(g, len(g.compounds)), Area: g.code.At(models.Community)})
		}
		house := area.House{Code: models.AreaCode(fmt.Sprintf("%s%05d", g.code, n+1)), Compound: g.compounds[len(g.compounds)-1].ID, Units: unitsOf, Floors: floors}
		g.houses = append(g.houses, house)
		for k := 0; k < perHouse && doors > 0; k++ {
			unit, floor, side := 1+k/(floors*perFloor), 1+k/perFloor%floors, 1+k%perFloor
			g.doors = append(g.doors, area.Dwelling{ID: models.NewID[models.DwellingID](c.Random), Building: house.Code, Unit: unit, Door: fmt.Sprintf("%d%02d", floor, side)})
			doors--
		}
	}
}

func compoundName(g *grid, n int) string {
	return fmt.Sprintf("%s%s%s", estates[(g.community*7+n*5)%len(estates)], []string{"花园", "小区", "苑", "里"}[n%4], string(g.code[len(g.code)-3:]))
}

// buildings are the houses of a grid as places of the tree, in rows on its ground.
func (g *grid) buildings() (all []area.Area) {
	for i, house := range g.houses {
		place := g.box.at(0.1+0.8*float64(i/3)/8, 0.2+0.3*float64(i%3))
		all = append(all, area.Area{Code: house.Code, Name: fmt.Sprintf("%s%d号楼", g.compounds[i/perPlot].Name, i+1), Centre: &place})
	}
	return all
}

// equip opens stations, pavilions, talk points and listening corners.
func (c *City) equip(ctx context.Context) error {
	var all []area.Facility
	open := func(kind area.FacilityKind, name string, code models.AreaCode, at geo.Point) {
		opened := calendar.DateOf(c.at.AddDate(0, 0, -30-c.chance.IntN(900)))
		all = append(all, area.Facility{ID: models.NewID[models.FacilityID](c.Random), Kind: kind, Name: name, Area: code, Place: at, Opened: opened})
	}
	stations, pavilions := deal(c.chance, stationsOf), deal(c.chance, pavilionsOf)
	for i, g := range c.grids {
		for range stations[i] {
			open(area.Station, g.name+"党群服务驿站", g.code, g.box.at(0.5, 0.4))
		}
		if i > 0 && c.grids[i-1].community == g.community {
			continue
		}
		open(area.TalkPoint, g.name+"说事点", g.code, g.box.at(0.3, 0.5))
		open(area.ListeningCorner, g.name+"听事角", g.code, g.box.at(0.7, 0.5))
		for p := range pavilions[g.community] {
			open(area.Pavilion, []string{"德邻议事亭", "德邻广场", "德邻议事廊"}[p], c.grids[i+p].code, c.grids[i+p].box.at(0.6, 0.6))
		}
	}
	return c.write(ctx, func(tx *store.Tx) error { return areas.AddFacilities(tx, all) })
}
