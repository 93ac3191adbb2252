package pipeline

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// kindRule is a rule of kinds as Go reads it, with Go's regular expressions in place of DuckDB's.
type kindRule struct {
	attribute, value string
	pattern, unless  *regexp.Regexp
}

func (r kindRule) fires(text string) bool {
	return r.pattern.MatchString(text) && (r.unless == nil || !r.unless.MatchString(text))
}

// kindRules returns the program's rules, in the order of the file, which is that of rule_order.
func kindRules(t *testing.T) (rules []kindRule) {
	t.Helper()
	file := must.Get(data.Reference().Open("kind_rules.csv"))(t)
	defer func() { _ = file.Close() }()
	rows := must.Get(csv.NewReader(file).ReadAll())(t)
	for _, row := range rows[1:] {
		// The words of a rule are left out: no pattern of the program's rules matches without them.
		rule := kindRule{attribute: row[2], value: row[3], pattern: regexp.MustCompile(row[6])}
		if row[7] != "" {
			rule.unless = regexp.MustCompile(row[7])
		}
		rules = append(rules, rule)
	}
	return rules
}

// kindsOf returns the kinds of a row of an export, as ATTRIBUTE=VALUE.
func kindsOf(rules []kindRule, row []string) (kinds []string) {
	words := strings.ToLower(strings.NewReplacer("\r", " ", "\n", " ").Replace(row[8]))
	if words == `\n` || words == "n/a" {
		words = ""
	}
	described := words
	for _, rule := range rules {
		if place := rule.pattern.FindStringIndex(words); rule.attribute == "described" && place != nil {
			described = words[:place[0]] + "."
		}
	}
	texts := map[string]string{"data_kind": described, "ransomware": described, "outcome": words, "provider_kind": strings.ToLower(row[0])}
	isFound := map[string]bool{}
	for _, rule := range rules {
		if text, isKind := texts[rule.attribute]; isKind && rule.fires(text) && (rule.attribute == "data_kind" || !isFound[rule.attribute]) {
			isFound[rule.attribute] = true
			kinds = append(kinds, rule.attribute+"="+rule.value)
		}
	}
	return kinds
}

// The kinds of a real list, counted from the lines of its exports.
func TestRealKindsCountedFromTheExports(t *testing.T) {
	tier.Long(t, "a build of a real capture")
	t.Parallel()
	exports := realExports(t, "2024-10-17")
	rules := kindRules(t)
	want := map[string]int{}
	for _, export := range exports {
		file := must.Get(export.Open())(t)
		text, err := io.ReadAll(file)
		_ = file.Close()
		if err != nil {
			t.Fatal(err)
		}
		records := must.Get(cut(text))(t)
		for _, record := range records[1:] {
			year := record.cells[4][len(record.cells[4])-4:]
			isHacking := strings.Contains(record.cells[5], "Hacking/IT Incident")
			kinds := kindsOf(rules, record.cells)
			if !slices.ContainsFunc(kinds, func(kind string) bool { return strings.HasPrefix(kind, "provider_kind=") }) {
				kinds = append(kinds, "provider_kind=other")
			}
			for _, kind := range kinds {
				if kind != "ransomware=ransomware" || isHacking {
					want[year+" "+kind]++
				}
			}
		}
	}
	o, _ := buildOnce(t, exports...)
	got := map[string]int{}
	for _, row := range ask(t, o, `
		select year || ' ' || attribute || '=' || value, breaches from figures.kinds_by_year where breaches > 0
		union all
		select year || ' outcome=' || outcome, count(*) from marts.breaches join marts.breach_kinds using (breach_id)
		where vanished_on is null and outcome is not null group by all`) {
		kind, number, _ := strings.Cut(row, "|")
		got[kind] = wholeNumber(t, number)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if want["2020 ransomware=ransomware"] < 150 || want["2015 outcome=resolution-agreement"] < 5 {
		t.Errorf("want kinds counted, got %v", want)
	}
	// Every value of a column is right in 9 of 10 breaches or more, in the half that is held out.
	for _, row := range ask(t, o, "select attribute, value, found, correct, precision >= 0.9 from marts.kind_scores('held out') where found > 0 and not coalesce(precision >= 0.9, false)") {
		t.Errorf("want a precision of 0.9, got %s", row)
	}
	scored := ask(t, o, "select count(*), sum(found) > 500, sum(labels) > 400 from marts.kind_scores('all')")
	if !slices.Equal(scored, []string{"20|true|true"}) {
		t.Errorf("want 20 values scored, got %q", scored)
	}
	half := ask(t, o, "select (select sum(found) from marts.kind_scores('all')) = (select sum(found) from marts.kind_scores('tuning')) + (select sum(found) from marts.kind_scores('held out'))")
	if !slices.Equal(half, []string{"true"}) {
		t.Error("want every label in one half")
	}
}

func TestKindsCountedByHand(t *testing.T) {
	t.Parallel()
	reported := func(name, submitted, breachType, what string) report {
		return yearly(name, submitted, "1000").with(func(r *report) { r.breachType, r.description = breachType, what })
	}
	settled := "Whimsy Group has agreed to pay $1.5 million to OCR, and its clinics follow a plan for two years."
	o, _ := buildAll(t, textExport("2019-03-01", data.All, exportText(
		reported("Whimsy Dental", "03/14/2017", "Hacking/IT Incident", "Ransomware locked names and diagnoses.\nThe CE notified HHS of its Social Security numbers."),
		reported("Whimsy Hospital", "03/15/2017", "Hacking/IT Incident", "A server with names was hacked."),
		reported("Whimsy Clinic East", "03/16/2017", "Theft", settled),
		reported("Whimsy Clinic West", "03/17/2018", "Theft", settled),
		reported("Whimsy Clinic North", "03/17/2018", "Theft", "")))) // not described
	for name, c := range map[string]struct {
		query string
		want  []string
	}{
		"each breach": {"select entity_name, provider_kind, is_described, data_kinds, is_ransomware, outcome, outcome_dollars from marts.breaches join marts.breach_kinds using (breach_id) order by entity_name", []string{
			"Whimsy Clinic East|null|true|null|false|resolution-agreement|1500000", "Whimsy Clinic North|null|false|null|null|null|null",
			"Whimsy Clinic West|null|true|null|false|resolution-agreement|1500000",
			"Whimsy Dental|dental|true|clinical, demographic|true|null|null", "Whimsy Hospital|hospital|true|demographic|false|null|null"}},
		"one agreement": {"select entity_name, outcome_dollars, breaches, individuals, first_submitted_on, last_submitted_on from figures.outcomes", []string{
			"Whimsy Clinic East|1500000|2|2000|2017-03-16|2018-03-17"}},
		"ransomware": {"select year, breaches, base, share from figures.kinds_by_year where attribute = 'ransomware' order by year", []string{"2017|1|2|0.5", "2018|0|0|null"}},
	} {
		if diff := cmp.Diff(c.want, ask(t, o, c.query)); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", name, diff)
		}
	}
}

