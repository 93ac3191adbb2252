package main

import (
	"path/filepath"
	"strings"
)

// askedPeer is the name, beside the peers, of a query on the exports alone with the program.
const askedPeer = "`breachstats query --file`, breaches by year"

// ask measures a query on the exports, without a data folder, and compares its answer with the
// run's.
func (b *bench) ask(exports []export, times int) (Peer, error) {
	asked := Peer{Name: askedPeer}
	args := []string{
		"query", "select year, count(*) as breaches, cast(sum(individuals) as bigint) as individuals from breaches group by all order by all",
		"--format", "csv", "--quiet", "--max-memory", "8GB", "--timeout", "10m", "--data", filepath.Join(b.work, "none"),
	}
	for _, e := range exports {
		args = append(args, "--file", e.path)
	}
	help, err := answer(b.binary, "query", "--help")
	if err != nil {
		return asked, err
	}
	if asked.Versions, err = answer(b.binary, "--version"); err != nil {
		return asked, err
	}
	asked.Versions = strings.TrimSpace(asked.Versions)
	if !strings.Contains(help, "VIEW=FILE") {
		asked.Missing = "this version answers from a database only"
		return asked, nil
	}
	for i := range times {
		m, err := call(b.binary, args...)
		if err != nil {
			return asked, err
		}
		if i == 0 || m.Wall < asked.Wall {
			asked.Measured = m
		}
	}
	text, err := answer(b.binary, args...)
	if err != nil {
		return asked, err
	}
	theirs, err := rowsOf(text)
	if err != nil {
		return asked, err
	}
	ours, err := rowsOf(b.ours["breaches_by_year"])
	if err != nil {
		return asked, err
	}
	asked.Differs = differing("breaches_by_year", theirs, ours)
	return asked, nil
}
