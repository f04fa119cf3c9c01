package models_test

import (
	"testing"
	"time"

	"delinli/models"
)

func TestAClockBehindGoesAtTheSamePace(t *testing.T) {
	now := time.Date(2026, 3, 10, 23, 59, 59, 0, models.Local)
	machine := models.Clock(func() time.Time { return now })
	city := machine.Behind(572)
	if got := city(); !got.Equal(time.Date(2024, 8, 15, 23, 59, 59, 0, models.Local)) {
		t.Errorf("%v", got)
	}
	before := city()
	if now = now.Add(time.Second); !city().Equal(before.Add(time.Second)) || !machine.Behind(0)().Equal(now) {
		t.Error("it does not go with the machine")
	}
}
