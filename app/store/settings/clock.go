package settings

import (
	"delinli/app/store"
	"delinli/models/calendar"
)

// Simulated says how a simulated city tells the time: from the day as of which it was made, so many days behind the machine. The zero value is
// that of a real city, which goes with the machine.
type Simulated struct {
	AsOf       calendar.Date `json:"as_of"`
	DaysBehind int           `json:"days_behind"`
}

// StartClock sets the clock of a simulated city, once and for all processes that serve it.
func StartClock(tx *store.Tx, s Simulated) error {
	_, err := Add(tx, City, Clock, s)
	return err
}

// ClockOf reads how the city tells the time.
func ClockOf(tx *store.Tx) (Simulated, error) {
	found, err := store.Query(tx, `SELECT body FROM settings WHERE kind = @kind AND name = @name`, store.Args{"kind": City, "name": Clock},
		store.JSON[Simulated])
	if err != nil || len(found) == 0 {
		return Simulated{}, err
	}
	return found[0], nil
}
