package area

import "delinli/models"

// Compound is a housing estate 小区 of a community. It may lie in several grids.
type Compound struct {
	ID   models.CompoundID `json:"id"`
	Name string            `json:"name"`
	Area models.AreaCode   `json:"area_code"` // of the community
}

// House is what a building is beside a place.
type House struct {
	Code     models.AreaCode   `json:"code"`
	Compound models.CompoundID `json:"compound_id"` // zero: of none
	Units    int               `json:"units"`       // 单元
	Floors   int               `json:"floors"`
}

// Dwelling is one door.
type Dwelling struct {
	ID       models.DwellingID `json:"id"`
	Building models.AreaCode   `json:"building"`
	Unit     int               `json:"unit"`
	Door     string            `json:"door"` // up to 8 digits, capital letters and hyphens
}

// The dwellings that a grid should have.
const (
	FewestDwellings = 300
	MostDwellings   = 500
)

// OddSize reports whether a grid has too few or too many dwellings: a warning, never a refusal.
func OddSize(dwellings int) bool { return dwellings < FewestDwellings || dwellings > MostDwellings }
