package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The size and margins of a drawing, in points.
const (
	pageWidth      = 960
	pageHeight     = 600
	pageMargin     = 24
	pixelsPerPoint = 2
)

// The three sizes of text in points, and the line spacing as a multiple of the size.
const (
	titleSize    = 24
	subtitleSize = 16
	labelSize    = 14
	lineSpacing  = 1.3
	fontFamilies = FontFamily + ", Liberation Sans, Arial, Helvetica, sans-serif"
)

// The highest and lowest ink of a letter, as multiples of its size.
const (
	ascent  = 0.74
	descent = 0.22
)

// The stamp on a synthetic sample, the only text in another size.
const (
	stampText    = "SYNTHETIC"
	stampSize    = 128
	stampOpacity = 0.125
)

// Strokes and distances, in points.
const (
	gridStroke   = 1
	seriesStroke = 2.25
	leaderStroke = 0.75
	markRadius   = 3.5
	hatchStroke  = 1
	hatchSpacing = 6
	swatchSize   = 11
	gap          = 8
	labelSpace   = 2.5 // smallest gap between labels side by side
	widestBar    = 72
	barShare     = 0.72 // of a year's slot
	widestName   = 330  // of a horizontal bar
	tallestRow   = 29
)

// Dashes, and the outlines of symbols, in points.
const (
	dashOn        = 5.0
	dashOff       = 4.0
	symbolOutline = 0.5
	openOutline   = 1.75
)

// The table below stacked bars, in points.
const (
	tableRow  = 19
	tableName = 210 // widest
	hair      = 1   // between the parts of a bar
)

// Names at the marks, in points.
const (
	giantName  = 190 // greatest width, beside a bar
	giantRoom  = 3   // around it
	endName    = 170 // greatest width, at the end of a line
	endLines   = 2   // at most
	endLead    = 42  // from the last point to the name
	endGap     = 2   // between names
	firstInset = 20  // from the axis to the first point
	runOut     = 26  // of a stepped line after the last day
)

// Panels side by side, rows of dots and rows of parts, in points.
const (
	panelGap       = 22
	panelRowGap    = 14
	shareStrip     = 0.52 // of the height of a panel, for the shares below the bars
	intervalStroke = 1.5
	dotRow         = 44 // tallest
	widestAside    = 340
)

// colour is 0xRRGGBB.
type colour uint32

// Ink, and the colours of Okabe and Ito, which colour-blind readers can distinguish.
const (
	paper  colour = 0xFFFFFF
	ink    colour = 0x1A1A1A
	muted  colour = 0x595959
	gridTo colour = 0xDDDDDD

	orange     colour = 0xE69F00
	skyBlue    colour = 0x56B4E9
	green      colour = 0x009E73
	blue       colour = 0x0072B2
	vermillion colour = 0xD55E00
	purple     colour = 0xCC79A7
	black      colour = 0x000000

	greyOther     colour = 0x6E6E6E
	greyUnknown   colour = 0x949494
	greyNotStated colour = 0xBDBDBD
)

// Colours of bars that show no category.
const (
	barColour    = blue
	restColour   = skyBlue
	accentColour = vermillion
	accentInk    = colour(0xA84A00) // the accent, dark enough for text
	paleShare    = 0.72             // of white in a pale colour
)

// The colours of origins, the same in every chart. Undetermined is grey.
const (
	internalColour     = vermillion
	externalColour     = blue
	undeterminedColour = greyNotStated
)

// hex writes the colour in the form of SVG.
func (c colour) hex() string { return fmt.Sprintf("#%06X", uint32(c)) }

// pale is the colour of a mark that is incomplete.
func (c colour) pale() colour { return c.mix(paper, paleShare) }

// mix moves each channel towards another colour, by share of the way.
func (c colour) mix(other colour, share float64) colour {
	var mixed colour
	for shift := 0; shift < 24; shift += 8 {
		from, to := float64(c>>shift&0xFF), float64(other>>shift&0xFF)
		mixed |= colour(math.Round(from+float64((to-from)*share))) << shift
	}
	return mixed
}

// shape is the symbol of the points of a line.
type shape int

const (
	circle shape = iota
	square
	triangle
	diamond
	wedge // a triangle on its tip
)

// style identifies a category, with and without colour.
type style struct {
	colour colour
	shape  shape
}

// notStated is the name of the null category.
const notStated = "Not stated"

