package pipeline

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// originList is a list of ten breaches whose figures can be counted by hand.
func originList() []report {
	described := func(name, submitted, breachType, what string) report {
		return yearly(name, submitted, "1000").with(func(r *report) { r.breachType, r.description = breachType, what })
	}
	return []report{
		described("A", "03/14/2016", "Hacking/IT Incident", "Two employees answered a phishing e-mail."),
		described("B", "03/14/2016", "Theft", "A laptop was stolen from a car."),
		described("C", "03/14/2017", "Unauthorized Access/Disclosure", "An employee sent an e-mail with a list to the wrong patient."),
		described("D", "03/14/2017", "Hacking/IT Incident", "Ransomware encrypted the server."),
		described("E", "03/14/2017", "Theft", "The covered entity closed."), // decides nothing
		described("F", "05/14/2018", "Hacking/IT Incident", "An employee answered a phishing e-mail."),
		described("G", "05/14/2018", "Hacking/IT Incident", ""),
		described("H", "05/14/2018", "Unauthorized Access/Disclosure", ""), // not an insider
		described("I", "05/14/2018", "Improper Disposal", ""),
		described("J", "05/14/2018", "Theft, Unauthorized Access/Disclosure", ""), // the map knows neither
	}
}

func TestOriginFiguresCountedByHand(t *testing.T) {
	t.Parallel()
	list := originList()
	for i := range list {
		if list[i].breachType == "Hacking/IT Incident" {
			list[i].location = "Network Server"
		}
	}
	o, _ := buildAll(t, textExport("2019-03-01", data.All, exportText(list...)))
	cases := []struct {
		name, query string
		want        []string
	}{
		{"sensitivity", "select cohort, reading, internal, external, undetermined from figures.origin_sensitivity order by cohort_order, reading_order", []string{
			"described, submitted to 2017|descriptions only|2|2|1", "described, submitted to 2017|portal types only|1|4|0",
			"described, submitted to 2017|both|2|2|1",
			"all breaches|descriptions only|3|2|5", "all breaches|portal types only|3|6|1", "all breaches|both|4|3|3",
		}},
		{"a year", "select internal, external, undetermined, internal_individuals, undetermined_individuals from figures.origin_by_year where year = 2018 order by reading_order", []string{
			"1|0|4|1000|4000", "2|2|1|2000|1000", "2|1|2|2000|2000",
		}},
		{"Wilson's interval of 1 in 1", "select round(internal_share_low, 4), internal_share_high from figures.origin_by_year where year = 2018 and reading = 'descriptions only'", []string{"0.2065|1"}},
		{"causes", "select coalesce(cause, level), breaches, share from figures.causes where level <> 'category' and breaches > 0 order by line", []string{
			"theft-by-outsiders|1|0.2", "email-mistake|1|0.2", "malware|1|0.2", "phishing|1|0.2", "undetermined|1|0.2",
		}},
		{"threats", "select threat, sum(breaches) from figures.hicp_threats_by_year group by threat, threat_order order by threat_order", []string{
			"E-mail phishing attacks|2", "Ransomware attacks|1", "Loss or theft of equipment or data|1",
			"Insider, accidental or intentional data loss|2",
			"Attacks against connected medical devices that may affect patient safety|0", "Not told|4",
		}},
		{"practices", "select place, practice_no, breaches, rank_by_breaches, recent_breaches, recent_from_year from figures.hicp_practices where place < 4 order by place", []string{
			"1|8|6|1|4|2016", "2|10|6|1|4|2016", "3|1|5|3|3|2016",
		}},
		{"Australia", "select period, oaic_human_errors, oaic_notifications, described_internal, described_determined, both_internal, both_determined from figures.oaic_comparison", []string{
			"Q2 2018|29|49|1|1|2|3",
		}},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, ask(t, o, c.query)); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", c.name, diff)
		}
	}
}

// The internal share in the capture nearest to that of Jiang and Bai, who print 0.530.
func TestRealInternalShareIsThatOfJiangAndBai(t *testing.T) {
	tier.Long(t, "a build of real captures")
	t.Parallel()
	o, _ := buildOnce(t, realExports(t, "2019-03-01")...)
	got := ask(t, o, `select internal_share, internal_share_low, internal_share_high
		from figures.origin_sensitivity where cohort_order = 1 and reading_order = 1`)
	var values []float64
	for text := range strings.SplitSeq(got[0], "|") {
		value := must.Get(strconv.ParseFloat(text, 64))(t)
		values = append(values, value)
	}
	if share := values[0]; share < 0.50 || share > 0.57 || values[1] > 0.5299 || math.Abs(values[2]-values[1]) > 0.06 {
		t.Errorf("want 0.50 to 0.57 and an interval that holds 0.530, got %s", fmt.Sprint(values))
	}
}
