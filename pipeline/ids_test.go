package pipeline

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/load"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

var pairs = flag.Int("pairs", 2, "how many random pairs of subsets of the captures are compared by their ids")

// named is a report of a data folder and the id of its breach.
type named struct{ id, values, description string }

// identify returns every report of the exports, with the id of its breach in a new data folder of
// these exports. It builds only the models up to intermediate.identities.
func identify(t *testing.T, exports []Export) (reports []named) {
	t.Helper()
	o := options(t)
	importAll(t, o, exports...)
	store := must.Get(data.OpenStore(o.Data))(t)
	list, _, err := o.Models()
	if err != nil {
		t.Fatal(err)
	}
	w := must.Get(warehouse.Memory(t.Context()))(t)
	graph := must.Get(build.NewGraph(t.Context(), w, list))(t)
	filled, derived := upTo(graph, "intermediate.identities")
	for _, step := range []func() error{
		func() error { return build.Schemas(t.Context(), w) },
		func() error { return build.Tables(t.Context(), w, build.Graph{}, filled) },
		func() error { return load.Snapshots(t.Context(), w, store) },
		func() error { return load.AsOf(t.Context(), w, "") },
		func() error { return build.Tables(t.Context(), w, graph, derived) },
	} {
		must.Do(t, step())
	}
	rows := must.Get(w.Query(t.Context(), `
		select distinct breach_id, concat(report_key, md5(description)), coalesce(description, '')
		from intermediate.identities
		join intermediate.listings using (report_key, place)
		join intermediate.reports using (report_no, report_key)
		join staging.descriptions using (report_no)
		order by all`))(t)
	for row := range int(rows.NumRows()) {
		reports = append(reports, named{formats.Cell(rows.Column(0), row), formats.Cell(rows.Column(1), row), formats.Cell(rows.Column(2), row)})
	}
	must.Do(t, w.Close())
	return reports
}

// upTo returns the models that a table is made from: those that files fill, and the others in
// order. All models that are filled are included, because loading a store needs their tables.
func upTo(graph build.Graph, table string) (filled, derived []models.Model) {
	needed := map[string]bool{table: true}
	for _, model := range slices.Backward(graph.Order) {
		for _, read := range graph.Reads[model.Table()] {
			needed[read] = needed[read] || needed[model.Table()]
		}
	}
	for _, model := range graph.Order {
		switch {
		case model.Layer.IsFilled():
			filled = append(filled, model)
		case needed[model.Table()]:
			derived = append(derived, model)
		}
	}
	return filled, derived
}

// comparison counts agreements between two data folders, each a subset of one history.
type comparison struct {
	lies         []string // ids that name two breaches
	common, same int      // breaches in both folders, and those of the same id in both
}

// folders caches the breaches of each subset of a history by id. Each subset is built once.
type folders struct {
	exports []Export
	truth   func(named) string // which breach of the full history a report is of
	built   map[int]map[string]map[string]bool
}

// breaches returns, for each id in the folder of a subset, the breaches of the full history whose
// reports it has. Bit i of the subset stands for export i.
func (f *folders) breaches(t *testing.T, subset int) map[string]map[string]bool {
	t.Helper()
	if f.built[subset] == nil {
		var chosen []Export
		for i, export := range f.exports {
			if subset&(1<<i) != 0 {
				chosen = append(chosen, export)
			}
		}
		ids := map[string]map[string]bool{}
		for _, report := range identify(t, chosen) {
			if ids[report.id] == nil {
				ids[report.id] = map[string]bool{}
			}
			ids[report.id][f.truth(report)] = true
		}
		f.built[subset] = ids
	}
	return f.built[subset]
}

// compare compares the folders of two subsets.
func (f *folders) compare(t *testing.T, one, other int) (c comparison) {
	t.Helper()
	a, b := f.breaches(t, one), f.breaches(t, other)
	of := func(ids map[string]map[string]bool) map[string][]string {
		byBreach := map[string][]string{}
		for id, breaches := range ids {
			for breach := range breaches {
				byBreach[breach] = append(byBreach[breach], id)
			}
		}
		return byBreach
	}
	for id, breaches := range a {
		also, isInBoth := b[id]
		if isInBoth && !slices.ContainsFunc(keys(breaches), func(breach string) bool { return also[breach] }) {
			c.lies = append(c.lies, fmt.Sprintf("%s: %v and %v", id, keys(breaches), keys(also)))
		}
	}
	idsB := of(b)
	for breach, ids := range of(a) {
		others, isInBoth := idsB[breach]
		if !isInBoth {
			continue
		}
		c.common++
		if slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(others, id) }) {
			c.same++
		}
	}
	return c
}

