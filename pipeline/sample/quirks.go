package sample

// quirk is one way in which real or hostile exports surprise a reader.
type quirk int

// The quirks of single rows. An export of at least quirksFrom rows has the first row with each
// quirk among its oldest rows, one every quirkDistance rows, in this order. More rows have them at
// their rates. Only archived reports have text quirks.
const (
	noQuirk          quirk = iota
	trailingBlank          // a blank after the name
	blankState             // Puerto Rico, as blank
	blankEntityType        // no entity type
	blankIndividuals       // no count
	blankType              // no type of breach
	severalTypes           // two types of breach, joined ", "
	severalPlaces          // two or three locations, joined ", "
	nullMark               // \N for a description
	lineFeeds              // bare line feeds inside a description
	carriageReturns        // CRLF inside a description
	bullets                // a list with • and line feeds
	curlyQuotes            // “…” in a description
	dashes                 // – in a description
	straightQuotes         // "…" in a description
	longText               // a description cut off at longestText characters
	formulaText            // a description that starts with =
	nameAt                 // a name that starts with @
	namePlus               // a name that starts with +
	nameMinus              // a name that starts with -
	brokenCharacter        // U+FFFD in a name
	markup                 // <script> and & in a name
	commaQuotes            // a comma and double quotes in a name
	giantCount             // a count in the millions that no published total requires
	quirkCount
)

const (
	// quirksFrom is the least number of rows of an export that has every quirk.
	quirksFrom = 1000
	// quirkDistance keeps the first of each quirk apart, so that each is seen alone.
	quirkDistance = 15
	// quirkZone is the number of oldest rows that have them all.
	quirkZone = 400
	// bothViewsRow is the row, counted from the newest, of the first report that is in both views.
	bothViewsRow = 3
	// longestText is the length of the longest descriptions, in characters.
	longestText = 3900
)

// Rates of the quirks that concern several rows or both views.
const (
	duplicateRate  = 600  // per million rows: equal to the row before, byte for byte
	twinRate       = 5000 // per million rows: name, state and day of the row before, but another report
	bothViewsShare = 5    // per 1,000 open reports: the report is in both views
)

// Rates per 1,000. Those of the text quirks are shares of descriptions.
const (
	trailingBlankShare  = 80
	blankStateShare     = 370 // of Puerto Rico's reports
	lineFeedShare       = 50
	carriageReturnShare = 13
	bulletShare         = 3
	curlyQuoteShare     = 35
	dashShare           = 8
	straightQuoteShare  = 7
	thirdPlaceShare     = 220 // of reports with several locations
)

// rareQuirks are drawn together: a row has at most one of them. Rates are per million rows. The
// rates of blanks were measured; those of hostile text are invented.
var rareQuirks = [...]struct {
	quirk quirk
	rate  int
}{
	{blankEntityType, 800}, {blankIndividuals, 300}, {blankType, 200}, {longText, 500},
	{formulaText, 20}, {nameAt, 20}, {namePlus, 20}, {nameMinus, 20},
	{brokenCharacter, 100}, {markup, 20}, {commaQuotes, 300},
}

// quirks are those of one report: first, which no report before it has, and rare, by chance. Either
// may be noQuirk.
type quirks struct{ first, rare quirk }

// has reports whether q is one of them. Some quirks are also drawn elsewhere.
func (s quirks) has(q quirk) bool { return s.first == q || s.rare == q }

// rareQuirk draws one of rareQuirks or, nearly always, noQuirk.
func rareQuirk(d *draw) quirk {
	at := d.below(perMillion)
	for _, rare := range rareQuirks {
		if at < rare.rate {
			return rare.quirk
		}
		at -= rare.rate
	}
	return noQuirk
}

// firstQuirk returns the quirk that the row at index, of rows, is the first to have, or noQuirk. A
// capture that has giants needs no giantCount.
func firstQuirk(index, rows int, giants bool) quirk {
	fromOldest := rows - 1 - index
	if rows < quirksFrom || fromOldest%quirkDistance != 0 {
		return noQuirk
	}
	q := quirk(fromOldest / quirkDistance)
	if q >= quirkCount || q == giantCount && giants {
		return noQuirk
	}
	return q
}

// ofText reports whether a quirk needs a description.
func (q quirk) ofText() bool { return q >= nullMark && q <= formulaText }

// firstPairs returns the rows of the first exact duplicate and of the first report with the name
// and day of the row before. They are the second rows of the two oldest days that have at least two
// rows, leaving out the rows of firstQuirk. With too few rows it returns -1.
func firstPairs(years []*year, rows int) (duplicate, twin int) {
	duplicate, twin = -1, -1
	if rows < quirksFrom {
		return duplicate, twin
	}
	index := 0
	for _, y := range years {
		for i := range y.days {
			last := index + y.days[i].rows - 1
			if last > index && index > bothViewsRow && last < rows-quirkZone {
				duplicate, twin = twin, index+1
			}
			index = last + 1
		}
	}
	return duplicate, twin
}
