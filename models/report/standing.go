package report

// The units of what stands.
const (
	Pieces     Unit = "个" // places, organisations, facilities
	People     Unit = "人"
	Households Unit = "户"
	Dwellings  Unit = "套"
	Fen        Unit = "分" // money
)

// The sources of what stands: what is there now, whenever it came.
const (
	Places        Source = "places"        // areas of the tree
	Homes         Source = "homes"         // dwellings, at their building
	Register      Source = "register"      // people in the register of residents, where they live
	Organisations Source = "organisations" // of the party, at the area that they serve
	Centres       Source = "centres"       // centre households, where they live
	Posts         Source = "posts"         // posts of grid teams that are held, at their grid
	Returns       Source = "returns"       // cadres who reported home, at their community
	Facilities    Source = "facilities"    // that are open
	Money         Source = "money"         // entries of this year's funds, at the area of the fund
)

// The figures of what stands.
const (
	Streets     Name = "streets"
	Towns       Name = "towns"
	Zones       Name = "zones"
	Communities Name = "communities"
	Villages    Name = "villages"
	Grids       Name = "grids"
	Buildings   Name = "buildings"

	Dwelled  Name = "dwellings"
	Occupied Name = "occupied"

	Residents Name = "residents"
	Men       Name = "men"
	Children  Name = "children"
	Adults    Name = "adults"
	Elders    Name = "elders"

	Committees       Name = "committees"
	Branches         Name = "branches"
	BuildingGroups   Name = "building_groups"
	CentreHouseholds Name = "centre_households"

	Chiefs          Name = "grid_chiefs"
	Liaisons        Name = "grid_liaisons"
	FullTimeWorkers Name = "full_time_grid_workers"
	PartTimeWorkers Name = "part_time_grid_workers"
	TeamMembers     Name = "grid_team_members"

	Cadres Name = "cadres"

	Stations         Name = "stations"
	Pavilions        Name = "pavilions"
	Squares          Name = "squares"
	TalkPoints       Name = "talk_points"
	ListeningCorners Name = "listening_corners"

	BranchFunds  Name = "branch_funds"
	BranchSpent  Name = "branch_funds_spent"
	ServiceFunds Name = "service_funds"
	ServiceSpent Name = "service_funds_spent"
)

const (
	divisions = "division codes: GB/T 10114-2003 and the rules for statistical division codes"
	gaomi     = "the published case of Gaomi, 2024-08-15"
)

// Standing is the one definition of each figure of what stands. Each counts rows, so that the parts of an area add up to the whole.
var Standing = []Figure{
	{Streets, Pieces, Places, "areas of the second level numbered 001 to 099", divisions},
	{Towns, Pieces, Places, "areas of the second level numbered 100 to 399", divisions},
	{Zones, Pieces, Places, "areas of the second level numbered from 400 on", divisions},
	{Communities, Pieces, Places, "areas of the third level numbered 001 to 199", divisions},
	{Villages, Pieces, Places, "areas of the third level numbered from 200 on", divisions},
	{Grids, Pieces, Places, "areas of the fourth level", gaomi},
	{Buildings, Pieces, Places, "areas of the fifth level", own},

	{Dwelled, Dwellings, Homes, "all", gaomi},
	{Occupied, Dwellings, Homes, "those in which a household lives", gaomi},

	{Residents, People, Register, "all", gaomi},
	{Men, People, Register, "men", own},
	{Children, People, Register, "those under 15", "age groups of the census"},
	{Adults, People, Register, "those from 15 to 59", "age groups of the census"},
	{Elders, People, Register, "those of 60 and more", "age groups of the census"},

	{Committees, Pieces, Organisations, "community committees", gaomi},
	{Branches, Pieces, Organisations, "branches of a grid or a compound", gaomi},
	{BuildingGroups, Pieces, Organisations, "building groups", gaomi},
	{CentreHouseholds, Households, Centres, "all", gaomi},

	{Chiefs, People, Posts, "chiefs 网格长", gaomi},
	{Liaisons, People, Posts, "liaisons 网格联络员", gaomi},
	{FullTimeWorkers, People, Posts, "full-time workers 专职网格员", gaomi},
	{PartTimeWorkers, People, Posts, "part-time workers 兼职网格员", gaomi},
	{TeamMembers, People, Posts, "all posts: who holds two counts twice", gaomi},

	{Cadres, People, Returns, "all", gaomi},

	{Stations, Pieces, Facilities, "stations 党群服务驿站", gaomi},
	{Pavilions, Pieces, Facilities, "pavilions 德邻议事亭 and squares 德邻广场 that were made for talks", gaomi},
	{Squares, Pieces, Facilities, "other squares", own},
	{TalkPoints, Pieces, Facilities, "talk points 说事点", own},
	{ListeningCorners, Pieces, Facilities, "listening corners 听事角", own},

	{BranchFunds, Fen, Money, "what the branches' funds 支部经费 were given", gaomi},
	{BranchSpent, Fen, Money, "what was spent of it", own},
	{ServiceFunds, Fen, Money, "what the communities' funds 服务群众专项经费 were given", gaomi},
	{ServiceSpent, Fen, Money, "what was spent of it", own},
}

// Published is what the case study says of a figure.
type Published struct {
	Value   int64
	AtLeast bool // "余", "多": a lower bound
}

// CaseStudy holds the published figures of the whole city.
var CaseStudy = map[Name]Published{
	Streets:          {Value: 3},
	Towns:            {Value: 7},
	Zones:            {Value: 1},
	Communities:      {Value: 44},
	Villages:         {Value: 866},
	Grids:            {Value: 467},
	Residents:        {273_000, true},
	Branches:         {Value: 473},
	BuildingGroups:   {Value: 1_634},
	CentreHouseholds: {Value: 5_326},
	FullTimeWorkers:  {Value: 1_189},
	TeamMembers:      {3_960, true},
	Cadres:           {8_900, true},
	Stations:         {Value: 397},
	Pavilions:        {Value: 131},
	BranchFunds:      {Value: 473 * 2_000_00},
	ServiceFunds:     {44 * 200_000_00, true},
}

// StandingSources lists the sources of what stands, each once.
func StandingSources() (sources []Source) {
	for i, f := range Standing {
		if i == 0 || f.Source != Standing[i-1].Source {
			sources = append(sources, f.Source)
		}
	}
	return sources
}
