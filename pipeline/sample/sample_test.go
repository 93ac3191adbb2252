package sample

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
)

var update = flag.Bool("update", false, "write the golden files again")

// published returns the yearly totals that the project ships.
func published(tb testing.TB) []YearTotal {
	tb.Helper()
	file := must.Get(os.Open(filepath.Join("..", "..", "data", "reference", "published_yearly_totals.csv")))(tb)
	defer func() {
		if err := file.Close(); err != nil {
			tb.Error(err)
		}
	}()
	totals := must.Get(ReadTotals(file))(tb)
	return totals
}

// on returns a day, given as YYYY-MM-DD.
func on(tb testing.TB, day string) time.Time {
	tb.Helper()
	at := must.Get(time.Parse(time.DateOnly, day))(tb)
	return at
}

// options returns those of a capture like the real one of 2024-10-17.
func options(tb testing.TB, rows int, view data.View) Options {
	tb.Helper()
	return Options{Rows: rows, Seed: 1, CapturedOn: on(tb, "2024-10-17"), View: view, Totals: published(tb)}
}

func export(tb testing.TB, o Options) []byte {
	tb.Helper()
	var out bytes.Buffer
	must.Do(tb, Write(&out, o))
	return out.Bytes()
}

// rows returns the rows of an export without its header.
func rows(tb testing.TB, o Options) [][]string {
	tb.Helper()
	values := must.Get(csv.NewReader(bytes.NewReader(export(tb, o))).ReadAll())(tb)
	return values[1:]
}

// The columns of the HIPAA lists.
const (
	nameColumn = iota
	stateColumn
	entityColumn
	individualsColumn
	dateColumn
	typeColumn
	placeColumn
	associateColumn
	textColumn
)

func TestHeader(t *testing.T) {
	for _, test := range []struct {
		view data.View
		want string
	}{
		{data.Archive, `"Name of Covered Entity","State","Covered Entity Type","Individuals Affected","Breach Submission Date","Type of Breach","Location of Breached Information","Business Associate Present","Web Description"`},
		{data.Part2, `"Name of Part 2 Program","State","Individuals Affected","Breach Submission Date","Type of Breach","Location of Breached Information","Qualified Service Organization Present","Web Description"`},
	} {
		got, _, _ := strings.Cut(string(export(t, options(t, 10, test.view))), "\n")
		if got != test.want {
			t.Errorf("%s:1: want %s, got %s", test.view, test.want, got)
		}
	}
}

func TestEveryRowIsWithinBounds(t *testing.T) {
	for _, view := range data.Views() {
		o := options(t, 20_000, view)
		before := o.CapturedOn
		for i, row := range rows(t, o) {
			if view == data.Part2 {
				row = slices.Insert(slices.Clone(row), entityColumn, "")
			}
			if fault := faultOf(row, view); fault != "" {
				t.Errorf("%s:%d: %s: %q", view, i+2, fault, row)
			}
			inOrder(t, i+2, row[typeColumn], breachTypes[:], true)
			inOrder(t, i+2, row[placeColumn], locations[:], false)
			day, err := time.Parse("01/02/2006", row[dateColumn])
			if err != nil || day.Before(firstDay()) || day.After(before) || weekend(day) {
				t.Errorf("%s:%d: date %q after %s", view, i+2, row[dateColumn], before.Format(time.DateOnly))
			}
			before = day
		}
	}
}

