package charts

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/torture/must"
)

func gridOf(t *testing.T, rows [][]any) *grid {
	t.Helper()
	chart := chartNamed(t, "breaches_by_year_and_type")
	checked := must.Get(chart.check(record(t, chart, rows)))(t)
	return readGrid(checked, "breach_type")
}

func TestGridOrderAndFold(t *testing.T) {
	var many [][]any
	for i, name := range []string{"K", "J", "I", "H", "G", "F", "Theft", notStated, "C", "B", "A"} {
		many = append(many, []any{2024, name, 100 + i, 1000, 1000, false})
	}
	for _, test := range []struct {
		name string
		rows [][]any
		want []string
	}{
		{"known order, not given order", [][]any{
			{2024, "Theft", 1, nil, nil, false}, {2024, "Hacking/IT Incident", 9, nil, nil, false},
		}, []string{"Hacking/IT Incident", "Theft"}},
		{"new before other and not stated", [][]any{
			{2024, nil, 1, nil, nil, false}, {2024, "Other", 9, nil, nil, false}, {2024, "Quantum Exfiltration", 9, nil, nil, false},
		}, []string{"Quantum Exfiltration", "Other", notStated}},
		{"the smallest are folded", many, []string{"Theft", "A", "B", "C", "F", "G", "H", notStated, "3 others"}},
	} {
		read := gridOf(t, test.rows)
		var names []string
		colours := make(map[colour]string)
		for _, one := range read.series {
			names = append(names, one.name)
			if other, ok := colours[one.style.colour]; ok {
				t.Errorf("%s: %s and %s have one colour", test.name, one.name, other)
			}
			colours[one.style.colour] = one.name
		}
		if diff := cmp.Diff(test.want, names); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestGridKeepsNullApartFromZero(t *testing.T) {
	read := gridOf(t, [][]any{
		{2022, "Theft", 0, nil, nil, false}, {2023, "Theft", nil, nil, nil, false}, {2025, "Theft", 3, nil, nil, true},
	})
	want := []number{{0, true}, {}, {}, {3, true}}
	if diff := cmp.Diff(want, read.series[0].breaches, cmp.AllowUnexported(number{})); diff != "" {
		t.Errorf("breaches of 2022 to 2025 (-want +got):\n%s", diff)
	}
}

func TestCategoriesWithoutABreachAreLeftOut(t *testing.T) {
	for _, name := range []string{"breaches_by_year_and_type", "hicp_threats_by_year"} {
		t.Run(name, func(t *testing.T) { checkLeftOut(t, chartNamed(t, name)) })
	}
}

func checkLeftOut(t *testing.T, chart Chart) {
	t.Helper()
	row := func(year int, name string, breaches any) []any { return []any{year, name, breaches, nil, nil, false} }
	for _, test := range []struct {
		name  string
		rows  [][]any
		drawn []string
		empty string
	}{
		{"none", [][]any{row(2022, "Theft", 0), row(2023, "Theft", 1)}, []string{"Theft"}, ""},
		{"one", [][]any{row(2022, "Theft", 1), row(2022, "Loss", 0), row(2023, "Loss", 0)}, []string{"Theft"},
			"1 category without a breach is not drawn."},
		{"two", [][]any{row(2022, "Theft", 1), row(2022, "Loss", 0), row(2022, "Other", 0)}, []string{"Theft"},
			"2 categories without a breach are not drawn."},
		{"not known is not zero", [][]any{row(2022, "Theft", 1), row(2022, "Loss", nil)}, []string{"Theft", "Loss"}, ""},
		{"all", [][]any{row(2022, "Theft", 0), row(2022, "Loss", 0)}, []string{"Theft", "Loss"}, ""},
	} {
		checked := must.Get(chart.check(record(t, chart, test.rows)))(t)
		read := chart.read(checked)
		var all []*series
		switch read := read.(type) {
		case *threats:
			all = read.series
		case panels:
			all = read.series
		}
		var drawn []string
		for _, one := range all {
			drawn = append(drawn, one.name)
		}
		if diff := cmp.Diff(test.drawn, drawn); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if got := strings.Join(withoutScales(read.caveats()), " "); got != test.empty {
			t.Errorf("%s: want the caveat %q, got %q", test.name, test.empty, got)
		}
	}
}

func TestSpreadKeepsNamesApart(t *testing.T) {
	wishes := []float64{10, 11, 12, 200, 400, 400}
	var names []*endLabel
	wanted := make(map[*endLabel]float64)
	for _, wish := range wishes {
		name := &endLabel{lines: []string{"name"}}
		names = append(names, name)
		wanted[name] = wish
	}
	spread(names, func(l *endLabel) float64 { return wanted[l] }, 0, 400)
	bottom := 0.0
	for i, name := range names {
		if name.top < bottom-0.001 || name.top+name.height() > 400.001 {
			t.Errorf("name %d stands at %v, want it between %v and 400", i, name.top, bottom)
		}
		bottom = name.top + name.height()
	}
	if middle := names[3].top + names[3].height()/2; middle != 200 {
		t.Errorf("want a name with enough room at the height it wants, got %v", middle)
	}
}

func TestPartialYears(t *testing.T) {
	chart := chartNamed(t, "breaches_by_year")
	for _, test := range []struct {
		name string
		rows [][]any
		want []string
	}{
		{"a list that begins in October", [][]any{
			{2009, 18, nil, nil, nil, true, "2009-10-21", "2009-12-30"}, {2010, 199, nil, nil, nil, false, nil, nil},
		}, []string{"from 21 Oct"}},
		{"the newest year", [][]any{
			{2023, 745, nil, nil, nil, false, nil, nil}, {2024, 537, nil, nil, nil, true, "2024-01-02", "2024-10-08"},
		}, []string{"to 8 Oct"}},
		{"one year from March", [][]any{{2026, 97, nil, nil, nil, true, "2026-03-30", "2026-04-07"}}, []string{"to 7 Apr"}},
		{"a first year after 2009", [][]any{
			{2012, 9, nil, nil, nil, true, "2012-03-30", "2012-12-30"}, {2013, 97, nil, nil, nil, true, "2013-03-30", "2013-04-07"},
		}, []string{anyPart, "to 7 Apr"}},
		{"2009 after a mistyped year", [][]any{
			{2008, 1, nil, nil, nil, true, "2008-05-01", "2008-05-01"}, {2009, 18, nil, nil, nil, true, "2009-10-21", "2009-12-15"},
			{2010, 199, nil, nil, nil, false, nil, nil},
		}, []string{anyPart, "from 21 Oct"}},
		{"one year from January", [][]any{{2024, 537, nil, nil, nil, true, "2024-01-02", "2024-10-08"}}, []string{"to 8 Oct"}},
		{"days not known", [][]any{{2024, 537, nil, nil, nil, true, nil, nil}}, []string{anyPart}},
		{"whole years", [][]any{{2023, 745, nil, nil, nil, false, "2023-01-02", "2023-12-30"}}, nil},
	} {
		checked := must.Get(chart.check(record(t, chart, test.rows)))(t)
		var got []string
		for _, one := range readBreachesByYear(checked).(*yearBars).partial {
			got = append(got, one.short)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// withoutScales returns only the caveats on categories without a breach.
func withoutScales(caveats []string) []string {
	return slices.DeleteFunc(slices.Clone(caveats), func(caveat string) bool {
		return !strings.Contains(caveat, "without a breach")
	})
}
