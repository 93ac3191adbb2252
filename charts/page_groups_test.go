package charts

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"

	"github.com/breachstats/breachstats/torture/must"
)

// Every figure is on the page once: three lead, and each other is in a group, by default in Trends.
func TestEveryFigureHasItsPlaceOnThePage(t *testing.T) {
	var figures []PageFigure
	var names []string
	for _, chart := range All() {
		figures = append(figures, PageFigure{Name: chart.Name})
		names = append(names, chart.Name)
	}
	leading, groups := groupFigures(append(figures, PageFigure{Name: "of_tomorrow"}), []PageFile{{Name: "revisions"}})
	if len(leading) != len(leadingFigures) {
		t.Errorf("want %q first, got %d", leadingFigures, len(leading))
	}
	placed := slices.Clone(leading)
	for _, group := range groups {
		if slices.ContainsFunc(group.Figures, func(f PageFigure) bool { return f.Name == "of_tomorrow" }) != (group.ID == "trends") {
			t.Errorf("%s: want the figure without a group in Trends", group.ID)
		}
		if (len(group.Tables) == 1) != (group.ID == "list-changes") {
			t.Errorf("%s: want the table of revisions in How the list changes, got %v", group.ID, group.Tables)
		}
		placed = append(placed, group.Figures...)
	}
	for _, name := range append(names, "of_tomorrow") {
		if found := len(slices.DeleteFunc(slices.Clone(placed), func(f PageFigure) bool { return f.Name != name })); found != 1 {
			t.Errorf("%s: want it once on the page, got %d times", name, found)
		}
	}
	for _, listed := range [][]string{leadingFigures, newestOnTheRight, slices.Collect(maps.Keys(pagePicks))} {
		for _, name := range listed {
			if !slices.Contains(names, name) {
				t.Errorf("want only figures that exist, got %s", name)
			}
		}
	}
}

func TestPageOrder(t *testing.T) {
	got := PageOrder([]string{"causes", "a_table", "breach_sizes", "breaches_by_year", "breaches_by_month", "another_table"})
	want := []string{"breaches_by_year", "breaches_by_month", "a_table", "another_table", "causes", "breach_sizes"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestDescriptionsUnpackToTheirTexts(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "breach_id", Type: arrow.BinaryTypes.String}, {Name: "description", Type: arrow.BinaryTypes.String, Nullable: true}}, nil)
	rows := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	rows.Field(0).(*array.StringBuilder).AppendValues([]string{"b", "a", "c"}, nil)
	rows.Field(1).(*array.StringBuilder).AppendValues([]string{"A laptop. '); alert(1); ('", "", "</script> Ü"}, []bool{true, false, true})
	file, found, err := PackDescriptions(rows.NewRecordBatch())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.ContainsRune(found, 'Ü') || strings.ContainsRune(found, 'z') {
		t.Errorf("want the characters of the texts, got %q", found)
	}
	packed, isCall := bytes.CutPrefix(file, []byte("breachDescriptions('"))
	packed, isEnded := bytes.CutSuffix(packed, []byte("');\n"))
	text, err := base64.StdEncoding.DecodeString(string(packed))
	if !isCall || !isEnded || err != nil {
		t.Fatalf("want one call with base64, got %q, %v", file, err)
	}
	from := must.Get(gzip.NewReader(bytes.NewReader(text)))(t)
	var got map[string]string
	must.Do(t, json.NewDecoder(from).Decode(&got))
	if diff := cmp.Diff(map[string]string{"b": "A laptop. '); alert(1); ('", "c": "</script> Ü"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	_, _, err = PackDescriptions(array.NewRecordBatch(arrow.NewSchema(schema.Fields()[:1], nil), []arrow.Array{rows.NewRecordBatch().Column(0)}, 0))
	if err == nil || !strings.Contains(err.Error(), "descriptions.js: column description: want one, got 0") {
		t.Errorf("want the missing column named, got %v", err)
	}
}
