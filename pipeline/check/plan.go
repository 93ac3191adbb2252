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

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// Plan is the key of every model's table and every test, layer by layer: checks that are done in
// any order, each when the tables are there that it reads. Different checks of a plan may be done
// at the same time, on connections of their own.
type Plan struct {
	checks   []queried
	dataPath func(file string) string
}

// queried is a check: the query that finds the rows against it, the tables that this reads, and
// what came of it.
type queried struct {
	Result
	layer models.Layer
	query string
	reads []string
	// isProved reports that it need not be run: it holds.
	isProved bool
	fault    error // it could not be run
}

// NewPlan plans the checks of models. dataPath tells where a file of the data folder lies.
func NewPlan(list []models.Model, tests []models.Test, dataPath func(file string) string) *Plan {
	plan := &Plan{dataPath: dataPath}
	for _, layer := range models.Layers() {
		for _, model := range list {
			if model.Layer == layer && !model.IsMacro() {
				claim := model.Table() + ": " + strings.Join(model.Header.Key, ", ") + " identifies a row and is never null"
				plan.checks = append(plan.checks, queried{
					Result: Result{Path: model.Path, Line: 1, Claim: claim},
					layer:  layer, query: keyQuery(model), reads: []string{model.Table()},
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

// Trust takes a check that reads nothing but trusted tables as one that holds: it is not run.
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

// Do does check i. What came of it, also where it could not be run, is told by Results.
func (p *Plan) Do(ctx context.Context, w *warehouse.Warehouse, i int) {
	check := &p.checks[i]
	if check.isProved {
		return
	}
	defer w.Begin("check " + check.Path + ":" + strconv.Itoa(check.Line))()
	_, err := w.Stream(ctx, check.query, func(batch arrow.RecordBatch) error {
		for row := range int(batch.NumRows()) {
			if check.Failing++; check.Failing <= shownRows {
				check.Examples = append(check.Examples, example(batch, row, p.dataPath))
			}
		}
		return nil
	})
	if err != nil {
		check.fault = warehouse.AtLine(check.Path, check.Line, err)
	}
}

// Results tells, when all checks are done, what came of them, in the order of the plan. When a
// layer fails, those that are built on it are left out: their failures only follow. The error is an
// ErrFailed that counts the checks which failed, warnings aside, or that of the first check that
// could not be run.
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
		return results, fmt.Errorf("%w: %d of %d", ErrFailed, failed, len(results))
	}
	return results, nil
}

// Run does every check of a plan on a finished database and returns its results.
func (p *Plan) Run(ctx context.Context, w *warehouse.Warehouse) ([]Result, error) {
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

// mayRead finds the tables and macros that a test's query may read: all that is named with a
// layer's schema. One that only a comment or a text names does no harm.
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
	return fmt.Sprintf("select %s, count(*) as rows from %s group by all having count(*) > 1 or %s is null order by all",
		key, model.Table(), strings.Join(model.Header.Key, " is null or "))
}
