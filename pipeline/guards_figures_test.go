package pipeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
)

// breakagesOfFigures are those of the figures of places, sizes and months.
func breakagesOfFigures() []breakage {
	states := func(claim, statements string) breakage {
		return breakage{"breaches_by_state_test.sql", claim, statements}
	}
	populations := func(claim, statements string) breakage {
		return breakage{"state_populations_test.sql", claim, statements}
	}
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

// Where a blank state may hide a territory, none has a rate; a code that nobody knows has none ever.
func TestBreachesByState(t *testing.T) {
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
	for _, c := range cases {
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
