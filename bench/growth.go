package main

import "math"

// Growth is the exponent with which a time grows with the number of rows: the slope of the
// logarithms, by least squares. 1 is linear.
type Growth struct {
	Of string `json:"of"`
	// All is over every size. Last is over the three largest, where fixed costs matter less. 0
	// means that there are too few sizes.
	All  float64 `json:"exponent"`
	Last float64 `json:"exponent_of_the_last_three"`
}

// growth computes the exponents of a time.
func growth(of string, sizes []Size, seconds func(Size) float64) Growth {
	g := Growth{Of: of, All: slope(sizes, seconds)}
	if len(sizes) > 3 {
		g.Last = slope(sizes[len(sizes)-3:], seconds)
	}
	return g
}

func slope(sizes []Size, seconds func(Size) float64) float64 {
	n, x, y, xx, xy := 0.0, 0.0, 0.0, 0.0, 0.0
	for _, s := range sizes {
		time := seconds(s)
		if time <= 0 {
			continue
		}
		lx, ly := math.Log(float64(s.Rows)), math.Log(time)
		n, x, y, xx, xy = n+1, x+lx, y+ly, xx+lx*lx, xy+lx*ly
	}
	if n < 2 {
		return 0
	}
	return (n*xy - x*y) / (n*xx - x*x)
}

// growths returns the exponents of a run, of its stages, and of the floor.
func growths(sizes []Size) []Growth {
	all := []Growth{
		growth("run, wall", sizes, func(s Size) float64 { return s.Run.Wall }),
		growth("run, CPU", sizes, func(s Size) float64 { return s.Run.CPU }),
	}
	for _, stage := range stages {
		if stage != "the rest" {
			all = append(all, growth(stage+", wall", sizes, func(s Size) float64 { return of(s.Stages, stage).Wall }))
		}
	}
	return append(all,
		growth("floor, wall", sizes, func(s Size) float64 { return s.Floor.Wall }),
		growth("floor, CPU", sizes, func(s Size) float64 { return s.Floor.CPU }))
}
