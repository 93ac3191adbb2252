package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Nightly is the cost of a run that starts with the data folder and the publication of an earlier
// run.
type Nightly struct {
	// Changed has one more capture, in which changedReports reports are revised.
	Changed Measured `json:"changed"`
	// Unchanged has a capture that is in the store already.
	Unchanged Measured `json:"unchanged"`
}

// changedReports is the number of reports that a capture revises.
const changedReports = 20

// nightly measures both runs after a cold one, and keeps the fastest over all calls.
func (b *bench) nightly(n *Nightly, exports []export, isFirst bool) error {
	next, err := b.nextDay(exports)
	if err != nil {
		return err
	}
	for _, one := range []struct {
		exports []export
		into    *Measured
	}{{next, &n.Changed}, {next, &n.Unchanged}} {
		m, err := call(b.binary, append(b.limited(slices.Concat([]string{"run"}, paths(one.exports))...), "--out", b.out())...)
		if err != nil {
			return fmt.Errorf("nightly: %w", err)
		}
		if isFirst || m.Wall < one.into.Wall {
			*one.into = m
		}
	}
	return removed(paths(next)...)
}

// nextDay writes the exports of the next day, with some reports of the last one revised.
func (b *bench) nextDay(exports []export) (next []export, err error) {
	day, err := time.Parse(time.DateOnly, exports[0].day)
	if err != nil {
		return nil, err
	}
	later := day.AddDate(0, 0, 1).Format(time.DateOnly)
	for i, e := range exports {
		text, err := os.ReadFile(e.path)
		if err != nil {
			return nil, err
		}
		if i == len(exports)-1 {
			if text, err = revised(text, changedReports); err != nil {
				return nil, fmt.Errorf("%s: %w", e.path, err)
			}
		}
		e = export{filepath.Join(b.work, later+"_"+e.view+".csv"), later, e.view}
		if err := os.WriteFile(e.path, text, 0o600); err != nil {
			return nil, err
		}
		next = append(next, e)
	}
	return next, nil
}

// revised returns an export whose first reports have other counts. All other bytes are unchanged.
func revised(text []byte, reports int) ([]byte, error) {
	const individuals = 3 // the column of counts
	var out bytes.Buffer
	in := csv.NewReader(bytes.NewReader(text))
	changed, begin := 0, int64(0)
	for changed < reports {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("want %d reports with a count, got %d", reports, changed)
		}
		if err != nil {
			return nil, err
		}
		end := in.InputOffset()
		raw := text[begin:end]
		begin = end
		if count := record[individuals]; count != "" && count[0] >= '1' && count[0] <= '9' {
			line, column := in.FieldPos(individuals)
			first, _ := in.FieldPos(0)
			at := column - 1
			for range line - first { // lines of the record before the line with the count
				at += bytes.IndexByte(raw[at-(column-1):], '\n') + 1
			}
			if raw[at] == '"' {
				at++
			}
			if raw[at] != count[0] {
				return nil, fmt.Errorf("line %d: want a count %s, got %q", line, count, raw[at:])
			}
			out.Write(raw[:at])
			out.WriteByte('1') // 653 becomes 1653
			out.Write(raw[at:])
			changed++
			continue
		}
		out.Write(raw)
	}
	out.Write(text[begin:])
	return out.Bytes(), nil
}

// beforeNightlyUpTo is the largest size at which the earlier version's nightly runs are measured.
// Above it they take minutes.
const beforeNightlyUpTo = 100_000

// Before is the cost of the earlier version, on the same exports and in turns with this one.
type Before struct {
	Program       string   `json:"program"`
	Run           Measured `json:"run"`
	Nightly       Nightly  `json:"nightly"`
	Models        int      `json:"models"`
	Checks        int      `json:"checks"`
	DatabaseBytes int64    `json:"database_bytes"`
}

// before measures the earlier version as size measures this one.
func (b *bench) before(s *Size, exports []export, isFirst bool) error {
	old := *b
	old.binary, old.work = b.old, filepath.Join(b.work, "before")
	if err := errors.Join(removed(old.work), os.Mkdir(old.work, 0o755)); err != nil {
		return err
	}
	help, err := answer(old.binary, "run", "--help")
	if err != nil {
		return err
	}
	old.hasMemoryFlag = hasMemoryFlag(help)
	theirs := Size{Rows: s.Rows}
	if err := old.run(&theirs, exports, true); err != nil {
		return err
	}
	if s.Before == nil {
		s.Before = &Before{}
		if s.Before.Program, err = programOf(old.binary); err != nil {
			return err
		}
	}
	if isFirst || theirs.Run.Wall < s.Before.Run.Wall {
		s.Before.Run, s.Before.DatabaseBytes = theirs.Run, theirs.DatabaseBytes
		s.Before.Models, s.Before.Checks = theirs.Models, theirs.Checks
	}
	if s.Rows <= beforeNightlyUpTo {
		if err := old.nightly(&s.Before.Nightly, exports, isFirst); err != nil {
			return err
		}
	}
	return removed(old.work)
}
