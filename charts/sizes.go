package charts

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
			name: rows.text("size", row, notStated), value: breaches, shown: unknown, fill: barColour,
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
