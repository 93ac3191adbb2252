package pipeline

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/formats"
	"github.com/breachstats/breachstats/pipeline/build"
	"github.com/breachstats/breachstats/pipeline/export"
	"github.com/breachstats/breachstats/pipeline/load"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// dialects write the same list in the different forms of copies of the portal's exports.
var dialects = []func(reports [][]string) []byte{
	func(reports [][]string) []byte { return spell(reports, "\n", false) },
	func(reports [][]string) []byte { return spell(reports, "\r\n", false) },
	func(reports [][]string) []byte { return spell(reports, "\n", true) },
	func(reports [][]string) []byte { return append([]byte("\xEF\xBB\xBF"), spell(reports, "\n", false)...) },
	func(reports [][]string) []byte { return bytes.TrimSuffix(spell(reports, "\n", true), []byte("\n")) },
	func(reports [][]string) []byte { return append(spell(reports, "\n", true), '\n', '\n') },
	func(reports [][]string) []byte { return spell(reports, "\r", false) },
	func(reports [][]string) []byte { // windows-1252
		return bytes.ReplaceAll(spell(reports, "\n", false), []byte("’"), []byte{0x92})
	},
	func(reports [][]string) []byte { // the portal's broken header
		return bytes.Replace(spell(reports, "\n", false), []byte("Name of Covered Entity"),
			fmt.Appendf(nil, "javax.faces.component.UIPanel@%x", len(reports)), 1)
	},
}

func spell(reports [][]string, lineEnd string, isQuoted bool) []byte {
	var out bytes.Buffer
	for i, record := range append([][]string{strings.Split(header, ",")}, reports...) {
		cells := make([]string, len(record))
		for j, value := range record {
			if cells[j] = value; i > 0 && (isQuoted || strings.ContainsAny(value, ",\"\n")) {
				cells[j] = `"` + strings.ReplaceAll(strings.ReplaceAll(value, `"`, `""`), "\n", lineEnd) + `"`
			}
		}
		out.WriteString(strings.Join(cells, ",") + lineEnd)
	}
	return out.Bytes()
}

func randomReport(random *rand.Rand) []string {
	descriptions := []string{"", "the clinic’s laptop", "two\nlines", "a \"quote\", a comma\n\n\nand more"}
	return []string{fmt.Sprintf("Clinic %d", random.IntN(1000)), "TX", "Health Plan", "501", "01/02/2023", "Theft", "Laptop", "No",
		descriptions[random.IntN(len(descriptions))]}
}

// history is a list that changes a little from capture to capture, each in some dialect.
func history(random *rand.Rand, captures int) map[data.Snapshot][]byte {
	views := map[data.View][][]string{data.Archive: nil, data.UnderInvestigation: nil}
	for view := range views {
		for range 40 {
			views[view] = append(views[view], randomReport(random))
		}
	}
	exports := map[data.Snapshot][]byte{}
	for i := range captures {
		capture := data.Capture{Day: time.Date(2024, 1, 1+i/2, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), No: 1 + i%2}
		for _, view := range []data.View{data.Archive, data.UnderInvestigation} {
			list := slices.Clone(views[view])
			for range random.IntN(4) {
				at := random.IntN(len(list))
				switch random.IntN(4) {
				case 0:
					list = slices.Insert(list, at, randomReport(random))
				case 1: // twice in one list
					list = slices.Insert(list, at, list[random.IntN(len(list))])
				case 2: // in the other view
					list = slices.Insert(list, at, views[data.Archive][random.IntN(len(views[data.Archive]))])
				case 3:
					list = slices.Delete(list, at, at+1)
				}
			}
			views[view] = list
			dialect := 0
			if random.IntN(4) == 0 {
				dialect = random.IntN(len(dialects))
			}
			if random.IntN(8) > 0 {
				exports[data.Snapshot{Capture: capture, View: view}] = dialects[dialect](list)
			}
		}
	}
	return exports
}

