package charts

import "slices"

// fewForShare is the number of breaches below which a title states no share.
const fewForShare = 20

func (f *yearBars) finding() string {
	all, breaches := make([]int64, len(f.rows)), make([]number, len(f.rows))
	for i, row := range f.rows {
		all[i], breaches[i] = row.year, row.breaches
	}
	sortYears(all, breaches)
	return yearly("Breaches a year", all, breaches, f.partial, count)
}

// sortYears sorts years, and their values with them.
func sortYears(all []int64, values []number) {
	byYear := make(map[int64]number, len(all))
	for i, year := range all {
		byYear[year] = values[i]
	}
	slices.Sort(all)
	for i, year := range all {
		values[i] = byYear[year]
	}
}

// finding names the year with the most individuals, and a breach that makes up half of it or more.
// Partial years are included: more reports can only raise their sum.
func (f *yearSums) finding() string {
	const namesFit = 34
	var most *yearSum
	isTie := false
	for i, row := range f.rows {
		switch {
		case !row.individuals.isKnown || row.individuals.value <= 0:
		case most == nil || row.individuals.value > most.individuals.value:
			most, isTie = &f.rows[i], false
		case row.individuals.value == most.individuals.value:
			isTie = true
		}
	}
	if most == nil || isTie {
		return ""
	}
	year, sum := yearName(most.year), people(most.individuals.value)
	if len(f.rows) == 1 {
		return sum + " individuals were affected in " + year
	}
	share := most.largest.value / most.individuals.value
	if most.largest.isKnown && share >= giantOfYear && share <= 1 && len([]rune(most.entity)) <= namesFit && most.entity != notStated {
		return most.entity + " is " + percent(share) + " of the " + sum + " individuals of " + year + ", the most of any year"
	}
	return "Most individuals were affected in " + year + ": " + sum
}

// finding states how the share of the leading reading changed from the first to the last whole
// year. If the intervals of the two overlap, it states the share over all years.
func (f *origins) finding() string {
	one := f.lead()
	if one == nil {
		return ""
	}
	enough := make([]number, len(f.years))
	internal, determined := 0.0, 0.0
	for at := range f.years {
		in, out := one.internal[at].height(), one.external[at].height()
		internal, determined = internal+in, determined+in+out
		if in+out >= fewForShare {
			enough[at] = one.share[at]
		}
	}
	if determined < fewForShare {
		return ""
	}
	from, to, ok := ends(f.years, enough, f.partial)
	if ok && from != to && one.low[from].isKnown && one.low[to].isKnown && one.high[from].isKnown && one.high[to].isKnown {
		how := ""
		switch {
		case one.high[to].value < one.low[from].value:
			how = "fell"
		case one.low[to].value > one.high[from].value:
			how = "rose"
		}
		if how != "" {
			return "The internal share " + how + " from " + percent(one.share[from].value) + " in " + yearName(f.years[from]) +
				" to " + percent(one.share[to].value) + " in " + yearName(f.years[to]) + ofReading(one.name)
		}
	}
	return percent(internal/determined) + " of the breaches whose origin is determined are internal" + ofReading(one.name)
}

// ofReading is the end of a title that names what was read.
func ofReading(reading string) string {
	return map[string]string{
		leadingReading: ", by descriptions and types", "descriptions only": ", by descriptions", "portal types only": ", by types",
	}[reading]
}

// finding states the share of breaches with fewer than ten thousand individuals.
func (f *sizeClasses) finding() string {
	const limit = 10 * thousand
	below, all, isEdge := f.belowLimit, f.belowLimit, false
	for _, one := range f.classes {
		all += one.breaches.height()
		if one.below <= limit {
			below += one.breaches.height()
		}
		isEdge = isEdge || one.below == limit || one.atLeast == limit
	}
	if all < fewForShare || !isEdge || f.leftOut > 0 {
		return ""
	}
	return percent(below/all) + " of breaches affect fewer than 10,000 individuals"
}

func (f *yearQuartiles) finding() string {
	all, medians := make([]int64, len(f.rows)), make([]number, len(f.rows))
	for i, row := range f.rows {
		all[i], medians[i] = row.year, row.median
		medians[i].isKnown = row.median.isKnown && row.median.value >= 0
	}
	sortYears(all, medians)
	return yearly("Individuals in the median breach", all, medians, f.partial, people)
}

// finding names the states with the highest and the lowest rate. It names neither of two that tie.
func (f *stateMap) finding() string {
	var rated []stateTile
	for _, one := range f.states {
		if one.rate.isKnown {
			rated = append(rated, one)
		}
	}
	const fewest = 3
	if len(rated) < fewest {
		return ""
	}
	slices.SortStableFunc(rated, func(a, b stateTile) int {
		switch {
		case a.rate.value > b.rate.value:
			return -1
		case a.rate.value < b.rate.value:
			return 1
		}
		return 0
	})
	top, second, last, lastButOne := rated[0], rated[1], rated[len(rated)-1], rated[len(rated)-2]
	if rate(top.rate.value) == rate(second.rate.value) {
		return ""
	}
	stated := top.name + " has the most breaches for its residents, " + rate(top.rate.value) + " per million"
	if rate(last.rate.value) != rate(lastButOne.rate.value) {
		stated += "; " + last.name + " the fewest, " + rate(last.rate.value)
	}
	return stated
}

