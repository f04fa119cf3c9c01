package census

import (
	"math/rand/v2"
)

// The published numbers, and how they split so that every one is met exactly.
const (
	dwellingsMean = 350
	dwellings     = 163_450
	households    = 104_600
	men           = 138_302 // 50.66 % of 273,000
	children      = 48_212  // under 15
	elders        = 44_990  // from 60 on
)

var (
	// gridsOf is how many communities have how many grids.
	gridsOf = []share{{3, 7}, {5, 8}, {6, 9}, {8, 10}, {7, 11}, {6, 12}, {5, 13}, {2, 14}, {2, 15}}
	// communitiesOf is how many communities each street has.
	communitiesOf = []int{16, 15, 13}
	// sizes is how many households have how many members.
	sizes = []share{{20_926, 1}, {32_420, 2}, {28_242, 3}, {14_644, 4}, {6_276, 5}, {2_092, 6}}

	branchesOf  = []share{{461, 1}, {6, 2}}     // grids with so many branches
	groupsOf    = []share{{258, 3}, {215, 4}}   // branches with so many building groups
	centresOf   = []share{{1_210, 3}, {424, 4}} // groups with so many centre households
	fullTimeOf  = []share{{255, 3}, {212, 2}}   // grids with so many full-time workers
	partTimeOf  = []share{{436, 4}, {31, 3}}    // grids with so many part-time workers
	cadresOf    = []share{{440, 19}, {27, 20}}  // grids with so many cadres
	stationsOf  = []share{{397, 1}, {70, 0}}    // grids with so many stations
	pavilionsOf = []share{{43, 3}, {1, 2}}      // communities with so many pavilions
)

const units = 140 // from which cadres come

// share says that some of them have so many each.
type share struct{ some, each int }

// deal lists how many each one has, in a drawn order.
func deal(chance *rand.Rand, shares []share) (each []int) {
	for _, s := range shares {
		for range s.some {
			each = append(each, s.each)
		}
	}
	chance.Shuffle(len(each), func(i, j int) { each[i], each[j] = each[j], each[i] })
	return each
}

// plan is how the numbers fall on communities and grids.
type plan struct {
	grids      []int // of each community
	dwellings  []int // of each grid
	households []int // of each grid
	sizes      []int // of each household
}

func draft(chance *rand.Rand) plan {
	p := plan{grids: deal(chance, gridsOf), sizes: deal(chance, sizes)}
	grids := 0
	for _, n := range p.grids {
		grids += n
	}
	p.dwellings = around(chance, grids)
	p.households = occupy(p.dwellings)
	return p
}

// around gives each grid 300 to 500 dwellings, 350 in the mean.
func around(chance *rand.Rand, grids int) []int {
	each := make([]int, grids)
	for i := range each {
		each[i] = dwellingsMean
	}
	for range 40 * grids {
		from, to, some := chance.IntN(grids), chance.IntN(grids), 1+chance.IntN(20)
		if from != to && each[from]-some >= 300 && each[to]+some <= 500 {
			each[from] -= some
			each[to] += some
		}
	}
	return each
}

// occupy spreads the households over the grids as their dwellings are spread.
func occupy(dwelt []int) []int {
	each, before, given := make([]int, len(dwelt)), 0, 0
	for i, n := range dwelt {
		before += n
		each[i] = before*households/dwellings - given
		given += each[i]
	}
	return each
}
