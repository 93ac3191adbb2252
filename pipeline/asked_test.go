package pipeline

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/warehouse"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/saved"
	"github.com/breachstats/breachstats/torture/tier"
)

// askFiles runs a query on exports and returns its rows as texts, with cells joined by "|".
func askFiles(t *testing.T, question string, arguments ...string) ([]string, error) {
	t.Helper()
	files, err := AskedFiles(arguments, strings.NewReader(""))
	if err != nil {
		return nil, err
	}
	w, err := OpenFiles(t.Context(), Options{Say: func(string, ...any) {}}, files, warehouse.Limits{}, question)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	rows, err := w.Query(t.Context(), question)
	if err != nil {
		return nil, err
	}
	var lines []string
	for row := range int(rows.NumRows()) {
		var cells []string
		for i := range int(rows.NumCols()) {
			cell := formats.Cell(rows.Column(i), row)
			if rows.Column(i).IsNull(row) {
				cell = "null"
			}
			cells = append(cells, cell)
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return lines, nil
}

// writeExport writes an export into a folder and returns its path.
func writeExport(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	must.Do(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// askedColumns are the columns that an export can answer, in order.
func askedColumns(t *testing.T) []string {
	t.Helper()
	list, _, err := models.Read(models.Embedded(), "sql")
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(list, func(m models.Model) bool { return m.Table() == askedTable })
	return namesIn(list[at])
}

// An export gives the same answers as a database built from it alone. Each column is also queried
// alone, because columns that a query does not read are not computed.
func TestAskedFilesAnswerAsABuiltDatabase(t *testing.T) {
	tier.Long(t, "every column of several captures")
	const synthetic = "synthetic"
	captures := map[string][]string{}
	days := []string{"2016-04-27", "2022-04-04", "2024-10-17"}
	for _, day := range days[:tier.Part(t, len(days), 0)] {
		if paths := saved.Found(day + "_*.csv"); len(paths) > 0 {
			captures[day] = paths
		} else {
			t.Logf("skipped %s: no real exports here", day)
		}
	}
	folder := t.TempDir()
	for _, view := range []data.View{data.Archive, data.UnderInvestigation} {
		export := sampleExport(t, "2025-10-17", view, true)
		text := must.Get(export.Open())(t)
		bytes := must.Get(io.ReadAll(text))(t)
		path := filepath.Join(folder, export.Name)
		must.Do(t, os.WriteFile(path, bytes, 0o600))
		captures[synthetic] = append(captures[synthetic], path)
	}
	columns := askedColumns(t)
	for name, paths := range captures {
		t.Run(name, func(t *testing.T) {
			var exports []Export
			for _, path := range paths {
				export := must.Get(FileExport(path, "", ""))(t)
				exports = append(exports, export)
			}
			o, _ := buildAll(t, exports...)
			parts := []string{strings.Join(columns, ", "), "count(*)", "year, view, individuals"}
			if name == synthetic {
				parts = append(parts, columns...)
			}
			for _, asked := range parts {
				question := "select " + asked + " from marts.breaches"
				want := ask(t, o, question)
				got := must.Get(askFiles(t, question, paths...))(t)
				for i := range got {
					for _, path := range paths {
						day, view, _ := strings.Cut(strings.TrimSuffix(filepath.Base(path), ".csv"), "_")
						got[i] = strings.ReplaceAll(got[i], path, "snapshots/"+day+"/"+view+".csv")
					}
				}
				slices.Sort(want)
				slices.Sort(got)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%s (-built +asked):\n%.3000s", asked, diff)
				}
			}
			types := "select column_name, column_type from (describe marts.breaches)"
			got := must.Get(askFiles(t, types, paths...))(t)
			var want []string
			for _, one := range ask(t, o, types) {
				if column, _, _ := strings.Cut(one, "|"); slices.Contains(columns, column) {
					want = append(want, one)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("columns and types (-built +asked):\n%s", diff)
			}
		})
	}
}

func TestAskedFilesCountAReportOfTwoViewsOnce(t *testing.T) {
	second := plain("Twice").with(func(r *report) { r.individuals = "900" })
	archive := writeExport(t, "archive.csv", exportText(plain("Closed"), plain("Both"), second, second))
	open := writeExport(t, "open.csv", exportText(plain("Both").with(func(r *report) { r.submitted = "3/14/2023" }), plain("Open")))
	for _, c := range []struct {
		question string
		want     []string
	}{
		{"select count(*) from breaches", []string{"5"}},
		{"select entity_name, view from breaches order by all", []string{"Both|under-investigation", "Closed|archive", "Open|under-investigation", "Twice|archive", "Twice|archive"}},
		{"select entity_name, is_duplicate from breaches where is_duplicate", []string{"Twice|true"}},
	} {
		got := must.Get(askFiles(t, c.question, archive, open))(t)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: want %q, got %q", c.question, c.want, got)
		}
	}
}

// A query may read a column without naming it.
func TestAskedFilesComputeWhatAQuestionReads(t *testing.T) {
	archive := writeExport(t, "archive.csv", exportText(plain("One").with(func(r *report) { r.description = "A laptop was stolen from an employee's car." })))
	want := "external"
	for _, question := range []string{
		"select origin from breaches",
		"select count(*) filter (where origin = 'external') from breaches",
		"select (b).origin from (select b from breaches b)",
		"select columns('^origin$') from breaches",
		"select * exclude (entity_name) from breaches",
		"from breaches",
		"with x as (from breaches) select x.origin from x join breaches using (source_line, origin)",
		"select origin from breaches natural join (select 'external' as origin)",
		"pivot breaches on origin using count(*)",
		"summarize breaches",
		"select 1 where exists (select 1 from marts.breaches where hicp_threat is not null or origin = 'external')",
	} {
		got, err := askFiles(t, question, archive)
		if err != nil {
			t.Errorf("%s: %v", question, err)
			continue
		}
		text := strings.Join(got, "\n")
		if !strings.Contains(text, want) && text != "1" && !strings.Contains(question, "pivot") {
			t.Errorf("%s: want %s in it, got %s", question, want, text)
		}
	}
}

func TestAskedFilesAreRefused(t *testing.T) {
	good := exportText(plain("One"))
	for _, c := range []struct {
		name  string
		files map[string]string // under a name each, asked in the order of names
		want  []string
		isBad bool // values are at fault
	}{
		{name: "every malformed line of every export", files: map[string]string{
			"archive.csv": header + "\nshort,row\n" + strings.TrimPrefix(good, header+"\n") + "another,one\n",
			"open.csv":    header + "\nthird\n",
		}, want: []string{"archive.csv:2: want 9 fields", "archive.csv:4: want 9 fields", "open.csv:2: want 9 fields"}},
		{name: "a page in place of an export", files: map[string]string{"archive.csv": "<html></html>"}, want: []string{"archive.csv:1: want a CSV export"}},
		{name: "a header alone", files: map[string]string{"archive.csv": header + "\n"}, want: []string{"want rows under the header"}},
		{name: "a count that is no number", files: map[string]string{"archive.csv": exportText(plain("One").with(func(r *report) { r.individuals = "1,200" }))},
			want: []string{`archive.csv:2: individuals_affected "1,200"`, "a whole number"}, isBad: true},
		{name: "a submission after the capture", files: map[string]string{"2022-04-04_archive.csv": good}, want: []string{"2022-04-04_archive.csv:2: submitted_on 2023-03-14"}, isBad: true},
		{name: "two days", files: map[string]string{"2022-04-04_archive.csv": good, "2024-10-17_under-investigation.csv": good}, want: []string{"want exports of one day"}},
		{name: "one view twice", files: map[string]string{"archive.csv": good, "archive-2.csv": good}, want: []string{"want one export of each view"}},
		{name: "an unknown view beside another", files: map[string]string{"a.csv": good, "open.csv": good}, want: []string{"a.csv: want its view"}},
		{name: "the other list", files: map[string]string{"2024-10-17_part2.csv": part2Header + "\n"}, want: []string{"42 CFR Part 2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			var paths []string
			for name, text := range c.files {
				paths = append(paths, filepath.Join(folder, name))
				must.Do(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
			}
			slices.Sort(paths)
			_, err := askFiles(t, "select count(*) from breaches", paths...)
			if err == nil {
				t.Fatal("want an error")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("want %q in %v", want, err)
				}
			}
			if errors.Is(err, check.ErrFailed) != c.isBad {
				t.Errorf("want a failed check: %v, got %v", c.isBad, err)
			}
		})
	}
}

func TestAskedFilesAreDescribed(t *testing.T) {
	for _, c := range []struct{ argument, name, day, view string }{
		{"2024-10-17_archive.csv", "2024-10-17_archive.csv", "2024-10-17", "archive"},
		{"/tmp/2024-10-17_under-investigation.csv", "/tmp/2024-10-17_under-investigation.csv", "2024-10-17", "under-investigation"},
		{"ARCHIVE.csv", "ARCHIVE.csv", "", "archive"},
		{"OPEN.csv", "OPEN.csv", "", "under-investigation"},
		{"under_investigation.csv", "under_investigation.csv", "", "under-investigation"},
		{"reopened.csv", "reopened.csv", "", ""},
		{"archive-and-open.csv", "archive-and-open.csv", "", ""},
		{"breach_report.csv", "breach_report.csv", "", ""},
		{"archive=breach_report.csv", "breach_report.csv", "", "archive"},
		{"all=2022-04-04_archive.csv", "2022-04-04_archive.csv", "2022-04-04", "all"},
		{"a=b.csv", "a=b.csv", "", ""},
		{"-", "stdin", "", ""},
		{"under-investigation=-", "stdin", "", "under-investigation"},
	} {
		files, err := AskedFiles([]string{c.argument}, nil)
		if err != nil || files[0].Name != c.name || files[0].Day != c.day || string(files[0].View) != c.view {
			t.Errorf("%s: want %+v, got %+v, %v", c.argument, c, files, err)
		}
	}
}
