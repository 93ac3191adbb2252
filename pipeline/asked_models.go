package pipeline

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/breachstats/breachstats/data"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/load"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// askedModels makes marts.breaches for one query from the reports in raw.breach_reports.
type askedModels struct {
	w       *warehouse.Warehouse
	list    []models.Model // all models
	byTable map[string]models.Model
	tests   []models.Test // tests of the values of reports
}

const (
	rawTable     = "raw.breach_reports"
	stagedTable  = "staging.breach_reports"
	textsTable   = "staging.descriptions"
	reportsTable = "intermediate.reports"
	placesTable  = "files.places"
	wordsTable   = "reference.entity_words"
	keysTable    = "intermediate.entity_keys"
	listedTable  = "files.listed"
	askedTable   = "files.breaches"
	shownTable   = "marts.breaches"
)

// breaches makes marts.breaches. Columns that the query does not read are null.
func (a askedModels) breaches(ctx context.Context, question string, areSeveral bool) error {
	if err := a.exec(ctx, a.view(textsTable)); err != nil {
		return err
	}
	reads, err := a.readBy(ctx, question)
	if err != nil {
		return err
	}
	hasOrigins := slices.ContainsFunc(a.beyondListed(), func(column string) bool { return slices.Contains(reads, column) })
	if err := a.stage(ctx, reads, hasOrigins); err != nil {
		return err
	}
	if err := a.wantValues(ctx); err != nil {
		return err
	}
	if err := a.keys(ctx, reads); err != nil {
		return err
	}
	// A report may be in two exports but counts once, so several exports always need the places.
	if areSeveral || slices.Contains(reads, "is_duplicate") {
		err = a.places(ctx)
	} else {
		err = a.exec(ctx, a.view(reportsTable), a.create(placesTable, "*", "limit 0"), "drop view "+reportsTable)
	}
	if err != nil {
		return err
	}
	if !hasOrigins {
		return a.exec(ctx, a.view(listedTable), "create view "+shownTable+" as "+a.withoutOrigins(listedTable))
	}
	if err := a.exec(ctx, a.view(listedTable)); err != nil {
		return err
	}
	if err := a.origins(ctx); err != nil {
		return err
	}
	return a.exec(ctx, a.view(askedTable), "create view "+shownTable+" as from "+askedTable)
}

