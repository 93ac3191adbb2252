package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/breachstats/breachstats/pipeline"
)

const syntheticNotice = "SYNTHETIC: a generated sample, not real breaches; nothing here says anything about a study."

// report writes a reproduction for people, as text or as Markdown.
type report struct {
	*reporter
	found pipeline.Reproduction
	// isWhole asks for the whole report; without it a study of descriptions has a summary only.
	isWhole bool
}

func (r *report) write() error {
	if r.found.Study.IsOfDescribed {
		r.readings()
		if !r.isWhole {
			return r.err
		}
	}
	study := r.found.Study
	r.heading(2, study.Name)
	if study.IsSynthetic {
		r.say("%s", syntheticNotice)
	}
	r.say("%s\n%s", study.Citation, study.URL)
	r.say("Counted: %s", study.Rule)
	r.say("As of %s. %s From the complete capture of %s and, for breaches submitted after its newest, from the captures that first list them%s. "+
		"Today is the complete capture of %s; naive is what a pivot over it gives: a blank is 0, and a cell of several types a category of its own.",
		study.AsOfOn, study.ReadNote, study.ListedOn, untilOf(study), study.NewestOn)
	r.figures()
	if study.Contradictions != "" {
		r.heading(2, "What contradicts itself in the source")
		r.say("%s", study.Contradictions)
	}
	r.years()
	r.lags()
	r.summary()
	r.changes()
	r.say("`breachstats reproduce %s --explain` lists every breach behind every count and sum, the reconstructed among them.", study.Name)
	return r.err
}

func (r *report) figures() {
	rows := [][]string{}
	verdicts := map[string]int{}
	var remarks, reasons []string
	for _, row := range cellsOf(r.found.Figures) {
		verdicts[row.text("verdict")]++
		verdict := row.text("verdict")
		if verdict == "within tolerance" {
			verdict = "within ±" + row.as("tolerance", row.text("unit"))
		}
		rows = append(rows, []string{
			row.text("no"), wordsOf(row), period(row), row.text("as_printed"), row.as("reproduced", row.text("unit")), row.as("newest", row.text("unit")),
			row.as("naive", row.text("unit")), signedIn(row.text("difference"), row.text("unit")), verdict,
		})
		if row.text("remark") != "" {
			remarks = append(remarks, row.text("no")+": "+row.text("remark"))
		}
		if strings.HasPrefix(row.text("metric"), "mean_") && row.text("without_count") != "0" {
			remarks = append(remarks, fmt.Sprintf("%s: of %s breaches %s without a count, not in the mean.",
				row.text("no"), row.count("counted"), row.count("without_count")))
		}
		if row.text("fits_view") != "" {
			remarks = append(remarks, row.text("no")+": the breaches in the view "+row.text("fits_view")+" alone give the number printed: it counts one tab of the portal.")
		}
		if row.text("why_not") != "" {
			reasons = append(reasons, row.text("no")+": not computed: "+row.text("why_not")+".")
		}
	}
	r.heading(2, "Figures")
	r.section([]string{"no", "figure", "period", ">printed", ">as of " + r.found.Study.AsOfOn, ">today", ">naive", ">difference", "verdict"}, rows)
	r.say("%d figures: %d same, %d within tolerance, %d differ, %d not computed.", len(rows),
		verdicts["same"], verdicts["within tolerance"], verdicts["differs"], verdicts["not computed"])
	if remarks = append(remarks, reasons...); len(remarks) > 0 {
		r.line("- " + strings.Join(remarks, "\n- "))
		r.line("")
	}
}

