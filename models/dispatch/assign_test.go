package dispatch

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/models"
)

// some are so many orders in the grids of the town.
func some(n int) (all []Need) {
	random := rand.New(rand.NewPCG(3, 4))
	for i := range n {
		one := need()
		one.Order = id[models.OrderID](10_000 + i)
		one.Area = areas[random.IntN(len(areas))]
		one.Reach = models.City
		all = append(all, one)
	}
	return all
}

// value is how many orders of a plan have somebody, and the sum of their scores.
func value(plan []Ranked) (placed int, sum float64) {
	for _, p := range plan {
		if p.Excluded == "" {
			placed, sum = placed+1, sum+p.Score
		}
	}
	return placed, sum
}

// greedy gives each order, in turn, whoever is best of those that are left.
func greedy(needs []Need, candidates []Candidate, r Rule) (plan []Ranked) {
	left := slices.Clone(candidates)
	for _, n := range needs {
		best := Rank(n, left, r)[0]
		plan = append(plan, best)
		if i := slices.IndexFunc(left, func(c Candidate) bool { return c.Person == best.Person }); best.Excluded == "" {
			left[i].Load, left[i].Recent = left[i].Load+1, left[i].Recent+1
		}
	}
	return plan
}

// exhaust tries everything.
func exhaust(needs []Need, candidates []Candidate, r Rule) (placed int, sum float64) {
	if len(needs) == 0 {
		return 0, 0
	}
	placed, sum = exhaust(needs[1:], candidates, r)
	for i := range candidates {
		if excluded(&needs[0], &candidates[i]) != "" {
			continue
		}
		then := slices.Clone(candidates)
		then[i].Load, then[i].Recent = then[i].Load+1, then[i].Recent+1
		n, rest := exhaust(needs[1:], then, r)
		score := r.score(&needs[0], &candidates[i])
		if n+1 > placed || n+1 == placed && rest+score > sum {
			placed, sum = n+1, rest+score
		}
	}
	return placed, sum
}

// drawn is a small town in which not everybody may do everything.
func drawn(t *rapid.T) (ns []Need, cs []Candidate) {
	ns = some(rapid.IntRange(0, 4).Draw(t, "orders"))
	for i := range ns {
		ns[i].Skills = rapid.SampledFrom([][]string{nil, {"wiring"}}).Draw(t, "skills")
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "volunteers") {
		c := volunteer(100 + i)
		c.Areas = []models.AreaCode{rapid.SampledFrom(areas).Draw(t, "area")}
		c.Skills = rapid.SampledFrom([][]string{nil, {"wiring"}}).Draw(t, "has")
		c.Cap = rapid.IntRange(1, 3).Draw(t, "cap")
		c.Load = rapid.IntRange(0, c.Cap).Draw(t, "load")
		c.Recent = rapid.IntRange(0, 5).Draw(t, "recent")
		cs = append(cs, c)
	}
	return ns, cs
}

// TestAssignIsBest: no other plan places more orders, or as many with a higher sum; nobody gets more than fits; and it is the same each time.
func TestAssignIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ns, cs := drawn(t)
		rule := DefaultRule()
		plan := Assign(ns, cs, rule)
		more := map[models.PersonID]int{}
		for i, p := range plan {
			if p.Excluded != "" {
				continue
			}
			c := cs[slices.IndexFunc(cs, func(c Candidate) bool { return c.Person == p.Person })]
			if more[p.Person]++; c.Load+more[p.Person] > c.Cap {
				t.Fatalf("%v has %d of %d", p.Person, c.Load+more[p.Person], c.Cap)
			}
			if code, ok := Eligible(ns[i], c); !ok {
				t.Fatalf("%v may not: %s", p.Person, code)
			}
		}
		placed, sum := value(plan)
		best, most := exhaust(ns, cs, rule)
		if placed != best || sum < most-1e-6 {
			t.Fatalf("%d placed with %.2f, best is %d with %.2f", placed, sum, best, most)
		}
		slices.Reverse(cs)
		for i, p := range Assign(ns, cs, rule) {
			if p.Person != plan[i].Person {
				t.Fatalf("the plan depends on the order of the volunteers")
			}
		}
	})
}

func TestAssignSaysWhyNobody(t *testing.T) {
	far, full := volunteer(11), volunteer(12)
	far.Areas, full.Cap = []models.AreaCode{"370786001001"}, full.Load+1
	ns := some(2)
	for i := range ns {
		ns[i].Reach = models.Community
		ns[i].Area = full.Areas[0]
	}
	plan := Assign(ns, []Candidate{far, full}, DefaultRule())
	why := []string{plan[0].Excluded, plan[1].Excluded}
	slices.Sort(why)
	if !slices.Equal(why, []string{"", AllTaken}) {
		t.Errorf("one fits, the other waits: %q", why)
	}
	if plan = Assign(ns[:1], []Candidate{far}, DefaultRule()); plan[0].Excluded != NoCandidate {
		t.Errorf("%q, want %s", plan[0].Excluded, NoCandidate)
	}
}

// TestAssignSpreads: of equals nobody gets two while another has none, who declined an order gets another one, and who is asked for by two orders
// goes where nobody else can.
func TestAssignSpreads(t *testing.T) {
	ns := some(2)
	for i := range ns {
		ns[i].Area, ns[i].Reach = grid, models.Community
	}
	one, other := volunteer(11), volunteer(12)
	plan := Assign(ns, []Candidate{one, other}, DefaultRule())
	if plan[0].Person == plan[1].Person || plan[0].Excluded+plan[1].Excluded != "" {
		t.Errorf("two orders for two: %v and %v", plan[0].Person, plan[1].Person)
	}
	ns[0].Declined = []models.PersonID{one.Person}
	if plan = Assign(ns, []Candidate{one, other}, DefaultRule()); plan[0].Person != other.Person || plan[1].Person != one.Person {
		t.Errorf("who declined the first: %v and %v", plan[0].Person, plan[1].Person)
	}
	ns[0].Declined = nil
	ns[1].Skills = []string{"wiring"}
	skilled := volunteer(13)
	skilled.Skills, skilled.Cap = append(skilled.Skills, "wiring"), skilled.Load+1
	other.Recent = 9
	if plan = Assign(ns, []Candidate{skilled, other}, DefaultRule()); plan[0].Person != other.Person || plan[1].Person != skilled.Person {
		t.Errorf("the only one who can wire: %v and %v", plan[0].Person, plan[1].Person)
	}
}

// BenchmarkAssign300x8900 plans as many orders as the desk may ask for at once; the bar is a second. It reports what the plan gains over
// giving each order in turn whoever is best.
func BenchmarkAssign300x8900(b *testing.B) {
	_, crowd := town()
	for i := range crowd {
		crowd[i].Availability.Away = nil
	}
	ns, rule := some(300), DefaultRule()
	_, turned := value(greedy(ns, crowd, rule))
	var sum float64
	for b.Loop() {
		_, sum = value(Assign(ns, crowd, rule))
	}
	b.ReportMetric(sum/turned, "of-greedy")
}
