package geo

import (
	"math"
	"slices"
)

const (
	same  = 1e-9 // degrees, a tenth of a millimetre: two points so near are one
	reach = 1e-5 // degrees, a metre: how far the ends of a cut are drawn out, so that one that stops at a boundary reaches it
)

// hit is where a line meets a ring: how far along each, in segments.
type hit struct {
	line, ring float64
	Point
}

// Cut parts the ground along a line that enters it once and leaves it once; what of the line lies outside does not matter. Both parts have the points
// of the cut, so that nothing lies between them or in both. They are nil where the line does not part the ground in two.
func (g Polygon) Cut(line []Point) (a, b Polygon) {
	if g.Check() != nil || len(line) < 2 {
		return nil, nil
	}
	line = drawnOut(line)
	ring := g[0][:len(g[0])-1]
	hits := meetings(line, g[0])
	if len(hits) != 2 {
		return nil, nil
	}
	in, out := hits[0], hits[1]
	cut := []Point{in.Point}
	for i, p := range line {
		if float64(i) > in.line && float64(i) < out.line {
			cut = append(cut, p)
		}
	}
	cut = append(cut, out.Point)
	if !g.Contains(middle(cut[0], cut[1])) {
		return nil, nil
	}
	back := slices.Clone(cut)
	slices.Reverse(back)
	a, b = Polygon{closed(append(cut, onward(ring, out.ring, in.ring)...))}, Polygon{closed(append(back, onward(ring, in.ring, out.ring)...))}
	for _, hole := range g[1:] {
		if a.Contains(hole[0]) {
			a = append(a, hole)
		} else {
			b = append(b, hole)
		}
	}
	return a, b
}

// Crossings are the points in which the lines of a boundary cross or touch where they should not.
func (g Polygon) Crossings() (all []Point) {
	for k, ring := range g {
		for m, other := range g[k:] {
			for i := range len(ring) - 1 {
				for j := range len(other) - 1 {
					if m == 0 && (j <= i+1 || i == 0 && j == len(ring)-2) {
						continue // the same line, or its neighbours, which meet in a corner
					}
					if t, _, ok := meet(ring[i], ring[i+1], other[j], other[j+1]); ok {
						all = append(all, between(ring[i], ring[i+1], t))
					}
				}
			}
		}
	}
	return slices.CompactFunc(all, Point.near)
}

// meetings are the points where a line meets a ring, in the order of the line; a corner counts once.
func meetings(line, ring []Point) (all []hit) {
	for i := range len(line) - 1 {
		for j := range len(ring) - 1 {
			if t, u, ok := meet(line[i], line[i+1], ring[j], ring[j+1]); ok {
				all = append(all, hit{float64(i) + t, float64(j) + u, between(ring[j], ring[j+1], u)})
			}
		}
	}
	slices.SortFunc(all, func(a, b hit) int {
		switch {
		case a.line < b.line:
			return -1
		case a.line > b.line:
			return 1
		}
		return 0
	})
	return slices.CompactFunc(all, func(a, b hit) bool { return a.near(b.Point) })
}

// meet tells how far along p–q and r–s their common point lies, from 0 to 1; lines that run side by side have none.
func meet(p, q, r, s Point) (t, u float64, ok bool) {
	dx, dy, ex, ey := q.Lng-p.Lng, q.Lat-p.Lat, s.Lng-r.Lng, s.Lat-r.Lat
	det := dx*ey - dy*ex
	if det == 0 {
		return 0, 0, false
	}
	fx, fy := r.Lng-p.Lng, r.Lat-p.Lat
	t, u = (fx*ey-fy*ex)/det, (fx*dy-fy*dx)/det
	return t, u, t >= 0 && t <= 1 && u >= 0 && u <= 1
}

// onward are the corners of a ring from one place on it to another, without those places.
func onward(ring []Point, from, to float64) (corners []Point) {
	n := float64(len(ring))
	far := math.Mod(to-from+n, n)
	for k := math.Floor(from) + 1; k-from < far; k++ {
		corners = append(corners, ring[int(k)%len(ring)])
	}
	return corners
}

// closed is the ring through the points, without those that it has twice in a row.
func closed(points []Point) []Point {
	return slices.CompactFunc(append(points, points[0]), Point.near)
}

func drawnOut(line []Point) []Point {
	out, last := slices.Clone(line), len(line)-1
	out[0], out[last] = beyond(line[1], line[0]), beyond(line[last-1], line[last])
	return out
}

// beyond is the point a reach behind q, seen from p.
func beyond(p, q Point) Point {
	far := math.Hypot(q.Lat-p.Lat, q.Lng-p.Lng)
	if far == 0 {
		return q
	}
	return between(p, q, 1+reach/far)
}

// between is the point a share of the way from p to q; the ends are exactly those.
func between(p, q Point, share float64) Point {
	switch share {
	case 0:
		return p
	case 1:
		return q
	}
	return Point{Lat: p.Lat + (q.Lat-p.Lat)*share, Lng: p.Lng + (q.Lng-p.Lng)*share}
}

func middle(p, q Point) Point { return between(p, q, 0.5) }

func (p Point) near(q Point) bool {
	return math.Abs(p.Lat-q.Lat) < same && math.Abs(p.Lng-q.Lng) < same
}
