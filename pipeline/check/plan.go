package check

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/apache/arrow-go/v18/arrow"
	"golang.org/x/sync/errgroup"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// Plan lists all checks, layer by layer: the key of every model's table, and every test. Checks can
// run in any order, each as soon as the tables that it reads exist, and at the same time on
// separate connections.
type Plan struct {
	checks   []queried
	dataPath func(file string) string
}

// queried is a check: the query that returns failing rows, the tables that it reads, and its
// result.
type queried struct {
	Result
	layer models.Layer
	query string
	reads []string
	// isOfKey reports that the query is that of a key, and of no file of tests.
	isOfKey bool
	// isProved: the check is known to pass and is not run.
	isProved bool
	fault    error // error of running it
}

// NewPlan plans the checks of models. dataPath returns the path of a file of the data folder.
func NewPlan(list []models.Model, tests []models.Test, dataPath func(file string) string) *Plan {
	plan := &Plan{dataPath: dataPath}
	for _, layer := range models.Layers() {
		for _, model := range list {
			if model.Layer == layer && !model.IsMacro() {
				claim := model.Table() + ": " + strings.Join(model.Header.Key, ", ") + " identifies a row and is never null"
				plan.checks = append(plan.checks, queried{
					Result: Result{Path: model.Path, Line: 1, Claim: claim},
					layer:  layer, query: keyQuery(model), isOfKey: true, reads: []string{model.Table()},
				})
			}
		}
		for _, test := range tests {
			if test.Layer == layer {
				plan.checks = append(plan.checks, queried{
					Result: Result{Path: test.Path, Line: test.Line, Claim: test.Claim, IsWarning: test.IsWarning},
					layer:  layer, query: test.Query, reads: mayRead(test.Query),
				})
			}
		}
	}
	return plan
}

// Trust marks each check that reads only trusted tables as passed. It is not run.
func (p *Plan) Trust(isTrusted func(table string) bool) {
	for i := range p.checks {
		reads := p.checks[i].reads
		p.checks[i].isProved = len(reads) > 0 && !slices.ContainsFunc(reads, func(table string) bool { return !isTrusted(table) })
	}
}

// Size counts the checks.
func (p *Plan) Size() int { return len(p.checks) }

// Reads names the tables and macros that check i reads, counted from 0.
func (p *Plan) Reads(i int) []string { return p.checks[i].reads }

// Do runs check i. Results returns its result, or the error of running it.
func (p *Plan) Do(ctx context.Context, w engine.Engine, i int) {
	check := &p.checks[i]
	if check.isProved {
		return
	}
	defer w.Begin("check " + check.Path + ":" + strconv.Itoa(check.Line))()
	statement := engine.Statement{Path: check.Path, Line: check.Line, SQL: check.query, IsPortable: check.isOfKey}
	isOrdered := check.isOfKey || ordered.MatchString(check.query)
	check.fault = w.Ask(ctx, statement, func(batch arrow.RecordBatch) error {
		for row := range int(batch.NumRows()) {
			if check.Failing++; !isOrdered {
				check.Examples = withLeast(check.Examples, example(batch, row, p.dataPath))
			} else if check.Failing <= shownRows {
				check.Examples = append(check.Examples, example(batch, row, p.dataPath))
			}
		}
		return nil
	})
}

// ordered matches a query whose rows have an order: a clause that begins a line is not one of a subquery.
var ordered = regexp.MustCompile(`(?m)^order by `)

// withLeast adds an example to a sorted list that keeps the least of them, so that it does not depend on the order in
// which an engine returns rows.
func withLeast(list []string, one string) []string {
	at, _ := slices.BinarySearch(list, one)
	if at == shownRows {
		return list
	}
	return slices.Insert(list, at, one)[:min(len(list)+1, shownRows)]
}

// Results returns the results in the order of the plan, once all checks have run. If a layer fails,
// the layers above it are left out: their failures would only follow from it. The error wraps
// [ErrFailed] and counts the failed checks, warnings aside, or it is that of the first check that
// could not run.
func (p *Plan) Results() ([]Result, error) {
	var results []Result
	failed := 0
	for i, check := range p.checks {
		if failed > 0 && check.layer != p.checks[i-1].layer {
			break
		}
		if check.fault != nil {
			return results, check.fault
		}
		results = append(results, check.Result)
		if check.Failing > 0 && !check.IsWarning {
			failed++
		}
	}
	if failed > 0 {
		err := fmt.Errorf("%w: %d of %d", ErrFailed, failed, len(results))
		if left := len(p.checks) - len(results); left > 0 {
			err = fmt.Errorf("%w (%d of the layers above were left out)", err, left)
		}
		return results, err
	}
	return results, nil
}

// Run runs every check of a plan on a finished database and returns the results.
func (p *Plan) Run(ctx context.Context, w engine.Engine) ([]Result, error) {
	var next atomic.Int64
	var lanes errgroup.Group
	for _, lane := range w.Lanes() {
		lanes.Go(func() error {
			for at := int(next.Add(1)) - 1; at < p.Size(); at = int(next.Add(1)) - 1 {
				p.Do(ctx, lane, at)
			}
			return nil
		})
	}
	if err := lanes.Wait(); err != nil {
		return nil, err
	}
	return p.Results()
}

var named = regexp.MustCompile(`\b[a-z]+\.[a-z0-9_]+\b`)

// mayRead returns the tables and macros that a test's query may read: all names with the schema of
// a layer. Names in comments and texts are included too, which does no harm.
func mayRead(query string) []string {
	found := named.FindAllString(query, -1)
	found = slices.DeleteFunc(found, func(name string) bool {
		schema, _, _ := strings.Cut(name, ".")
		return !slices.Contains(models.Layers(), models.Layer(schema))
	})
	slices.Sort(found)
	return slices.Compact(found)
}

func keyQuery(model models.Model) string {
	key := strings.Join(model.Header.Key, ", ")
	return fmt.Sprintf("select %s, count(*) as rows from %s group by all having count(*) > 1 or %s is null order by %s nulls last",
		key, model.Table(), strings.Join(model.Header.Key, " is null or "), strings.Join(model.Header.Key, " nulls last, "))
}
