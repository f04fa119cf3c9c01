package dispatch

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"delinli/models"
)

// town is every party cadre of the city as a candidate (domain figure: 8,900), all within reach, with calendars.
func town() (Need, []Candidate) {
	random := rand.New(rand.NewPCG(1, 2))
	n := need()
	n.Reach, n.Party, n.Useful = models.City, PartyPreferred, []string{"wiring"}
	n.Wanted = []Window{window(3, 9, 3, 11), window(4, 14, 4, 16)}
	crowd := make([]Candidate, 8_900)
	for i := range crowd {
		c := volunteer(100 + i)
		c.Areas = []models.AreaCode{areas[random.IntN(len(areas))]}
		c.Load, c.Recent, c.RatingCount = random.IntN(3), random.IntN(12), random.IntN(20)
		c.RatingSum = 4 * c.RatingCount
		for day := range 5 {
			c.Availability.Weekly = append(c.Availability.Weekly, Slot{time.Weekday(day + 1), 8 * 60, 12 * 60}, Slot{time.Weekday(day + 1), 14 * 60, 17 * 60})
		}
		c.Availability.Away = []Window{window(random.IntN(20), 0, 20, 0)}
		crowd[i] = c
	}
	return n, crowd
}

// BenchmarkRank8900 reports the 99th percentile beside the mean; the bar is 20 ms.
func BenchmarkRank8900(b *testing.B) {
	n, crowd := town()
	rule := DefaultRule()
	var took []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		before := b.Elapsed()
		Rank(n, crowd, rule)
		took = append(took, b.Elapsed()-before)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100])/1e6, "p99-ms")
}
