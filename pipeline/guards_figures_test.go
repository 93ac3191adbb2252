package pipeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/tier"
)

// breakagesOfFigures break the checks of the figures of sizes, months and captures.
func breakagesOfFigures() []breakage {
	sizes := func(claim, statements string) breakage {
		return breakage{"breach_sizes_test.sql", claim, "update figures.breach_sizes set " + statements}
	}
	years := func(claim, statements string) breakage {
		return breakage{"sizes_by_year_test.sql", claim, "update figures.sizes_by_year set " + statements}
	}
	months, listed := breakagesIn("breaches_by_month"), breakagesIn("listed_by_capture")
	return []breakage{
		listed("every capture by the day shown has a row", "delete from figures.listed_by_capture where is_current"),
		listed("every capture by the day shown has a row", "update figures.listed_by_capture set breaches = breaches + 1"),
		listed("every capture by the day shown has a row", "update figures.listed_by_capture set is_current = true"),
		listed("the current capture lists the individuals", "update figures.listed_by_capture set individuals = individuals + 1"),
		listed("the current capture lists the individuals", "update figures.listed_by_capture set individuals = null"),
		listed("the two views of a complete capture", "update figures.listed_by_capture set breaches = 7000"),
		listed("the two views of a complete capture", "update figures.listed_by_capture set breaches = 1"),
		listed("the two views of a complete capture", "update figures.listed_by_capture set individuals = null"),
		listed("the two views of a complete capture", "update figures.listed_by_capture set is_complete = not is_complete"),
		listed("the two views of a complete capture", "update figures.listed_by_capture set is_complete = false, breaches = null, individuals = null"),
		listed("a view that was saved is counted", "update figures.listed_by_capture set archived = null"),
		listed("a view that was saved is counted", "update figures.listed_by_capture set under_investigation = under_investigation + 1"),
		months("the months of a year add up", "update figures.breaches_by_month set breaches = breaches + 1 where year = 2023 and month = 3"),
		months("the months of a year add up", "update figures.breaches_by_month set individuals = individuals + 1 where year = 2023 and month = 3"),
		months("the months of a year add up", "delete from figures.breaches_by_month where year = 2022"),
		months("the breaches of a month are those of the mart", "update figures.breaches_by_month set month = 13 - month"),
		months("the breaches of a month are those of the mart", "delete from figures.breaches_by_month where breaches > 0 and year = 2023"),
		months("the breaches of a month are those of the mart", "update figures.breaches_by_month set breaches = null where year = 2023"),
		months("every year has twelve months", "delete from figures.breaches_by_month where breaches = 0"),
		months("every year has twelve months", "update figures.breaches_by_month set breaches = null where breaches = 0"),
		months("an uncovered month has no number", "update figures.breaches_by_month set breaches = null where breaches = 0"),
		months("an uncovered month has no number", "update figures.breaches_by_month set breaches = 0 where breaches is null"),
		months("an uncovered month has no number", "update figures.breaches_by_month set individuals = 7 where breaches is null"),
		months("the shares of a whole year", "update figures.breaches_by_month set year_share = year_share / 2"),
		months("the shares of a whole year", "update figures.breaches_by_month set year_share = null where year = 2023"),
		months("the shares of a whole year", "update figures.breaches_by_month set usual_share = usual_share + 1"),
		months("the shares of a whole year", "update figures.breaches_by_month set usual_share = null"),
		sizes("every breach is in exactly one class", "breaches = breaches + 1"),
		sizes("every breach is in exactly one class", "individuals = individuals + 1"),
		sizes("shares add up to one", "breaches_share = breaches_share / 2"),
		sizes("the individuals of a class", "breaches = breaches + 1 where at_least = 800"),
		sizes("the individuals of a class", "individuals = 7 where at_least = 800"),
		sizes("the individuals of a class", "individuals = 7 where at_least is null"),
		sizes("a class begins where the one before it ends", "below = 700 where at_least = 630"),
		{"breach_sizes_test.sql", "a class begins where the one before it ends", "delete from figures.breach_sizes where at_least = 630"},
		sizes("breaches of exactly 500 or 501", "breaches_500_or_501 = breaches_500_or_501 + 1 where at_least = 500"),
		sizes("breaches of exactly 500 or 501", "breaches_500_or_501 = breaches + 1 where at_least = 800"),
		years("are those of the other figures by year", "breaches = 1 where year = 2023"),
		years("are those of the other figures by year", "breaches_without_count = 5 where year = 2023"),
		years("are those of the other figures by year", "median_individuals = 1 where year = 2023"),
		{"sizes_by_year_test.sql", "are those of the other figures by year", "delete from figures.sizes_by_year where year = 2023"},
		years("a quarter of the year's breaches", "lower_quartile = median_individuals where year = 2023"),
		years("a quarter of the year's breaches", "lower_quartile = 1 where year = 2023"),
		years("a quarter of the year's breaches", "upper_quartile = median_individuals where year = 2023"),
		years("a quarter of the year's breaches", "upper_quartile = upper_quartile * 10 where year = 2023"),
		years("a quarter of the year's breaches", "upper_quartile = null, lower_quartile = null where year = 2023"),
	}
}

