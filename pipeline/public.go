package pipeline

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/fetch"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// PublicCapture is a past export that public repositories have copies of.
type PublicCapture struct {
	fetch.PublicCapture
	// IsHere reports whether the store has these bytes under that capture and view.
	IsHere bool
}

// CaptureOptions choose public captures and the place to download them from.
type CaptureOptions struct {
	// List is a CSV file to use instead of the built-in list of public captures; empty for the
	// built-in one.
	List string
	// Days are the captures to download. Study means the captures that this study needs. If both
	// are empty, all are downloaded.
	Days  []string
	Study string
	// From is passed to the client. FetchCaptures sets its field Say.
	From fetch.Options
}

// captureList is the name of the built-in list, for messages.
const captureList = "data/reference/public_captures.csv"

// PublicCaptures lists the known public copies of past exports, oldest first.
func PublicCaptures(o Options, list string) ([]PublicCapture, error) {
	known, err := readCaptures(list)
	if err != nil {
		return nil, err
	}
	store, err := data.OpenStore(o.Data)
	if err != nil {
		return nil, err
	}
	captures := make([]PublicCapture, len(known))
	for i, capture := range known {
		held, isHeld := store.Find(capture.Capture, capture.View)
		captures[i] = PublicCapture{PublicCapture: capture, IsHere: isHeld && held.SHA256 == capture.SHA256}
	}
	return captures, nil
}

func readCaptures(list string) ([]fetch.PublicCapture, error) {
	var file fs.File
	var err error
	name := list
	if list == "" {
		name = captureList
		file, err = data.Reference().Open("public_captures.csv")
	} else {
		file, err = os.Open(list)
	}
	if err != nil {
		return nil, err
	}
	captures, err := fetch.PublicCaptures(name, file)
	return captures, errors.Join(err, file.Close())
}