func keys(set map[string]bool) (names []string) {
	for name := range set {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// wantOneMeaning compares random pairs of subsets. No id may name two breaches, and at least 99 %
// of the breaches in both folders must have the same id.
func (f *folders) wantOneMeaning(t *testing.T, random *rand.Rand, pairs int) {
	t.Helper()
	var all comparison
	worst, where := 1.0, ""
	for range pairs {
		one, other := 1+random.IntN(1<<len(f.exports)-1), 1+random.IntN(1<<len(f.exports)-1)
		c := f.compare(t, one, other)
		all.common, all.same = all.common+c.common, all.same+c.same
		for _, lie := range c.lies {
			t.Errorf("subsets %b and %b: id %s", one, other, lie)
		}
		if share := float64(c.same) / float64(max(c.common, 1)); c.common > 0 && share < worst {
			worst, where = share, fmt.Sprintf("%b and %b", one, other)
		}
	}
	if all.same*100 < all.common*99 {
		t.Errorf("want the same id for at least 99 %% of %d breaches, got %d", all.common, all.same)
	}
	t.Logf("%d pairs: %d of %d breaches in both folders have the same id, %.3f %%; worst pair %.1f %%, subsets %s",
		pairs, all.same, all.common, 100*float64(all.same)/float64(max(all.common, 1)), 100*worst, where)
}

// H14: an id in two data folders means the same breach, judged by the folder of all real captures.
// Reports with the same values count as one there, and so do their breaches.
func TestRealIdsMeanOneBreachH14(t *testing.T) {
	tier.Long(t, "builds of subsets of real captures")
	t.Parallel()
	exports := allRealExports(t)
	f := &folders{exports: exports, built: map[int]map[string]map[string]bool{}}
	parents := map[string]string{}
	root := func(id string) string {
		for parents[id] != "" {
			id = parents[id]
		}
		return id
	}
	byValues := map[string]string{}
	for _, report := range identify(t, exports) {
		if first, isTwin := byValues[report.values]; !isTwin {
			byValues[report.values] = report.id
		} else if one, other := root(first), root(report.id); one != other {
			parents[other] = one
		}
	}
	f.truth = func(report named) string { return root(byValues[report.values]) }
	// The hardest pair is the archive of one day and the open list of that day, each without the
	// other.
	archive, open := 0, 0
	for i, export := range exports {
		switch {
		case export.Capture.Day == "2024-10-17" && export.View == data.Archive:
			archive |= 1 << i
		case export.Capture.Day == "2024-10-17":
			open |= 1 << i
		}
	}
	if c := f.compare(t, archive, open); len(c.lies) > 0 {
		t.Errorf("archive and open list of 2024-10-17: ids that name two breaches: %v", c.lies)
	}
	f.wantOneMeaning(t, rand.New(rand.NewPCG(14, 5)), *pairs)
}

// H14: the same for random histories whose truth is known, revised about as often as the real list.
func TestRandomIdsMeanOneBreachH14(t *testing.T) {
	tier.Long(t, "pairs of random histories")
	t.Parallel()
	for seed := range uint64(max(1, *pairs/10)) {
		random := rand.New(rand.NewPCG(seed, 14))
		f := &folders{exports: viewedHistory(random), built: map[int]map[string]map[string]bool{},
			truth: func(report named) string { return report.description }}
		f.wantOneMeaning(t, random, 10)
	}
}

// idsOf returns the ids in a new folder of the exports, sorted.
func idsOf(t *testing.T, exports ...Export) (ids []string) {
	t.Helper()
	for _, report := range identify(t, exports) {
		ids = append(ids, report.id)
	}
	return slices.Compact(ids)
}

// H14: an id is made from the first known values of a breach. It depends neither on what else the
// folder has nor on the spelling of its name.
func TestIdsAreOfTheBreachAloneH14(t *testing.T) {
	tier.Long(t, "builds of pairs of captures")
	t.Parallel()
	clinic := plain("Children's Caf\u00e9 & Clinic, L.L.C.").with(func(r *report) { r.state = "PR" })
	want := idsOf(t, list("2023-04-01", clinic))
	for name, exports := range map[string][]Export{
		"beside others of its day and state": {list("2023-04-01", plain("Aardvark").with(func(r *report) { r.state = "PR" }), clinic)},
		"lost characters":                    {list("2023-04-01", clinic.with(func(r *report) { r.name = "Children\ufffds Caf\ufffd & Clinic, L.L.C." }))},
		"another legal form and case":        {list("2023-04-01", clinic.with(func(r *report) { r.name = "The CHILDREN\u2019S CAF\u00c9 Clinic Inc." }))},
		"another name behind d/b/a":          {list("2023-04-01", clinic.with(func(r *report) { r.name += " d/b/a Sunny" }))},
		"a blank state":                      {list("2023-04-01", clinic.with(func(r *report) { r.state = "" }))},
		"another count":                      {list("2023-04-01", clinic.with(func(r *report) { r.individuals = "77777" }))},
		"an entity type filled in":           {list("2023-04-01", clinic.with(func(r *report) { r.entityType = "" })), list("2023-05-01", clinic)},
		"a name edited when it was archived": {textExport("2023-04-01", "under-investigation", exportText(clinic.with(func(r *report) { r.name = "Children's Cafeteria" }))), textExport("2023-05-01", "archive", exportText(clinic))},
		"a later capture with another name":  {list("2023-04-01", clinic), list("2023-05-01", clinic.with(func(r *report) { r.name = "Children's Center" }))},
	} {
		t.Run(name, func(t *testing.T) {
			if got := idsOf(t, exports...); !slices.Contains(got, want[0]) {
				t.Errorf("want the id %s, got %v", want[0], got)
			}
		})
	}
	for name, change := range map[string]func(*report){
		"another day":   func(r *report) { r.submitted = "03/15/2023" },
		"another state": func(r *report) { r.state = "NY" },
		"another name":  func(r *report) { r.name = "Grown-ups' Caf\u00e9" },
		"hacking":       func(r *report) { r.breachType = "Hacking/IT Incident" },
		"paper":         func(r *report) { r.location = "Paper/Films" },
		"another type":  func(r *report) { r.entityType = "Business Associate" },
	} {
		t.Run(name, func(t *testing.T) {
			if got := idsOf(t, list("2023-04-01", clinic.with(change))); got[0] == want[0] {
				t.Errorf("want another id than %s", want[0])
			}
		})
	}
}

// Reports with the same values of what an id is made from get different ids, even if all values are
// the same.
func TestIdsOfReportsThatAreAlike(t *testing.T) {
	t.Parallel()
	small := plain("Vendor").with(func(r *report) { r.individuals = "700" })
	large := plain("Vendor").with(func(r *report) { r.individuals = "9000" })
	ids := idsOf(t, list("2023-04-01", large, small, plain("Vendor"), plain("Vendor"), plain("Vendor")))
	if len(ids) != 5 {
		t.Errorf("want five ids, got %v", ids)
	}
	for _, id := range idsOf(t, list("2023-04-01", small, large)) {
		if !slices.Contains(ids, id) {
			t.Errorf("want the ids of 700 and 9000 in every folder that has both, got %s beside %v", id, ids)
		}
	}
}

// Ids in a database of the earlier version, made from day, state and a number, are kept, even where
// a new folder would give others.
func TestIdsOfTheVersionBeforeStay(t *testing.T) {
	tier.Long(t, "builds one after the other")
	t.Parallel()
	o, _ := buildAll(t, list("2023-04-01", plain("First"), plain("Second"), plain("Third")))
	edit(t, o, `update intermediate.identities set breach_id = left(md5(concat_ws(' ', date '2023-03-14', 'TX', numbers.nth)), 16)
		from (select report_key, row_number() over (order by name_key) as nth from intermediate.forms) as numbers
		where numbers.report_key = identities.report_key`)
	before := ask(t, o, "select entity_name, breach_id from intermediate.identities join intermediate.forms using (report_key, place) order by all")
	importAll(t, o, list("2024-04-01", plain("First"), plain("New"), plain("Second, Inc."), plain("Third").with(func(r *report) { r.individuals = "9" })))
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	got := ask(t, o, "select entity_name, breach_id from marts.breach_versions where version = 1 and entity_name <> 'New' order by all")
	if diff := cmp.Diff(before, got); diff != "" {
		t.Errorf("want the ids as they were, -, got +:\n%s", diff)
	}
}

// A kept id is never given to another breach, even if a new folder would give that breach the same
// id.
func TestIdsThatWereKeptAreNotGivenAgain(t *testing.T) {
	tier.Long(t, "builds one after the other")
	t.Parallel()
	ofNew := idsOf(t, list("2023-04-01", plain("New")))[0]
	o, _ := buildAll(t, list("2023-04-01", plain("Old")))
	edit(t, o, "update intermediate.identities set breach_id = '"+ofNew+"'")
	importAll(t, o, list("2024-04-01", plain("New"), plain("Old")))
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	got := ask(t, o, "select entity_name, breach_id = '"+ofNew+"' from marts.breaches order by all")
	if diff := cmp.Diff([]string{"New|false", "Old|true"}, got); diff != "" {
		t.Errorf("whether it has the id that was kept: want -, got +:\n%s", diff)
	}
	again := ask(t, o, "select breach_id from marts.breaches order by all")
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(again, ask(t, o, "select breach_id from marts.breaches order by all")); diff != "" {
		t.Errorf("want the ids kept by the next build, -, got +:\n%s", diff)
	}
}
