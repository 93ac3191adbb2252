package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Peer is a program that a person would write instead of this one, for the same yearly tables and a
// chart.
type Peer struct {
	Name string `json:"name"`
	// Versions is its own description; empty if it was not measured, and then Missing gives the
	// reason.
	Versions string `json:"versions,omitempty"`
	Missing  string `json:"missing,omitempty"`
	Measured
	// Differs lists the rows in which its tables differ from this program's.
	Differs []string `json:"differs,omitempty"`
}

// peer is a way to call one. steps are calls one after another, each a cold process; the exports
// and the folder for results are appended to their arguments.
type peer struct {
	name     string
	versions []string
	steps    [][]string
	env      []string
}

// The peers that targets name: the most common one, and usually the fastest.
const (
	pandasPeer = "pandas, matplotlib"
	polarsPeer = "polars, matplotlib"
)

// known returns the peers, run by the interpreter that -python names.
func (b *bench) known() ([]peer, error) {
	scripts, err := filepath.Abs("bench/peers")
	if err != nil {
		return nil, err
	}
	script := func(name string) string { return filepath.Join(scripts, name) }
	dbt := script("dbt")
	// dbt writes beside its project, so it gets a copy.
	project := filepath.Join(b.work, "dbt")
	return []peer{
		{pandasPeer, []string{b.python, script("with_pandas.py"), "--versions"},
			[][]string{{b.python, script("with_pandas.py")}}, nil},
		{polarsPeer, []string{b.python, script("with_polars.py"), "--versions"},
			[][]string{{b.python, script("with_polars.py")}}, nil},
		{"dbt with DuckDB, matplotlib", []string{b.python, filepath.Join(dbt, "with_dbt.py"), "--versions"},
			[][]string{{b.python, filepath.Join(project, "with_dbt.py")}}, []string{"DBT_SEND_ANONYMOUS_USAGE_STATS=false"}},
		{"R", []string{"Rscript", script("with_r.R"), "--versions"}, [][]string{{"Rscript", script("with_r.R")}}, nil},
	}, os.CopyFS(project, os.DirFS(dbt))
}

// peers measures the peers that are installed. If one fails, that is reported and the others
// continue.
func (b *bench) peers(exports []export, times int) (measured []Peer, err error) {
	defer func() { err = errors.Join(err, removed(filepath.Join(b.work, "dbt"))) }()
	list, err := b.known()
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		said, err := answer(p.versions[0], p.versions[1:]...)
		one := Peer{Name: p.name, Versions: strings.TrimSpace(said)}
		switch {
		case errors.Is(err, exec.ErrNotFound):
			one.Missing = p.versions[0] + " is not installed"
		case err != nil:
			one.Missing = b.shortError(err)
		default:
			if err := b.measurePeer(&one, p, exports, min(times, 3)); err != nil {
				one.Missing = "failed: " + b.shortError(err)
			}
			b.say("  %s: %.2f s %s", one.Name, one.Wall, one.Missing)
		}
		measured = append(measured, one)
	}
	return measured, nil
}

// shortError returns the last line of an error, without the folder of this bench.
func (b *bench) shortError(err error) string {
	text := strings.TrimSpace(err.Error())
	return strings.ReplaceAll(text[strings.LastIndex(text, "\n")+1:], b.work+string(filepath.Separator), "")
}

func (b *bench) measurePeer(one *Peer, p peer, exports []export, times int) error {
	results := filepath.Join(b.work, "peer")
	for i := range times {
		if err := removed(results); err != nil {
			return err
		}
		if err := os.Mkdir(results, 0o755); err != nil {
			return err
		}
		var all Measured
		for _, step := range p.steps {
			m, err := callIn(results, p.env, step[0], slices.Concat(step[1:], paths(exports), []string{results})...)
			if err != nil {
				return err
			}
			all = all.and(m)
		}
		if i == 0 || all.Wall < one.Wall {
			one.Measured = all
		}
	}
	if size, err := sizeOf(filepath.Join(results, "breaches_by_year.png")); err != nil || size == 0 {
		return errors.Join(err, errors.New("want a chart, breaches_by_year.png, got none"))
	}
	var err error
	one.Differs, err = b.comparePeer(results)
	return errors.Join(err, removed(results))
}

// comparePeer lists the rows of the yearly tables that only one of the two has.
func (b *bench) comparePeer(results string) (differs []string, err error) {
	for _, table := range yearly {
		ours, err := rowsOf(b.ours[table.name])
		if err != nil {
			return nil, err
		}
		text, err := os.ReadFile(filepath.Join(results, table.name+".csv"))
		if err != nil {
			return nil, err
		}
		theirs, err := rowsOf(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", table.name, err)
		}
		differs = append(differs, differing(table.name, theirs, ours)...)
	}
	return differs, nil
}

// differing lists the rows of a table that only one of the two has.
func differing(table string, theirs, ours []string) (differs []string) {
	for _, row := range theirs {
		if !slices.Contains(ours, row) {
			differs = append(differs, table+": "+row+" only there")
		}
	}
	for _, row := range ours {
		if !slices.Contains(theirs, row) {
			differs = append(differs, table+": "+row+" only here")
		}
	}
	return differs
}

// rowsOf returns the rows of a CSV table without its header, as texts.
func rowsOf(text string) (rows []string, err error) {
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(records) < 2 {
		return nil, errors.New("want a table with rows, got none")
	}
	for _, record := range records[1:] {
		rows = append(rows, strings.Join(record, ", "))
	}
	return rows, nil
}
