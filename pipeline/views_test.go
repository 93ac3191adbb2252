package pipeline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/tier"
)

// savedViews is one capture as it was saved. A view that was not saved is nil.
type savedViews struct {
	day           string
	archive, open []report
}

func (s savedViews) exports() (exports []Export) {
	if s.archive != nil {
		exports = append(exports, textExport(s.day, data.Archive, exportText(s.archive...)))
	}
	if s.open != nil {
		exports = append(exports, textExport(s.day, data.UnderInvestigation, exportText(s.open...)))
	}
	return exports
}

// viewsAsOf returns the breaches of a day for which the condition is true, as "name|view|unknown
// since".
func viewsAsOf(t *testing.T, o Options, day, only string) []string {
	t.Helper()
	return ask(t, o, "select entity_name, view, view_unknown_since from marts.breaches_as_of(date '"+day+"') where entity_name like 'X%' and "+only+" order by entity_name")
}

func TestViewsH11ToH17OfOneBreachAsOfEachCapture(t *testing.T) {
	t.Parallel()
	x, closed, other := plain("X"), plain("Closed"), plain("Open")
	with := func(reports ...report) []report { return reports }
	half := func(day string, open ...report) savedViews { return savedViews{day: day, open: open} }
	archived := func(day string, archive ...report) savedViews { return savedViews{day: day, archive: archive} }
	const first, second, third, fourth = "2023-04-01", "2023-07-01", "2023-10-01", "2024-01-01"
	const open, isArchived = "X|under-investigation|null", "X|archive|null"
	since := func(day string) string { return "X|null|" + day }
	start := savedViews{first, with(closed), with(x, other)}
	all := with(closed, x, other)
	cases := []struct {
		name     string
		captures []savedViews
		want     []string // of each capture, as of its day; empty where X is not listed
	}{
		{"H13 left the open list, and several more of them", []savedViews{start, half(second, other), half(third, other)},
			[]string{open, since(second), since(second)}},
		{"H13 left the open list and came back", []savedViews{start, half(second, other), half(third, x, other), half(fourth, other)},
			[]string{open, since(second), open, since(fourth)}},
		{"H13 left the open list, then an archive lists it", []savedViews{start, half(second, other), archived(third, closed, x)},
			[]string{open, since(second), isArchived}},
		{"H13 left the open list, and an archive lacks it", []savedViews{start, half(second, other), archived(third, closed)},
			[]string{open, since(second), since(second)}},
		{"H13 left the open list, and a complete capture lacks it", []savedViews{start, half(second, other), {third, with(closed), with(other)}},
			[]string{open, since(second), ""}},
		{"H17 an archive between two open lists has it", []savedViews{start, archived(second, closed, x), half(third, other)},
			[]string{open, isArchived, isArchived}},
		{"H17 an archive between two open lists lacks it", []savedViews{start, archived(second, closed), half(third, other)},
			[]string{open, open, since(third)}},
		{"an archive alone says closed, and the next open list that it is not", []savedViews{start, archived(second, all...), half(third, x, other)},
			[]string{open, isArchived, open}},
		{"in an archive that is newer than the open list, and not in the next archive", []savedViews{start, archived(second, closed, x), archived(third, closed)},
			[]string{open, isArchived, since(third)}},
		{"archived, then not in an archive that was saved alone", []savedViews{{first, with(closed, x), with(other)}, archived(second, closed)},
			[]string{isArchived, ""}},
		{"first in a later open list", []savedViews{{first, with(closed), with(other)}, half(second, x, other), half(third, other)},
			[]string{"", open, since(third)}},
		{"H12 in both views, then in neither", []savedViews{{first, all, with(x, other)}, {second, with(closed), with(other)}}, []string{open, ""}},
		{"H12 in both views, then archived", []savedViews{{first, all, with(x, other)}, {second, with(closed, x), with(other)}}, []string{open, isArchived}},
		{"H12 in both views, and an archive alone that holds all proves nothing", []savedViews{{first, all, with(x, other)}, archived(second, all...)},
			[]string{open, open}},
		{"H12 in both views, then in no archive, which proves nothing", []savedViews{{first, all, with(x, other)}, archived(second, closed)},
			[]string{open, open}},
		{"H12 in both views, then not in the open list", []savedViews{{first, all, with(x, other)}, half(second, other), archived(third, all...)},
			[]string{open, since(second), isArchived}},
	}
	for _, c := range cases[:tier.Part(t, len(cases), 4)] {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var exports []Export
			for _, capture := range c.captures {
				exports = append(exports, capture.exports()...)
			}
			o, _ := buildAll(t, exports...)
			var got []string
			for _, capture := range c.captures {
				got = append(got, strings.Join(viewsAsOf(t, o, capture.day, "not is_reconstructed"), "\n"))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// A breach that only a later capture lists has no view on the day and is counted apart.
func TestViewsH11OfABreachThatIsCapturedLater(t *testing.T) {
	tier.Long(t, "builds as of several days")
	t.Parallel()
	late := plain("X late").with(func(r *report) { r.submitted = "06/20/2023" })
	start := savedViews{"2023-04-01", []report{plain("Closed")}, []report{plain("X")}}
	next := savedViews{"2023-09-01", nil, []report{plain("X"), late}}
	o, _ := buildAll(t, append(start.exports(), next.exports()...)...)
	if diff := cmp.Diff([]string{"X|under-investigation|null", "X late|null|null"}, viewsAsOf(t, o, "2023-07-01", "true")); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	o.AsOf = "2023-07-01"
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	got := ask(t, o, "select place, breaches, individuals, last_saved_on, last_listed_on from marts.views where breaches > 0 order by place")
	want := []string{"archive|1|1200|2023-04-01|null", "not yet captured|1|1200|null|null", "under-investigation|1|1200|2023-04-01|null"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// An archive that has the open cases is reported with their number. Up to ten are the portal's own
// overlap.
func TestViewsH12AnArchiveThatHoldsTheOpenCasesIsNamed(t *testing.T) {
	tier.Long(t, "builds on both sides of the limit")
	t.Parallel()
	for both, isNamed := range map[int]bool{10: false, 11: true} {
		t.Run(strconv.Itoa(both), func(t *testing.T) {
			var open []report
			for i := range 20 {
				open = append(open, plain(fmt.Sprintf("Open %d", i)))
			}
			capture := savedViews{"2023-04-01", append([]report{plain("Closed")}, open[:both]...), open}
			later := savedViews{"2023-07-01", []report{plain("Closed")}, open}
			o, results := buildAll(t, append(capture.exports(), later.exports()...)...)
			words := strings.Join(failing(results), "\n")
			want := fmt.Sprintf("an archive export holds closed cases only; the open cases of one that holds both count once, as under investigation: "+
				"captured_on 2023-04-01, capture_no 1, open_cases_in_the_archive_export %d, reports_in_the_archive_export %d, reports_under_investigation 20", both, both+1)
			if strings.Contains(words, want) != isNamed {
				t.Errorf("want a warning %t, got %q", isNamed, words)
			}
			got := ask(t, o, "select capture, archived, under_investigation, breaches from figures.listed_by_capture")
			if diff := cmp.Diff([]string{"2023-04-01|1|20|21", "2023-07-01|1|20|21"}, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// follower works out the view of one breach, capture by capture.
type follower struct {
	isListed, isOpen, isInArchive bool
	isBeside                      bool // the archive had it beside the last open list that has it
	isClosed                      bool // an archive showed that it was closed
	wasEverOpen                   bool
	unknownSince                  string
}

func (f *follower) see(day string, c savedViews, inArchive, inOpen bool) {
	wasInArchive := f.isInArchive
	if c.open != nil {
		if inOpen {
			f.isBeside = wasInArchive && c.archive == nil || inArchive
			f.isClosed, f.wasEverOpen = false, true
		}
		f.isOpen = inOpen
	}
	if c.archive != nil {
		f.isInArchive = inArchive
		if inArchive && !inOpen && (!f.isOpen || !f.isBeside) {
			f.isClosed = true
		}
	}
	switch {
	case inArchive || inOpen:
		f.isListed = true
	case c.archive != nil && (c.open != nil || f.isClosed && !f.isOpen && wasInArchive):
		*f = follower{}
	}
	if f.view() != "null" {
		f.unknownSince = "null"
	} else if f.unknownSince == "null" {
		f.unknownSince = day
	}
}

func (f *follower) view() string {
	switch {
	case f.isClosed && f.isInArchive:
		return "archive"
	case !f.isClosed && f.isOpen:
		return "under-investigation"
	}
	return "null"
}

// Random histories: breaches are open, are closed, come back and vanish. Of each capture one or
// both views are saved, with open cases in some archives. As of each capture every breach has the
// view that the captures up to then show, and as many are under investigation as the newest open
// list has.
func TestViewsAsOfEachCaptureOfRandomHistories(t *testing.T) {
	tier.Long(t, "random histories")
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 16))
			const breaches, captures = 60, 10
			const unposted, open, closed, gone = 0, 1, 2, 3
			var state [breaches]int
			var followers [breaches]follower
			var exports []Export
			want, openRows := map[string][]string{}, map[string]string{}
			for no := range captures {
				day := fmt.Sprintf("20%02d-%02d-01", 14+no/2, 1+6*(no%2))
				submitted := func(r *report) { r.submitted = "03/14/2013" }
				c := savedViews{day: day}
				saves := random.IntN(4)
				if saves != 1 {
					c.archive = []report{plain("Always closed").with(submitted)}
				}
				if saves != 2 {
					c.open = []report{plain("Always open").with(submitted)}
				}
				holdsOpen := random.IntN(3) == 0
				var inArchive, inOpen [breaches]bool
				for i := range state {
					switch at := random.IntN(20); {
					case state[i] == unposted && at < 8, state[i] >= closed && at < 2:
						state[i] = open
					case state[i] == open && at < 6:
						state[i] = closed
					case state[i] != unposted && at == 19:
						state[i] = gone
					}
					x := plain(fmt.Sprintf("X%02d", i)).with(func(r *report) {
						r.submitted = fmt.Sprintf("%02d/%02d/2012", 1+i%12, 1+i/12)
						r.individuals = strconv.Itoa(600 + i)
					})
					if inOpen[i] = c.open != nil && state[i] == open; inOpen[i] {
						c.open = append(c.open, x)
					}
					if inArchive[i] = c.archive != nil && (state[i] == closed || state[i] == open && holdsOpen); inArchive[i] {
						c.archive = append(c.archive, x)
					}
				}
				for i := range followers {
					followers[i].see(day, c, inArchive[i], inOpen[i])
					if followers[i].isListed {
						want[day] = append(want[day], fmt.Sprintf("X%02d|%s|%s", i, followers[i].view(), followers[i].unknownSince))
					}
				}
				if c.open != nil {
					openRows[day] = strconv.Itoa(len(c.open))
				}
				exports = append(exports, c.exports()...)
			}
			o, _ := buildAll(t, exports...)
			for day := range want {
				if diff := cmp.Diff(want[day], viewsAsOf(t, o, day, "not is_reconstructed")); diff != "" {
					t.Errorf("%s: want -, got +:\n%s", day, diff)
				}
			}
			for day, rows := range openRows {
				got := ask(t, o, "select count(*) from marts.breaches_as_of(date '"+day+"') where view = 'under-investigation'")
				if !slices.Equal([]string{rows}, got) {
					t.Errorf("%s: want %s under investigation, got %v", day, rows, got)
				}
			}
		})
	}
}
