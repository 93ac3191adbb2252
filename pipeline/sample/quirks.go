package sample

// quirk is one way in which real exports, or hostile ones, surprise a reader.
type quirk int

// The quirks that stand in one row. The first of them in an export of at least
// quirksFrom rows stands among the oldest rows, one every quirkDistance rows, in this
// order; more of them follow at their rates. Text quirks belong to archived reports only.
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
	giantCount             // a count in the millions, where published totals call for none
	quirkCount
)

const (
	// quirksFrom is the number of rows from which every quirk stands in an export.
	quirksFrom = 1000
	// quirkDistance keeps the first of each quirk apart, so that each is seen alone.
	quirkDistance = 15
	// quirkZone is how many of the oldest rows hold them all.
	quirkZone = 400
	// bothViewsRow is the place, counted from the newest, of the first report that stands
	// in both views.
	bothViewsRow = 3
	// longestText is the length of the longest descriptions, in characters.
	longestText = 3900
)

// The rates of the quirks of order and views.
const (
	duplicateRate  = 600  // per million rows: equal to the row before, byte for byte
	twinRate       = 5000 // per million rows: name, state and day of the row before, but another report
	bothViewsShare = 5    // per 1,000 open reports: stands in both views
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

// rareQuirks are drawn together: a row has at most one of them. Rates are per million
// rows. Those of blanks were measured; the hostile ones are this sample's own.
var rareQuirks = [...]struct {
	quirk quirk
	rate  int
}{
	{blankEntityType, 800}, {blankIndividuals, 300}, {blankType, 200}, {longText, 500},
	{formulaText, 20}, {nameAt, 20}, {namePlus, 20}, {nameMinus, 20},
	{brokenCharacter, 100}, {markup, 20}, {commaQuotes, 300},
}

// quirks are those that a report has been given: the one it is the first to have and one
// by chance, or noQuirk.
type quirks struct{ first, rare quirk }

// has is true where q was given. Some quirks also come about by a draw of their own.
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

// firstQuirk returns the quirk that the row at index, of rows, is the first to have. A
// capture that has giants needs no other.
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

// ofText is true for the quirks that need a description.
func (q quirk) ofText() bool { return q >= nullMark && q <= formulaText }

// firstPairs returns the places of the first exact duplicate and of the first two reports
// of the same name and day, outside the rows of firstQuirk: in the two oldest days there
// that have at least two rows, the second row. A place is -1 where rows are too few.
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
