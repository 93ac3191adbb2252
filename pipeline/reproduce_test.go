package pipeline

import (
	"fmt"
	"math"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/tier"
)

// Koczkodaj et al. print "at least 173 million", which 174,036,757 does not contradict. Other
// wordings and numbers are compared with the same list.
func TestReproduceReadsTheWordsPrintedWithANumber(t *testing.T) {
	tier.Long(t, "studies of a history")
	t.Parallel()
	o := options(t)
	importAll(t, o, list("2017-06-30", plain("Clinic").with(func(r *report) { r.individuals, r.submitted = "174036757", "03/14/2016" })))
	store, err := data.OpenStore(o.Data)
	if err != nil {
		t.Fatal(err)
	}
	models, tests, err := o.Models()
	if err != nil {
		t.Fatal(err)
	}
	w, err := warehouse.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := fill(t.Context(), w, inputs{store, models, tests, data.Reference()}, "", previous{}, Options{}.ships); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, rounding string
		value, to      float64
		want           string
	}{
		{name: "as printed: at least 173 million", want: "same"},
		{"at least the number itself", "at least", 174036757, 1, "same"},
		{"at least, and a little below", "at least", 174.2e6, 1e5, "within tolerance"},
		{"at least, and far below", "at least", 180e6, 1e6, "differs"},
		{"more than", "more than", 100e6, 1e6, "same"},
		{"more than, and far below", "more than", 180e6, 1e6, "differs"},
		{"less than", "less than", 180e6, 1e6, "same"},
		{"less than, and far above", "less than", 170e6, 1e6, "differs"},
		{"nearly", "nearly", 175e6, 1e6, "same"},
		{"nearly, and far below", "nearly", 177e6, 1e6, "differs"},
		{"nearly, and a little above", "nearly", 174e6, 1e3, "within tolerance"},
		{"nearest", "nearest", 174e6, 1e6, "same"},
		{"nearest, and far", "nearest", 173e6, 1e6, "differs"},
	} {
		if c.rounding != "" {
			if err := w.Exec(t.Context(), "update reference.published_figures set rounding = ?, value = ?, printed_to = ? where study = 'koczkodaj-2019'",
				c.rounding, c.value, c.to); err != nil {
				t.Fatal(err)
			}
		}
		got, err := cells(t.Context(), w, "select verdict from marts.reproduction('koczkodaj-2019')")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]map[string]string{{"verdict": c.want}}, got); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", c.name, diff)
		}
	}
}

// A breach whose day was revised into the next half-year is missing from one printed total and
// added to another. The study prints half-years and no overall total.
func TestReproduceADayRevisedAcrossHalves(t *testing.T) {
	tier.Long(t, "studies of several histories")
	t.Parallel()
	day := func(r report, submitted string) report { return r.with(func(r *report) { r.submitted = submitted }) }
	moved := plain("Moved").with(func(r *report) { r.individuals = "4321" })
	late := day(plain("Late"), "07/20/2022")
	o, _ := buildAll(t,
		list("2022-07-31", day(moved, "06/30/2021"), late),
		list("2022-12-01", day(moved, "07/01/2021"), late, day(plain("New"), "11/20/2022")))
	got := ask(t, o, "select change, entity_name, breaches_difference, individuals_difference from marts.reproduction_changes('hipaa-journal-1h2022')")
	if diff := cmp.Diff([]string{"day revised|Moved|0|0"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// The listed changes add up to the difference of the totals, for a study of half-years and for one
// that prints totals.
func TestReproduceChangesAddUp(t *testing.T) {
	tier.Long(t, "studies of random histories")
	t.Parallel()
	day := func(r report, submitted string) report { return r.with(func(r *report) { r.submitted = submitted }) }
	many := func(name, individuals string) report {
		return plain(name).with(func(r *report) { r.individuals = individuals })
	}
	described := func(r report) report {
		return r.with(func(r *report) { r.description = "A laptop was stolen from a car." })
	}
	o, _ := buildAll(t,
		list("2018-01-04", described(day(many("Told", "700"), "03/01/2016")), day(many("Untold", "900"), "03/02/2016"), day(plain("New"), "12/30/2017")),
		list("2022-07-31", described(day(many("Told", "700"), "03/01/2016")), day(many("Untold", "900"), "03/02/2016"),
			day(many("Moved", "4321"), "06/30/2021"), day(many("Grown", "6000"), "03/01/2022"), day(many("Out", "8000"), "06/29/2022"), day(plain("Newer"), "07/20/2022")),
		list("2022-12-01", described(day(many("Told", "750"), "03/01/2016")), described(day(many("Untold", "900"), "03/02/2016")),
			day(many("Moved", "4321"), "07/01/2021"), day(many("Grown", "6500"), "03/01/2022"), day(many("Out", "8000"), "07/02/2022"), day(plain("Newest"), "11/20/2022")))
	for study, want := range map[string]string{
		"hipaa-journal-1h2022": "-1|-7500", // Grown's 500 more, and Out's 8,000 that no half counts
		"jiang-bai-2019":       "1|950",    // Told's 50 more, and Untold, which has a description now
	} {
		changes := ask(t, o, "select sum(breaches_difference), sum(individuals_difference) from marts.reproduction_changes('"+study+"')")
		totals := ask(t, o, `
			select sum(more) filter (where metric = 'breaches'), sum(more) filter (where metric = 'individuals')
			from (select distinct metric, period_start, period_end, cast(newest - reproduced as bigint) as more
				from marts.reproduction('`+study+`')
				where metric in ('breaches', 'individuals') and breakdown in ('all', 'half'))`)
		if diff := cmp.Diff([]string{want, want}, []string{changes[0], totals[0]}); diff != "" {
			t.Errorf("%s: want -, sums of the changes and of the totals +:\n%s", study, diff)
		}
	}
}

// A sum of doubles depends on the order of its terms, which threads change. A sum of decimals does
// not.
func TestMeanOfLogarithmsIsAnExactSum(t *testing.T) {
	t.Parallel()
	var reports []report
	sum := int64(0)
	for n := range int64(700) {
		individuals := 500 + n*n*97%1_000_003
		sum += int64(math.Round(math.Log(float64(individuals)) * 1e9))
		reports = append(reports, plain(fmt.Sprintf("Clinic %d", n)).with(func(r *report) {
			r.individuals, r.submitted, r.breachType = strconv.FormatInt(individuals, 10), "03/14/2016", "Hacking/IT Incident"
		}))
	}
	o, _ := buildAll(t, list("2024-10-17", reports...))
	want := fmt.Sprint(float64(sum) / 1e9 / 700)
	got := ask(t, o, `
		select distinct counted.value
		from marts.reproduced_in_studies(['jmir-2024-e59674']) as counted
		join reference.published_figures using (study, no)
		where metric = 'mean_log_individuals' and category = 'Hacking/IT Incident'`)
	if diff := cmp.Diff([]string{want}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
