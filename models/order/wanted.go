package order

import (
	"fmt"
	"time"

	"delinli/models"
	"delinli/models/dispatch"
)

// Windows are the times at which the requester would like to be visited.
type Windows []dispatch.Window

// Within which times somebody may wish to be visited.
const (
	WantedAhead = 90 * 24 * time.Hour // the farthest end
	WantedLate  = 5 * time.Minute     // how long ago a window may have begun: clocks differ, and people take time to write
)

// Check names every fault of the windows by its field, wanted[0].from: what began in the past, ends before it begins, or lies too far ahead.
func (w Windows) Check(now time.Time) error {
	f := fields{}
	for i, x := range w {
		at := fmt.Sprintf("wanted[%d].", i)
		f.need(!x.From.Before(now.Add(-WantedLate)), at+"from", "order.wanted_past")
		f.need(!x.To.After(now.Add(WantedAhead)), at+"to", "order.wanted_too_far")
		f.need(x.Valid(), at+"to", "order.wanted_backwards")
	}
	if len(f) == 0 {
		return nil
	}
	return &models.Error{Kind: models.Invalid, Code: "input.invalid", Fields: f}
}
