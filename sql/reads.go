package models

import (
	_ "embed"
	"encoding/csv"
	"strings"
)

//go:embed reads.csv
var reads string

// Reads returns the tables that each model reads, sorted, by table, as recorded in reads.csv, so that
// a run need not parse the models. It is nil if the text of any model differs from the recorded one,
// or if a model reads a table outside of the list. A test compares the record with the models' SQL.
func Reads(list []Model) map[string][]string {
	lines, err := csv.NewReader(strings.NewReader(reads)).ReadAll()
	if err != nil || len(lines) == 0 {
		return nil
	}
	recorded := map[[2]string]string{}
	for _, line := range lines[1:] {
		recorded[[2]string{line[0], line[1]}] = line[2]
	}
	of := map[string][]string{}
	for _, model := range list {
		read, isRecorded := recorded[[2]string{model.Table(), model.SHA256()}]
		if !isRecorded {
			return nil
		}
		of[model.Table()] = strings.Fields(read)
	}
	for _, names := range of {
		for _, name := range names {
			if _, isListed := of[name]; !isListed {
				return nil
			}
		}
	}
	return of
}
