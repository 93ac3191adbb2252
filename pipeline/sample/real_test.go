package sample

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/saved"
)

// realExports reads the real exports, skipping lines that cannot be read.
func realExports(t *testing.T) [][]string {
	t.Helper()
	var all [][]string
	for _, path := range saved.Exports(t, "*.csv") {
		content := must.Get(os.ReadFile(path))(t)
		if !bytes.Contains(content, []byte("\n")) {
			content = bytes.ReplaceAll(content, []byte("\r"), []byte("\n"))
		}
		in := csv.NewReader(bytes.NewReader(content))
		in.FieldsPerRecord, in.LazyQuotes = -1, true
		for {
			row, err := in.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil && len(row) > textColumn {
				all = append(all, row)
			}
		}
	}
	return all
}

// plain keeps letters and digits, in lower case, so that spacing and quotes do not hide
// what is equal.
func plain(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), " ")
}

// sentencesOf divides a description where a sentence or a line ends.
func sentencesOf(text string) []string {
	return strings.Split(strings.NewReplacer(". ", "\n", "; ", "\n", ": ", "\n").Replace(text), "\n")
}

func TestNothingRealStandsInASample(t *testing.T) {
	const fewestWords = 5 // shorter sentences are anybody's
	names, sentences := map[string]bool{}, map[string]bool{}
	published := realExports(t)
	if len(published) < 10_000 {
		t.Errorf("want more than 10,000 real rows, got %d", len(published))
	}
	for _, row := range published {
		names[plain(row[nameColumn])] = true
		for _, sentence := range sentencesOf(row[textColumn]) {
			sentences[plain(sentence)] = true
		}
	}
	told := map[string]bool{}
	for _, row := range rows(t, options(t, 20_000, data.All)) {
		name, _, _ := strings.Cut(row[nameColumn], syntheticMark)
		if names[plain(name)] {
			t.Errorf("real name %q", name)
		}
		for _, sentence := range sentencesOf(row[textColumn]) {
			words := plain(sentence)
			if !told[words] && sentences[words] && strings.Count(words, " ") >= fewestWords-1 {
				t.Errorf("real sentence %q", sentence)
			}
			told[words] = true
		}
	}
}
