package sample

import (
	"slices"
	"strings"
	"testing"
)

func TestReadTotals(t *testing.T) {
	const header = "year,breaches,individuals,source,source_url\n"
	for _, test := range []struct {
		name, table string
		want        []YearTotal
		err         string
	}{
		{"a printed and a blank total", header + "2009,18,,A,B\n2010,199,5,A,B\n", []YearTotal{{2009, 18, 0}, {2010, 199, 5}}, ""},
		{"empty file", "", nil, "yearly totals:1: want a header, got an empty file"},
		{"another header", "year,n\n", nil, `yearly totals:1: want header ["year" "breaches" "individuals" "source" "source_url"], got ["year" "n"]`},
		{"header alone", header, nil, "yearly totals: want at least one year, got none"},
		{"a row cut short", header + "2009,18\n", nil, "yearly totals: record on line 2: wrong number of fields"},
		{"no year", header + "total,18,,A,B\n", nil, `yearly totals:2: want a year in year, got "total"`},
		{"breaches with a comma", header + "2009,\"1,8\",,A,B\n", nil, `yearly totals:2: want a whole number in breaches, got "1,8"`},
		{"individuals in millions", header + "2009,18,1.2m,A,B\n", nil, `yearly totals:2: want a whole number or blank in individuals, got "1.2m"`},
		{"no breach", header + "2009,0,,A,B\n", nil, "yearly totals: 2009: want 1 to 1000000000 breaches, got 0"},
		{"fewer than no individuals", header + "2009,1,-1,A,B\n", nil, "yearly totals: 2009: want individuals of 0 or more, got -1"},
		{"a year twice", header + "2009,18,,A,B\n2009,18,,A,B\n", nil, "yearly totals: want year 2010, got 2009"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := ReadTotals(strings.NewReader(test.table))
			switch {
			case test.err == "" && err != nil, test.err != "" && (err == nil || err.Error() != test.err):
				t.Errorf("want error %q, got %v", test.err, err)
			case test.err == "" && !slices.Equal(got, test.want):
				t.Errorf("want %v, got %v", test.want, got)
			}
		})
	}
}

func TestPublishedTotalsReachFrom2009To2024(t *testing.T) {
	totals := published(t)
	if first, last := totals[0].Year, totals[len(totals)-1].Year; first != 2009 || last < 2024 {
		t.Errorf("got %d to %d", first, last)
	}
}