// finding names the month with the highest median share if that is well above 1/12.
func (f *monthTable) finding() string {
	const wholeYears, standsOut = 3, 1.15 / monthsOfYear
	if f.whole < wholeYears {
		return ""
	}
	peak := highest(f.usual[:])
	if peak < 0 {
		return ""
	}
	least := f.usual[peak].value
	for month, share := range f.usual {
		if !share.isKnown {
			return ""
		}
		least = min(least, share.value)
		if month != peak && tenths(share.value) == tenths(f.usual[peak].value) {
			return ""
		}
	}
	if f.usual[peak].value < standsOut {
		return "No month stands out: each has " + tenths(least) + " to " + tenths(f.usual[peak].value) + " of a usual year’s breaches"
	}
	return "Most reports come in " + fullMonth(peak) + ": " + tenths(f.usual[peak].value) + " of a usual year’s breaches"
}

// finding compares the largest breach with the next ones. If larger breaches are not shown, it says
// that it is about those shown.
func (f *largest) finding() string {
	if len(f.rows) < 2 {
		return ""
	}
	first := f.rows[0]
	if !first.value.isKnown || first.value.value <= 0 || first.name == notStated || first.value.value <= f.rows[1].value.value {
		return ""
	}
	const namesFit = 40
	name := first.name
	if len([]rune(name)) > namesFit {
		name = "The largest breach"
	}
	sum, next := 0.0, 0
	for _, row := range f.rows[1:] {
		if sum+row.value.height() > first.value.value {
			break
		}
		sum, next = sum+row.value.height(), next+1
	}
	stated, shown := name+" affected "+people(first.value.value), ""
	if f.waiting > 0 {
		shown = " shown"
	}
	switch {
	case next == len(f.rows)-1 && next > 1:
		return stated + " individuals, more than all others here together"
	case next > 1:
		return stated + " individuals, more than the next " + inWords(next) + shown + " together"
	default:
		return stated + " individuals, the most of any breach" + shown
	}
}

// finding names the cause with the largest share here.
func (f *pairs) finding() string {
	var top *pair
	isTie := false
	for i, row := range f.rows {
		switch {
		case row.colour == undeterminedColour || !row.ours.isKnown || row.ours.value <= 0:
		case top == nil || row.ours.value > top.ours.value:
			top, isTie = &f.rows[i], false
		case row.ours.value == top.ours.value:
			isTie = true
		}
	}
	if top == nil || isTie || f.all.value < fewForShare {
		return ""
	}
	stated := top.name + " is the most frequent cause to 2017: " + percent(top.ours.value)
	if top.theirs.isKnown {
		return stated + " here, " + percent(top.theirs.value) + " by hand"
	}
	return stated + " of breaches here"
}

// finding names the first practice, unless it ties with the second.
func (f *practices) finding() string {
	if len(f.rows) < 2 || f.rows[0].breaches.value <= 0 || f.rows[0].name == notStated {
		return ""
	}
	for _, row := range f.rows[1:] {
		if row.breaches.value >= f.rows[0].breaches.value {
			return ""
		}
	}
	return f.rows[0].name + " mitigates the threat of most breaches: " + count(f.rows[0].breaches.value)
}

// finding states how many breaches the first and the newest whole list had.
func (f *captureLines) finding() string {
	points := f.breaches[0].points
	if len(points) < 2 {
		return ""
	}
	first, last := points[0], points[len(points)-1]
	if first.day.Equal(last.day) {
		return ""
	}
	return trend("The list", when{first.value, monthOf(first.day)}, when{last.value, monthOf(last.day)}, breachesOf)
}

// finding counts the years whose total moved, and names the one that moved most.
func (f *revisedYears) finding() string {
	moved := 0
	for _, one := range f.years {
		if one.hasMoved() {
			moved++
		}
	}
	years := inWords(len(f.years)) + " past " + verb(float64(len(f.years)), "year", "years")
	if moved == 0 {
		if len(f.years) == 1 {
			return "The total of " + yearName(f.years[0].year) + " has hardly moved since the year’s end"
		}
		return "The totals of all " + years + " have hardly moved since each year’s end"
	}
	most := f.named[0]
	if len(f.years) == 1 {
		return "The total of " + yearName(most.year) + " has moved by " + changePercent(most.last()) + " since the year’s end"
	}
	stated := capital(inWords(moved)) + " of " + years + " moved by half a percent or more"
	if len(f.named) > 1 && changePercent(f.named[1].last()) == changePercent(most.last()) {
		return stated
	}
	return stated + ", " + yearName(most.year) + " by " + changePercent(most.last())
}
