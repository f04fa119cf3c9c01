package dispatch

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// Why an order has nobody in a plan.
const (
	NoCandidate = "no_candidate" // nobody may serve it
	AllTaken    = "all_taken"    // whoever may serve it is needed more elsewhere, or full
)

// Assign gives many orders to many volunteers at once, so that as many orders as possible have somebody, and then so that the sum of all
// scores is the highest that can be. Whoever gets several is scored for each as if the others were theirs already, which spreads the work. It
// depends on its arguments alone. The result stands in the order of the needs; where nobody is left, Excluded says why.
//
// It is the assignment problem, solved by shortest augmenting paths (R. Jonker, A. Volgenant, Computing 38, 1987). Of all places that
// candidates have, each order needs to know as many as there are orders: the others cannot have taken more.
func Assign(needs []Need, candidates []Candidate, r Rule) []Ranked {
	a := assignment{columns: map[seat]int{}}
	for i := range needs {
		a.edges = append(a.edges, a.best(&needs[i], candidates, &r, len(needs)))
	}
	a.solve()
	out := make([]Ranked, len(needs))
	for i := range needs {
		switch at := a.taken[i]; {
		case at >= 0:
			c := a.seats[at].of(candidates)
			reasons, score := r.judge(nil, &needs[i], &c)
			out[i] = Ranked{Person: c.Person, Score: score, Reasons: reasons}
		case len(a.edges[i]) == 0:
			out[i].Excluded = NoCandidate
		default:
			out[i].Excluded = AllTaken
		}
	}
	return out
}

// seat is one more order for a candidate who has some of the plan already.
type seat struct{ candidate, already int }

// of is the candidate as they stand once they have what comes before.
func (s seat) of(candidates []Candidate) Candidate {
	c := candidates[s.candidate]
	c.Load, c.Recent = c.Load+s.already, c.Recent+s.already
	return c
}

type edge struct {
	column int
	cost   float64
	lot    uint64
}

// unplaced is what it costs to leave an order without anybody: more than any score can make up for.
const unplaced = 1e9

type assignment struct {
	columns map[seat]int
	seats   []seat
	edges   [][]edge // of each order, the cheapest first
	taken   []int    // the column of each order, -1 for none
	owner   []int    // the order of each column, -1 for none
	u, v    []float64
}

// best lists the best seats for an order, so many at most.
func (a *assignment) best(n *Need, candidates []Candidate, r *Rule, most int) (all []edge) {
	for _, first := range shortlist(n, candidates, r, most) {
		c := &candidates[first.column]
		for k := range min(c.Cap-c.Load, most) {
			s := seat{first.column, k}
			then := s.of(candidates)
			all = append(all, edge{a.column(s), -r.score(n, &then), first.lot})
		}
	}
	slices.SortFunc(all, cheaper)
	return all[:min(most, len(all))]
}

// shortlist is so many of those who may serve an order, the best first; column is the index of a candidate here. Lots are drawn for those
// alone who may come onto it.
func shortlist(n *Need, candidates []Candidate, r *Rule, most int) (short []edge) {
	for i := range candidates {
		if excluded(n, &candidates[i]) == "" {
			short = append(short, edge{column: i, cost: -r.score(n, &candidates[i])})
		}
	}
	if len(short) > most {
		costs := make([]float64, len(short))
		for i, e := range short {
			costs[i] = e.cost
		}
		slices.Sort(costs)
		short = slices.DeleteFunc(short, func(e edge) bool { return e.cost > costs[most-1] })
	}
	for i := range short {
		short[i].lot = lot(n.Order, &candidates[short[i].column])
	}
	slices.SortFunc(short, cheaper)
	return short[:min(most, len(short))]
}

func cheaper(a, b edge) int {
	return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.lot, b.lot), cmp.Compare(a.column, b.column))
}

func (a *assignment) column(s seat) int {
	at, known := a.columns[s]
	if !known {
		at = len(a.seats)
		a.columns[s], a.seats = at, append(a.seats, s)
	}
	return at
}

// solve gives each order a column or none, one after the other, moving earlier ones where that is cheaper in all.
func (a *assignment) solve() {
	a.taken, a.owner = filled(len(a.edges), -1), filled(len(a.seats), -1)
	a.u, a.v = make([]float64, len(a.edges)), make([]float64, len(a.seats))
	for row, edges := range a.edges {
		if len(edges) > 0 {
			a.u[row] = edges[0].cost
		}
	}
	for row := range a.edges {
		a.augment(row)
	}
}

// step is how cheaply a column can be reached, and from which order.
type step struct {
	cost   float64
	column int // or, below zero, that the order -column-1 goes without anybody
}

// augment finds the cheapest chain of moves that lets one more order be placed, or shows that it costs less to leave one out.
func (a *assignment) augment(root int) {
	cost, from := map[int]float64{}, map[int]int{}
	done, queue := map[int]bool{}, &steps{}
	reach := func(row int, base float64) {
		for _, e := range a.edges[row] {
			if d := base + e.cost - a.u[row] - a.v[e.column]; !done[e.column] && d < known(cost, e.column) {
				cost[e.column], from[e.column] = d, row
				heap.Push(queue, step{d, e.column})
			}
		}
		heap.Push(queue, step{base + unplaced - a.u[row], -row - 1})
	}
	reach(root, 0)
	for queue.Len() > 0 {
		s := heap.Pop(queue).(step)
		if s.column >= 0 && (done[s.column] || s.cost > cost[s.column]) {
			continue
		}
		if s.column < 0 || a.owner[s.column] < 0 {
			a.settle(root, s, cost, done)
			a.turn(root, s.column, from)
			return
		}
		done[s.column] = true
		reach(a.owner[s.column], s.cost)
	}
}

// settle moves the prices, so that what was chosen stays the cheapest.
func (a *assignment) settle(root int, last step, cost map[int]float64, done map[int]bool) {
	a.u[root] += last.cost
	for column := range done {
		a.u[a.owner[column]] += last.cost - cost[column]
		a.v[column] -= last.cost - cost[column]
	}
}

// turn gives the columns along the chain to those who reached them.
func (a *assignment) turn(root, column int, from map[int]int) {
	row := -1
	if column < 0 {
		row = -column - 1
		column, a.taken[row] = a.taken[row], -1
	}
	for row != root {
		row = from[column]
		a.owner[column] = row
		column, a.taken[row] = a.taken[row], column
	}
}

func known(cost map[int]float64, column int) float64 {
	if c, there := cost[column]; there {
		return c
	}
	return math.Inf(1)
}

func filled(n, with int) []int {
	xs := make([]int, n)
	for i := range xs {
		xs[i] = with
	}
	return xs
}

// steps is a heap with the cheapest on top; equals come in the order of their columns, so that chance has no part.
type steps []step

func (s steps) Len() int { return len(s) }
func (s steps) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(s[i].cost, s[j].cost), cmp.Compare(s[j].column, s[i].column)) < 0
}
func (s steps) Swap(i, j int) { s[i], s[j] = s[j], s[i] }

// Push is for container/heap, as is Pop.
func (s *steps) Push(x any) { *s = append(*s, x.(step)) }

// Pop takes what Push put last.
func (s *steps) Pop() any {
	old := *s
	last := old[len(old)-1]
	*s = old[:len(old)-1]
	return last
}
