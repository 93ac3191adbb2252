package charts

import (
	"regexp"
	"strings"
	"testing"
)

// typicalOrigins returns rows for the figures of origins, threats and practices; nil for other
// charts.
func typicalOrigins(chart string) [][]any {
	switch chart {
	case "origin_by_year":
		return typicalOriginYears()
	case "origin_sensitivity":
		return [][]any{
			{"described, submitted to 2017", "descriptions only", 824, 753, 65, 0.5225, 0.4978, 0.5471, 0.5299},
			{"described, submitted to 2017", "portal types only", 622, 949, 71, 0.3959, 0.3720, 0.4203, 0.5299},
			{"described, submitted to 2017", "both", 826, 763, 53, 0.5198, 0.4952, 0.5443, 0.5299},
			{"all breaches", "descriptions only", 2367, 2305, 1770, 0.5066, 0.4923, 0.5210, 0.5299},
			{"all breaches", "portal types only", 1780, 4498, 164, 0.2835, 0.2725, 0.2948, 0.5299},
			{"all breaches", "both", 2407, 3090, 945, 0.4379, 0.4248, 0.4510, 0.5299},
		}
	case "causes":
		return typicalCauses()
	case "hicp_threats_by_year":
		return typicalGrid([]string{
			"E-mail phishing attacks", "Ransomware attacks", "Loss or theft of equipment or data",
			"Insider, accidental or intentional data loss",
			"Attacks against connected medical devices that may affect patient safety", "Not told",
		}, [][2]int{{0, 10}, {0, 20}, {40, 3}, {20, 17}, {0, 0}, {40, 50}})
	case "hicp_practices":
		return [][]any{
			{"Security Operations Center and Incident Response", 3908, 266_269_942, 1162, 2021, 2023, 839, 872, 763, 1434, 0},
			{"Cybersecurity Policies", 3908, 266_269_942, 1162, 2021, 2023, 839, 872, 763, 1434, 0},
			{"E-mail Protection Systems", 3145, 247_460_191, 1103, 2021, 2023, 839, 872, nil, 1434, nil},
			{"Network Management", 3069, 143_827_705, 843, 2021, 2023, nil, 872, 763, 1434, 0},
			{"Endpoint Protection Systems", 1635, 118_161_600, 539, 2021, 2023, nil, 872, 763, nil, nil},
			{"Medical Device Security", 0, 0, 0, 2021, 2023, nil, nil, nil, nil, 0},
		}
	case "oaic_comparison":
		return [][]any{
			{"Q2 2018", 49, 29, 0.592, 0.452, 0.718, "verified", 64, 101, 0.634, 0.536, 0.721, 64, 102, 0.627, 0.531, 0.715},
			{"Q3 2018", 45, 25, 0.556, 0.412, 0.691, "derived", 63, 85, 0.741, 0.639, 0.822, 64, 86, 0.744, 0.643, 0.825},
			{"Q4 2018", 54, 29, 0.537, 0.406, 0.663, "verified", 53, 88, 0.602, 0.498, 0.698, 53, 89, 0.596, 0.492, 0.691},
		}
	}
	return nil
}

// typicalOriginYears returns years in which ever fewer descriptions decide.
func typicalOriginYears() [][]any {
	var rows [][]any
	last := len(yearCounts()) - 1
	for at, all := range yearCounts() {
		for i, reading := range []string{"descriptions only", "portal types only", "both"} {
			internal := all * (50 - 2*at - 3*i) / 100
			undetermined := all * at * (3 - i) / (4 * last)
			external := max(0, all-internal-undetermined)
			share := float64(internal) / float64(internal+external)
			rows = append(rows, []any{
				firstYear + at, reading, internal, external, undetermined, share, max(0, share-0.06), min(1, share+0.06), isPartYear(at),
			})
		}
	}
	return rows
}

