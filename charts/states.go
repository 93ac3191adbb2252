package charts

import (
	"math"
	"strconv"
	"strings"
)

// stateTiles is a tile map of the states, one row on each line. All tiles have the same size, and
// each is near its neighbours. Freely associated states are drawn only if a breach names them.
const stateTiles = `
AK .  .  .  .  .  .  .  .  .  .  ME
.  .  .  .  .  .  .  .  .  .  VT NH
.  WA ID MT ND MN WI .  MI NY MA RI
.  OR NV WY SD IA IL IN OH PA NJ CT
.  CA UT CO NE MO KY WV VA MD DE .
HI .  AZ NM KS AR TN NC SC DC .  .
GU MP .  .  OK LA MS AL GA .  .  .
AS FM MH PW TX .  .  .  .  FL PR VI
`

// Rows of the map above and left of which the key is placed, and its tiles.
const (
	tileRows, tileColumns = 8, 12
	keyColumn             = 2 // the key begins over the third column
	tileGap               = 2
)

// tile is a position on the map, counted from 0 at the top left.
type tile struct{ row, column int }

// tilesOf reads the map.
func tilesOf(drawn string) map[string]tile {
	tiles := make(map[string]tile)
	for row, line := range strings.Split(strings.TrimSpace(drawn), "\n") {
		for column, state := range strings.Fields(line) {
			if state != "." {
				tiles[state] = tile{row, column}
			}
		}
	}
	return tiles
}

// stateMap has one tile for each state, coloured by its rate.
type stateMap struct {
	states []stateTile
	blank  float64 // breaches without a state
	others float64 // breaches of states without a tile
}

type stateTile struct {
	state, name string
	place       tile
	breaches    number
	rate        number // breaches per million residents
}

func breachesByState() Chart {
	return Chart{
		Name:     "breaches_by_state",
		Title:    "Breaches per million residents, state by state",
		Subtitle: "Breaches of 500 or more individuals reported to HHS OCR in all years, per million residents of the entity’s state",
		Description: "A map of tiles of one size, one for each state, the District of Columbia and the territories, each near its neighbours. " +
			"A tile gives the postal code and the breaches per million residents, and is the darker the more there are. " +
			"Where no rate is known the tile is grey.",
		Columns: []Column{
			textColumn("state"), textColumn("name"), intColumn("population"), intColumn("breaches"), floatColumn("breaches_per_million"),
		},
		read: readStates,
	}
}

func readStates(rows *table) figure {
	if rows.rows == 0 {
		return nil
	}
	read, tiles := &stateMap{}, tilesOf(stateTiles)
	for row := range rows.rows {
		one := stateTile{
			state: rows.text("state", row, notStated), breaches: rows.number("breaches", row),
			rate: rows.number("breaches_per_million", row),
		}
		one.name = rows.text("name", row, one.state)
		place, hasTile := tiles[one.state]
		switch {
		case hasTile:
			delete(tiles, one.state) // if a state has two rows, use the first
			one.place = place
			read.states = append(read.states, one)
		case one.state == notStated:
			read.blank += one.breaches.height()
		default:
			read.others += one.breaches.height()
		}
	}
	return read
}

func (f *stateMap) caveats() []string {
	caveats := []string{"A breach counts where the entity that reported it is, not where its patients live.",
		"Residents of the 2020 Census, breaches of all years."}
	if f.blank > 0 {
		caveats = append(caveats, breachesAre(f.blank)+" without a state and not on the map: the portal leaves territories blank, "+
			"so these have no rate (grey).")
	}
	if f.others > 0 {
		caveats = append(caveats, breachesAre(f.others)+" of a state that has no tile.")
	}
	return caveats
}

// breachesAre starts a sentence about a number of breaches.
func breachesAre(breaches float64) string {
	if breaches == 1 {
		return "1 breach is"
	}
	return count(breaches) + " breaches are"
}

func (f *stateMap) draw(on *drawing, plot box) {
	rates := make([]number, len(f.states))
	for i, one := range f.states {
		rates[i] = one.rate
	}
	shades := rampOf(rates)
	width, height := plot.width()/tileColumns, plot.height()/tileRows
	keyLeft := plot.left + keyColumn*width
	if len(f.states) > 0 {
		on.rampKey(shades, "Per million residents", point{keyLeft, plot.top}, width*6)
	} else {
		on.label(label{at: point{keyLeft, plot.top + labelSize*ascent}, text: "No breach names a state that has a tile", size: labelSize, colour: ink})
	}
	for _, one := range f.states {
		left, top := plot.left+width*float64(one.place.column), plot.top+height*float64(one.place.row)
		on.stateTile(one, shades, box{left, top, left + width - tileGap, top + height - tileGap})
	}
}

// stateTile draws a tile: the postal code above the rate.
func (s *drawing) stateTile(one stateTile, shades ramp, area box) {
	fill, text, shown := greyNotStated.mix(paper, 0.5), ink, unknown
	tip := one.name + ": " + count(one.breaches.value) + " breaches, no rate"
	if one.rate.isKnown {
		fill, text = shades.colours(shades.class(one.rate.value))
		shown = rate(one.rate.value)
		tip = one.name + ": " + count(one.breaches.value) + " breaches, " + shown + " per million residents"
	}
	s.bar(area, fill, tip)
	middle, half := (area.left+area.right)/2, labelSize*lineSpacing/2
	y := (area.top+area.bottom)/2 + labelSize*(ascent-descent)/2
	if s.isNarrow && (area.height() < 2*labelSize*lineSpacing || s.width("88.8") > area.width()-tileGap) {
		s.label(label{at: point{middle, y}, text: one.state, size: labelSize, weight: bold, colour: text, anchor: atMiddle, full: tip})
		return
	}
	s.label(label{at: point{middle, y - half}, text: one.state, size: labelSize, weight: bold, colour: text, anchor: atMiddle})
	s.label(label{
		at: point{middle, y + half}, text: s.fonts[regular].shorten(shown, labelSize, area.width()-tileGap),
		size: labelSize, colour: text, anchor: atMiddle, full: shown,
	})
}

// rate writes a rate, with one digit after the point below 100: 26.5, 0.
func rate(value float64) string {
	const whole = 99.95
	if value != 0 && math.Abs(value) < whole {
		return strconv.FormatFloat(value, 'f', 1, 64)
	}
	return people(value)
}

// plotHeight makes tiles as high as they are wide, and at least as high as a line of text and a
// gap.
func (f *stateMap) plotHeight(_ *drawing, width float64) float64 {
	return tileRows * max(width/tileColumns, labelSize*lineSpacing+gap)
}
