package charts

// yearNumbers writes a number on top of each year's bar. If some are wider than a year, it writes
// only those of the highest, the newest and the newest whole year, each above everything in its
// way. It returns the indexes of the years with a number.
func (s *drawing) yearNumbers(over years, up scale, values, tops []number, partial []partialYear, write func(float64) string) []bool {
	isWritten := make([]bool, len(values))
	isWide := false
	for at, value := range values {
		isWide = isWide || value.isKnown && s.width(write(value.value)) > over.slot() && at < len(over.all)
	}
	if !isWide || !s.isNarrow {
		for at, value := range values {
			if tops[at].isKnown {
				isWritten[at] = s.barNumber(over, at, up.y(tops[at].value), value, write)
			}
		}
		return isWritten
	}
	newest := -1
	for at, value := range values {
		if value.isKnown {
			newest = at
		}
	}
	seen := map[int]bool{-1: true}
	for _, at := range []int{newest, highest(values), lastWhole(values, over.all, partial)} {
		if !seen[at] {
			isWritten[at] = s.numberOver(over, up, values[at].value, tops, at, write)
		}
		seen[at] = true
	}
	return isWritten
}

// numberOver writes a number above a bar and above everything else in its way, unless that is far
// from the bar. It reports whether it wrote the number.
func (s *drawing) numberOver(over years, up scale, value float64, tops []number, at int, write func(float64) string) bool {
	const farthest = 2 * labelSize
	text := write(value)
	half := s.width(text) / 2
	middle := max(over.left+half, min(over.middle(at), over.right-half))
	own := up.y(tops[at].value)
	top := own
	for i, other := range tops {
		if left, right := over.bar(i); left < middle+half && right > middle-half {
			top = min(top, up.y(other.value))
		}
	}
	if own-top > farthest || half > (over.right-over.left)/2 {
		return false
	}
	written := label{at: point{middle, top - labelSize*descent - 1}, text: text, size: labelSize, colour: ink, anchor: atMiddle}
	area := s.extent(written)
	if !s.isFree(area) {
		return false
	}
	s.halo(area)
	s.label(written)
	return true
}

// flowKeys writes keys in as many lines as they need, from the baseline y down, and returns the
// last baseline.
func (s *drawing) flowKeys(left, y float64, row []key) float64 {
	x := left
	for _, one := range row {
		width := swatchSize + gap*3/4 + s.width(one.text)
		if x > left && x+width > s.right {
			x, y = left, y+labelSize*lineSpacing
		}
		text := s.fonts[regular].shorten(one.text, labelSize, s.right-x-swatchSize-gap*3/4)
		s.keys(x, y, []key{{one.colour, text}})
		x += width + 2*gap
	}
	return y
}

// baseIn returns the baseline for a label that is centred at a height.
func baseIn(middle float64) float64 { return middle + labelSize*(ascent-descent/2)/2 }

// line is the distance between the baselines of labels.
const line = labelSize * lineSpacing
