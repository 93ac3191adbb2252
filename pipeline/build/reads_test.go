package build

import (
	"bytes"
	"encoding/csv"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	models "github.com/breachstats/breachstats/sql"
)

var update = flag.Bool("update", false, "rewrite the record of what the models read")

// The record is what the SQL says: a run that trusts it builds in the same order.
func TestReadsAreRecorded(t *testing.T) {
	list, _, err := models.Read(models.Embedded(), "sql")
	if err != nil {
		t.Fatal(err)
	}
	live, err := parsed(t.Context(), memory(t), list)
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	out := csv.NewWriter(&want)
	lines := [][]string{{"model", "sha256", "reads"}}
	for _, model := range list {
		lines = append(lines, []string{model.Table(), model.SHA256(), strings.Join(live.Reads[model.Table()], " ")})
	}
	if err := out.WriteAll(lines); err != nil {
		t.Fatal(err)
	}
	const path = "../../sql/reads.csv"
	if *update {
		if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Fatalf("sql/reads.csv is not what the models read; `make golden` writes it: want -, got +:\n%s", diff)
	}
	if *update {
		return // the record that is built in is the one before
	}
	graph, err := NewGraph(t.Context(), nil, list)
	if err != nil {
		t.Fatal(err)
	}
	if !graph.IsRecorded {
		t.Error("want the graph of the program's models from the record")
	}
	if diff := cmp.Diff(live.Reads, graph.Reads); diff != "" {
		t.Errorf("reads: want -, got +:\n%s", diff)
	}
	if !slices.EqualFunc(live.Order, graph.Order, func(a, b models.Model) bool { return a.Table() == b.Table() }) {
		t.Error("want the same order of what is recorded and what is parsed")
	}
}

// A model that somebody changed, or one that is gone, is not as it was recorded: all are parsed.
func TestOwnModelsAreParsed(t *testing.T) {
	list, _, err := models.Read(models.Embedded(), "sql")
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(list, func(m models.Model) bool { return m.Table() == "marts.years" })
	changed := slices.Clone(list)
	changed[at].Query = "select breach_id from marts.breaches"
	graph, err := NewGraph(t.Context(), memory(t), changed)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"marts.breaches"}, graph.Reads["marts.years"]); diff != "" || graph.IsRecorded {
		t.Errorf("want what a changed model reads, got recorded %t:\n%s", graph.IsRecorded, diff)
	}
	at = slices.IndexFunc(list, func(m models.Model) bool { return m.Table() == "marts.breaches" })
	if _, err := NewGraph(t.Context(), memory(t), slices.Delete(slices.Clone(list), at, at+1)); err == nil || !strings.Contains(err.Error(), "no model builds marts.breaches") {
		t.Errorf("want a model that is gone missed, got %v", err)
	}
}