// breakagesOfStates break the checks of the figure of states and of their populations.
func breakagesOfStates() []breakage {
	states, populations := breakagesIn("breaches_by_state"), breakagesIn("state_populations")
	return []breakage{
		populations("every state, district and territory has a population", "delete from reference.state_populations where state = 'WY'"),
		populations("every state, district and territory has a population", "update reference.state_populations set population = 0 where state = 'VI'"),
		populations("every state, district and territory has a population", insertAgain("reference.state_populations", "'PW' as state", "true")),
		populations("every state, district and territory has a population", insertAgain("reference.state_populations", "'ZZ' as state", "true")),
		populations("the 50 states and the District of Columbia", "update reference.state_populations set population = population + 1 where state = 'DC'"),
		populations("the 50 states and the District of Columbia", "delete from reference.state_populations"),
		populations("the territories add up", "update reference.state_populations set population = population + 1 where state = 'MP'"),
		states("every breach is counted in exactly one state", "delete from figures.breaches_by_state where state = 'TX'"),
		states("every breach is counted in exactly one state", "update figures.breaches_by_state set individuals = individuals + 1 where state = 'TX'"),
		states("the breaches of a state are those", "update figures.breaches_by_state set breaches = 1 where state = 'WY'"),
		states("the breaches of a state are those", "update figures.breaches_by_state set state = 'CA' where state = 'TX'"),
		states("the breaches of a state are those", "update figures.breaches_by_state set breaches_without_count = 7 where state = 'TX'"),
		states("the breaches of a state are those", "update figures.breaches_by_state set largest_individuals = 7 where state = 'TX'"),
		states("every state and district has a rate", "update figures.breaches_by_state set breaches_per_million = null where state = 'GU'"),
		states("every state and district has a rate", "delete from figures.breaches_by_state where state = 'WY'"),
		states("every state and district has a rate", "update marts.breaches set state = null where breach_id = (select min(breach_id) from marts.breaches where vanished_on is null)"),
		states("a rate times the residents", "update figures.breaches_by_state set breaches_per_million = breaches_per_million / 2 where state = 'TX'"),
		states("a rate times the residents", "update figures.breaches_by_state set individuals_per_million = individuals where state = 'TX'"),
		states("a rate times the residents", "update figures.breaches_by_state set individuals_per_million = null where state = 'TX'"),
		states("a rate times the residents", "update figures.breaches_by_state set is_rate_known = false where state = 'TX'"),
	}
}

// If a blank state may hide a territory, no territory has a rate. An unknown code never has one.
func TestBreachesByState(t *testing.T) {
	t.Parallel()
	in := func(state string) report {
		return recent("In " + state).with(func(r *report) { r.state, r.individuals = state, "5769" })
	}
	const query = "select state, breaches, round(breaches_per_million, 3) as rate, round(individuals_per_million) as people " +
		"from figures.breaches_by_state where state in ('WY', 'GU', 'FM', 'ZZ', 'Not stated') or breaches > 0 order by state"
	cases := []struct {
		name   string
		states []string
		want   []string
	}{
		{"no blank", []string{"WY", "WY", "GU"}, []string{"GU|1|6.5|37501", "WY|2|3.467|20002"}},
		{"a blank", []string{"WY", "GU", ""}, []string{"GU|1|null|null", "Not stated|1|null|null", "WY|1|1.734|10001"}},
		{"unknown and freely associated", []string{"ZZ", "FM"}, []string{"FM|1|null|null", "GU|0|0|null", "WY|0|0|null", "ZZ|1|null|null"}},
	}
	for _, c := range cases[:tier.Part(t, len(cases), 2)] {
		t.Run(c.name, func(t *testing.T) {
			var reports []report
			for _, state := range c.states {
				reports = append(reports, in(state))
			}
			o, _ := buildAll(t, textExport(day, data.All, exportText(reports...)))
			if diff := cmp.Diff(c.want, ask(t, o, query)); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// The list covers the months from the first day of the duty to the newest submission, and no
// others.
func TestBreachesByMonth(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name       string
		capturedOn string
		newest     string
		want       []string
	}{
		{"captured in the month", "2011-05-20", "05/18/2011", []string{"3|0|false", "4|0|false", "5|1|true", "6|null|null", "12|null|null"}},
		{"captured after it, the list a week short of its end", "2011-06-09", "05/24/2011", []string{"3|0|false", "4|0|false", "5|1|false", "6|null|null", "12|null|null"}},
		{"captured after it, the list more than a week short", "2011-06-09", "05/23/2011", []string{"3|0|false", "4|0|false", "5|1|true", "6|null|null", "12|null|null"}},
		{"captured on its last day", "2011-05-31", "05/31/2011", []string{"3|0|false", "4|0|false", "5|1|false", "6|null|null", "12|null|null"}},
		{"a whole year", "2012-01-20", "12/30/2011", []string{"3|0|false", "4|0|false", "5|0|false", "6|0|false", "12|1|false"}},
	}
	for _, c := range cases[:tier.Part(t, len(cases), 2)] {
		t.Run(c.name, func(t *testing.T) {
			at := func(day string) report { return plain(day).with(func(r *report) { r.submitted = day }) }
			o, _ := buildAll(t, textExport(c.capturedOn, data.All, exportText(at("10/21/2009"), at("12/01/2010"), at("12/02/2010"), at("11/02/2010"), at(c.newest))))
			got := ask(t, o, "select month, breaches, is_partial_month from figures.breaches_by_month "+
				"where year = 2011 and month in (3, 4, 5, 6, 12) order by month")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("2011: want -, got +:\n%s", diff)
			}
			got = ask(t, o, "select month, breaches, is_partial_month, year_share from figures.breaches_by_month where year = 2009 and month > 7 order by month")
			want := []string{"8|null|null|null", "9|0|true|null", "10|1|false|null", "11|0|false|null", "12|0|false|null"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("2009: want -, got +:\n%s", diff)
			}
			got = ask(t, o, "select month, breaches, round(year_share, 3) from figures.breaches_by_month where year = 2010 and month > 9 order by month")
			if diff := cmp.Diff([]string{"10|0|0", "11|1|0.333", "12|2|0.667"}, got); diff != "" {
				t.Errorf("2010: want -, got +:\n%s", diff)
			}
		})
	}
}
