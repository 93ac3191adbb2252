package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"

	"github.com/breachstats/breachstats/pipeline/origins"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// reference returns the reference tables that the options choose: the program's own, with the
// origin rules of o.Rules if that is set. The error names every faulty line of that file.
func (o Options) reference() (fs.FS, error) {
	if o.Rules == "" {
		return data.Reference(), nil
	}
	text, err := os.ReadFile(o.Rules)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if err := origins.Check(o.Rules, text, data.Reference()); err != nil {
		return nil, err
	}
	return ownRules{data.Reference(), text}, nil
}

// ownRules is the folder of reference tables with other origin rules.
type ownRules struct {
	fs.FS
	text []byte
}

// ReadFile implements fs.ReadFileFS, which the tables are read through.
func (r ownRules) ReadFile(name string) ([]byte, error) {
	if name == origins.File {
		return r.text, nil
	}
	return fs.ReadFile(r.FS, name)
}

// Rules returns origin rules as a CSV file: with areUsed, the rules by which the published database
// was built, else the program's own.
func Rules(ctx context.Context, o Options, areUsed bool) ([]byte, error) {
	if !areUsed {
		return fs.ReadFile(data.Reference(), origins.File)
	}
	w, err := warehouse.Open(ctx, o.Database())
	if err != nil {
		return nil, err
	}
	text, err := rulesOf(ctx, w)
	return text, errors.Join(err, w.Close())
}

// rulesOf writes the rules of a database as a CSV file, in the order of the file they came from.
func rulesOf(ctx context.Context, w asker) ([]byte, error) {
	rows, err := w.Query(ctx, "select * from reference.origin_rules order by rowid")
	if err != nil {
		return nil, fmt.Errorf("reference.origin_rules: %w", err)
	}
	var text bytes.Buffer
	out := csv.NewWriter(&text)
	var header []string
	for _, field := range rows.Schema().Fields() {
		if field.Name != "rowid" { // a column on a cluster, and none of the file
			header = append(header, field.Name)
		}
	}
	if err := out.Write(header); err != nil {
		return nil, err
	}
	for row := range int(rows.NumRows()) {
		record := make([]string, len(header))
		for i := range record {
			record[i] = formats.Cell(rows.Column(i), row)
		}
		if err := out.Write(record); err != nil {
			return nil, err
		}
	}
	out.Flush()
	return text.Bytes(), out.Error()
}

// rulesUsed returns the sha256 of the rules by which a database was built, in the form that [Rules]
// writes. areOwn reports whether they differ from the program's own.
func rulesUsed(ctx context.Context, w *warehouse.Warehouse) (sha string, areOwn bool, err error) {
	used, err := rulesOf(ctx, w)
	if err != nil {
		return "", false, err
	}
	builtIn, err := fs.ReadFile(data.Reference(), origins.File)
	if err != nil {
		return "", false, err
	}
	sum := sha256.Sum256(used)
	return hex.EncodeToString(sum[:]), !areSameRules(used, builtIn), nil
}

// areSameRules reports whether two files have the same rules, whatever their order and quoting.
func areSameRules(one, other []byte) bool {
	return slices.Equal(ruleLines(one), ruleLines(other))
}

func ruleLines(text []byte) []string {
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil
	}
	lines := make([]string, len(records))
	for i, record := range records {
		lines[i] = strings.Join(record, "\x1f")
	}
	slices.Sort(lines)
	return lines
}

// isBuiltByRules reports whether the published database was built by the chosen rules, and sha is
// their sha256.
func isBuiltByRules(ctx context.Context, o Options, sha string) bool {
	reference, err := o.reference()
	if err != nil {
		return false
	}
	chosen, err := fs.ReadFile(reference, origins.File)
	if err != nil {
		return false
	}
	used, err := Rules(ctx, o, true)
	sum := sha256.Sum256(used)
	return err == nil && hex.EncodeToString(sum[:]) == sha && areSameRules(used, chosen)
}