// styleOf returns the style of a category of the portal, the same in every chart, and its place in
// the order. Categories such as Other and Unknown are grey.
func styleOf(category string) (known style, place int, ok bool) {
	for i, kind := range []struct {
		names string
		style style
	}{
		{"Healthcare Provider|Hacking/IT Incident|Network Server|Ransomware attacks", style{blue, circle}},
		{"Business Associate|Unauthorized Access/Disclosure|Email|Insider, accidental or intentional data loss", style{vermillion, square}},
		{"Health Plan|Theft|Laptop|Loss or theft of equipment or data", style{orange, triangle}},
		{"Healthcare Clearing House|Loss|Paper/Films|Attacks against connected medical devices that may affect patient safety", style{green, diamond}},
		{"Improper Disposal|Desktop Computer", style{skyBlue, wedge}},
		{"Electronic Medical Record|E-mail phishing attacks", style{purple, triangle}},
		{"Other Portable Electronic Device", style{black, circle}},
		{"Other", style{greyOther, triangle}},
		{"Unknown|Not told", style{greyUnknown, circle}},
		{notStated, style{greyNotStated, circle}},
	} {
		for name := range strings.SplitSeq(kind.names, "|") {
			if name == category {
				return kind.style, i, true
			}
		}
	}
	return style{}, 0, false
}

// spareStyles are for categories that are not known; the first free one is used. When they are used
// up, greys follow, darkest first.
func spareStyles() []style {
	return []style{
		{purple, diamond}, {skyBlue, wedge}, {green, diamond}, {black, circle},
		{orange, triangle}, {vermillion, square}, {blue, circle},
		{0x454545, square}, {0x5F5F5F, wedge}, {0x7A7A7A, circle}, {0xA3A3A3, diamond},
	}
}

// foldedStyle is the style of the categories that share one series.
func foldedStyle() style { return style{0xA8A8A8, wedge} }

const (
	billion  = 1_000_000_000
	million  = 1_000_000
	thousand = 1_000
	unknown  = "n/a"
)

// count writes a whole number for readers: 2,149.
func count(value float64) string {
	digits := strconv.FormatFloat(math.Abs(math.Round(value)), 'f', 0, 64)
	var grouped strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			grouped.WriteByte(',')
		}
		grouped.WriteRune(digit)
	}
	if math.Round(value) < 0 {
		return "−" + grouped.String()
	}
	return grouped.String()
}

// millions writes a number in millions without the unit, for an axis or table in millions: 176.4;
// from 1,000 million on without decimals: 1,203.
func millions(value float64) string {
	scaled := value / million
	switch size := math.Abs(scaled); {
	case value == 0:
		return "0"
	case size >= thousand-0.05:
		return count(scaled)
	case size >= 0.05:
		return strconv.FormatFloat(scaled, 'f', 1, 64)
	default:
		return "<0.1"
	}
}

// billions writes a number in billions without the unit: 1.2; from 1,000 billion on without
// decimals: 9,223.
func billions(value float64) string { return millions(value / thousand) }

// people writes a number of individuals: 1.2 billion, 176.4 million, 117,905.
func people(value float64) string {
	switch {
	case value >= billion-0.05*million:
		return billions(value) + " billion"
	case value >= million:
		return millions(value) + " million"
	default:
		return count(value)
	}
}

// People writes a number of individuals as captions do: 192.7 million, 4,901.
func People(individuals int64) string { return people(float64(individuals)) }

// percent writes a share from 0 to 1 as 53 %, with one digit after the point below 1 %.
func percent(share float64) string {
	const space, hundred = "\u00A0%", 100
	scaled := share * hundred
	switch {
	case scaled == 0 || scaled >= 0.95:
		return count(scaled) + space
	case scaled >= 0.05:
		return strconv.FormatFloat(scaled, 'f', 1, 64) + space
	default:
		return "<0.1" + space
	}
}

// tenths writes a share from 0 to 1 with one digit after the point: 53.0 %.
func tenths(share float64) string {
	const space, hundred = "\u00A0%", 100
	return strconv.FormatFloat(share*hundred, 'f', 1, 64) + space
}

// shortDay writes a day below an axis: 8 Oct.
func shortDay(day time.Time) string { return day.Format("2 Jan") }

// longDay writes a day in a sentence: 8 October.
func longDay(day time.Time) string { return day.Format("2 January") }

// fullDay turns YYYY-MM-DD into a day such as 17 October 2024. Any other text is returned
// unchanged.
func fullDay(text string) string {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return oneLine(text)
	}
	return day.Format("2 January 2006")
}

// ticks returns round values from zero to the first at or above most, in steps of 1, 2 or 5 times a
// power of ten and never less than 1.
func ticks(most float64) []float64 {
	const atMost = 6
	step := 1.0
	for _, factors := 0, [3]float64{2, 2.5, 2}; most/step >= atMost; {
		for _, factor := range factors {
			if most/step >= atMost {
				step *= factor
			}
		}
	}
	values := []float64{0}
	for value := 0.0; value < most; {
		value += step
		values = append(values, value)
	}
	return values
}
