package charts

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Colours of the page in dark mode.
const (
	darkPaper colour = 0x15181B
	darkInk   colour = 0xE9E6E1
)

// The contrast that WCAG 2.2 requires of text (1.4.3) and of marks (1.4.11).
const (
	textContrast = 4.5
	markContrast = 3
)

// darkRules returns style rules that map every colour of the drawings to its dark one, in the order
// of the colours. Style rules override presentation attributes, so the drawings need no change.
func darkRules(drawings [][]byte) string {
	found := map[string]bool{}
	for _, drawing := range drawings {
		addPainted(drawing, found)
	}
	var rules bytes.Buffer
	for _, name := range sortedKeys(found) {
		property, digits := name[:len(name)-6], name[len(name)-6:]
		value, err := strconv.ParseUint(digits, 16, 32)
		if err != nil {
			continue // not a colour; no drawing has such a value
		}
		light := colour(value)
		fmt.Fprintf(&rules, ".chart [%s=\"#%s\"]{%s:light-dark(#%s,%s)}\n", property, digits, property, digits, light.onDark(markContrast).hex())
		if property == "fill" {
			fmt.Fprintf(&rules, ".chart text[fill=\"#%s\"]{fill:light-dark(#%s,%s)}\n", digits, digits, light.onDark(textContrast).hex())
		}
	}
	return rules.String()
}

// addPainted adds the fills and strokes of a drawing, such as fill0072B2.
func addPainted(drawing []byte, to map[string]bool) {
	const sign, digits = `="#`, 6
	for {
		before, after, isFound := bytes.Cut(drawing, []byte(sign))
		if !isFound || len(after) < digits {
			return
		}
		drawing = after
		for _, property := range [...]string{"fill", "stroke"} {
			if bytes.HasSuffix(before, []byte(property)) {
				to[property+string(after[:digits])] = true
			}
		}
	}
}

func sortedKeys(set map[string]bool) []string {
	var keys []string
	for key := range set {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// onDark returns the colour for dark mode. Greys keep their place between background and ink. Pale
// colours fade into the dark background as they did into white. All others are lightened until they
// have the given contrast with the background.
func (c colour) onDark(contrast float64) colour {
	const white, pale = 255.0, 0.6
	red, green, blue := c.channels()
	least, most := min(red, green, blue), max(red, green, blue)
	if least == most {
		inkRed, _, _ := ink.channels()
		share := max(0, min(1, (white-red)/(white-inkRed)))
		return darkPaper.mix(darkInk, share)
	}
	if whiteness := least / white; whiteness >= pale {
		pure := mixed((red-least)/(1-whiteness), (green-least)/(1-whiteness), (blue-least)/(1-whiteness))
		return pure.mix(darkPaper, whiteness)
	}
	lighter := c
	for share := 0.0; lighter.contrastWith(darkPaper) < contrast && share < 1; share += 0.05 {
		lighter = c.mix(paper, share)
	}
	return lighter
}

func (c colour) channels() (red, green, blue float64) {
	return float64(c >> 16 & 0xFF), float64(c >> 8 & 0xFF), float64(c & 0xFF)
}

func mixed(red, green, blue float64) colour {
	return colour(math.Round(red))<<16 | colour(math.Round(green))<<8 | colour(math.Round(blue))
}

// contrastWith is the contrast ratio of WCAG, from 1 to 21.
func (c colour) contrastWith(other colour) float64 {
	const flare = 0.05
	one, two := c.luminance()+flare, other.luminance()+flare
	return max(one, two) / min(one, two)
}

// luminance is the relative luminance of WCAG, from 0 to 1.
func (c colour) luminance() float64 {
	linear := func(channel float64) float64 {
		if share := channel / 255; share > 0.04045 {
			return math.Pow((share+0.055)/1.055, 2.4)
		}
		return channel / 255 / 12.92
	}
	red, green, blue := c.channels()
	return 0.2126*linear(red) + 0.7152*linear(green) + 0.0722*linear(blue)
}