// corrected is the share of Rogan and Gladen with the interval of Lang and Reiczigel: found is
// among n, and right is the number of right answers among the labels of either sort.
func corrected(found, n, sRight, sLabels, cRight, cLabels float64) (share, low, high float64) {
	const z = 1.959963984540054
	share = (found/n + cRight/cLabels - 1) / (sRight/sLabels + cRight/cLabels - 1)
	p, s, c := (found+z*z/2)/(n+z*z), (sRight+1)/(sLabels+2), (cRight+1)/(cLabels+2)
	j := s + c - 1
	q := (p + c - 1) / j
	sVariance, cVariance := s*(1-s)/(sLabels+2), c*(1-c)/(cLabels+2)
	reach := z * math.Sqrt((p*(1-p)/(n+z*z)+q*q*sVariance+(1-q)*(1-q)*cVariance)/(j*j))
	middle := q + 2*z*z*(q*sVariance-(1-q)*cVariance)
	within := func(share float64) float64 { return min(1, max(0, share)) }
	return within(share), within(middle - reach), within(middle + reach)
}

func TestRealCorrectedShare(t *testing.T) {
	tier.Long(t, "a build of a real capture")
	t.Parallel()
	o, _ := buildOnce(t, realExports(t, "2024-10-17")...)
	rows := ask(t, o, `select year, internal, external, round(corrected_share, 9), round(corrected_share_low, 9), round(corrected_share_high, 9),
		sensitivity * internal_labels, specificity * external_labels, internal_labels, external_labels from figures.corrected_origin_by_year order by year`)
	if len(rows) != 16 {
		t.Fatalf("want 16 years, got %d", len(rows))
	}
	for _, row := range rows {
		var cells []float64
		for _, cell := range strings.Split(row, "|") {
			value, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatalf("%s: %v", row, err)
			}
			cells = append(cells, value)
		}
		if labels := cells[8] + cells[9]; labels < 100 || labels > 120 {
			t.Errorf("want most of the 120 labels used, got %v", labels)
		}
		share, low, high := corrected(cells[1], cells[1]+cells[2], cells[6], cells[8], cells[7], cells[9])
		if diff := cmp.Diff(fmt.Sprintf("%.6f %.6f %.6f", share, low, high), fmt.Sprintf("%.6f %.6f %.6f", cells[3], cells[4], cells[5])); diff != "" {
			t.Errorf("%v: want -, got +:\n%s", cells[0], diff)
		}
	}
}
