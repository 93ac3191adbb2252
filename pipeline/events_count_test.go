package pipeline

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/tier"
)

// reportOfEvent is what the rules of events read in a report.
type reportOfEvent struct {
	id, key, types, locations, state string
	said                             string // what must not contradict: the cause of a business associate, else the first sentence
	story                            string // the description as compared; empty if it is too short, or of a settlement
	dayNo                            int64
}

// reportsOfEvents reads the listed breaches for a count of events without the model.
func reportsOfEvents(t *testing.T, o Options) (all []reportOfEvent) {
	t.Helper()
	reported := regexp.MustCompile(`^.{0,200}?\breported that `)
	noWords := strings.NewReplacer("0", "", "1", "", "2", "", "3", "", "4", "", "5", "", "6", "", "7", "", "8", "", "9", "", ",", "", ".", "", " ", "",
		"\n", "", "\r", "", "\t", "")
	for _, line := range ask(t, o, `
		select breach_id, coalesce(entity_key, ''), coalesce(array_to_string(breach_types, ', '), ''), coalesce(array_to_string(locations, ', '), ''),
			coalesce(state, ''), submitted_on - date '2000-01-01', entity_type is not distinct from 'Business Associate',
			case when origin_basis = 'description' then coalesce(cause, '') else '' end,
			replace(replace(coalesce(description, ''), chr(10), '§'), '|', '§')
		from marts.breaches where vanished_on is null`) {
		cells := strings.SplitN(line, "|", 9)
		r := reportOfEvent{id: cells[0], key: cells[1], types: cells[2], locations: cells[3], state: cells[4], dayNo: number(t, cells[5])}
		story := strings.ReplaceAll(cells[8], "§", "\n")
		if strings.Contains(story, "agreed to") || strings.Contains(story, "penalt") {
			story = ""
		}
		if story = reported.ReplaceAllString(story, ""); len([]rune(story)) >= 150 {
			first, _, _ := strings.Cut(story, ".")
			r.story, r.said = noWords.Replace(strings.ToLower(story)), noWords.Replace(strings.ToLower(first))
		}
		if cells[6] == "true" {
			r.said = cells[7]
		}
		all = append(all, r)
	}
	return all
}

// joinedReports holds the number of each report's event.
type joinedReports []int

// join makes the events of two reports one.
func (event joinedReports) join(a, b int) {
	from, to := event[b], event[a]
	for i := range event {
		if event[i] == from {
			event[i] = to
		}
	}
}

// joinRuns joins the reports of each run: those with the same key, each submitted within 7 days of another. Reports with an
// empty key, and runs that isKept refuses, stay apart.
func (event joinedReports) joinRuns(all []reportOfEvent, keyOf func(reportOfEvent) string, isKept func([]int) bool) {
	groups := map[string][]int{}
	for i, r := range all {
		if key := keyOf(r); key != "" {
			groups[key] = append(groups[key], i)
		}
	}
	for _, group := range groups {
		slices.SortStableFunc(group, func(a, b int) int { return int(all[a].dayNo - all[b].dayNo) })
		for begin := 0; begin < len(group); {
			end := begin + 1
			for end < len(group) && all[group[end]].dayNo-all[group[end-1]].dayNo <= 7 {
				end++
			}
			if isKept(group[begin:end]) {
				for _, i := range group[begin+1 : end] {
					event.join(group[begin], i)
				}
			}
			begin = end
		}
	}
}

// sizes counts events by their number of reports, as lines "REPORTS|EVENTS" in order of text.
func (event joinedReports) sizes() []string {
	sizes, bySize := map[int]int{}, map[int]int{}
	for _, e := range event {
		sizes[e]++
	}
	for _, n := range sizes {
		bySize[n]++
	}
	var lines []string
	for n, events := range bySize {
		lines = append(lines, fmt.Sprintf("%d|%d", n, events))
	}
	slices.Sort(lines)
	return lines
}

