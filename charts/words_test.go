package charts

import (
	"strings"
	"testing"
)

func TestMoved(t *testing.T) {
	for _, test := range []struct {
		from, to float64
		want     string
	}{
		{199, 745, "nearly quadrupled"}, {100, 100, "stayed the same"}, {0, 0, "stayed the same"},
		{100, 102, "hardly changed"}, {100, 98, "hardly changed"},
		{100, 104, "rose by 4\u00A0%"}, {100, 112, "rose by 12\u00A0%"}, {100, 125, "rose by a quarter"}, {100, 133, "rose by a third"},
		{100, 150, "rose by half"}, {100, 167, "rose by two thirds"}, {100, 175, "rose by three quarters"}, {100, 179, "rose by 79\u00A0%"},
		{100, 180, "nearly doubled"}, {100, 199, "doubled"}, {100, 200, "doubled"}, {100, 206, "doubled"}, {100, 210, "more than doubled"},
		{100, 269, "more than doubled"}, {100, 270, "nearly tripled"}, {100, 300, "tripled"}, {100, 359, "more than tripled"},
		{100, 424, "more than quadrupled"}, {100, 480, "rose nearly fivefold"}, {100, 520, "rose more than fivefold"},
		{100, 1000, "rose tenfold"}, {100, 2538, "rose about 25-fold"},
		{100, 97.5, "hardly changed"}, {100, 90, "fell by 10\u00A0%"}, {100, 75, "fell by a quarter"}, {100, 67, "fell by a third"},
		{100, 54, "nearly halved"}, {100, 50, "halved"}, {100, 33, "fell by two thirds"}, {200, 20, "fell to about a tenth"},
		{1000, 50, "fell to less than a tenth"}, {1, 3, "rose"}, {0, 50, "rose"}, {50, 0, "fell"}, {9, 400, "rose"}, {400, 9, "fell"},
	} {
		if got := moved(test.from, test.to); got != test.want {
			t.Errorf("%v to %v: want %q, got %q", test.from, test.to, test.want, got)
		}
	}
}

// TestMovedSaysNoMoreThanIsSo checks for many ratios that the words are true of the numbers.
func TestMovedSaysNoMoreThanIsSo(t *testing.T) {
	names := map[string]float64{
		"doubled": 2, "tripled": 3, "quadrupled": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7, "eightfold": 8, "ninefold": 9, "tenfold": 10,
	}
	for to := 1030.0; to < 13_000; to++ {
		words, ratio := moved(1000, to), to/1000
		for name, multiple := range names {
			if !strings.Contains(words, name) {
				continue
			}
			switch {
			case strings.Contains(words, "nearly"):
				if ratio >= multiple || ratio < 0.89*multiple {
					t.Fatalf("%v is not %q", ratio, words)
				}
			case strings.Contains(words, "more than"):
				if ratio <= multiple || ratio >= multiple+1 {
					t.Fatalf("%v is not %q", ratio, words)
				}
			default:
				if ratio/multiple < 0.98 || ratio/multiple > 1.04 {
					t.Fatalf("%v is not %q", ratio, words)
				}
			}
		}
	}
}

func TestTrend(t *testing.T) {
	for _, test := range []struct {
		name     string
		from, to when
		want     string
	}{
		{"rise", when{199, "2010"}, when{745, "2023"}, "Breaches nearly quadrupled from 199 in 2010 to 745 in 2023"},
		{"fall", when{90, "2010"}, when{60, "2023"}, "Breaches fell by a third from 90 in 2010 to 60 in 2023"},
		{"level", when{500, "2010"}, when{505, "2023"}, "Breaches hardly changed: 500 in 2010, 505 in 2023"},
		{"tie", when{500, "2010"}, when{500, "2023"}, "Breaches: 500 in 2010 and in 2023"},
		{"one year", when{500, "2010"}, when{500, "2010"}, "Breaches: 500 in 2010"},
		{"too few for a ratio", when{1, "2010"}, when{4, "2023"}, "Breaches rose from 1 in 2010 to 4 in 2023"},
	} {
		if got := trend("Breaches", test.from, test.to, count); got != test.want {
			t.Errorf("%s: want %q, got %q", test.name, test.want, got)
		}
	}
}

func TestYearlyComparesWholeYearsOnly(t *testing.T) {
	known := func(values ...float64) []number {
		var all []number
		for _, value := range values {
			all = append(all, number{value, true})
		}
		return all
	}
	all, partial := []int64{2020, 2021, 2022, 2023}, []partialYear{{year: 2020}, {year: 2023}}
	for _, test := range []struct {
		name    string
		years   []int64
		values  []number
		partial []partialYear
		want    string
	}{
		{"partial years are left out", all, known(1, 100, 200, 5), partial, "B doubled from 100 in 2021 to 200 in 2022"},
		{"every year is partial", all[:1], known(1), partial, ""},
		{"no year", nil, nil, nil, ""},
		{"one whole year", all[:2], known(1, 100), partial, "B: 100 in 2021"},
		{"a peak between", all, known(100, 400, 150, 200), nil, "B doubled from 100 in 2020 to 200 in 2023, past a peak of 400 in 2021"},
		{"the peak comes first", all, known(400, 100, 150, 200), nil, "B halved from 400 in 2020 to 200 in 2023"},
		{"an unknown year", all[:2], []number{{}, {50, true}}, nil, "B: 50 in 2021"},
	} {
		if got := yearly("B", test.years, test.values, test.partial, count); got != test.want {
			t.Errorf("%s: want %q, got %q", test.name, test.want, got)
		}
	}
}