// FetchCaptures downloads the public captures that the store does not have, one file at a time,
// oldest first. It imports each capture, as a whole, as soon as all its files have passed their
// checks. After an interruption the next call continues. If a capture cannot be downloaded the
// others still are; the error names every file that failed.
func FetchCaptures(ctx context.Context, o Options, c CaptureOptions) error {
	known, err := readCaptures(c.List)
	if err != nil {
		return err
	}
	wanted, err := wantedCaptures(known, c)
	if err != nil {
		return err
	}
	release, err := data.Lock(o.Data, holder("fetching captures into "+o.Data))
	if err != nil {
		return err
	}
	defer release()
	c.From.Say = o.Say
	var bad []error
	for start := 0; start < len(wanted); {
		end := start
		for end < len(wanted) && wanted[end].Capture == wanted[start].Capture {
			end++
		}
		if err := fetchCapture(ctx, o, c.From, wanted[start:end]); err != nil {
			bad = append(bad, err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		start = end
	}
	return errors.Join(bad...)
}

// fetchCapture downloads the files of one capture that are not in the store and imports them
// together.
func fetchCapture(ctx context.Context, o Options, from fetch.Options, files []fetch.PublicCapture) error {
	store, err := storeToChange(ctx, o)
	if err != nil {
		return err
	}
	var exports []Export
	for _, file := range files {
		if held, isHeld := store.Find(file.Capture, file.View); isHeld && held.SHA256 == file.SHA256 {
			o.Say("%s is here already", file.Name())
			continue
		}
		body, address, err := fetch.Capture(ctx, from, file)
		if err != nil {
			return err
		}
		exports = append(exports, Export{
			Name: address, Path: address, Capture: file.Capture, View: file.View,
			Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil },
		})
	}
	if len(exports) == 0 {
		return nil
	}
	return importInto(ctx, o, exports)
}

// wantedCaptures returns the captures that the options choose.
func wantedCaptures(known []fetch.PublicCapture, c CaptureOptions) ([]fetch.PublicCapture, error) {
	if c.Study != "" {
		return capturesFor(known, c.Study)
	}
	if len(c.Days) == 0 {
		return known, nil
	}
	var wanted []fetch.PublicCapture
	for _, day := range c.Days {
		at := slices.IndexFunc(known, func(k fetch.PublicCapture) bool { return k.Capture.String() == day })
		if at < 0 {
			return nil, fmt.Errorf("%s: %w", day, ErrNoPublicCapture)
		}
	}
	for _, capture := range known {
		if slices.Contains(c.Days, capture.Capture.String()) {
			wanted = append(wanted, capture)
		}
	}
	return wanted, nil
}

// ErrNoPublicCapture reports that no public capture of the chosen day is known.
var ErrNoPublicCapture = errors.New("no public capture is known of that day; `breachstats captures` lists them")

// capturesFor returns the captures that a study needs: from the newest complete one up to the day
// on which the study read the list, or from the next one if that is counted, to the newest complete
// one.
func capturesFor(known []fetch.PublicCapture, study string) ([]fetch.PublicCapture, error) {
	readOn, isOfNext, err := dayOfStudy(study)
	if err != nil {
		return nil, err
	}
	first, last := "", ""
	for _, capture := range known {
		if !isComplete(known, capture.Capture) {
			continue
		}
		if capture.Capture.Day <= readOn || first == "" && isOfNext {
			first = capture.Capture.Day
		}
		last = capture.Capture.Day
	}
	if first == "" {
		return nil, fmt.Errorf("%s: want a complete capture of %s or before, and no public one is known; import your own", study, readOn)
	}
	return slices.DeleteFunc(slices.Clone(known), func(k fetch.PublicCapture) bool {
		return k.Capture.Day < first || k.Capture.Day > last || k.View == data.Part2
	}), nil
}

func isComplete(known []fetch.PublicCapture, capture data.Capture) bool {
	views := map[data.View]bool{}
	for _, k := range known {
		if k.Capture == capture {
			views[k.View] = true
		}
	}
	return views[data.All] || views[data.Archive] && views[data.UnderInvestigation]
}

// dayOfStudy returns the day on which a study read the list. isOfNext is true if the study is
// counted in the next complete capture. The error is a [NoStudy] or states why the study cannot be
// reproduced.
func dayOfStudy(study string) (readOn string, isOfNext bool, err error) {
	text, err := fs.ReadFile(data.Reference(), "studies.csv")
	if err != nil {
		return "", false, err
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return "", false, fmt.Errorf("data/reference/studies.csv: %w", err)
	}
	column := func(row []string, name string) string { return row[slices.Index(rows[0], name)] }
	var known []string
	for _, row := range rows[1:] {
		switch {
		case column(row, "study") != study:
			known = append(known, column(row, "study"))
		case column(row, "is_followed") != "true":
			return "", false, fmt.Errorf("%s: %s", study, column(row, "why_not"))
		default:
			return column(row, "read_on"), column(row, "is_of_next_capture") == "true", nil
		}
	}
	return "", false, NoStudy{Asked: study, Known: known}
}

// ReproduceFetched downloads the captures that a study needs, builds the database unless it has
// them all, and then works like [Reproduce]. report gets the results of the checks.
func ReproduceFetched(ctx context.Context, o Options, c CaptureOptions, report func([]check.Result)) (Reproduction, error) {
	if err := FetchCaptures(ctx, o, c); err != nil {
		return Reproduction{}, err
	}
	isCurrent, err := isDatabaseCurrent(ctx, o)
	if err == nil && !isCurrent {
		var results []check.Result
		results, err = Build(ctx, o)
		report(results)
	}
	if err != nil {
		return Reproduction{}, err
	}
	return Reproduce(ctx, o, c.Study)
}

// isDatabaseCurrent reports whether the database was built from every snapshot by this program's
// models.
func isDatabaseCurrent(ctx context.Context, o Options) (bool, error) {
	store, err := data.OpenStore(o.Data)
	if err != nil {
		return false, err
	}
	built, err := builtFrom(ctx, o)
	if errors.Is(err, warehouse.ErrMissing) {
		return false, nil
	}
	if err != nil || !built.isOf(store.Snapshots()) {
		return false, err
	}
	list, _, err := o.Models()
	if err != nil {
		return false, err
	}
	w, err := warehouse.Open(ctx, o.Database())
	if err != nil {
		return false, err
	}
	differs := o.wantBuiltBy(ctx, w, list)
	return differs == nil, w.Close()
}
