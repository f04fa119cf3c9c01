package party

import (
	"delinli/models"
	"delinli/models/calendar"
)

// ReturnKind is what a cadre is or was.
type ReturnKind string

// The kinds of returns.
const (
	Serving ReturnKind = "serving"
	Retired ReturnKind = "retired"
	Veteran ReturnKind = "veteran"
)

// Return is a cadre's report to the community they live in 在职党员回家.
type Return struct {
	Person    models.PersonID `json:"person_id"`
	Kind      ReturnKind      `json:"kind"`
	Unit      string          `json:"unit"` // where they work or worked
	Community models.AreaCode `json:"community"`
	Skills    []string        `json:"skills"`
	Reported  calendar.Date   `json:"reported_on"`
}
