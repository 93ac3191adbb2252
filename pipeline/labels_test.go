package pipeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A label is matched with its breach by day and name, ignoring commas and capitals, and gets the
// newest description. A breach of another day, or one without a description, does not match.
func TestLabelsFindTheirBreaches(t *testing.T) {
	of := func(name, submitted, description string) report {
		return filed(name, submitted, "653").with(func(r *report) { r.description = description })
	}
	o, _ := buildAll(t,
		list("2016-04-27", of("Oconee Physician Practices", "05/20/2010", "First words."), of("Cogent Healthcare, Inc.", "11/25/2009", "")),
		list("2017-09-13", of("OCONEE, Physician Practices", "05/20/2010", "A laptop was lost."), of("Cogent Healthcare, Inc.", "11/25/2009", ""),
			of("Oconee Physician Practices", "05/21/2010", "Another case.")))
	got := ask(t, o, "select name, origin, description from marts.labelled_breaches where breach_id is not null")
	if diff := cmp.Diff([]string{"Oconee Physician Practices|internal|A laptop was lost."}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if got := ask(t, o, "select count(*) from marts.labelled_breaches"); got[0] != "120" {
		t.Errorf("want every label, got %v", got)
	}
	found, missing, err := EvaluateKnown(t.Context(), o)
	if err != nil || missing != 119 || found.Judged.NumRows() != 1 {
		t.Errorf("want one label scored and 119 left out, got %v, %d, %v", found.Judged, missing, err)
	}
}

// A sample has the size asked for, with each period and type by its share. The same seed gives the
// same sample.
func TestLabelSample(t *testing.T) {
	var reports []report
	for i := range 40 {
		day, kind := "03/01/2016", "Theft"
		if i >= 20 {
			day = "03/01/2019"
		}
		if i%4 == 0 {
			kind = "Loss"
		}
		reports = append(reports, filed("Clinic "+string(rune('A'+i)), day, "700").with(func(r *report) { r.breachType, r.description = kind, "Case "+string(rune('A'+i)) }))
	}
	reports = append(reports, filed("Undescribed", "03/01/2019", "700"))
	o, _ := buildAll(t, list("2020-01-01", reports...))
	got := ask(t, o, "select stratum, count(*), min(weight) from marts.label_sample(8, 1) group by all order by all")
	want := []string{"before 2018, Loss|1|5", "before 2018, Theft|3|5", "since 2018, Loss|1|5", "since 2018, Theft|3|5"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	ids := func(size, seed string) []string {
		return ask(t, o, "select breach_id from marts.label_sample("+size+", "+seed+")")
	}
	if diff := cmp.Diff(ids("8", "1"), ids("8", "1")); diff != "" {
		t.Errorf("the same seed: want -, got +:\n%s", diff)
	}
	if cmp.Equal(ids("8", "1"), ids("8", "2")) {
		t.Error("want another sample for another seed")
	}
	if all := ids("1000", "1"); len(all) != 40 {
		t.Errorf("want every described breach once, got %d", len(all))
	}
}
