package pipeline

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/tier"
	"github.com/google/go-cmp/cmp"
)

func itoa(n int) string { return strconv.Itoa(n) }

// sized returns a report with a number of individuals, submitted on a day.
func sized(name, individuals, submitted string) report {
	return plain(name).with(func(r *report) { r.individuals, r.submitted = individuals, submitted })
}

// The page shows the newest complete capture and states what newer ones list: how many breaches,
// the largest by name, and how to show them.
func TestH11WhatNewerHalfCapturesListIsSaid(t *testing.T) {
	tier.Long(t, "publications of four histories")
	complete := []Export{
		textExport("2024-10-17", "archive", exportText(sized("Old", "9000", "03/14/2023"))),
		textExport("2024-10-17", "under-investigation", exportText(sized("Placeholder", "500", "07/19/2024"), sized("Open", "700", "08/01/2024"))),
	}
	half := textExport("2026-05-03", "under-investigation", exportText(
		sized("Placeholder", "192700000", "07/19/2024"), sized("New", "800", "01/10/2026"), sized("Newer", "", "02/10/2026")))
	const lists = " 2 breaches not shown here and newer values of 1, the largest Placeholder, 192.7 million individuals (here 500)."
	for _, c := range []struct {
		name    string
		exports []Export
		want    string
	}{
		{"one", append(complete[:2:2], half), "Not the newest: 1 newer capture (3 May 2026, without its archive view) is not shown; build with `--as-of newest` to show it. It lists" + lists},
		{"two", append(complete[:2:2], half, textExport("2026-05-01", "under-investigation", exportText(sized("Open", "700", "08/01/2024")))),
			"Not the newest: 2 newer captures (the last of 3 May 2026, without its archive view) are not shown; build with `--as-of newest` to show them. They list" + lists},
		{"one that adds nothing", append(complete[:2:2], textExport("2026-05-03", "archive", exportText(sized("Old", "9000", "03/14/2023")))),
			"Not the newest: 1 newer capture (3 May 2026, without its under-investigation view) is not shown; build with `--as-of newest` to show it."},
		{"none", complete, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := options(t)
			importAll(t, o, c.exports...)
			var said []string
			o.Say = func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) }
			m := publishAsOf(t, &o, "")
			if got := strings.Join(m.Notices, " "); got != c.want {
				t.Errorf("want %q, got %q", c.want, got)
			}
			if built := strings.Count(strings.Join(said, "\n"), "Not the newest"); (c.want != "") != (built == 2) {
				t.Errorf("want build and publish to say it, got %q", said)
			}
			if (m.Waiting == nil) != (c.want == "") {
				t.Errorf("want what waits for programs too, got %+v", m.Waiting)
			}
			if !strings.Contains(c.want, lists) {
				return
			}
			if w := m.Waiting; w.Breaches != 2 || w.Revisions != 1 || w.AsOf != Newest || w.NewestCapturedOn != "2026-05-03" ||
				w.Largest.EntityName != "Placeholder" || w.Largest.Individuals != 192_700_000 || *w.Largest.Shown != 500 {
				t.Errorf("want what waits, got %+v", w)
			}
			wantLargestSaid(t, o, "Not the largest known: 2 breaches of newer captures would stand here, the largest Placeholder, 192.7 million individuals, here with 500.")
			if m := publishAsOf(t, &o, Newest); m.Waiting != nil || !strings.HasSuffix(m.Capture, " as of 2026-05-03") {
				t.Errorf("want nothing to wait as of the newest capture, got %+v", m)
			}
			want := []string{"Placeholder|192700000|0"}
			if diff := cmp.Diff(want, ask(t, o, "select entity_name, individuals, larger_waiting from figures.largest_breaches where rank = 1")); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// wantLargestSaid requires a sentence below "The largest breaches", on the page and beside the
// chart, and that the chart of captures does not claim to leave out what it shows.
func wantLargestSaid(t *testing.T, o Options, sentence string) {
	t.Helper()
	html := publishedText(t, o, "index.html")
	page := withoutTags(html)
	if !strings.Contains(page, sentence+" Build with --as-of newest to show them.") {
		t.Errorf("want %q on the page", sentence)
	}
	if said := strings.Count(html, ">Not the newest: "); said != 1 {
		t.Errorf("want the notice of what waits once on the page, got it %d times", said)
	}
	if links := strings.Count(html, `<a href="#notices">`); links < 10 || !strings.Contains(html, `<div id="notices"><p class="notice">Not the newest: `) {
		t.Errorf("want the captions to lead to the notice, got %d links", links)
	}
	caption := withoutTags(publishedText(t, o, "largest_breaches.svg"))
	if !strings.Contains(caption, "`--as-of newest`") || !strings.Contains(caption, "Not shown: 2 larger breaches of newer captures.") {
		t.Errorf("want it in the caption, got %s", caption[max(0, len(caption)-700):])
	}
	captures := withoutTags(publishedText(t, o, "listed_by_capture.svg"))
	if strings.Contains(captures, "not shown") || !strings.Contains(captures, "Captures after 17 October 2024 lack a view: what was saved of them is drawn here") {
		t.Errorf("want the caption of what is drawn, got %s", captures[max(0, len(captures)-700):])
	}
}

// The newer breaches of the real captures are those named in the newest list.
func TestH11WhatWaitsOfTheRealCaptures(t *testing.T) {
	tier.Long(t, "a build of all real captures")
	o, _ := buildOnce(t, allRealExports(t)...)
	want := []string{"1|632|15|Change Healthcare, Inc.|192700000|500"}
	got := ask(t, o, `select waiting_captures, waiting_breaches, waiting_revisions, waiting_entity_name, waiting_individuals,
		waiting_individuals_shown from marts.shown_list`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
