package charts

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/torture/must"
)

func TestNumbersAsPeopleReadThem(t *testing.T) {
	for _, test := range []struct{ name, got, want string }{
		{"zero", count(0), "0"},
		{"below a thousand", count(999), "999"},
		{"thousands", count(2149), "2,149"},
		{"millions in full", count(192_700_000), "192,700,000"},
		{"negative", count(-1234.4), "−1,234"},
		{"individuals below a million", people(117_905), "117,905"},
		{"individuals in millions", people(192_700_000), "192.7 million"},
		{"nearly a billion", people(999_940_000), "999.9 million"},
		{"a billion, rounded", people(999_960_000), "1.0 billion"},
		{"billions", people(1_203_400_000), "1.2 billion"},
		{"thousands of billions", people(9_223_372_036_854), "9,223 billion"},
		{"an axis in millions", axisNumber(150e6, 166e6), "150"},
		{"an axis in parts of millions", axisNumber(0.5e6, 2e6), "0.5"},
		{"an axis in thousands of millions", axisNumber(1500e6, 1700e6), "1,500"},
		{"an axis below a million", axisNumber(20_000, 90_000), "20,000"},
		{"millions without a unit", millions(37_100_000), "37.1"},
		{"no million", millions(0), "0"},
		{"hardly a million", millions(6_100), "<0.1"},
		{"a twentieth of a million", millions(50_000), "0.1"},
		{"a thousand millions", millions(1_203_400_000), "1,203"},
		{"nearly a thousand millions", millions(999_960_000), "1,000"},
		{"share", percent(0.534), "53\u00A0%"},
		{"share below one in a hundred", percent(0.0034), "0.3\u00A0%"},
		{"share below one in a thousand", percent(0.0001), "<0.1\u00A0%"},
		{"no share", percent(0), "0\u00A0%"},
		{"day", fullDay("2024-10-17"), "17 October 2024"},
		{"no day", fullDay("last\nweek"), "last week"},
	} {
		if test.got != test.want {
			t.Errorf("%s: want %q, got %q", test.name, test.want, test.got)
		}
	}
}

func TestTicks(t *testing.T) {
	for _, test := range []struct {
		name string
		most float64
		want []float64
	}{
		{"nothing", 0, []float64{0}},
		{"one", 1, []float64{0, 1}},
		{"steps of one", 5, []float64{0, 1, 2, 3, 4, 5}},
		{"steps of two", 7, []float64{0, 2, 4, 6, 8}},
		{"steps of 200", 745, []float64{0, 200, 400, 600, 800}},
		{"a tick at the most", 800, []float64{0, 200, 400, 600, 800}},
		{"steps of 50 million", 279e6, []float64{0, 50e6, 100e6, 150e6, 200e6, 250e6, 300e6}},
	} {
		if diff := cmp.Diff(test.want, ticks(test.most)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// dimensions returns the categories of each chart.
func dimensions() [][]string {
	return [][]string{
		{"Healthcare Provider", "Health Plan", "Business Associate", "Healthcare Clearing House", notStated},
		{"Hacking/IT Incident", "Unauthorized Access/Disclosure", "Theft", "Loss", "Improper Disposal", "Other", "Unknown", notStated},
		{
			"Network Server", "Email", "Paper/Films", "Laptop", "Desktop Computer", "Electronic Medical Record",
			"Other Portable Electronic Device", "Other", notStated,
		},
		{
			"Insider, accidental or intentional data loss", "Ransomware attacks", "Loss or theft of equipment or data",
			"E-mail phishing attacks", "Attacks against connected medical devices that may affect patient safety", "Not told",
		},
	}
}

func TestStylesR8DifferInColourAndInGrey(t *testing.T) {
	const farApart = 9 // in lightness, from 0 to 100
	for _, categories := range dimensions() {
		for i, category := range categories {
			one, _, ok := styleOf(category)
			if !ok {
				t.Fatalf("want a style of %s", category)
			}
			for _, other := range categories[:i] {
				before, _, _ := styleOf(other)
				if one.colour == before.colour {
					t.Errorf("%s and %s have the same colour", category, other)
				}
				if one.shape == before.shape && math.Abs(lightness(one.colour)-lightness(before.colour)) < farApart {
					t.Errorf("%s and %s look the same in grey", category, other)
				}
			}
		}
	}
}

// lightness is L* of CIELAB.
func lightness(c colour) float64 {
	linear := func(channel colour) float64 {
		share := float64(channel&0xFF) / 255
		if share <= 0.04045 {
			return share / 12.92
		}
		return math.Pow((share+0.055)/1.055, 2.4)
	}
	luminance := 0.2126*linear(c>>16) + 0.7152*linear(c>>8) + 0.0722*linear(c)
	if luminance <= 0.008856 {
		return luminance * 903.3
	}
	return 116*math.Cbrt(luminance) - 16
}

func TestTextFitsItsWidth(t *testing.T) {
	fonts := must.Get(liberation())(t)
	face := &fonts[regular]
	for _, test := range []struct{ name, text, want string }{
		{"short enough", "Anthem Inc.", "Anthem Inc."},
		{"cut", "Community Health Systems", "Community…"},
		{"no mark before the ellipsis", "Community, Health", "Community…"},
		{"nothing", "", ""},
	} {
		if got := face.shorten(test.text, labelSize, 94); got != test.want {
			t.Errorf("%s: want %q, got %q", test.name, test.want, got)
		}
	}
	for _, line := range face.wrap("Other Portable Electronic Device of "+notStated+" origin", labelSize, 120, 2) {
		if face.width(line, labelSize) > 120 {
			t.Errorf("%q is too wide", line)
		}
	}
	lines := face.wrapEvenly("One two three four five six seven eight nine ten eleven", labelSize, 330, 3)
	if len(lines) != 2 || face.width(lines[1], labelSize) < 0.25*330 {
		t.Errorf("want two lines of some length, got %q", lines)
	}
}
