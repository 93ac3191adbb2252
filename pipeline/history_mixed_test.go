package pipeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/tier"
)

// A capture of the two views shows for every report of the one list of all whether it is still
// listed, and the other way round. A capture that lacks a view does not.
func TestHistoryAcrossTheOneListAndTheTwoViews(t *testing.T) {
	tier.Long(t, "histories across both kinds of list")
	t.Parallel()
	x := plain("X").with(func(r *report) { r.submitted = "03/14/2016" })
	y := plain("Y").with(func(r *report) { r.submitted = "03/15/2016" })
	z := plain("Z").with(func(r *report) { r.submitted = "03/14/2019" })
	few := x.with(func(r *report) { r.individuals = "599" })
	many := x.with(func(r *report) { r.individuals = "11785" })
	archive := func(day string, reports ...report) Export {
		return textExport(day, data.Archive, exportText(reports...))
	}
	open := func(day string, reports ...report) Export {
		return textExport(day, data.UnderInvestigation, exportText(reports...))
	}
	cases := []struct {
		name    string
		exports []Export
		want    []string // versions of X: number, first day, day it ends, count, view, vanished, return
	}{
		{"gone while the views were saved", []Export{
			list("2016-04-01", x, y), archive("2019-04-01", y), open("2019-04-01", z), list("2020-04-01", x, y, z)},
			[]string{"1|2016-04-01|2019-04-01|1200|all|true|false", "2|2020-04-01|null|1200|all|false|true"}},
		{"another count while the views were saved", []Export{
			list("2016-04-01", few, y), archive("2019-04-01", many, y), open("2019-04-01", z), list("2020-04-01", few, y, z)},
			[]string{"1|2016-04-01|2019-04-01|599|all|false|false", "2|2019-04-01|2020-04-01|11785|archive|false|false", "3|2020-04-01|null|599|all|false|false"}},
		{"gone while the one list was saved", []Export{
			archive("2019-04-01", x, y), open("2019-04-01", z), list("2020-04-01", y, z), archive("2021-04-01", x, y), open("2021-04-01", z)},
			[]string{"1|2019-04-01|2020-04-01|1200|archive|true|false", "2|2021-04-01|null|1200|archive|false|true"}},
		{"gone from those under investigation while the one list was saved", []Export{
			archive("2019-04-01", y), open("2019-04-01", x, z), list("2020-04-01", y, z), archive("2021-04-01", y), open("2021-04-01", x, z)},
			[]string{"1|2019-04-01|2020-04-01|1200|under-investigation|true|false", "2|2021-04-01|null|1200|under-investigation|false|true"}},
		{"listed all the time, by the archive in between", []Export{
			list("2016-04-01", x), archive("2019-04-01", x), open("2019-04-01", z), list("2020-04-01", x, z)},
			[]string{"1|2016-04-01|2019-04-01|1200|all|false|false", "2|2019-04-01|2020-04-01|1200|archive|false|false", "3|2020-04-01|null|1200|all|false|false"}},
		{"an archive alone in between, which does not list it", []Export{
			list("2016-04-01", x, y), archive("2019-04-01", y), list("2020-04-01", x, y)},
			[]string{"1|2016-04-01|null|1200|all|false|false"}},
		{"those under investigation alone in between", []Export{
			list("2016-04-01", x, y), open("2019-04-01", z), list("2020-04-01", x, y, z)},
			[]string{"1|2016-04-01|null|1200|all|false|false"}},
		{"two alike, one of them gone while the views were saved", []Export{
			list("2016-04-01", x, x), archive("2019-04-01", x), open("2019-04-01", z), list("2020-04-01", x, x, z)},
			[]string{"1|2016-04-01|2019-04-01|1200|all|false|false", "1|2016-04-01|2019-04-01|1200|all|true|false",
				"2|2019-04-01|2020-04-01|1200|archive|false|false", "2|2020-04-01|null|1200|all|false|true", "3|2020-04-01|null|1200|all|false|false"}},
	}
	for _, c := range cases[:tier.Part(t, len(cases), 3)] {
		t.Run(c.name, func(t *testing.T) {
			o, _ := buildAll(t, c.exports...)
			got := ask(t, o, "select version, valid_from, valid_to, individuals, view, is_vanished, is_return from marts.breach_versions where entity_name = 'X' order by all")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}
