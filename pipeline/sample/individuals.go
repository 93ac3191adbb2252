package sample

// quantiles are counts of individuals at the ranks in knots. They summarize the real counts above
// 501 and below 5 million, to two or three digits.
type quantiles [len(knots)]int64

// knots are ranks, per 1,000 rows.
var knots = [...]int64{0, 50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950, 980, 990, 1000}

// median is the index of rank 500 in knots.
const median = 6

// Individuals of reports submitted until 2014, 2015 to 2018, 2019 to 2020, and later, in both views
// captured on 2024-10-17: first of hacking, then of all other types of breach.
var (
	earlySizes = [2]quantiles{
		{502, 670, 800, 1250, 1700, 2700, 3900, 5200, 7300, 11000, 32000, 61000, 230000, 400000, 1100000},
		{502, 570, 640, 860, 1140, 1630, 2300, 3300, 5500, 10000, 22500, 56000, 280000, 800000, 3500000},
	}
	middleSizes = [2]quantiles{
		{502, 790, 950, 1500, 2400, 4000, 6800, 11400, 16500, 30000, 80000, 300000, 750000, 1500000, 3500000},
		{502, 560, 630, 750, 960, 1240, 1620, 2200, 3200, 6200, 14000, 31000, 81000, 200000, 1200000},
	}
	lateSizes = [2]quantiles{
		{502, 700, 990, 1900, 3200, 5100, 8500, 15600, 31000, 61000, 150000, 310000, 470000, 1000000, 3300000},
		{502, 550, 620, 810, 1030, 1440, 1850, 2500, 3600, 6000, 11600, 27000, 110000, 250000, 1600000},
	}
	newestSizes = [2]quantiles{
		{502, 750, 1030, 1750, 3100, 5400, 9700, 18000, 36000, 77000, 245000, 580000, 1470000, 2500000, 4600000},
		{502, 560, 680, 830, 1040, 1380, 1890, 2700, 4500, 8800, 25700, 58000, 164000, 630000, 3200000},
	}
)

const (
	fewestIndividuals = 500
	// groupOfGiants is the number of giants that share the part of a year's published total which
	// ordinary reports do not make up. giantShares are their shares in percent. 2015 and 2024 were
	// such years.
	groupOfGiants = 3
	// smallestGroup is the sum below which a year has no giants.
	smallestGroup = 2_000_000
	// smallestTail is the least that sizing.tail is, per 1,000, in years with a low published total.
	smallestTail = 50
	// oldGiant is the giant of a capture before the first year with giants: the largest reports of
	// 2011 and 2014 had 4.9 and 6.1 million.
	oldGiant = 4_800_000
)

var giantShares = [groupOfGiants]int64{70, 18, 12}

// sizing fits the individuals of a year to its published total. If the ordinary reports would add
// up to more, the part of each count above the median shrinks to tail/1,000. If they would add up
// to less, giants have the rest.
type sizing struct {
	tail   int64  // per 1,000; 1,000 changes no count
	giants int    // rows of the year that are giants
	group  int64  // individuals that a group of giants shares
	offset uint64 // where the year's ranks begin
	hack   *quantiles
	other  *quantiles
}

// sizingOf fits a year whose rows have been counted. Without a published total of individuals no
// count changes and the year has no giants. Nor has a year with so few rows that every second one
// would be a giant.
func sizingOf(seed uint64, y *year) sizing {
	var d draw
	d.start(seed, yearStream, uint64(y.total.Year))
	s := sizing{tail: perMille, offset: d.number(), hack: &y.mix.sizes[0], other: &y.mix.sizes[1]}
	if y.total.Individuals == 0 {
		return s
	}
	hacked := int64(y.mix.breach[hacking])
	hackLow, hackTail := s.hack.means()
	otherLow, otherTail := s.other.means()
	low := (hacked*hackLow + (perMille-hacked)*otherLow) / perMille
	tail := (hacked*hackTail + (perMille-hacked)*otherTail) / perMille
	published := y.total.Individuals / int64(y.total.Breaches)
	if published < low+tail {
		s.tail = max(smallestTail, (published-low)*perMille/tail)
		return s
	}
	groups := max(1, (y.rows+y.total.Breaches-1)/y.total.Breaches)
	if y.rows < 2*groupOfGiants*groups {
		return s
	}
	group := (published - low - tail) * int64(y.rows) / int64(groups)
	if group >= smallestGroup {
		s.giants, s.group = groups*groupOfGiants, group
	}
	return s
}

// means returns the mean of q in two parts: the mean of the counts cut down to the median, and the
// mean of what was cut off.
func (q *quantiles) means() (low, tail int64) {
	for i := range len(knots) - 1 {
		width := knots[i+1] - knots[i]
		mean := q[i] + (q[i+1]-q[i])*5/12 // of (t+t²)/2, see at
		if i < median {
			low += width * mean
			continue
		}
		low += width * q[median]
		tail += width * (mean - q[median])
	}
	return low / perMille, tail / perMille
}

// at returns the count at a rank, given as a fraction of 2^64. Between two knots it rises as
// (t+t²)/2, t from 0 to 1, because smaller counts are more frequent.
func (q *quantiles) at(rank uint64) int64 {
	const one = 1 << 31
	place := int64(rank>>33) * perMille
	i := 0
	for i+2 < len(knots) && knots[i+1]*one <= place {
		i++
	}
	t := (place - knots[i]*one) / (knots[i+1] - knots[i])
	return q[i] + (q[i+1]-q[i])*((t+t*t/one)/2)/one
}

// count returns the individuals of the year's nth row, counted from 0. Ranks are spread evenly over
// the whole range, so that even a year with few rows has a sum near its expectation. Each value of
// apart gives other ranks, for another list.
func (s *sizing) count(nth int, apart uint64, hacked bool) int64 {
	q := s.other
	if hacked {
		q = s.hack
	}
	count := q.at(s.offset + apart + uint64(nth)*golden)
	if count > q[median] {
		count = q[median] + (count-q[median])*s.tail/perMille
	}
	return count
}

// giant returns the individuals of the year's nth row of rows if that row is a giant, and 0 if it
// is not. Giants are at equal distances.
func (s *sizing) giant(nth, rows int) int64 {
	if s.giants == 0 {
		return 0
	}
	k := nth * s.giants / rows
	if nth != (2*k+1)*rows/(2*s.giants) {
		return 0
	}
	return s.group * giantShares[k%groupOfGiants] / 100
}
