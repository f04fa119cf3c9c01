package dispatch

import "time"

// Manned counts how many of the candidates can come in each hour of the seven days that begin with the day of from, by the clocks of the city.
func Manned(candidates []Candidate, from time.Time) (hours [7 * 24]int) {
	for i := range hours {
		begin := from.Add(time.Duration(i) * time.Hour)
		for _, c := range candidates {
			if c.Availability.Fits(Window{begin, begin.Add(time.Hour)}) {
				hours[i]++
			}
		}
	}
	return hours
}