// years reports what is reconstructed, and what stays unexplained, year by year.
func (r *report) years() {
	var rows [][]string
	reconstructed, left := 0, []string{}
	for _, row := range cellsOf(r.found.Years) {
		rows = append(rows, []string{
			row.text("year"), row.count("listed"), row.count("reconstructed"), row.text("first_submitted_on"), row.text("last_submitted_on"),
			row.count("reproduced"), row.count("newest"), row.count("printed"), signedIn(row.text("unexplained"), "count"),
		})
		reconstructed += int(row.number("reconstructed"))
		if row.text("unexplained") != "" && row.text("unexplained") != "0" {
			left = append(left, signedIn(row.text("unexplained"), "count")+" in "+row.text("year"))
		}
	}
	r.heading(2, "From the captures to print, breaches by year")
	r.section([]string{">year", ">listed by then", ">reconstructed", "first of them", "last of them", ">as of " + r.found.Study.AsOfOn, ">today", ">printed", ">unexplained"}, rows)
	if reconstructed > 0 {
		r.say("%s reconstructed: submitted after the newest in the capture of %s, and first listed by a later one%s. "+
			"OCR posts a report days to weeks after its submission, so those submitted in the last days before %s are left out; see the posting lag below.",
			breachesAre(reconstructed), r.found.Study.ListedOn, r.firstCaptures(), r.found.Study.AsOfOn)
	}
	if len(left) > 0 {
		r.say("Unexplained (printed minus ours): %s.", strings.Join(left, ", "))
	}
}

// lags reports how the assumed posting lag changes the totals. It writes nothing if no lag reconstructs a breach.
func (r *report) lags() {
	var rows [][]string
	used, isUsed := "", false
	for _, row := range cellsOf(r.found.Lags) {
		days := row.text("lag_days")
		if row.text("is_used") == "true" {
			used = days
			days += " (used)"
		}
		isUsed = isUsed || row.text("reconstructed") != "0"
		rows = append(rows, []string{days, row.count("reconstructed"), row.count("breaches"), row.count("individuals")})
	}
	if !isUsed {
		return
	}
	r.heading(2, "Posting lag")
	r.say("The portal does not say when it posted a report. Reconstructed breaches are those submitted at least %s days before %s, which is a model "+
		"(reference.posting_lags has the evidence). All breaches of the study's period by other lags:", used, r.found.Study.AsOfOn)
	r.section([]string{">days", ">reconstructed", ">breaches", ">people"}, rows)
}

// breachesAre is "1 breach is" or "129 breaches are".
func breachesAre(count int) string {
	if count == 1 {
		return "1 breach is"
	}
	return fmt.Sprintf("%d breaches are", count)
}

// firstCaptures reports how many of the reconstructed breaches each capture lists first.
func (r *report) firstCaptures() string {
	counted, isSeen := map[string]int{}, map[string]bool{}
	for _, row := range cellsOf(r.found.Explained) {
		if row.text("part") == "reconstructed" && !isSeen[row.text("breach_id")] {
			isSeen[row.text("breach_id")] = true
			counted[row.text("captured_on")]++
		}
	}
	var words []string
	for _, day := range slices.Sorted(maps.Keys(counted)) {
		words = append(words, fmt.Sprintf("%d on %s", counted[day], day))
	}
	if len(words) == 0 {
		return ""
	}
	return " (" + strings.Join(words, ", ") + ")"
}

// summary reports what happened to each count and sum between the study's day and today.
func (r *report) summary() {
	named := map[string]cells{}
	for _, row := range cellsOf(r.found.Figures) {
		named[row.text("no")] = row
	}
	var rows [][]string
	for _, row := range cellsOf(r.found.Summary) {
		if row.text("part") == "changed since" {
			rows = append(rows, []string{
				row.text("no"), wordsOf(named[row.text("no")]), period(named[row.text("no")]), row.text("change"),
				row.count("breaches"), signedIn(row.text("difference"), "count"),
			})
		}
	}
	r.heading(2, "From "+r.found.Study.AsOfOn+" to today, figure by figure")
	if len(rows) == 0 {
		r.say("Nothing has changed in what can be computed.")
		return
	}
	r.section([]string{"no", "figure", "period", "change", ">breaches", ">adds"}, rows)
}

