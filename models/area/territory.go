package area

import (
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/geo"
)

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

// FacilityKind is what a facility is.
type FacilityKind string

// The kinds of facilities.
const (
	Station         FacilityKind = "station"          // 党群服务驿站
	Pavilion        FacilityKind = "pavilion"         // 德邻议事亭, 德邻广场
	Square          FacilityKind = "square"           // 广场
	TalkPoint       FacilityKind = "talk_point"       // 说事点
	ListeningCorner FacilityKind = "listening_corner" // 听事角
)

// Facility is a place where people meet or are served.
type Facility struct {
	ID      models.FacilityID `json:"id"`
	Kind    FacilityKind      `json:"kind"`
	Name    string            `json:"name"`
	Area    models.AreaCode   `json:"area_code"`
	Place   geo.Point         `json:"place"`
	Opened  calendar.Date     `json:"opened_on"`
	Version int               `json:"version"` // counts the edits, from 1
}

// The dwellings that a grid should have.
const (
	FewestDwellings = 300
	MostDwellings   = 500
)

// OddSize reports whether a grid has too few or too many dwellings: a warning, never a refusal.
func OddSize(dwellings int) bool { return dwellings < FewestDwellings || dwellings > MostDwellings }
