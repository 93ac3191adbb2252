package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline"
)

// textWidth is where lines of text break, and longestName where a name in a table is cut.
const (
	textWidth   = 100
	longestName = 48
)

const syntheticNotice = "SYNTHETIC: a generated sample, not real breaches; nothing here says anything about a study."

// report writes a reproduction for people, as text or as Markdown.
type report struct {
	out        io.Writer
	isMarkdown bool
	found      pipeline.Reproduction
	// isWhole asks for the whole report also of a study of descriptions, which has a summary.
	isWhole bool
	bad     []error
}

func (r *report) write() error {
	if r.found.Study.IsOfDescribed {
		r.readings()
		if !r.isWhole {
			return errors.Join(r.bad...)
		}
	}
	study := r.found.Study
	r.heading(study.Name)
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
		r.heading("What contradicts itself in the source")
		r.say("%s", study.Contradictions)
	}
	r.years()
	r.lags()
	r.summary()
	r.changes()
	r.say("`breachstats reproduce %s --explain` lists every breach behind every count and sum, the reconstructed among them.", study.Name)
	return errors.Join(r.bad...)
}

func (r *report) figures() {
	rows := [][]string{}
	verdicts := map[string]int{}
	var remarks, reasons []string
	for _, row := range rowsOf(r.found.Figures) {
		verdicts[row["verdict"]]++
		verdict := row["verdict"]
		if verdict == "within tolerance" {
			verdict = "within ±" + spoken(row["tolerance"], row["unit"])
		}
		rows = append(rows, []string{
			row["no"], wordsOf(row), period(row), row["as_printed"], spoken(row["reproduced"], row["unit"]), spoken(row["newest"], row["unit"]),
			spoken(row["naive"], row["unit"]), signedIn(row["difference"], row["unit"]), verdict,
		})
		if row["remark"] != "" {
			remarks = append(remarks, row["no"]+": "+row["remark"])
		}
		if strings.HasPrefix(row["metric"], "mean_") && row["without_count"] != "0" {
			remarks = append(remarks, fmt.Sprintf("%s: of %s breaches %s without a count, not in the mean.",
				row["no"], spoken(row["counted"], "count"), spoken(row["without_count"], "count")))
		}
		if row["fits_view"] != "" {
			remarks = append(remarks, row["no"]+": the breaches in the view "+row["fits_view"]+" alone give the number printed: it counts one tab of the portal.")
		}
		if row["why_not"] != "" {
			reasons = append(reasons, row["no"]+": not computed: "+row["why_not"]+".")
		}
	}
	r.heading("Figures")
	r.table([]string{"no", "figure", "period", ">printed", ">as of " + r.found.Study.AsOfOn, ">today", ">naive", ">difference", "verdict"}, rows)
	r.say("%d figures: %d same, %d within tolerance, %d differ, %d not computed.", len(rows),
		verdicts["same"], verdicts["within tolerance"], verdicts["differs"], verdicts["not computed"])
	if remarks = append(remarks, reasons...); len(remarks) > 0 {
		r.list(remarks)
	}
}

// years says what is reconstructed, and what is left over, year by year.
func (r *report) years() {
	var rows [][]string
	reconstructed, left := 0, []string{}
	for _, row := range rowsOf(r.found.Years) {
		rows = append(rows, []string{
			row["year"], spoken(row["listed"], "count"), spoken(row["reconstructed"], "count"), row["first_submitted_on"], row["last_submitted_on"],
			spoken(row["reproduced"], "count"), spoken(row["newest"], "count"), spoken(row["printed"], "count"), signedIn(row["unexplained"], "count"),
		})
		count, _ := strconv.Atoi(row["reconstructed"])
		reconstructed += count
		if row["unexplained"] != "" && row["unexplained"] != "0" {
			left = append(left, signedIn(row["unexplained"], "count")+" in "+row["year"])
		}
	}
	r.heading("From the captures to print, breaches by year")
	r.table([]string{">year", ">listed by then", ">reconstructed", "first of them", "last of them", ">as of " + r.found.Study.AsOfOn, ">today", ">printed", ">unexplained"}, rows)
	if reconstructed > 0 {
		r.say("%s reconstructed: submitted after the newest in the capture of %s, and first listed by a later one%s. "+
			"OCR posts a report days to weeks after its submission, so those submitted in the last days before %s are left out; see the posting lag below.",
			breachesAre(reconstructed), r.found.Study.ListedOn, r.firstCaptures(), r.found.Study.AsOfOn)
	}
	if len(left) > 0 {
		r.say("Unexplained (printed minus ours): %s.", strings.Join(left, ", "))
	}
}

