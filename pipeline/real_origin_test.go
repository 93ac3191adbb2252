package pipeline

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/load"
	"github.com/breachstats/breachstats/torture/saved"
	"github.com/breachstats/breachstats/torture/tier"
)

func TestRealLabels(t *testing.T) {
	t.Parallel()
	cases := []struct {
		file  string
		least map[string]float64 // accuracy of the rules, by part and judge
	}{
		{"origin_labels_dev.csv", map[string]float64{"described|rules, origin": 0.92, "described|rules, cause": 0.90}},
		// A weak reference: the judge often adopted the portal's own type.
		{"vcdb_matched.csv", map[string]float64{"described|rules, origin": 0.85}},
	}
	for _, c := range cases {
		t.Run(c.file, func(t *testing.T) {
			path := saved.Reference(t, c.file)
			o := options(t)
			found, err := Evaluate(t.Context(), o, path, load.LabelColumns{})
			if err != nil {
				t.Fatal(err)
			}
			accuracy := map[string]float64{}
			for row := range int(found.Scores.NumRows()) {
				cell := func(name string) string {
					return formats.Cell(found.Scores.Column(found.Scores.Schema().FieldIndices(name)[0]), row)
				}
				value, err := strconv.ParseFloat(cell("accuracy"), 64)
				if err != nil {
					t.Fatal(err)
				}
				accuracy[cell("part")+"|"+cell("judge")] = value
			}
			for of, least := range c.least {
				if accuracy[of] < least {
					t.Errorf("%s: want at least %.2f, got %.3f", of, least, accuracy[of])
				}
			}
			if rules, naive := accuracy["described|rules, origin"], accuracy["described|naive map"]; rules <= naive {
				t.Errorf("want the rules to do better than the naive map, got %.3f and %.3f", rules, naive)
			}
		})
	}
}

// Of the described breaches to the end of 2017, as captured on 2019-03-01, half are internal.
func TestRealInternalShare(t *testing.T) {
	tier.Long(t, "a build of real captures")
	t.Parallel()
	o, _ := buildOnce(t, realExports(t, "2019-03-01")...)
	got := ask(t, o, `
		select count(*) between 1250 and 1450,
			count(*) filter (where origin_by_description = 'internal') / count(origin_by_description) between 0.50 and 0.57
		from marts.breaches
		where description is not null and submitted_on <= date '2017-12-31'`)
	if diff := cmp.Diff([]string{"true|true"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	// The explanation of a breach names what decided its origin.
	for _, line := range ask(t, o, `
		select breach_id, origin_rule, origin_evidence, row_number() over (order by breach_id)
		from marts.breaches where origin_rule is not null order by breach_id limit 40`) {
		want := strings.Split(line, "|")
		fired := ask(t, o, fmt.Sprintf("select rule, evidence from marts.fired_rules('%s') where outcome = 'won'", want[0]))
		if diff := cmp.Diff([]string{want[1] + "|" + want[2]}, fired); diff != "" {
			t.Errorf("%s: decided -, explained +:\n%s", want[0], diff)
		}
	}
}

// A changed rule changes the share.
func TestRealShareMovesWithTheRules(t *testing.T) {
	tier.Long(t, "a build of real captures")
	t.Parallel()
	exports := realExports(t, "2019-03-01")
	o, _ := buildOnce(t, exports...)
	const share = `
		select cast(round(1000 * count(*) filter (where origin = 'internal') / count(origin)) as integer)
		from marts.breaches where description is not null`
	before := ask(t, o, share)
	text, err := Rules(t.Context(), o, false)
	if err != nil {
		t.Fatal(err)
	}
	// Lost or stolen items no longer count as lost.
	changed := strings.Replace(string(text), `,\b(lost or (had )?stolen|stolen or lost|lost or was stolen)\b,theft-by-outsiders`, ",,theft-by-outsiders", 1)
	if changed == string(text) {
		t.Fatal("want the rule of theft to have an exception for what is lost or stolen")
	}
	o.Rules = t.TempDir() + "/rules.csv"
	if err := os.WriteFile(o.Rules, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if after := ask(t, o, share); cmp.Equal(before, after) {
		t.Errorf("want the share to move, got %s per thousand before and after", after)
	}
}
