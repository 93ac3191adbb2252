package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/formats"
)

// Study is a study or report that printed numbers of the breach list.
type Study struct {
	Name, Citation, URL, ReadOn, ReadNote, Rule, Contradictions string
	// AsOfOn is the day of the list that is counted: ReadOn, or the day of the next complete
	// capture.
	AsOfOn string
	// CountedTo is the last day of submission that counts if AsOfOn is later than ReadOn; else
	// empty.
	CountedTo string
	// IsOfDescribed is true if the study counts only breaches with a description.
	IsOfDescribed bool
	// ListedOn is the day of the newest complete capture up to AsOfOn, NewestOn that of the newest
	// of all; empty if there is none.
	ListedOn, NewestOn string
	// WhyNot is a sentence that states why the study cannot be reproduced here; empty if it can.
	WhyNot string
	// IsSynthetic reports that the captures are a generated sample.
	IsSynthetic bool
	// Figures is the number of figures that the study printed, in digits.
	Figures string
}

// Verdicts counts a study's figures by verdict, in digits.
type Verdicts struct{ Same, WithinTolerance, Differs, NotComputed string }

// Reproduction compares a study's numbers with those of the list. Each record is the result of a
// macro of sql/4_marts, whose header explains its columns.
type Reproduction struct {
	Study     Study
	Figures   arrow.RecordBatch // marts.reproduction
	Explained arrow.RecordBatch // marts.reproduction_explained
	Summary   arrow.RecordBatch // marts.reproduction_summary
	Changes   arrow.RecordBatch // marts.reproduction_changes
	Years     arrow.RecordBatch // marts.reproduction_years
	Lags      arrow.RecordBatch // marts.reproduction_lags
	// Steps derive the study's numbers from other printed numbers: the rows of marts.derivations.
	// If there are any, all other records are nil, because the list is not needed.
	Steps arrow.RecordBatch
}

// NoStudy is the error for the name of a study that does not exist.
type NoStudy struct {
	Asked string
	Known []string // the names of all studies
}

func (e NoStudy) Error() string { return e.Asked + ": no such study" }

// Studies lists the known studies by name, with verdicts for those that the captures of the
// published database allow to be reproduced.
func Studies(ctx context.Context, o Options) (list []Study, verdicts map[string]Verdicts, err error) {
	err = o.withAsker(ctx, func(w asker) error {
		list, verdicts, err = studiesWithVerdicts(ctx, w)
		return err
	})
	return list, verdicts, err
}

func studiesWithVerdicts(ctx context.Context, w asker) ([]Study, map[string]Verdicts, error) {
	list, err := studies(ctx, w)
	verdicts := map[string]Verdicts{}
	for _, study := range list {
		if err != nil || study.WhyNot != "" {
			continue
		}
		var rows []map[string]string
		rows, err = cells(ctx, w, "select * from "+of("marts.reproduction_verdicts", study.Name))
		for _, row := range rows {
			verdicts[study.Name] = Verdicts{row["same"], row["within_tolerance"], row["differs"], row["not_computed"]}
		}
	}
	return list, verdicts, err
}

// Reproduce computes the numbers of one study from the published database. The error is a
// [NoStudy], or states in one line why the study cannot be reproduced here.
func Reproduce(ctx context.Context, o Options, name string) (found Reproduction, err error) {
	err = o.withAsker(ctx, func(w asker) error {
		found, err = reproduce(ctx, w, name)
		return err
	})
	return found, err
}

func reproduce(ctx context.Context, w asker, name string) (Reproduction, error) {
	var found Reproduction
	list, err := studies(ctx, w)
	if err != nil {
		return found, err
	}
	at := slices.IndexFunc(list, func(s Study) bool { return s.Name == name })
	if at < 0 {
		var known []string
		for _, study := range list {
			known = append(known, study.Name)
		}
		return found, NoStudy{Asked: name, Known: known}
	}
	found.Study = list[at]
	steps, err := w.Query(ctx, "select * from marts.derivations where study = ? order by step", name)
	if err != nil {
		return found, fmt.Errorf("marts.derivations: %w", err)
	}
	if steps.NumRows() > 0 {
		found.Steps = steps
		return found, nil
	}
	if found.Study.WhyNot != "" {
		return found, fmt.Errorf("%s: %s", name, found.Study.WhyNot)
	}
	for _, part := range []struct {
		into  *arrow.RecordBatch
		macro string
	}{
		{&found.Figures, "marts.reproduction"},
		{&found.Explained, "marts.reproduction_explained"},
		{&found.Summary, "marts.reproduction_summary"},
		{&found.Changes, "marts.reproduction_changes"},
		{&found.Years, "marts.reproduction_years"},
		{&found.Lags, "marts.reproduction_lags"},
	} {
		if *part.into, err = w.Query(ctx, "select * from "+of(part.macro, name)); err != nil {
			return found, fmt.Errorf("%s: %w", part.macro, err)
		}
	}
	return found, nil
}

func studies(ctx context.Context, w asker) ([]Study, error) {
	rows, err := cells(ctx, w, `
		select * from marts.studies
		join (select study, read_note, rule, contradictions, is_of_described from reference.studies) as described using (study)
		order by study`)
	if err != nil {
		return nil, fmt.Errorf("marts.studies: %w", err)
	}
	var list []Study
	for _, row := range rows {
		list = append(list, Study{
			Name: row["study"], Citation: row["citation"], URL: row["url"], ReadOn: row["read_on"], ReadNote: row["read_note"],
			Rule: row["rule"], Contradictions: row["contradictions"], AsOfOn: row["as_of_on"], CountedTo: row["counted_to"], IsOfDescribed: row["is_of_described"] == "true", ListedOn: row["listed_on"], NewestOn: row["newest_on"],
			WhyNot: row["why_not"], IsSynthetic: row["is_synthetic"] == "true", Figures: row["figures"],
		})
	}
	return list, nil
}

// of returns SQL that calls a macro with a study.
func of(macro, study string) string {
	return fmt.Sprintf("%s('%s')", macro, strings.ReplaceAll(study, "'", "''"))
}

// cells returns the rows of a query as texts, by column.
func cells(ctx context.Context, w asker, query string) ([]map[string]string, error) {
	record, err := w.Query(ctx, query)
	if err != nil {
		return nil, err
	}
	rows := make([]map[string]string, record.NumRows())
	for row := range rows {
		rows[row] = map[string]string{}
		for i, field := range record.Schema().Fields() {
			rows[row][field.Name] = formats.Cell(record.Column(i), row)
		}
	}
	return rows, nil
}