// lags says what the posting lag that is assumed does to the totals. Where nothing is reconstructed by any, it does
// nothing, and nothing is said.
func (r *report) lags() {
	var rows [][]string
	used, isUsed := "", false
	for _, row := range rowsOf(r.found.Lags) {
		days := row["lag_days"]
		if row["is_used"] == "true" {
			used = days
			days += " (used)"
		}
		isUsed = isUsed || row["reconstructed"] != "0"
		rows = append(rows, []string{days, spoken(row["reconstructed"], "count"), spoken(row["breaches"], "count"), spoken(row["individuals"], "count")})
	}
	if !isUsed {
		return
	}
	r.heading("Posting lag")
	r.say("The portal does not say when it posted a report. Reconstructed breaches are those submitted at least %s days before %s, which is a model "+
		"(reference.posting_lags has the evidence). All breaches of the study's period by other lags:", used, r.found.Study.AsOfOn)
	r.table([]string{">days", ">reconstructed", ">breaches", ">people"}, rows)
}

// breachesAre is "1 breach is" or "129 breaches are".
func breachesAre(count int) string {
	if count == 1 {
		return "1 breach is"
	}
	return fmt.Sprintf("%d breaches are", count)
}

// firstCaptures counts the reconstructed breaches by the capture that first lists them.
func (r *report) firstCaptures() string {
	counted, isSeen := map[string]int{}, map[string]bool{}
	for _, row := range rowsOf(r.found.Explained) {
		if row["part"] == "reconstructed" && !isSeen[row["breach_id"]] {
			isSeen[row["breach_id"]] = true
			counted[row["captured_on"]]++
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

// summary says what happened to each count and sum between the study's day and today.
func (r *report) summary() {
	named := map[string]map[string]string{}
	for _, row := range rowsOf(r.found.Figures) {
		named[row["no"]] = row
	}
	var rows [][]string
	for _, row := range rowsOf(r.found.Summary) {
		if row["part"] == "changed since" {
			rows = append(rows, []string{
				row["no"], wordsOf(named[row["no"]]), period(named[row["no"]]), row["change"],
				spoken(row["breaches"], "count"), signedIn(row["difference"], "count"),
			})
		}
	}
	r.heading("From " + r.found.Study.AsOfOn + " to today, figure by figure")
	if len(rows) == 0 {
		r.say("Nothing has changed in what can be computed.")
		return
	}
	r.table([]string{"no", "figure", "period", "change", ">breaches", ">adds"}, rows)
}

// changes lists every breach that changed a total.
func (r *report) changes() {
	var rows [][]string
	var breaches, individuals int64
	if r.found.Changes.NumRows() == 0 {
		return
	}
	for _, row := range rowsOf(r.found.Changes) {
		count, _ := strconv.ParseInt(row["breaches_difference"], 10, 64)
		people, _ := strconv.ParseInt(row["individuals_difference"], 10, 64)
		breaches += count
		individuals += people
		rows = append(rows, []string{
			row["change"], cut(row["entity_name"], longestName), row["state"], row["submitted_on"], row["captured_on"], spoken(row["individuals_before"], "count"),
			spoken(row["individuals_after"], "count"), signedIn(row["breaches_difference"], "count"), signedIn(row["individuals_difference"], "count"),
		})
	}
	rows = append(rows, []string{"together", "", "", "", "", "", "", signedIn(strconv.FormatInt(breaches, 10), "count"), signedIn(strconv.FormatInt(individuals, 10), "count")})
	r.heading("From " + r.found.Study.AsOfOn + " to today, breach by breach")
	r.table([]string{"change", "entity", "state", "submitted", "seen so", ">people then", ">people today", ">breaches", ">people"}, rows)
}

func (r *report) heading(text string) {
	if r.isMarkdown {
		r.put("## %s\n\n", text)
		return
	}
	r.put("%s\n%s\n", text, strings.Repeat("─", len([]rune(text))))
}

// say writes a paragraph.
func (r *report) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !r.isMarkdown {
		text = wrapped(text, textWidth)
	}
	r.put("%s\n\n", text)
}

func (r *report) list(items []string) {
	for _, item := range items {
		r.put("- %s\n", item)
	}
	r.put("\n")
}

func (r *report) put(format string, args ...any) {
	if _, err := fmt.Fprintf(r.out, format, args...); err != nil {
		r.bad = append(r.bad, fmt.Errorf("stdout: %w", err))
	}
}

// table writes rows of text; a column whose name begins with > is aligned to the right.
func (r *report) table(columns []string, rows [][]string) {
	fields := make([]arrow.Field, len(columns))
	for i, column := range columns {
		name, isRight := strings.CutPrefix(column, ">")
		fields[i] = arrow.Field{Name: name, Type: arrow.BinaryTypes.String}
		if isRight {
			fields[i].Metadata = formats.AlignRight()
		}
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for _, row := range rows {
		for i, cell := range row {
			builder.Field(i).(*array.StringBuilder).Append(cell)
		}
	}
	record := builder.NewRecordBatch()
	name := "table"
	if r.isMarkdown {
		name = "markdown"
	}
	out, err := formats.New(name, r.out, record.Schema(), formats.Options{Width: terminalWidth(r.out), IsUncounted: true})
	if err == nil {
		err = errors.Join(out.Write(record), out.Close())
	}
	r.bad = append(r.bad, err)
	r.put("\n")
}

// wordsOf says what a figure counts.
func wordsOf(row map[string]string) string {
	words := map[string]string{
		"breaches": "breaches", "individuals": "people", "cumulative_individuals": "people, cumulative", "min_individuals": "smallest breach",
		"max_individuals": "largest breach", "median_individuals": "median breach", "mean_individuals": "mean breach",
		"share_breaches": "share of breaches", "share_individuals": "share of people", "pct_change_breaches": "change of breaches",
		"pct_change_individuals": "change of people", "mean_log_individuals": "mean logarithm of people", "coefficient_log_individuals": "coefficient of the logarithm",
		"rank_breaches": "rank by breaches", "years_with_decrease": "years with fewer breaches",
		"breaches_holding_majority": "breaches that hold the majority",
	}[row["metric"]]
	if words == "" {
		words = strings.ReplaceAll(row["metric"], "_", " ")
	}
	switch row["breakdown"] {
	case "all", "year", "half":
		return words
	case "not_entity_type":
		return words + ": all but " + row["category"]
	case "size":
		return words + ": " + sizeOf(row["category"])
	}
	return words + ": " + row["category"]
}

// untilOf says up to which day of submission a study is counted, where that is before the day of the capture.
func untilOf(study pipeline.Study) string {
	if study.CountedTo == "" {
		return ""
	}
	return ", without those submitted after " + study.CountedTo + ", which were not posted by " + study.ReadOn
}

// sizeOf says in words which breaches LEAST..MOST are.
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

// period is 2010–2017, 2010, or the two days.
func period(row map[string]string) string {
	from, fromYear := strings.CutSuffix(row["period_start"], "-01-01")
	to, toYear := strings.CutSuffix(row["period_end"], "-12-31")
	switch {
	case !fromYear || !toYear:
		return row["period_start"] + "–" + row["period_end"]
	case from == to:
		return from
	}
	return from + "–" + to
}

// spoken is a number as people read it: 176,515,555, 84,175 or 70.1 %; empty for none.
func spoken(cell, unit string) string {
	value, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return ""
	}
	if unit == "log" {
		return strings.Replace(strconv.FormatFloat(value, 'f', 3, 64), "-", "−", 1)
	}
	if unit == "percent" {
		return strings.Replace(strconv.FormatFloat(value, 'f', 1, 64), "-", "−", 1) + " %"
	}
	if math.Abs(value) < 100 && value != math.Trunc(value) {
		return strings.Replace(strconv.FormatFloat(value, 'f', 1, 64), "-", "−", 1)
	}
	return people(int64(math.Round(value)))
}

// signedIn is a difference: +8, −1,203, 0, or +0.3 points of a percentage.
func signedIn(cell, unit string) string {
	text := strings.Replace(spoken(cell, unit), " %", " points", 1)
	if value, err := strconv.ParseFloat(cell, 64); err == nil && value > 0 {
		return "+" + text
	}
	return text
}

// wrapped breaks the lines of a text between words.
func wrapped(text string, width int) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		filled := ""
		for _, word := range strings.Fields(line) {
			if filled != "" && len([]rune(filled))+1+len([]rune(word)) > width {
				lines = append(lines, filled)
				filled = ""
			}
			filled = strings.TrimLeft(filled+" "+word, " ")
		}
		lines = append(lines, filled)
	}
	return strings.Join(lines, "\n")
}