// wantedTables returns the content of the raw tables, as CSV, if every export is read in full, in
// the order of captures and views.
func wantedTables(t *testing.T, exports map[data.Snapshot][]byte) (reports, listings []string) {
	t.Helper()
	var order []data.Snapshot
	for s := range exports {
		order = append(order, s)
	}
	slices.SortFunc(order, func(a, b data.Snapshot) int {
		if a.Capture != b.Capture {
			return a.Capture.Compare(b.Capture)
		}
		return slices.Index(data.Views(), a.View) - slices.Index(data.Views(), b.View)
	})
	first := map[string]string{}
	type run struct{ place, view, from, to string }
	open := map[string]*run{} // by place and view
	last := map[data.View]string{}
	var runs []*run
	for _, s := range order {
		alike := map[string]int{}
		capture := s.Capture.Day + "," + strconv.Itoa(s.Capture.No)
		must.Get(export.Read("x", bytes.NewReader(exports[s]), s.View, func(row export.Row) error {
			text := fmt.Sprintf("%q", row.Values)
			alike[text]++
			text += strconv.Itoa(alike[text])
			if first[text] == "" {
				first[text] = s.File() + "," + strconv.Itoa(row.Line)
				reports = append(reports, line(append([]string{s.File(), strconv.Itoa(row.Line), s.Capture.Day, strconv.Itoa(s.Capture.No), string(s.View)}, row.Values...)))
			}
			key := first[text] + string(s.View)
			if r := open[key]; r != nil && r.to == last[s.View] {
				r.to = capture
			} else {
				open[key] = &run{place: first[text], view: string(s.View), from: capture, to: capture}
				runs = append(runs, open[key])
			}
			return nil
		}))(t)
		last[s.View] = capture
	}
	for _, r := range runs {
		listings = append(listings, strings.Join([]string{r.place, r.view, r.from, r.to}, ","))
	}
	slices.Sort(reports)
	slices.Sort(listings)
	return reports, listings
}

func line(cells []string) string {
	var out strings.Builder
	w := csv.NewWriter(&out)
	_ = w.Write(cells)
	w.Flush()
	return strings.TrimSuffix(out.String(), "\n")
}

// loadedTables returns the tables that load makes from a store.
func loadedTables(t *testing.T, o Options) (reports, listings []string) {
	t.Helper()
	store := must.Get(data.OpenStore(o.Data))(t)
	list, _, err := o.Models()
	if err != nil {
		t.Fatal(err)
	}
	list = slices.DeleteFunc(list, func(m models.Model) bool { return m.Layer != models.Raw })
	w := must.Get(warehouse.Memory(t.Context()))(t)
	defer func() { _ = w.Close() }()
	for _, err := range []error{build.Schemas(t.Context(), w), build.Tables(t.Context(), w, build.Graph{}, list), load.Snapshots(t.Context(), w, store)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	rows := func(table string) []string {
		found := must.Get(w.Query(t.Context(), "select * from "+table))(t)
		var lines []string
		for row := range int(found.NumRows()) {
			var cells []string
			for _, column := range found.Columns() {
				cells = append(cells, formats.Cell(column, row))
			}
			lines = append(lines, line(cells))
		}
		slices.Sort(lines)
		return lines
	}
	return rows("raw.breach_reports"), rows("raw.listings")
}

// However exports are stored, and in any order of import, the tables are the same as when each is
// read in full.
func TestLoadIsThatOfReadingEveryExportInFull(t *testing.T) {
	tier.Long(t, "every export read twice")
	against := 0
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 11))
		exports := history(random, 24)
		var order []Export
		for s, text := range exports {
			order = append(order, Export{Name: "x.csv", Path: s.File(), Capture: s.Capture, View: s.View,
				Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }})
		}
		slices.SortFunc(order, func(a, b Export) int { return strings.Compare(a.Path, b.Path) })
		if seed%3 > 0 { // else in the order of captures
			random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		o := options(t)
		for len(order) > 0 {
			n := 1 + random.IntN(len(order))
			importAll(t, o, order[:n]...)
			order = order[n:]
		}
		store := must.Get(data.OpenStore(o.Data))(t)
		for _, s := range store.Snapshots() {
			if !s.IsWhole() {
				against++
			}
		}
		must.Do(t, store.Verify(t.Context()))
		for {
			wantReports, wantListings := wantedTables(t, exports)
			reports, listings := loadedTables(t, o)
			if diff := cmp.Diff(wantReports, reports); diff != "" {
				t.Fatalf("seed %d: reports: want -, got +:\n%s", seed, diff)
			}
			if diff := cmp.Diff(wantListings, listings); diff != "" {
				t.Fatalf("seed %d: listings: want -, got +:\n%s", seed, diff)
			}
			store := must.Get(data.OpenStore(o.Data))(t)
			if len(exports) < 30 {
				break
			}
			gone := store.Snapshots()[random.IntN(len(exports))]
			must.Do(t, Forget(t.Context(), o, gone.Capture, gone.View))
			delete(exports, data.Snapshot{Capture: gone.Capture, View: gone.View})
		}
	}
	if against < 50 {
		t.Errorf("want most exports stored as deltas, got %d", against)
	}
}
