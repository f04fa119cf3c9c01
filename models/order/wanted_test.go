package order

import (
	"maps"
	"testing"
	"time"

	"delinli/models"
	"delinli/models/dispatch"
)

func TestWantedTimes(t *testing.T) {
	now := time.Date(2026, 3, 10, 4, 0, 0, 0, time.UTC)
	window := func(from, to time.Duration) dispatch.Window {
		return dispatch.Window{From: now.Add(from), To: now.Add(to)}
	}
	for name, tt := range map[string]struct {
		windows Windows
		want    map[string]string
	}{
		"none":            {nil, nil},
		"tomorrow":        {Windows{window(24*time.Hour, 25*time.Hour)}, nil},
		"just begun":      {Windows{window(-WantedLate, time.Hour)}, nil},
		"the last moment": {Windows{window(WantedAhead-time.Hour, WantedAhead)}, nil},
		"begun before":    {Windows{window(-WantedLate-time.Second, time.Hour)}, map[string]string{"wanted[0].from": "order.wanted_past"}},
		"no time at all":  {Windows{window(time.Hour, time.Hour)}, map[string]string{"wanted[0].to": "order.wanted_backwards"}},
		"too far":         {Windows{window(time.Hour, WantedAhead+time.Second)}, map[string]string{"wanted[0].to": "order.wanted_too_far"}},
		"several": {Windows{window(time.Hour, 2*time.Hour), window(-time.Hour, -2*time.Hour), window(0, 2*WantedAhead)},
			map[string]string{"wanted[1].from": "order.wanted_past", "wanted[1].to": "order.wanted_backwards", "wanted[2].to": "order.wanted_too_far"}},
	} {
		err, _ := tt.windows.Check(now).(*models.Error)
		if (err == nil) != (tt.want == nil) || err != nil && !maps.Equal(err.Fields, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}
