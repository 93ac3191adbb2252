package charts

import (
	"cmp"
	"slices"
	"strconv"
)

// Up to mostSeries categories are drawn one by one. If there are more, the largest keptSeries are,
// and the rest shares one series.
const (
	mostSeries = 9
	keptSeries = 8
)

// grid is a table by year and category.
type grid struct {
	years   []int64
	partial []partialYear
	series  []*series // known categories in their order, then others, then folded
	folded  []string  // names of the categories that share the last series
	empty   int       // number of categories without any breach, which are left out
}

// series is one category over all years of a grid.
type series struct {
	name       string
	style      style
	breaches   []number
	cumulative []number // individuals up to the end of each year
	total      float64  // breaches of all years
}

// readGrid reads and arranges the rows. It is nil if no row has a year.
func readGrid(rows *table, category string) *grid {
	read := collectGrid(rows, category)
	if read != nil {
		read.arrange()
	}
	return read
}

// collectGrid reads the rows. It is nil if no row has a year. A null category becomes "Not stated".
// Rows of the same category and year are added up.
func collectGrid(rows *table, category string) *grid {
	var found []int64
	var days []yearDays
	for row := range rows.rows {
		if year, ok := rows.whole("year", row); ok {
			found = append(found, year)
			days = append(days, yearDays{year: year, isPartial: rows.is("is_partial_year", row)})
		}
	}
	if len(found) == 0 {
		return nil
	}
	read := &grid{years: yearsOf(found), partial: partialYears(onePerYear(days))}
	byName := make(map[string]*series)
	for row := range rows.rows {
		year, ok := rows.whole("year", row)
		if !ok {
			continue
		}
		name := rows.text(category, row, notStated)
		one := byName[name]
		if one == nil {
			one = newSeries(name, len(read.years))
			byName[name] = one
			read.series = append(read.series, one)
		}
		at, _ := slices.BinarySearch(read.years, year)
		one.add(at, rows.number("breaches", row), rows.number("cumulative_individuals", row))
	}
	return read
}

// onePerYear keeps one entry for each year, which is partial if any entry of the year is.
func onePerYear(days []yearDays) []yearDays {
	slices.SortStableFunc(days, func(a, b yearDays) int { return cmp.Compare(a.year, b.year) })
	var kept []yearDays
	for _, one := range days {
		if last := len(kept) - 1; last >= 0 && kept[last].year == one.year {
			kept[last].isPartial = kept[last].isPartial || one.isPartial
			continue
		}
		kept = append(kept, one)
	}
	return kept
}

func newSeries(name string, years int) *series {
	return &series{name: name, breaches: make([]number, years), cumulative: make([]number, years)}
}

func (s *series) add(at int, breaches, cumulative number) {
	s.breaches[at] = s.breaches[at].plus(breaches)
	s.cumulative[at] = s.cumulative[at].plus(cumulative)
	s.total += breaches.height()
}

// isZero reports whether a category has known values and all are zero.
func (s *series) isZero() bool {
	return s.lastKnown() >= 0 && !slices.ContainsFunc(s.breaches, func(n number) bool { return n.value != 0 })
}

// leaveOutZeros drops the categories without breaches, unless none has any.
func (g *grid) leaveOutZeros() {
	kept := slices.DeleteFunc(slices.Clone(g.series), (*series).isZero)
	if len(kept) > 0 {
		g.empty = len(g.series) - len(kept)
		g.series = kept
	}
}

// fold merges all but the largest categories into one, if there are too many.
func (g *grid) fold() {
	if len(g.series) <= mostSeries {
		return
	}
	slices.SortStableFunc(g.series, func(a, b *series) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.name, b.name))
	})
	rest := g.series[keptSeries:]
	others := newSeries(strconv.Itoa(len(rest))+" others", len(g.years))
	others.style = foldedStyle()
	for _, one := range rest {
		g.folded = append(g.folded, one.name)
		for at := range g.years {
			others.add(at, one.breaches[at], one.cumulative[at])
		}
	}
	g.series = append(g.series[:keptSeries:keptSeries], others)
}

// arrange folds categories if there are too many, sorts them and gives each its style. Known
// categories come first, in their order; then new ones, largest first; the folded ones come last.
func (g *grid) arrange() {
	g.fold()
	const placeOfNew, placeOfFolded = 6.5, 1000 // new ones stand before "Other"
	places := make(map[*series]float64, len(g.series))
	for _, one := range g.series {
		known, place, ok := styleOf(one.name)
		switch {
		case one.style != style{}:
			places[one] = placeOfFolded
		case ok:
			one.style = known
			places[one] = float64(place)
		default:
			places[one] = placeOfNew
		}
	}
	slices.SortStableFunc(g.series, func(a, b *series) int {
		return cmp.Or(cmp.Compare(places[a], places[b]), cmp.Compare(b.total, a.total), cmp.Compare(a.name, b.name))
	})
	used := make(map[colour]bool)
	for _, one := range g.series {
		used[one.style.colour] = one.style != style{}
	}
	spare := slices.DeleteFunc(spareStyles(), func(s style) bool { return used[s.colour] })
	for _, one := range g.series {
		if one.style == (style{}) && len(spare) > 0 {
			one.style, spare = spare[0], spare[1:]
		}
	}
}

// caveats returns the sentences that apply to every chart of a grid.
func (g *grid) caveats(partialAs string) []string {
	caveats := partialCaveat(partialAs, g.partial)
	if len(g.folded) > 0 {
		caveats = append(caveats, "The "+strconv.Itoa(len(g.folded))+" smallest categories are drawn as one.")
	}
	switch {
	case g.empty == 1:
		caveats = append(caveats, "1 category without a breach is not drawn.")
	case g.empty > 1:
		caveats = append(caveats, strconv.Itoa(g.empty)+" categories without a breach are not drawn.")
	}
	return caveats
}
