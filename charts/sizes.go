package charts

import "strings"

// sizeClasses is a histogram of breaches by individuals affected, on a log axis.
type sizeClasses struct {
	classes    []sizeClass
	belowLimit float64 // breaches of fewer than 500
	notStated  float64 // breaches without a number
	leftOut    int     // number of classes
}

// sizeClass is a bar, from its smallest number of individuals to the next class.
type sizeClass struct {
	atLeast, below float64
	breaches       number
	smallest       number // breaches of exactly 500 or 501
}

const (
	mostSizes = 90 // classes for which there is room
	// fewestIndividuals is the size from which a breach must be reported to OCR at once (45 CFR
	// 164.408(b)).
	fewestIndividuals = 500
)

func breachSizes() Chart {
	return Chart{
		Name:     "breach_sizes",
		Title:    "How many individuals a breach affects",
		Subtitle: "Breaches of 500 or more reported to HHS OCR, by individuals affected: ten classes for each power of ten, on a log axis",
		Description: "A histogram: vertical bars side by side, one for each class of individuals affected, on a logarithmic axis from 500 on. " +
			"A bar is as high as the number of breaches in its class. The part at the foot of the first bar are the breaches " +
			"that state exactly 500 or 501 individuals.",
		Columns: []Column{
			intColumn("size_order"), intColumn("at_least"), intColumn("below"), intColumn("breaches"), intColumn("breaches_500_or_501"),
		},
		read: readSizes,
	}
}

// readSizes reads the classes. The caption counts the breaches that have no place on the axis:
// those of fewer than 500 individuals and those without a number.
func readSizes(rows *table) figure {
	if rows.rows == 0 {
		return nil
	}
	read := &sizeClasses{}
	for row := range rows.rows {
		breaches := rows.number("breaches", row)
		atLeast := rows.number("at_least", row)
		below := rows.number("below", row)
		switch {
		case !atLeast.isKnown:
			read.notStated += breaches.height()
		case atLeast.value < fewestIndividuals:
			read.belowLimit += breaches.height()
		case len(read.classes) == mostSizes, len(read.classes) > 0 && atLeast.value < read.classes[len(read.classes)-1].below:
			read.leftOut++
		default:
			if !below.isKnown || below.value <= atLeast.value {
				below.value = 2 * atLeast.value // the last class has no upper limit
			}
			read.classes = append(read.classes, sizeClass{
				atLeast: atLeast.value, below: below.value, breaches: breaches, smallest: rows.number("breaches_500_or_501", row),
			})
		}
	}
	return read
}

func (f *sizeClasses) caveats() []string {
	caveats := []string{"The upper limit of each class is about 1.26 times its lower limit."}
	var apart []string
	if f.belowLimit > 0 {
		apart = append(apart, breachesOf(f.belowLimit)+" of fewer than 500 individuals")
	}
	if f.notStated > 0 {
		apart = append(apart, breachesOf(f.notStated)+" that "+verb(f.notStated, "states", "state")+" no number")
	}
	if len(apart) > 0 {
		caveats = append(caveats, "Not drawn: "+strings.Join(apart, "; ")+".")
	}
	if f.leftOut > 0 {
		caveats = append(caveats, count(float64(f.leftOut))+" more classes are in the table only.")
	}
	return caveats
}

// breachesOf writes a number of breaches, with the noun.
func breachesOf(breaches float64) string {
	return count(breaches) + verb(breaches, " breach", " breaches")
}

// verb returns the form of a word that agrees with a number.
func verb(of float64, one, many string) string {
	if of == 1 {
		return one
	}
	return many
}

func (f *sizeClasses) draw(on *drawing, plot box) {
	if len(f.classes) == 0 {
		at := point{plot.left, (plot.top + plot.bottom) / 2}
		on.label(label{at: at, text: "No breach states 500 individuals or more", size: subtitleSize, colour: ink})
		return
	}
	most := 0.0
	for _, one := range f.classes {
		most = max(most, one.breaches.value)
	}
	const unit = "Breaches"
	y := plot.top + labelSize*ascent
	on.label(label{at: point{plot.left, y}, text: unit, size: labelSize, colour: muted})
	if smallest := f.classes[0].smallest; smallest.height() > 0 {
		keys := []key{{accentColour, "exactly 500 or 501 individuals: " + breachesOf(smallest.value)}}
		if on.isNarrow {
			plot.top = on.flowKeys(plot.left, y+line, keys) - labelSize*ascent
		} else {
			on.keys(plot.left+on.width(unit)+2*gap, y, keys)
		}
	}
	plot.top += 2 * labelSize * lineSpacing
	plot.bottom -= 2*labelSize*lineSpacing + gap
	up, left := on.valueAxis(plot, most, count)
	along := logScale{
		least: f.classes[0].atLeast, most: f.classes[len(f.classes)-1].below,
		from: left, to: plot.right,
	}
	for _, one := range f.classes {
		f.drawClass(on, along, up, one)
	}
	on.baseline(plot.left, plot.right, up.bottom)
	for _, one := range f.classes {
		f.numberClass(on, along, up, one)
	}
	f.ticks(on, along, up.bottom)
}

func (f *sizeClasses) drawClass(on *drawing, along logScale, up scale, one sizeClass) {
	from, to := along.at(one.atLeast), along.at(one.below)-hair
	top, divide := up.y(one.breaches.value), up.y(min(one.smallest.height(), one.breaches.height()))
	tip := count(one.atLeast) + " to " + count(one.below-1) + " individuals: " + breachesOf(one.breaches.value)
	on.bar(box{from, top, to, divide}, barColour, tip)
	on.bar(box{from, divide, to, up.bottom}, accentColour, "Exactly 500 or 501 individuals: "+breachesOf(one.smallest.value))
	on.take(box{from, top, to, up.bottom})
}

// numberClass writes the number on a bar that is too low to read from the axis.
func (f *sizeClasses) numberClass(on *drawing, along logScale, up scale, one sizeClass) {
	const low = 16
	top := up.y(one.breaches.height())
	if up.bottom-top > low || one.breaches.height() == 0 {
		return
	}
	text := count(one.breaches.value)
	if on.width(text) > along.at(one.below)-along.at(one.atLeast) {
		return
	}
	written := label{
		at:   point{(along.at(one.atLeast) + along.at(one.below)) / 2, top - labelSize*descent - 1},
		text: text, size: labelSize, colour: ink, anchor: atMiddle,
	}
	if area := on.extent(written); on.isFree(area) {
		on.halo(area)
		on.label(written)
	}
}

// ticks writes 500 and the powers of ten below the axis, and its unit.
func (f *sizeClasses) ticks(on *drawing, along logScale, foot float64) {
	y := foot + markRadius + labelSize*(lineSpacing-descent)
	for i, tick := range powersOnly(logTicks(along.least, along.most)) {
		if tick < along.least*(1-1e-9) || tick > along.most*(1+1e-9) {
			continue
		}
		x := along.at(tick)
		on.rule(point{x, foot}, point{x, foot + markRadius}, ink)
		written := label{at: point{x, y}, text: axisPeople(tick), size: labelSize, colour: ink, anchor: atMiddle}
		if i == 0 {
			written.anchor, written.at.x = atStart, x-1
		}
		if area := on.extent(written); area.right > on.right {
			written.anchor, written.at.x = atEnd, on.right
		}
		on.labelIfFree(written)
	}
	on.label(label{
		at:   point{along.to, y + labelSize*lineSpacing},
		text: "individuals affected (log axis)", size: labelSize, colour: muted, anchor: atEnd,
	})
}