// faultOf names the value of a row of view that is none the portal could print, except
// for dates, types and locations; it is blank for a good row.
func faultOf(row []string, view data.View) string {
	states := func(s stateWeight) bool { return s.code == row[stateColumn] }
	count, err := strconv.ParseInt(row[individualsColumn], 10, 64)
	switch {
	case !strings.HasSuffix(strings.TrimSpace(row[nameColumn]), syntheticMark):
		return "name without the mark"
	case row[stateColumn] != "" && !slices.ContainsFunc(stateWeights[:], states):
		return "state"
	case row[entityColumn] != "" && !slices.Contains(entityTypes[:], row[entityColumn]):
		return "entity type"
	case row[individualsColumn] != "" && (err != nil || count < fewestIndividuals || count > 330_000_000):
		return "individuals"
	case row[associateColumn] != "Yes" && row[associateColumn] != "No":
		return "business associate"
	case view == data.UnderInvestigation && row[textColumn] != "":
		return "an open report has a description"
	case strings.Contains(row[textColumn], "$"):
		return "part of a sentence left open"
	default:
		return ""
	}
}

// inOrder reports a value that is not one or more of known, each once and in their order.
func inOrder(t *testing.T, line int, value string, known []string, mayBeBlank bool) {
	t.Helper()
	if value == "" && mayBeBlank {
		return
	}
	last := -1
	for part := range strings.SplitSeq(value, ", ") {
		at := slices.Index(known, part)
		if at <= last {
			t.Errorf("line %d: %q in %q", line, part, value)
		}
		last = at
	}
}

func TestEqualOptionsGiveEqualBytes(t *testing.T) {
	o := options(t, 3000, data.All)
	first := export(t, o)
	if !bytes.Equal(first, export(t, o)) {
		t.Error("want equal bytes")
	}
	sameDay := o
	sameDay.CapturedOn = o.CapturedOn.Add(13 * time.Hour)
	if !bytes.Equal(first, export(t, sameDay)) {
		t.Error("want equal bytes at another hour of the day")
	}
	other := o
	other.Seed = 2
	if bytes.Equal(first, export(t, other)) {
		t.Error("want other bytes from another seed")
	}
}

// The head is the same on every machine; refresh with go test -run Head -update.
func TestHeadIsGolden(t *testing.T) {
	for _, view := range data.Views() {
		const lines = 6 // header and 5 rows
		path := filepath.Join("testdata", string(view)+"_head.csv")
		in := csv.NewReader(bytes.NewReader(export(t, options(t, 6500, view))))
		for range lines {
			if _, err := in.Read(); err != nil {
				t.Fatal(err)
			}
		}
		head := export(t, options(t, 6500, view))[:in.InputOffset()]
		if *update {
			must.Do(t, os.WriteFile(path, head, 0o600))
		}
		want := must.Get(os.ReadFile(path))(t)
		if !bytes.Equal(head, want) {
			t.Errorf("%s: got\n%s", path, head)
		}
	}
}

func TestViewsMakeUpTheCapture(t *testing.T) {
	const n = 20_000
	count := func(view data.View) map[string]int {
		counts := map[string]int{}
		for _, row := range rows(t, options(t, n, view)) {
			counts[strings.Join(row, "\x00")]++
		}
		return counts
	}
	all, archive, open := count(data.All), count(data.Archive), count(data.UnderInvestigation)
	total, both := 0, 0
	for row, times := range all {
		total += times
		switch {
		case archive[row] == times && open[row] == times:
			both += times
		case archive[row]+open[row] != times:
			t.Errorf("%d times in all, %d in archive, %d open: %q", times, archive[row], open[row], row)
		}
	}
	if total != n {
		t.Errorf("want %d rows, got %d", n, total)
	}
	openRows := 0
	for row, times := range open {
		openRows += times
		if all[row] == 0 {
			t.Errorf("open, but not in all: %q", row)
		}
	}
	for row := range archive {
		if all[row] == 0 {
			t.Errorf("archived, but not in all: %q", row)
		}
	}
	if both == 0 || both > openRows/50 {
		t.Errorf("want about 0.5 %% of %d open reports in both views, got %d", openRows, both)
	}
	if openRows < n/10 || openRows > n/5 {
		t.Errorf("want about 13 %% open as in October 2024, got %d of %d", openRows, n)
	}
}

