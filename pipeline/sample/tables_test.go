package sample

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestSharesAddUp(t *testing.T) {
	sum := func(shares []int) int {
		total := 0
		for _, share := range shares {
			total += share
		}
		return total
	}
	for _, m := range mixes {
		if sum(m.entity[:]) != perMille || sum(m.breach[:]) != perMille {
			t.Errorf("%d: entity %d, breach %d", m.until, sum(m.entity[:]), sum(m.breach[:]))
		}
		for breach, share := range m.breach {
			if share > 0 && sum(m.location[breach][:]) != perMille {
				t.Errorf("%d: %s: locations add up to %d", m.until, breachTypes[breach], sum(m.location[breach][:]))
			}
		}
		for _, sizes := range m.sizes {
			if !slices.IsSorted(sizes[:]) || sizes[0] <= fewestIndividuals+1 {
				t.Errorf("%d: sizes %v", m.until, sizes)
			}
		}
	}
	total := 0
	for _, state := range stateWeights {
		total += state.weight
	}
	if total != stateWeightSum {
		t.Errorf("state weights add up to %d", total)
	}
	if knots[median] != perMille/2 {
		t.Errorf("the median is at %d", knots[median])
	}
	if int(quirkCount)*quirkDistance > quirkZone {
		t.Errorf("%d quirks do not fit into %d rows", quirkCount, quirkZone)
	}
}

func TestEveryCauseHasAStory(t *testing.T) {
	if len(stories) != unclear+1 {
		t.Fatalf("want %d stories, got %d", unclear+1, len(stories))
	}
	for cause, s := range stories {
		if len(s.openings) == 0 || len(s.details) == 0 || len(s.repairs) == 0 {
			t.Errorf("story %d is not whole", cause)
		}
		for _, opening := range s.openings {
			if !strings.HasPrefix(opening, "$S ") || !strings.Contains(opening, "$C") {
				t.Errorf("who and how many? %s", opening)
			}
		}
	}
}

func TestApportion(t *testing.T) {
	for _, test := range []struct {
		name    string
		rows    int
		weights []uint64
		want    []int
	}{
		{"even", 4, []uint64{1, 1}, []int{2, 2}},
		{"largest remainder", 10, []uint64{1, 1, 4}, []int{2, 2, 6}},
		{"first of equal remainders", 1, []uint64{1, 1}, []int{1, 0}},
		{"weight of nothing", 3, []uint64{0, 5}, []int{0, 3}},
		{"no overflow", maxRows, []uint64{math.MaxUint64 / 4, math.MaxUint64 / 4}, []int{maxRows / 2, maxRows / 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := apportion(test.rows, test.weights); !slices.Equal(got, test.want) {
				t.Errorf("want %v, got %v", test.want, got)
			}
		})
	}
}

// Counts drawn at even ranks have the mean that sizing reckons with.
func TestMeanOfQuantiles(t *testing.T) {
	for _, q := range newestSizes {
		const n = 100_000
		sum := int64(0)
		for i := range n {
			sum += q.at(math.MaxUint64 / n * uint64(i))
		}
		low, tail := q.means()
		if got, want := sum/n, low+tail; got < want*99/100 || got > want*101/100 {
			t.Errorf("want %d, got %d", want, got)
		}
	}
}