func typicalCauses() [][]any {
	rows := [][]any{{"category", "Theft", nil, "Theft", nil, 0.415, 529, 0.322}}
	for i, cause := range []string{"theft-by-outsiders", "theft-by-employees", "mailing-mistake", "taken-home", "hacking", "improper-disposal"} {
		category := []string{"Theft", "Theft", "Unauthorized Access/Disclosure", "Unauthorized Access/Disclosure", "Hacking/IT Incident", "Improper Disposal"}[i]
		origin := []string{"external", "internal"}[min(1, i%4)]
		rows = append(rows, []any{"cause", category, cause, "As printed: " + cause, origin, 0.325 / float64(i+1), 431 / (i + 1), 0.262 / float64(i+1)})
	}
	return append(rows, []any{"undetermined", nil, nil, "Undetermined", nil, nil, 65, 0.04})
}

// Undetermined is grey, and each origin has the same colour in every chart.
func TestRenderOriginColours(t *testing.T) {
	for _, name := range []string{"origin_by_year", "causes"} {
		chart := chartNamed(t, name)
		svg := string(render(t, chart, typical(t, chart), captured()).SVG)
		for _, want := range []colour{internalColour, externalColour, undeterminedColour} {
			if !strings.Contains(svg, want.hex()) {
				t.Errorf("%s: want %s", name, want.hex())
			}
		}
	}
	if known, _, ok := styleOf("Not told"); !ok || known.colour != greyUnknown {
		t.Error("want breaches without a threat in grey")
	}
}

func TestRenderOrigins(t *testing.T) {
	tags := regexp.MustCompile("<[^>]*>")
	cases := []struct {
		chart string
		rows  [][]any
		wants []string
		not   string
	}{
		{"origin_by_year", nil, []string{">Descriptions only</text>", ">Portal types only</text>", ">Descriptions and types</text>", " are undetermined</text>", "naive map"}, ""},
		{"origin_by_year", [][]any{{2015, "both", 0, 0, 7, nil, nil, nil, false}}, []string{">nothing is determined</text>", ">7 are undetermined</text>"}, "<circle"},
		{"origin_sensitivity", nil, []string{">Jiang and Bai 2019: 53.0\u00A0%</text>", ">52.2\u00A0%</text>", "The axis begins at 20 %."}, "…"},
		{"origin_sensitivity", [][]any{{"all breaches", "both", 0, 0, 3, nil, nil, nil, nil}}, []string{">n/a</text>", "3 undetermined"}, "The axis begins"},
		{"causes", nil, []string{">Theft by outsiders</text>", "As printed: theft-by-outsiders", ">Undetermined</text>", ">26.2\u00A0%</text>"}, ">Theft category"},
		{"hicp_practices", nil, []string{">266.3 million</text>", ">2021–2023</text>", "judgment of 2018", "No breach describes an attack on a medical device."}, ">Medical devices</text>"},
		{"hicp_threats_by_year", nil, []string{">not identified</text>", "1 category without a breach is not drawn."}, "medical devices"},
		{"oaic_comparison", nil, []string{">Q3 2018</text>", "25 of 45, derived", ">56\u00A0%</text>", "not the same thing"}, ""},
	}
	for _, c := range cases {
		chart := chartNamed(t, c.chart)
		rows := c.rows
		if rows == nil {
			rows = typical(t, chart)
		}
		svg := string(render(t, chart, rows, captured()).SVG)
		plain := tags.ReplaceAllString(strings.ReplaceAll(svg, "</text>", " "), "") // joins the lines of a caption
		plain = strings.Join(strings.Fields(plain), " ")
		for _, want := range c.wants {
			if !strings.Contains(svg, want) && !strings.Contains(plain, want) {
				t.Errorf("%s: want %s", c.chart, want)
			}
		}
		if c.not != "" && strings.Contains(svg, c.not) {
			t.Errorf("%s: want no %s", c.chart, c.not)
		}
	}
}
