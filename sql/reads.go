package models

import (
	_ "embed"
	"encoding/csv"
	"strings"
)

//go:embed reads.csv
var reads string

// Reads returns what each of the models reads, sorted, by table, as it is recorded in reads.csv, so that a
// run need not parse them all. It is nil unless every one is as it was recorded, to the byte, and reads
// only others of the list; a test compares the record with what the SQL of the program's models says.
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