// changes lists every breach that changed a total.
func (r *report) changes() {
	var rows [][]string
	var breaches, individuals int64
	if r.found.Changes.NumRows() == 0 {
		return
	}
	for _, row := range cellsOf(r.found.Changes) {
		breaches += row.number("breaches_difference")
		individuals += row.number("individuals_difference")
		rows = append(rows, []string{
			row.text("change"), cut(row.text("entity_name"), longestName), row.text("state"), row.text("submitted_on"), row.text("captured_on"), row.count("individuals_before"),
			row.count("individuals_after"), signedIn(row.text("breaches_difference"), "count"), signedIn(row.text("individuals_difference"), "count"),
		})
	}
	rows = append(rows, []string{"together", "", "", "", "", "", "", signed(breaches), signed(individuals)})
	r.heading(2, "From "+r.found.Study.AsOfOn+" to today, breach by breach")
	r.section([]string{"change", "entity", "state", "submitted", "seen so", ">people then", ">people today", ">breaches", ">people"}, rows)
}

// section writes a table and a blank line.
func (r *report) section(columns []string, rows [][]string) {
	r.table(sheet{columns, rows})
	r.line("")
}

// wordsOf describes what a figure counts.
func wordsOf(row cells) string {
	words := map[string]string{
		"breaches": "breaches", "individuals": "people", "cumulative_individuals": "people, cumulative", "min_individuals": "smallest breach",
		"max_individuals": "largest breach", "median_individuals": "median breach", "mean_individuals": "mean breach",
		"share_breaches": "share of breaches", "share_individuals": "share of people", "pct_change_breaches": "change of breaches",
		"pct_change_individuals": "change of people", "mean_log_individuals": "mean logarithm of people", "coefficient_log_individuals": "coefficient of the logarithm",
		"rank_breaches": "rank by breaches", "years_with_decrease": "years with fewer breaches",
		"breaches_holding_majority": "breaches that hold the majority",
	}[row.text("metric")]
	if words == "" {
		words = strings.ReplaceAll(row.text("metric"), "_", " ")
	}
	switch row.text("breakdown") {
	case "all", "year", "half":
		return words
	case "not_entity_type":
		return words + ": all but " + row.text("category")
	case "size":
		return words + ": " + sizeOf(row.text("category"))
	}
	return words + ": " + row.text("category")
}

// untilOf describes the last day of submission that a study counts, if that is before the day of the capture.
func untilOf(study pipeline.Study) string {
	if study.CountedTo == "" {
		return ""
	}
	return ", without those submitted after " + study.CountedTo + ", which were not posted by " + study.ReadOn
}

// sizeOf describes the range of sizes LEAST..MOST.
func sizeOf(category string) string {
	least, most, _ := strings.Cut(category, "..")
	switch {
	case most == "":
		return "of " + spoken(least, "count") + " people or more"
	case least == "":
		return "of " + spoken(most, "count") + " people or fewer"
	}
	return "of " + spoken(least, "count") + " to " + spoken(most, "count") + " people"
}

// period formats a period: 2010–2017, 2010, or its two days.
func period(row cells) string {
	from, fromYear := strings.CutSuffix(row.text("period_start"), "-01-01")
	to, toYear := strings.CutSuffix(row.text("period_end"), "-12-31")
	switch {
	case !fromYear || !toYear:
		return row.text("period_start") + "–" + row.text("period_end")
	case from == to:
		return from
	}
	return from + "–" + to
}

// steps reports how a study's numbers follow from other printed numbers.
func (r *report) steps() error {
	study := r.found.Study
	r.heading(2, study.Name)
	r.say("%s\n%s", study.Citation, study.URL)
	r.say("Counted: %s %s", study.Rule, study.ReadNote)
	r.heading(2, "How it follows from other printed totals")
	r.table(sheetOf(cellsOf(r.found.Steps), []string{"step", "what", "how", ">gives", ">compared with", "verdict"}, func(row cells) []string {
		unit := row.text("unit")
		return []string{row.text("step"), row.text("result"), row.text("computed"), row.as("value", unit), row.as("printed", unit), row.text("verdict")}
	}))
	r.line("")
	r.say("The breach list has no part in this: it is of another country, and a notification there is no report here.")
	return r.err
}
