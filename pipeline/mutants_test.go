package pipeline

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/export"
	"github.com/breachstats/breachstats/pipeline/sample"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/saved"
	"github.com/breachstats/breachstats/torture/tier"
)

var (
	mutants     = flag.Int("mutants", 100, "how many mutants of exports to try")
	mutantsFrom = flag.Int("mutants-from", 0, "number of the first, to go on after a run that was stopped")
	mutantsSeed = flag.Uint64("mutants-seed", 1, "which mutants")
)

// original is an export from which mutants are made.
type original struct {
	name    string
	day     string
	records []record
}

// originals are the real exports of the HIPAA list, or a synthetic one if they are absent.
func originals(t *testing.T) (list []original) {
	t.Helper()
	add := func(name, day string, text []byte) {
		records, err := cut(text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		list = append(list, original{name: name, day: day, records: records})
	}
	for _, path := range saved.Found("*.csv") {
		export := must.Get(FileExport(path, "", ""))(t)
		file := must.Get(export.Open())(t)
		text, err := io.ReadAll(file)
		must.Do(t, errors.Join(err, file.Close()))
		add(filepath.Base(path), export.Capture.Day, text)
	}
	if len(list) == 0 {
		t.Log("no real exports: a synthetic one takes their place")
		totals := must.Get(data.Reference().Open("published_yearly_totals.csv"))(t)
		defer totals.Close()
		known := must.Get(sample.ReadTotals(totals))(t)
		var text bytes.Buffer
		must.Do(t, sample.Write(&text, sample.Options{Rows: 3000, Seed: 1, View: data.All, Totals: known,
			CapturedOn: time.Date(2024, 10, 17, 0, 0, 0, 0, time.UTC)}))
		add("synthetic", "2024-10-17", text.Bytes())
	}
	return list
}

// mutant is a damaged part of an export, with the number that it was made from and its name.
type mutant struct {
	name, day string
	before    []byte // the window as it was
	text      []byte
}

// grow makes the mutant of a number: 200 reports of an export with one to three mutations.
func grow(list []original, number int) mutant {
	random := rand.New(rand.NewPCG(*mutantsSeed, uint64(number)))
	from := list[random.IntN(len(list))]
	begin := 1 + random.IntN(max(len(from.records)-200, 1))
	window := draft{from.records[0]}
	window = append(window, from.records[begin:min(begin+200, len(from.records))]...)
	m := mutant{name: fmt.Sprintf("mutant %d of %s:", number, from.name), day: from.day, before: window.bytes()}
	for range 1 + max(0, random.IntN(6)-3) {
		kind := mutations()[random.IntN(len(mutations()))]
		m.name += " " + kind.name + ";"
		m.text = kind.do(random, slices.Clone(window))
		next, err := cut(m.text)
		if err != nil || len(next) < 2 || slices.ContainsFunc(next, func(r record) bool { return len(r.cells) < 9 }) {
			break // no draft any more
		}
		window = next
	}
	return m
}

// Mutants of exports are refused with a message, or have the numbers that another count of their
// bytes gives. For all of them: go test ./pipeline -run Mutants -mutants 10000 -timeout 1h -v
func TestMutants(t *testing.T) {
	tier.Long(t, "mutants of exports")
	list := originals(t)
	lab := newLab(t)
	const batch = 100
	refused, agreed, figures := 0, 0, [2]int{}
	end := *mutantsFrom + *mutants
	for first := *mutantsFrom; first < end; first += batch {
		var some []mutant
		for number := first; number < min(first+batch, end); number++ {
			some = append(some, grow(list, number))
		}
		wholeWay := 3 // the first of a batch, and then those that are accepted
		for i, result := range lab.count(t, some) {
			some[i].judge(t, result.counted, result.err)
			if result.err != nil {
				refused++
			} else {
				agreed++
			}
			if wholeWay > 0 && (i == 0 || result.err == nil) {
				wholeWay--
				got, err := toFigures(t, some[i], wholeWay == 1)
				some[i].judge(t, got, err)
				if err == nil && result.err != nil {
					t.Errorf("%s refused when it was staged, %v, and not on the whole way", some[i].name, result.err)
				}
				figures[map[bool]int{true: 0, false: 1}[err == nil]]++
			}
		}
		if (first/batch)%10 == 9 || first+batch >= *mutantsFrom+*mutants {
			t.Logf("tried %d of seed %d up to number %d: refused %d, accepted and agreed %d; of %d on the whole way refused %d, figures agreed %d",
				refused+agreed, *mutantsSeed, min(first+batch, end)-1, refused, agreed, figures[0]+figures[1], figures[1], figures[0])
		}
	}
	if *mutants >= 100 && (refused == 0 || agreed == 0) {
		t.Errorf("want some refused and some accepted, got %d and %d", refused, agreed)
	}
}

// judge compares the program's numbers for a mutant with the count of this test.
func (m mutant) judge(t *testing.T, got counted, err error) {
	t.Helper()
	if err != nil {
		for _, line := range strings.Split(err.Error(), "\n") {
			if strings.TrimSpace(line) == "" || strings.ContainsAny(line, "\r\x00") || strings.Contains(line, "panic") {
				t.Errorf("%s want lines that say what is wrong, got %q", m.name, err)
			}
		}
		return
	}
	want, err := recount(m.text)
	if err != nil {
		t.Errorf("%s accepted as %v, which cannot be counted: %v", m.name, got, err)
	} else if want.String() != got.String() {
		t.Errorf("%s want %v, got %v", m.name, want, got)
	}
	// If glance sees every report of the original, it also sees those of the mutant.
	if before, err := recount(m.before); err == nil && before.reports == glance(m.before) && glance(m.text) != got.reports {
		t.Errorf("%s %d reports at a glance, got %v", m.name, glance(m.text), got)
	}
}

// lab reads and stages many mutants at a time, in memory.
type lab struct {
	w              *warehouse.Warehouse
	raw, staging   models.Model
	stagingRefuses []models.Test
}

func newLab(t *testing.T) *lab {
	t.Helper()
	list, tests, err := Options{}.Models()
	if err != nil {
		t.Fatal(err)
	}
	l := &lab{}
	for _, model := range list {
		switch model.Table() {
		case "raw.breach_reports":
			l.raw = model
		case "staging.breach_reports":
			l.staging = model
		}
	}
	for _, test := range tests {
		if strings.HasSuffix(test.Path, "2_staging/breach_reports_test.sql") && !test.IsWarning {
			l.stagingRefuses = append(l.stagingRefuses, test)
		}
	}
	if l.w, err = warehouse.Memory(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.w.Close(); err != nil {
			t.Error(err)
		}
	})
	must.Do(t, build.Schemas(t.Context(), l.w))
	return l
}

