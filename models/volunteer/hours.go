package volunteer

import "time"

// DayCap is the most service time that one local day credits.
const DayCap = 8 * time.Hour

// Repeats is how many services of the same pair within PairWindow flag the next ones, before hours are credited.
const (
	Repeats    = 3
	PairWindow = 30 * 24 * time.Hour
)

// Credit is how many of the minutes served count on a day on which some were credited before.
func Credit(served, before int) int {
	return max(0, min(served, int(DayCap.Minutes())-before))
}

// StarHours are the hours from which each star is worn (MCA rules on volunteer service records).
var StarHours = []int{100, 300, 600, 1000, 1500}

// Stars tells how many stars the minutes of service earn, 0 to 5.
func Stars(minutes int) (stars int) {
	for _, h := range StarHours {
		if minutes >= h*60 {
			stars++
		}
	}
	return stars
}