func TestOptionsOutOfRange(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Options)
		want   string
	}{
		{"no rows", func(o *Options) { o.Rows = 0 }, "sample: want at least 1 row, got 0"},
		{"too many rows", func(o *Options) { o.Rows = maxRows + 1 }, "sample: want at most 1000000000 rows, got 1000000001"},
		{"before the portal", func(o *Options) { o.CapturedOn = on(t, "2009-09-30") }, "sample: want a capture from 2009-10-01 to 2099, got 2009-09-30"},
		{"in the far future", func(o *Options) { o.CapturedOn = on(t, "2100-01-01") }, "sample: want a capture from 2009-10-01 to 2099, got 2100-01-01"},
		{"listed before the portal", func(o *Options) { o.ListedOn = on(t, "2009-09-30") }, "sample: want a list from 2009-10-01 to the capture on 2024-10-17, got 2009-09-30"},
		{"listed after the capture", func(o *Options) { o.ListedOn = on(t, "2024-10-18") }, "sample: want a list from 2009-10-01 to the capture on 2024-10-17, got 2024-10-18"},
		{"no view", func(o *Options) { o.View = "" }, `sample: view: want one of archive, under-investigation, all, part2, got ""`},
		{"no totals", func(o *Options) { o.Totals = nil }, "sample: yearly totals: want at least one year, got none"},
		{"a year left out", func(o *Options) { o.Totals = []YearTotal{{2009, 18, 0}, {2011, 200, 0}} }, "sample: yearly totals: want year 2010, got 2011"},
		{"totals of the future", func(o *Options) { o.Totals = []YearTotal{{2030, 18, 0}} }, "sample: want a yearly total for 2024 or before, got 2030 as the first"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := options(t, 10, data.All)
			test.change(&o)
			if err := Write(io.Discard, o); err == nil || err.Error() != test.want {
				t.Errorf("want %s, got %v", test.want, err)
			}
		})
	}
}

func TestFewRows(t *testing.T) {
	for _, n := range []int{1, 2, 17, 999} {
		for _, day := range []string{"2009-10-01", "2010-01-01", "2018-01-05", "2024-02-29", "2031-06-30"} {
			o := options(t, n, data.All)
			o.CapturedOn = on(t, day)
			got := rows(t, o)
			if len(got) != n {
				t.Errorf("%s: want %d rows, got %d", day, n, len(got))
			}
			newest, err := time.Parse("01/02/2006", got[0][dateColumn])
			if lag := o.CapturedOn.Sub(newest) / dayLength; err != nil || lag < postingLag || lag > postingLag+2 {
				t.Errorf("%s: newest submission is %s", day, got[0][dateColumn])
			}
		}
	}
}

// full is a writer whose disk is full after some bytes.
type full struct{ left int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestErrorOfTheWriterComesBack(t *testing.T) {
	for _, left := range []int{0, 1 << 19} {
		if err := Write(&full{left}, options(t, 5000, data.All)); !errors.Is(err, errFull) {
			t.Errorf("after %d bytes: want %v, got %v", left, errFull, err)
		}
	}
}

// Ten times the rows must not need more memory, apart from the few names that a quirk
// makes longer.
func TestMemoryDoesNotGrowWithRows(t *testing.T) {
	measure := func(n int) float64 {
		o := options(t, n, data.All)
		return testing.AllocsPerRun(1, func() {
			if err := Write(io.Discard, o); err != nil {
				t.Error(err)
			}
		})
	}
	few, many := measure(5_000), measure(50_000)
	if many > few*1.05 {
		t.Errorf("%.0f allocations for 5,000 rows, %.0f for 50,000", few, many)
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, view := range data.Views() {
		b.Run(string(view), func(b *testing.B) {
			const n = 200_000
			o := options(b, n, view)
			var size counter
			must.Do(b, Write(&size, o))
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				must.Do(b, Write(io.Discard, o))
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// counter counts the bytes written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