// Events are counted by comparing every two reports, without the windows of the model.
func TestRealEventsAreCountedAgain(t *testing.T) {
	t.Parallel()
	o, _ := buildOnce(t, realExports(t, "2024-10-17")...)
	all := reportsOfEvents(t, o)
	event := make(joinedReports, len(all))
	for i := range event {
		event[i] = i
	}
	event.joinRuns(all, func(r reportOfEvent) string {
		if r.story == "" {
			return ""
		}
		return r.story + "|" + r.types
	}, func([]int) bool { return true })
	event.joinRuns(all, func(r reportOfEvent) string {
		if r.key == "" {
			return ""
		}
		return strings.Join([]string{r.key, r.state, r.types, r.locations}, "|")
	}, func(run []int) bool {
		said := map[string]bool{}
		for _, i := range run {
			if all[i].said != "" {
				said[all[i].said] = true
			}
		}
		return len(said) <= 1
	})
	named := map[string]string{}
	for _, line := range ask(t, o, "select breach_id, incident from marts.events where joined_by = 'named incident'") {
		id, incident, _ := strings.Cut(line, "|")
		named[id] = incident
	}
	first := map[string]int{}
	for i, r := range all {
		incident := named[r.id]
		if at, isKnown := first[incident]; incident != "" && isKnown {
			event.join(at, i)
		} else if incident != "" {
			first[incident] = i
		}
	}
	got := ask(t, o, "select event_breaches, count(distinct event_id) from marts.events group by all")
	slices.Sort(got)
	if diff := cmp.Diff(event.sizes(), got); diff != "" {
		t.Errorf("events by their number of reports (counted -, answered +):\n%s", diff)
	}
}

// The ids of events depend on what joins their reports, not on the order of the captures.
func TestEventsAreTheSameInAnyOrderOfCaptures(t *testing.T) {
	t.Parallel()
	one, other := ofEvent("North Clinic", "03/01/2024", longStory("North Clinic", "it lost a server", 900)), ofEvent("Roe, Inc.", "05/01/2024", "")
	early := textExport("2024-06-01", data.All, exportText(one, other, ofEvent("Alone", "03/01/2024", "")))
	late := textExport("2024-10-17", data.All, exportText(one.with(func(r *report) { r.individuals = "2000" }), other, ofEvent("ROE", "05/03/2024", ""),
		ofEvent("South Clinic", "03/04/2024", longStory("South Clinic", "it lost a server", 77)), ofEvent("Alone", "03/01/2024", "")))
	const query = "select entity_name, event_id, joined_by, event_breaches from marts.events join marts.breaches using (breach_id) order by all"
	forward, _ := buildAll(t, early, late)
	backward := options(t)
	importAll(t, backward, late)
	if _, err := Build(t.Context(), backward); err != nil {
		t.Fatal(err)
	}
	alone := ask(t, backward, query)
	importAll(t, backward, early)
	if _, err := Build(t.Context(), backward); err != nil {
		t.Fatal(err)
	}
	want := ask(t, forward, query)
	if diff := cmp.Diff(want, ask(t, backward, query)); diff != "" {
		t.Errorf("forward -, backward +:\n%s", diff)
	}
	if diff := cmp.Diff(want, alone); diff != "" {
		t.Errorf("both -, the newest alone +:\n%s", diff)
	}
	if shared := ask(t, forward, "select count(distinct event_id) from marts.events where event_breaches = 2"); shared[0] != "2" {
		t.Errorf("want two events of two reports, got %s", shared[0])
	}
}

func TestRealEventsAreTheSameInAnyOrderOfCaptures(t *testing.T) {
	tier.Long(t, "two builds of all real captures")
	t.Parallel()
	exports := allRealExports(t)
	const query = "select breach_id, event_id from marts.events order by all"
	forward, _ := buildOnce(t, exports...)
	backward := options(t)
	for _, export := range slices.Backward(exports) {
		importAll(t, backward, export)
	}
	if _, err := Build(t.Context(), backward); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ask(t, forward, query), ask(t, backward, query)); diff != "" {
		t.Errorf("forward -, backward +:\n%.2000s", diff)
	}
}
