package charts

import "strconv"

// mostSizes is how many classes of size have room.
const mostSizes = 20

// readSizes reads the classes of size. Breaches whose size is not stated come
// last, grey and apart.
func readSizes(rows *table) figure {
	var read rowBars
	var apart []rowBar
	left := 0
	for row := range rows.rows {
		breaches := rows.number("breaches", row)
		one := rowBar{
			name: sizeName(rows, row), value: breaches, shown: unknown, fill: barColour,
		}
		if breaches.isKnown {
			one.shown = count(breaches.value)
		}
		if share := rows.number("breaches_share", row); share.isKnown {
			one.share = percent(share.value)
		}
		one.tip = one.name + " individuals: " + one.shown + " breaches"
		_, isStated := rows.whole("at_least", row)
		switch {
		case !isStated && len(apart) == 0:
			one.fill, one.tip = greyNotStated, one.name+": "+one.shown+" breaches"
			apart = append(apart, one)
		case !isStated || len(read.rows) == mostSizes:
			left++
		default:
			read.rows = append(read.rows, one)
		}
	}
	read.hasGap = len(apart) > 0 && len(read.rows) > 0
	read.rows = append(read.rows, apart...)
	if len(read.rows) == 0 {
		return nil
	}
	if left > 0 {
		read.notes = append(read.notes, count(float64(left))+" more classes are in the table only.")
	}
	return &read
}

// sizeName names a class: as the table does below a million, and in millions
// from there on, where both numbers in full would be hard to read.
func sizeName(rows *table, row int) string {
	from, hasFrom := rows.whole("at_least", row)
	below, hasBelow := rows.whole("below", row)
	if !hasFrom || !hasBelow || from < million || below < from {
		return rows.text("size", row, notStated)
	}
	inMillions := func(value int64) string { return strconv.FormatFloat(float64(value)/million, 'f', -1, 64) }
	return inMillions(from) + " to <" + inMillions(below) + " million"
}
