package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/array"

	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// manifest is out/manifest.json: everything that is needed to tell where a figure came from
// and whether a byte of it was changed since.
type manifest struct {
	Program string `json:"program"`
	Version string `json:"version"`
	// ModelsSHA is of the models that the database was built by; see models.Digest.
	ModelsSHA string `json:"models_sha256"`
	// RulesSHA is of the origin rules that the database was built by, as `breachstats rules --used`
	// prints them.
	RulesSHA string `json:"rules_sha256"`
	// Capture names the state of the list that is shown: a capture, or one "as of" a later day.
	Capture string `json:"capture"`
	// HistorySHA is of all snapshots that the database was built from; see HistoryDigest.
	HistorySHA  string             `json:"history_sha256"`
	CapturedOn  string             `json:"captured_on"`
	IsComplete  bool               `json:"is_complete"`
	IsSynthetic bool               `json:"is_synthetic"`
	Notices     []string           `json:"notices"`
	Snapshots   []manifestSnapshot `json:"snapshots"`
	Files       []manifestFile     `json:"files"`
}

type manifestSnapshot struct {
	CapturedOn string `json:"captured_on"`
	View       string `json:"view"`
	File       string `json:"file"`
	SHA256     string `json:"sha256"`
	Rows       int64  `json:"rows"`
}

type manifestFile struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Published says what a folder publishes.
type Published struct {
	// Capture names the state of the list that the figures show: a capture, or one "as of" a day.
	// Version is of the program that made them, History of the snapshots that it built from.
	Capture, Version, History string
	// Rules is the sha256 of the origin rules, Models the digest of the models.
	Rules, Models string
	// Files counts the files, the manifest among them.
	Files int
}

// Inspect reads what a folder publishes. The error says which file is not as the manifest has it;
// fs.ErrNotExist means that nothing is published.
func Inspect(out string) (Published, error) {
	path := filepath.Join(out, manifestName)
	text, err := readRegular(path)
	if err != nil {
		return Published{}, err
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return Published{}, fmt.Errorf("%s: %w", path, err)
	}
	published := Published{Capture: m.Capture, Version: m.Version, History: m.HistorySHA, Rules: m.RulesSHA, Models: m.ModelsSHA, Files: len(m.Files) + 1}
	for _, file := range m.Files {
		if err := file.inspect(out); err != nil {
			return published, err
		}
	}
	return published, nil
}

// inspect wants the file to stand in out as the manifest there lists it. Only a regular file of the
// right size is read.
func (f manifestFile) inspect(out string) error {
	list, path := filepath.Join(out, manifestName), filepath.Join(out, f.Name)
	if !isFileName(f.Name) {
		return fmt.Errorf("%s names %q: want a file beside it; `breachstats publish` writes it anew", list, f.Name)
	}
	size, err := regularSize(path)
	if err != nil {
		// Not fs.ErrNotExist: something is published, and this is missing of it.
		return fmt.Errorf("%s names %s: %s", list, f.Name, err.Error())
	}
	if size != f.Bytes {
		return fmt.Errorf("%s: want %d bytes as %s lists it, got %d", path, f.Bytes, list, size)
	}
	_, sha, err := digestOf(path)
	switch {
	case err != nil:
		return fmt.Errorf("%s names %s: %s", list, f.Name, err.Error())
	case sha != f.SHA256:
		return fmt.Errorf("%s: sha256 differs from %s", path, list)
	}
	return nil
}

// isFileName tells that a name is of a file in a folder, and leads to no other folder.
func isFileName(name string) bool {
	return filepath.IsLocal(name) && name == filepath.Base(name) && name != "."
}

const manifestName = "manifest.json"

func manifestOf(ctx context.Context, w *warehouse.Warehouse, c capture, list []models.Model, o Options) (manifest, error) {
	m := manifest{
		Program: "breachstats", Version: o.Version, ModelsSHA: models.Digest(list), RulesSHA: o.RulesSHA, Capture: c.shown(), CapturedOn: c.CapturedOn,
		IsComplete: c.MissingViews == "", IsSynthetic: c.IsSynthetic, Notices: append([]string{}, c.notices()...),
	}
	var err error
	if m.HistorySHA, err = HistoryDigest(ctx, w); err != nil {
		return manifest{}, err
	}
	rows, err := w.Query(ctx, `
		select cast(captured_on as varchar), view, source_file, sha256, rows
		from marts.snapshots where is_current order by view`)
	if err != nil {
		return manifest{}, err
	}
	for row := range int(rows.NumRows()) {
		m.Snapshots = append(m.Snapshots, manifestSnapshot{
			CapturedOn: rows.Column(0).(*array.String).Value(row),
			View:       rows.Column(1).(*array.String).Value(row),
			File:       rows.Column(2).(*array.String).Value(row),
			SHA256:     rows.Column(3).(*array.String).Value(row),
			Rows:       rows.Column(4).(*array.Int64).Value(row),
		})
	}
	return m, nil
}

// of is the manifest of files, which it sorts by name.
func (m manifest) of(files []File) (File, error) {
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	for _, file := range files {
		size, sha := file.facts()
		m.Files = append(m.Files, manifestFile{Name: file.Name, Bytes: size, SHA256: sha})
	}
	text, err := json.MarshalIndent(m, "", "  ")
	return File{Name: manifestName, Bytes: append(text, '\n')}, err
}

// HistoryDigest is the digest of everything that a database was built from: a line
// "FILE SHA256" for each snapshot, by name.
func HistoryDigest(ctx context.Context, w *warehouse.Warehouse) (string, error) {
	rows, err := w.Query(ctx, "select source_file, sha256 from marts.snapshots order by source_file")
	if err != nil {
		return "", err
	}
	var lines bytes.Buffer
	for row := range int(rows.NumRows()) {
		fmt.Fprintf(&lines, "%s %s\n", rows.Column(0).(*array.String).Value(row), rows.Column(1).(*array.String).Value(row))
	}
	return digest(lines.Bytes()), nil
}