// exec runs statements and stops at the first error.
func (a askedModels) exec(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		if err := a.w.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// create returns SQL that makes a table from columns of a model. limited is appended to the query.
func (a askedModels) create(table, columns, limited string) string {
	return fmt.Sprintf("create table %s as select %s from (\n%s) %s", table, columns, a.byTable[table].Query, limited)
}

// view returns SQL that makes a view of a model.
func (a askedModels) view(table string) string {
	return "create view " + table + " as " + a.byTable[table].Query
}

// readBy returns the columns of marts.breaches that a query reads, from its plan on an empty table.
// If there is no plan, as for a pivot, it returns all.
func (a askedModels) readBy(ctx context.Context, question string) ([]string, error) {
	err := a.exec(ctx,
		a.create(stagedTable, "*", "limit 0"), a.view(reportsTable), a.create(placesTable, "*", "limit 0"),
		a.create(wordsTable, "*", ""), a.create(keysTable, "*", "limit 0"), a.view(listedTable),
		"create table "+shownTable+" as "+a.withoutOrigins(listedTable), "use marts")
	if err != nil {
		return nil, err
	}
	plan, noPlan := a.w.PlanOfReads(ctx, question)
	var reads []string
	for _, column := range namesIn(a.byTable[askedTable]) {
		if noPlan != nil || strings.Contains(plan, `"`+column+`"`) {
			reads = append(reads, column)
		}
	}
	return reads, a.exec(ctx, "use main", "drop table "+shownTable, "drop view "+listedTable, "drop table "+keysTable, "drop table "+placesTable,
		"drop view "+reportsTable, "drop table "+stagedTable)
}

// stage makes staging.breach_reports. Unless areAll, columns that neither the query nor a test
// reads are null, because cleaning and splitting texts takes most of the time.
func (a askedModels) stage(ctx context.Context, reads []string, areAll bool) error {
	if areAll {
		return a.exec(ctx, a.create(stagedTable, "*", ""))
	}
	if err := a.exec(ctx, a.create(stagedTable, "*", "limit 0")); err != nil {
		return err
	}
	var columns []string
	for _, column := range namesIn(a.byTable[stagedTable]) {
		isRead := slices.Contains(reads, column) || column == "submitted_on" && slices.Contains(reads, "year") ||
			column == "entity_name" && readsKeys(reads) ||
			slices.Contains(a.byTable[rawTable].Header.Key, column) || column == "view" || column == "report_no" || a.isTested(column)
		if isRead {
			columns = append(columns, column)
			continue
		}
		kind, err := a.w.TypeOf(ctx, stagedTable, column)
		if err != nil {
			return err
		}
		columns = append(columns, fmt.Sprintf("cast(null as %s) as %s", kind, column))
	}
	return a.exec(ctx, "drop table "+stagedTable, a.create(stagedTable, strings.Join(columns, ", "), ""))
}

// readsKeys reports whether a query reads a column that depends on intermediate.entity_keys.
func readsKeys(reads []string) bool {
	return slices.Contains(reads, "entity_key") || slices.Contains(reads, "entity_breaches")
}

// keys makes intermediate.entity_keys from the names of the reports. The table is empty if the
// query does not need it.
func (a askedModels) keys(ctx context.Context, reads []string) error {
	if !readsKeys(reads) {
		return a.exec(ctx, a.create(keysTable, "*", "limit 0"))
	}
	if err := load.Reference(ctx, a.w, data.Reference(), a.byTable[wordsTable].Name, namesIn(a.byTable[wordsTable])); err != nil {
		return err
	}
	return a.exec(ctx, a.create(keysTable, "*", ""))
}

// isTested reports whether a test of the values of reports reads a column.
func (a askedModels) isTested(column string) bool {
	named := regexp.MustCompile(`\b` + column + `\b`)
	return slices.ContainsFunc(a.tests, func(t models.Test) bool { return named.MatchString(t.Query) })
}

// wantValues returns an error if reports fail a test of their values. It names the first ones by file
// and line, and gives the number of the others.
func (a askedModels) wantValues(ctx context.Context) error {
	results, err := check.NewPlan(nil, a.tests, func(file string) string { return file }).Run(ctx, a.w)
	if !errors.Is(err, check.ErrFailed) {
		return err
	}
	var bad []error
	for _, result := range results {
		if result.Failing == 0 || result.IsWarning {
			continue
		}
		for _, example := range result.Examples {
			bad = append(bad, fmt.Errorf("%s; want: %s", example, result.Claim))
		}
		if more := result.Failing - int64(len(result.Examples)); more > 0 {
			bad = append(bad, fmt.Errorf("and %d more; want: %s", more, result.Claim))
		}
	}
	return errors.Join(append(bad, err)...)
}

// places makes files.places for reports that may have a duplicate: those with the same day and
// count. The models read them from the usual tables, which hold only these reports meanwhile and
// all of them afterwards.
func (a askedModels) places(ctx context.Context) error {
	const kept = "all_reports"
	return a.exec(ctx,
		`create table files.alike as
			select source_file, source_line
			from staging.breach_reports
			qualify count(*) over (partition by submitted_on, individuals) > 1`,
		"alter table "+stagedTable+" rename to "+kept,
		"alter table "+rawTable+" rename to "+kept,
		"create table "+rawTable+" as from raw."+kept+" semi join files.alike using (source_file, source_line)",
		a.create(stagedTable, "*", ""), a.create(reportsTable, "*", ""), a.create(placesTable, "*", ""),
		"drop table "+reportsTable, "drop table "+stagedTable, "drop table "+rawTable,
		"alter table raw."+kept+" rename to breach_reports",
		"alter table staging."+kept+" rename to breach_reports",
		"drop table files.alike")
}

// withoutOrigins selects the columns of files.breaches from a table without columns of origins,
// which become null.
func (a askedModels) withoutOrigins(table string) string {
	var columns []string
	beyond := a.beyondListed()
	for _, column := range namesIn(a.byTable[askedTable]) {
		if slices.Contains(beyond, column) {
			column = "cast(null as varchar) as " + column // all of them are text
		}
		columns = append(columns, column)
	}
	return "select " + strings.Join(columns, ", ") + " from " + table
}

// beyondListed returns the columns of origins.
func (a askedModels) beyondListed() []string {
	listed := namesIn(a.byTable[listedTable])
	return slices.DeleteFunc(namesIn(a.byTable[askedTable]), func(name string) bool { return slices.Contains(listed, name) })
}

func namesIn(model models.Model) []string {
	var names []string
	for _, column := range model.Header.Columns {
		names = append(names, column.Name)
	}
	return names
}

// origins makes intermediate.origins and what it reads, as a build does.
func (a askedModels) origins(ctx context.Context) error {
	graph, err := build.NewGraph(ctx, a.w, a.list)
	if err != nil {
		return err
	}
	there := []string{wordsTable, keysTable, rawTable, stagedTable, textsTable, placesTable, listedTable, askedTable}
	var filled, derived []models.Model
	for _, model := range needed(graph, models.Files) {
		switch {
		case slices.Contains(there, model.Table()):
		case model.Layer.IsFilled():
			filled = append(filled, model)
		default:
			derived = append(derived, model)
		}
	}
	if err := build.Tables(ctx, a.w, graph, filled); err != nil {
		return err
	}
	if err := fillReference(ctx, a.w, data.Reference(), filled); err != nil {
		return err
	}
	return build.Tables(ctx, a.w, graph, derived)
}
