package sample

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// The capture of a seed and a day is what it was before captures had a history.
func TestCaptureKeepsItsBytes(t *testing.T) {
	for _, test := range []struct {
		seed     uint64
		captured string
		want     string // SHA-256 of the views, one after the other
	}{
		{1, "2024-10-17", "d0b34f93683624578450a7cabcdc23c197f9e5878a86b22a9ad84ae44c7e2649"},
		{1, "2016-05-01", "f9d1e536c1cc00ab89399c21ab5a25b3d903a7d2a2f22f3e728efa090517eeac"},
		{2, "2024-10-17", "5a0083089a84f39e6ad61c40f98b88777e00f2467c0aa9083e28f8482489007c"},
		{2, "2016-05-01", "2535b496355f147c1f8dd133baf506d60657fb4b40a51b053d9ad46db70c9bf1"},
		{1<<64 - 1, "2024-10-17", "bf6880eb015df147b77908d337974cedf2a056fccd604fbbed5cfe467ca0dc2b"},
		{1<<64 - 1, "2016-05-01", "002f2e8101c02d4288e063d4226692df1d9be7fd7d71bc3850e30c0786edf55f"},
	} {
		sum := sha256.New()
		for _, view := range data.Views() {
			o := options(t, 3000, view)
			o.Seed, o.CapturedOn = test.seed, on(t, test.captured)
			content := export(t, o)
			o.ListedOn = o.CapturedOn.Add(13 * time.Hour)
			if !bytes.Equal(content, export(t, o)) {
				t.Errorf("seed %d, %s, %s: the list of the capture day is not the capture", o.Seed, test.captured, view)
			}
			sum.Write(content)
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != test.want {
			t.Errorf("seed %d, %s: other bytes, SHA-256 %s", test.seed, test.captured, got)
		}
	}
}

// place identifies a report among all of its seed.
type place struct {
	report   uint64
	vanished bool
}

// standing is one report as a list had it: its rows in the two views, blank where it was not.
type standing struct {
	archive, open string
	row           report
	history       history
}

// listOf returns the reports that stood in the lists of a day.
func listOf(tb testing.TB, o Options) map[place]standing {
	tb.Helper()
	o.View = data.All
	g, years, err := begin(o)
	if err != nil {
		tb.Fatal(err)
	}
	list := map[place]standing{}
	text := func(view data.View, id identity) string {
		var line bytes.Buffer
		out := bufio.NewWriter(&line)
		must.Do(tb, g.write(out, view, id))
		_ = out.Flush()
		return line.String()
	}
	for _, g.year = range years {
		err = g.eachReport(func(id identity) error {
			s := standing{archive: text(data.Archive, id), open: text(data.UnderInvestigation, id)}
			if s.archive+s.open != "" {
				s.row, s.history = g.row, g.then
				s.row.name, s.row.text = slices.Clone(s.row.name), nil
				list[place{id.report, id.vanished}] = s
			}
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return list
}

// hasEvent reports whether anything happened to the report after one day and up to another.
func (h *history) hasEvent(after, until int) bool {
	days := []int{h.posted, h.resolved, h.archived, h.described, h.gone, h.back, h.filled}
	for _, changed := range h.changed {
		days = append(days, changed[:]...)
	}
	return slices.ContainsFunc(days, func(day int) bool { return after < day && day <= until })
}

func isDescribed(row string) bool { return row != "" && !strings.HasSuffix(row, `,""`+"\n") }

// From list to list a row changes on the days of its events alone.
func TestRowsChangeAtTheirEventsOnly(t *testing.T) {
	tier.Long(t, "the sample day by day")
	for _, test := range []struct {
		seed       uint64
		from       string
		days, step int
	}{
		{1, "2024-05-01", 169, 1}, {2, "2018-01-01", 200, 1}, {3, "2009-10-01", 50, 111}, {4, "2010-01-04", 500, 10},
	} {
		o := options(t, 600, data.All)
		o.Seed, o.ListedOn = test.seed, on(t, test.from)
		before, last := listOf(t, o), serialOf(o.ListedOn)
		for range test.days {
			if o.ListedOn = o.ListedOn.AddDate(0, 0, test.step); o.ListedOn.After(o.CapturedOn) {
				break
			}
			day, now := serialOf(o.ListedOn), listOf(t, o)
			for at, is := range now {
				was := before[at]
				fault := faultOfStep(was, is)
				if (was.archive != is.archive || was.open != is.open) && !is.history.hasEvent(last, day) {
					fault = "changed on a day without an event"
				}
				if fault != "" {
					t.Fatalf("seed %d, %s: %s: %q became %q", test.seed, o.ListedOn.Format(time.DateOnly), fault, was.open+was.archive, is.open+is.archive)
				}
			}
			for at, was := range before {
				if _, isThere := now[at]; !isThere && !was.history.hasEvent(last, day) {
					t.Fatalf("seed %d, %s: left on a day without an event: %q", test.seed, o.ListedOn.Format(time.DateOnly), was.open+was.archive)
				}
			}
			before, last = now, day
		}
	}
}

// faultOfStep names what no report does from one list to a later one.
func faultOfStep(was, is standing) string {
	switch {
	case was.archive != "" && is.archive == "":
		return "left the archive, yet is listed"
	case was.open == "" && was.archive != "" && is.open != "":
		return "is under investigation again"
	case isDescribed(was.archive) && !isDescribed(is.archive):
		return "lost its description"
	case is.archive != "" && is.open != "" && is.archive != is.open:
		return "two rows in two views"
	case is.archive != "" && is.open != "" && is.history.archived >= is.history.resolved:
		return "in both views"
	case isDescribed(is.open):
		return "under investigation with a description"
	}
	return ""
}

// Every row of an earlier list is one that the portal could print, submitted by then.
func TestEarlierListsAreWithinBounds(t *testing.T) {
	for _, day := range []string{"2009-10-01", "2013-06-30", "2017-09-13", "2020-08-29", "2024-10-16"} {
		for _, view := range []data.View{data.Archive, data.UnderInvestigation, data.All} {
			o := options(t, 6500, view)
			o.ListedOn = on(t, day)
			for i, row := range rows(t, o) {
				if fault := faultOf(row, view); fault != "" {
					t.Errorf("%s, %s:%d: %s: %q", day, view, i+2, fault, row)
				}
				inOrder(t, i+2, row[typeColumn], breachTypes[:], true)
				inOrder(t, i+2, row[placeColumn], locations[:], true)
				if submitted, err := time.Parse("01/02/2006", row[dateColumn]); err != nil || submitted.After(o.ListedOn) {
					t.Errorf("%s, %s:%d: submitted on %s, %v", day, view, i+2, row[dateColumn], err)
				}
			}
		}
	}
}

// Weekdays bring a handful of new, closed and edited reports; weekends bring nothing.
func TestAHandfulChangesADay(t *testing.T) {
	tier.Long(t, "the sample day by day")
	o := options(t, 6500, data.All)
	const days = 56
	o.ListedOn = o.CapturedOn.AddDate(0, 0, -days)
	before := listOf(t, o)
	posted, closed, edited := 0, 0, 0
	for range days {
		o.ListedOn = o.ListedOn.AddDate(0, 0, 1)
		now := listOf(t, o)
		changed := 0
		for at, is := range now {
			was, wasThere := before[at]
			switch {
			case was.archive == is.archive && was.open == is.open:
				continue
			case !wasThere:
				posted++
			case was.open != "" && is.open == "":
				closed++
			default:
				edited++
			}
			changed++
		}
		if weekend(o.ListedOn) && changed > 0 || changed > 60 {
			t.Errorf("%s: %d reports changed", o.ListedOn.Format(time.DateOnly), changed)
		}
		before = now
	}
	const weeks = days / 7
	if posted < 8*weeks || posted > 20*weeks || closed < 7*weeks || closed > 20*weeks || edited == 0 || edited > 9*weeks {
		t.Errorf("%d weeks: %d posted, %d closed, %d edited", weeks, posted, closed, edited)
	}
}

// A sample ten times as large changes between two days as the real exports of these days
// did, times ten.
func TestChangesKeepTheirRates(t *testing.T) {
	const times = 10
	o := options(t, 6442*times, data.All)
	now := listOf(t, o)
	o.ListedOn = on(t, "2022-04-04")
	got := map[string]int{}
	newest := 0
	before := listOf(t, o)
	for at, was := range before {
		is, stayed := now[at]
		got["listed"]++
		newest = max(newest, submittedOn(t, was))
		for name, holds := range map[string]bool{
			"open":            was.open != "",
			"gone":            !stayed,
			"counts revised":  stayed && was.row.individuals != is.row.individuals,
			"names edited":    stayed && !bytes.Equal(was.row.name, is.row.name),
			"types edited":    stayed && was.row.types != is.row.types,
			"places edited":   stayed && was.row.places != is.row.places,
			"described later": stayed && was.archive != "" && was.open == "" && !isDescribed(was.archive) && isDescribed(is.archive),
		} {
			if holds {
				got[name]++
			}
		}
	}
	for at, is := range now {
		if _, wasThere := before[at]; !wasThere && submittedOn(t, is) <= newest {
			got["posted late"]++
		}
	}
	for _, test := range []struct {
		name      string
		real      int
		low, high float64 // times the real number
	}{
		{"listed", 4570, 0.9, 1.1},
		{"open", 871, 0.8, 1.2},
		{"gone", 8, 0.5, 2},
		{"counts revised", 188, 0.7, 1.3},
		{"names edited", 58, 0.7, 1.3},
		{"types edited", 28, 0.6, 1.4},
		{"places edited", 68, 0.6, 1.4},
		{"described later", 197, 0.5, 1.5},
		{"posted late", 24, 0.5, 2},
	} {
		ratio := float64(got[test.name]) / float64(test.real*times)
		t.Logf("%s: %d, real %d", test.name, got[test.name]/times, test.real)
		if ratio < test.low || ratio > test.high {
			t.Errorf("%s: want about %d, got %d", test.name, test.real*times, got[test.name])
		}
	}
}

func submittedOn(t *testing.T, s standing) int {
	t.Helper()
	day := must.Get(time.Parse("01/02/2006", s.row.date))(t)
	return serialOf(day)
}

// The lists of one capture need no more memory than the capture, however many rows.
func TestMemoryOfEarlierListsDoesNotGrowWithRows(t *testing.T) {
	measure := func(n int) float64 {
		o := options(t, n, data.All)
		o.ListedOn = on(t, "2009-12-01") // hardly any row, so that edited names count little
		return testing.AllocsPerRun(1, func() {
			if err := Write(io.Discard, o); err != nil {
				t.Error(err)
			}
		})
	}
	if few, many := measure(5_000), measure(50_000); many > few*1.05 {
		t.Errorf("%.0f allocations for 5,000 rows, %.0f for 50,000", few, many)
	}
}

func TestDaysOfAHistory(t *testing.T) {
	for day, want := range map[string]int{"2009-09-23": 0, "2017-09-13": filledFrom, "2020-08-29": filledUntil} {
		if got := serialOf(on(t, day)); got != want {
			t.Errorf("%s: want %d, got %d", day, want, got)
		}
	}
	for captured := range 14 {
		g := generator{captured: captured}
		for day := range 21 {
			got := g.weekdayOf(day)
			at := firstDay().AddDate(0, 0, got)
			if weekend(at) || got < day-2 || got > day+2 || day <= captured && got > captured || day > captured && got <= captured {
				t.Errorf("capture on %d: %d moved to %d, a %s", captured, day, got, at.Weekday())
			}
		}
	}
	for closing := range perMille {
		age := firstAge(closingMonth(closing))
		if openShare(age) > closing || openShare(age-1) <= closing {
			t.Errorf("%d: closed at the age of %d days", closing, age)
		}
	}
}

func TestValuesBeforeAnEdit(t *testing.T) {
	var d draw
	for i := range uint64(10_000) {
		d.start(1, beforeStream, i)
		for _, count := range []int64{0, 500, 501, 502, 117_905, 192_700_000} {
			if before := countBefore(&d, count); before != 0 && before < fewestIndividuals {
				t.Errorf("%d was %d", count, before)
			}
		}
		for _, name := range []string{"Acornfizz Teacup Clinic", "@Acornfizz Teacup Clinic, LLC", `Acornfizz Teacup Clinic, the "Old Mill" office, Inc.`} {
			if before := string(nameBefore(&d, []byte(name))); before == name || before == "" || strings.HasSuffix(before, " ") {
				t.Errorf("%q was %q", name, before)
			}
		}
	}
}
