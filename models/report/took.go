package report

import "slices"

// Took is how long things took: how many there were, the median and the ninth tenth in minutes, nil where there were none.
type Took struct {
	Count       int
	Median, P90 *float64
}

// TookOf measures times in seconds, which are in order.
func TookOf(seconds []int32) Took {
	return Took{len(seconds), minutesAt(seconds, 0.5), minutesAt(seconds, 0.9)}
}

// minutesAt is the quantile, between the two nearest as PostgreSQL's percentile_cont has it.
func minutesAt(seconds []int32, q float64) *float64 {
	if len(seconds) == 0 {
		return nil
	}
	at := q * float64(len(seconds)-1)
	low := int(at)
	high := min(low+1, len(seconds)-1)
	return new((float64(seconds[low]) + (at-float64(low))*float64(seconds[high]-seconds[low])) / 60)
}

// Merge puts times of parts together, in order.
func Merge(parts ...[]int32) (all []int32) {
	all = slices.Concat(parts...)
	slices.Sort(all)
	return all
}