type verdict struct {
	counted
	err error
}

// count reads mutants, stages those that can be read, and counts those that pass all checks of the
// staging layer.
func (l *lab) count(t *testing.T, some []mutant) []verdict {
	t.Helper()
	ctx := t.Context()
	results := make([]verdict, len(some))
	must.Do(t, l.w.Exec(ctx, "drop table if exists staging.breach_reports; drop table if exists raw.breach_reports"))
	must.Do(t, build.Tables(ctx, l.w, build.Graph{}, []models.Model{l.raw}))
	err := l.w.Append(ctx, "raw", "breach_reports", func(add func(...driver.Value) error) error {
		for i, m := range some {
			results[i].counted = counted{byYear: map[int]int64{}}
			day, err := time.Parse(time.DateOnly, m.day)
			if err != nil {
				return err
			}
			var rows []export.Row
			_, results[i].err = export.Read("x.csv", bytes.NewReader(m.text), data.All, func(row export.Row) error {
				rows = append(rows, row)
				return nil
			})
			if results[i].err != nil {
				continue
			}
			for _, row := range rows {
				values := []driver.Value{strconv.Itoa(i), int64(row.Line), day, int64(1), "all"}
				for _, value := range row.Values {
					values = append(values, value)
				}
				if err := add(values...); err != nil {
					return err
				}
			}
		}
		return nil
	})
	must.Do(t, errors.Join(err, build.Tables(ctx, l.w, build.Graph{}, []models.Model{l.staging})))
	for _, test := range l.stagingRefuses {
		l.each(ctx, t, "select distinct source_file from ("+strings.TrimRight(strings.TrimSpace(test.Query), ";")+")", func(cells []string) {
			results[number(t, cells[0])].err = fmt.Errorf("%w: %s", check.ErrFailed, test.Claim)
		})
	}
	l.each(ctx, t, "select source_file, year(submitted_on), count(*), coalesce(sum(individuals), 0) from staging.breach_reports group by all",
		func(cells []string) {
			if got := &results[number(t, cells[0])]; got.err == nil {
				got.reports += number(t, cells[2])
				got.individuals += number(t, cells[3])
				got.byYear[int(number(t, cells[1]))] += number(t, cells[2])
			}
		})
	return results
}

func (l *lab) each(ctx context.Context, t *testing.T, query string, take func(cells []string)) {
	t.Helper()
	rows, err := l.w.Query(ctx, query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	for row := range int(rows.NumRows()) {
		var cells []string
		for i := range int(rows.NumCols()) {
			cells = append(cells, formats.Cell(rows.Column(i), row))
		}
		take(cells)
	}
}

func number(t *testing.T, text string) (n int64) {
	t.Helper()
	if text == "null" || text == "" {
		return 0
	}
	if _, err := fmt.Sscan(text, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// toFigures builds a mutant completely, as the only capture or after its original, and counts by
// the figures.
func toFigures(t *testing.T, m mutant, isSecond bool) (counted, error) {
	t.Helper()
	o := options(t)
	day := must.Get(time.Parse(time.DateOnly, m.day))(t)
	on := m.day
	if isSecond {
		importAll(t, o, textExport(m.day, data.All, string(m.before)))
		on = day.AddDate(0, 0, 7).Format(time.DateOnly)
	}
	got := counted{byYear: map[int]int64{}}
	if err := Import(t.Context(), o, []Export{textExport(on, data.All, string(m.text))}); err != nil {
		return got, err
	}
	if _, err := Build(t.Context(), o); err != nil {
		return got, err
	}
	for _, line := range ask(t, o, "select year, breaches, coalesce(individuals, 0) from figures.breaches_by_year where breaches > 0") {
		cells := strings.Split(line, "|")
		got.byYear[int(number(t, cells[0]))] = number(t, cells[1])
		got.reports += number(t, cells[1])
		got.individuals += number(t, cells[2])
	}
	return got, nil
}
