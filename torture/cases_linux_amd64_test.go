package torture

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"
)

type errno = syscall.Errno

// way is a way in which a call fails.
type way struct {
	name  string
	fault errno
	stays bool // all later calls that need space fail too
}

// tried is a case: a journey, a way, and the call that fails.
type tried struct {
	journey *journey
	way     way
	op      op
}

func (c tried) String() string {
	return fmt.Sprintf("%s %s, %s at %s", c.journey.calls, c.journey.name, c.way.name, c.op)
}

// class groups similar cases: files of a publication by format, and all blocks of a database.
func (c tried) class() string {
	place := c.op.path
	if folder, name := path.Split(place); strings.HasPrefix(folder, ".") || strings.HasPrefix(folder, "o/") {
		place = folder + "*" + path.Ext(name)
	}
	return strings.Join([]string{c.journey.name, c.way.name, c.op.kind, place}, "\n")
}

// few is the number of cases in a usual test.
const few = 8

// casesOf lists every case in the order in which they are tried, which is random within three
// groups: one of each class; then the first and the last of each class, where runs of the same call
// begin and end; then the rest.
func casesOf(list []*journey, ways []way) []tried {
	var cases []tried
	for _, one := range list {
		for _, way := range ways {
			for _, op := range one.ops {
				cases = append(cases, tried{one, way, op})
			}
		}
	}
	first, last := map[string]int{}, map[string]int{}
	for i, c := range cases {
		if _, isKnown := first[c.class()]; !isKnown {
			first[c.class()] = i
		}
		last[c.class()] = i
	}
	rank := map[string]int{}
	for i, c := range cases {
		rank[c.String()] = 2
		if first[c.class()] == i || last[c.class()] == i {
			rank[c.String()] = 1
		}
	}
	random := rand.New(rand.NewPCG(*seed, 0))
	random.Shuffle(len(cases), func(a, b int) { cases[a], cases[b] = cases[b], cases[a] })
	taken := map[string]bool{}
	for _, c := range cases {
		if !taken[c.class()] {
			taken[c.class()], rank[c.String()] = true, 0
		}
	}
	slices.SortStableFunc(cases, func(a, b tried) int { return rank[a.String()] - rank[b.String()] })
	return cases
}

// everyCallFailsOnce tries as many cases as there is time for.
//
// A case costs one traced run, up to and beyond its fault. Whether the next run succeeds is tried
// once for each state of the folders, compared byte by byte: most faults leave the folders
// unchanged, and the same command does the same in the same folders.
func everyCallFailsOnce(t *testing.T, list []*journey, ways []way) {
	cases := casesOf(list, ways)
	sums := newTable(list, ways, cases)
	book := openBook(t, *state)
	var open []tried
	for _, c := range cases {
		if book.holds(c.String()) {
			sums.add(c, true)
		} else {
			open = append(open, c)
		}
	}
	if !isLong() {
		open = open[:min(len(open), few)]
	}
	begun := time.Now()
	missed, slowest := 0, time.Duration(0)
	var next sync.Mutex
	var shards sync.WaitGroup
	for range 2 {
		shards.Go(func() {
			for {
				next.Lock()
				if len(open) == 0 || t.Failed() && !isLong() || *until > 0 && time.Since(begun) > *until {
					next.Unlock()
					return
				}
				c := open[0]
				open = open[1:]
				next.Unlock()
				end, struck, faults := c.journey.suffer(t, c.way, c.op)
				next.Lock()
				slowest = max(slowest, end.left)
				switch {
				case len(faults) > 0:
					sums.add(c, false)
					t.Errorf("%s: %s", c, strings.Join(faults, "\n    "))
				case !struck:
					missed++
				default:
					sums.add(c, true)
					book.add(c.String())
				}
				next.Unlock()
			}
		})
	}
	shards.Wait()
	t.Logf("survived/tried/possible cases, with those in the book (seed %d):\n%s", *seed, sums)
	t.Logf("%d different states after a fault; the call was not reached %d times; at most %s from a signal to the end",
		sums.states(list), missed, slowest.Round(time.Millisecond))
	sums.report(t)
}

// table counts cases by journey and way.
type table struct {
	journeys, ways            []string
	possible, tried, survived map[[2]string]int
}

func newTable(list []*journey, ways []way, cases []tried) *table {
	s := &table{possible: map[[2]string]int{}, tried: map[[2]string]int{}, survived: map[[2]string]int{}}
	for _, one := range list {
		s.journeys = append(s.journeys, one.name)
	}
	for _, way := range ways {
		s.ways = append(s.ways, way.name)
	}
	for _, c := range cases {
		s.possible[[2]string{c.journey.name, c.way.name}]++
	}
	return s
}

func (s *table) add(c tried, survived bool) {
	cell := [2]string{c.journey.name, c.way.name}
	s.tried[cell]++
	if survived {
		s.survived[cell]++
	}
}

// String returns one row for each journey and one column for each way, with
// survived/tried/possible.
func (s *table) String() string {
	var text strings.Builder
	out := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(out, "survived/tried/possible\t%s\t\n", strings.Join(s.ways, "\t"))
	for _, journey := range s.journeys {
		fmt.Fprintf(out, "%s\t", journey)
		for _, way := range s.ways {
			cell := [2]string{journey, way}
			fmt.Fprintf(out, "%d/%d/%d\t", s.survived[cell], s.tried[cell], s.possible[cell])
		}
		fmt.Fprintln(out)
	}
	_ = out.Flush()
	return text.String()
}

// states returns the number of different states that were judged.
func (s *table) states(list []*journey) (n int) {
	for _, one := range list {
		one.verdicts.Range(func(any, any) bool { n++; return true })
	}
	return n
}

func (s *table) report(t *testing.T) {
	possible, tried, survived := 0, 0, 0
	for cell, n := range s.possible {
		possible, tried, survived = possible+n, tried+s.tried[cell], survived+s.survived[cell]
	}
	reportTried(t, tried, survived, fmt.Sprintf("of %d cases", possible))
}

// reportTried prints a line that torture.sh reads.
func reportTried(t *testing.T, tried, survived int, note string) {
	t.Logf("TRIED %d SURVIVED %d %s", tried, survived, note)
}
