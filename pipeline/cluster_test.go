package pipeline

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/formats"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// clusterOf is the cluster of these tests, which `make test-spark` starts, with a storage of its own.
func clusterOf(t *testing.T, partitions int) *Cluster {
	t.Helper()
	remote := os.Getenv("BREACHSTATS_SPARK")
	if remote == "" {
		t.Skip("BREACHSTATS_SPARK names no Spark Connect server; `make test-spark` starts one")
	}
	return &Cluster{Remote: remote, Storage: t.TempDir(), Settings: []string{
		fmt.Sprintf("spark.sql.shuffle.partitions=%d", partitions),
		"spark.sql.adaptive.enabled=false", // so many there are, then; and a plan is made once
	}}
}

// onCluster are the options with a cluster in place of the embedded engine: the same snapshots, and no database.
func onCluster(t *testing.T, o Options, c *Cluster) Options {
	t.Helper()
	other := o
	other.Data, other.Out, other.Cluster = t.TempDir(), filepath.Join(t.TempDir(), "out"), c
	if err := os.CopyFS(filepath.Join(other.Data, "snapshots"), os.DirFS(filepath.Join(o.Data, "snapshots"))); err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join(o.Data, "manifest.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(other.Data, "manifest.csv"), manifest, 0o644); err != nil {
		t.Fatal(err)
	}
	return other
}

// What a cluster makes of the same snapshots is what the embedded engine makes, value by value: every table, every
// check, every macro and every published file.
func TestClusterEqualsDuckDB(t *testing.T) {
	for _, c := range []struct {
		name    string
		exports func(*testing.T) []Export
	}{
		{"values that engines read differently", hostileExports},
		{"a sample of six days", sampleOfSixDays},
		{"all real captures together", allRealExports},
	} {
		for _, partitions := range []int{1, 7} {
			t.Run(fmt.Sprintf("%s, %d in a shuffle", c.name, partitions), func(t *testing.T) {
				cluster := clusterOf(t, partitions)
				o := options(t)
				o.Say = t.Logf
				importAll(t, o, c.exports(t)...)
				here, err := Build(t.Context(), o)
				if err != nil {
					t.Fatalf("%v\n%+v", err, failing(here))
				}
				other := onCluster(t, o, cluster)
				wantSameBuild(t, o, other, here)
			})
		}
	}
}

// wantSameBuild builds on a cluster what the embedded engine built, and compares all that either shows.
func wantSameBuild(t *testing.T, o, other Options, here []check.Result) {
	t.Helper()
	began := time.Now()
	lap := func(what string) {
		t.Helper()
		t.Logf("%s: %.0f s", what, time.Since(began).Seconds())
		began = time.Now()
	}
	var results []check.Result
	err := rebuildAndPublish(t.Context(), other, func(r []check.Result) { results = r })
	if err != nil {
		t.Fatalf("%v\n%+v", err, failing(results))
	}
	lap("built, checked and published by the cluster")
	wantPart(t, "checks", func(t *testing.T) { wantSameChecks(t, here, results) })
	wantPart(t, "tables", func(t *testing.T) { wantSameTables(t, o, other) })
	wantPart(t, "files", func(t *testing.T) {
		if _, err := Publish(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		wantSameFiles(t, o.Out, other.Out)
	})
	lap("checks, tables and files compared")
	wantPart(t, "macros", func(t *testing.T) { wantSameMacros(t, o, other) })
	if left, err := filepath.Glob(filepath.Join(other.Cluster.Storage, "builds", "*", "steps", "*")); err != nil || left != nil {
		t.Errorf("want no steps of macros left in the storage, got %v, %v", left, err)
	}
	lap("macros called and compared")
}

// wantSameChecks wants the same checks with the same rows, in any order of those.
func wantSameChecks(t *testing.T, here, there []check.Result) {
	t.Helper()
	sorted := func(results []check.Result) []check.Result {
		all := slices.Clone(results)
		for i := range all {
			all[i].Examples = slices.Clone(all[i].Examples)
			slices.Sort(all[i].Examples)
			if all[i].Failing > int64(len(all[i].Examples)) {
				all[i].Examples = nil // which of them are shown is open
			}
		}
		return all
	}
	plain := cmp.Transformer("folder", func(example string) string {
		_, rest, isFile := strings.Cut(example, "/snapshots/")
		if !isFile {
			return example
		}
		return rest
	})
	if diff := cmp.Diff(sorted(here), sorted(there), cmp.FilterPath(func(p cmp.Path) bool {
		return strings.Contains(p.String(), "Examples") && p.Last().Type().Kind().String() == "string"
	}, plain)); diff != "" {
		t.Errorf("checks: DuckDB -, cluster +:\n%s", diff)
	}
}

// wantSameTables compares every table of staging to figures both ways, types too.
func wantSameTables(t *testing.T, o, other Options) {
	t.Helper()
	s, err := OpenCluster(t.Context(), other)
	if err != nil {
		t.Fatal(err)
	}
	// A database that is being made may read files, which a published one must not.
	folders := warehouse.Limits{Reads: s.Path, Copies: filepath.Dir(o.Database())}
	w, err := warehouse.Create(t.Context(), filepath.Join(t.TempDir(), "both.duckdb"), 0, folders)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Exec(t.Context(), "attach '"+o.Database()+"' as embedded (read_only)"); err != nil {
		t.Fatal(err)
	}
	list, _, err := o.Models()
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, model := range list {
		if model.IsMacro() || model.Layer.IsFilled() {
			continue
		}
		compared++
		there := "read_parquet(['" + strings.Join(s.Files(model.Table()), "', '") + "'])"
		here := "embedded." + model.Table()
		types := func(from string) string {
			rows, err := w.Query(t.Context(), "select column_name, column_type from (describe select * from "+from+")")
			if err != nil {
				t.Fatalf("%s: %v", model.Table(), err)
			}
			var all []string
			for row := range int(rows.NumRows()) {
				all = append(all, formats.Cell(rows.Column(0), row)+" "+formats.Cell(rows.Column(1), row))
			}
			return strings.Join(all, "\n")
		}
		if diff := cmp.Diff(types(here), types(there)); diff != "" {
			t.Errorf("%s: types: DuckDB -, cluster +:\n%s", model.Table(), diff)
			continue
		}
		signs := "" // a zero below zero equals one above it
		for line := range strings.Lines(types(here)) {
			if column, isDouble := strings.CutSuffix(strings.TrimSpace(line), " DOUBLE"); isDouble {
				signs += ", signbit(" + column + ")"
			}
		}
		for _, way := range [][3]string{{here, there, "DuckDB"}, {there, here, "the cluster"}} {
			rows, err := w.Query(t.Context(), "select *"+signs+" from "+way[0]+" except all select *"+signs+" from "+way[1]+" order by all limit 3")
			if err != nil {
				t.Errorf("%s: %v", model.Table(), err)
				continue
			}
			if rows.NumRows() > 0 {
				t.Errorf("%s: rows of %s alone: %s", model.Table(), way[2], linesOf(rows))
			}
		}
	}
	if compared < 50 {
		t.Errorf("want every table compared, got %d", compared)
	}
}

// sampleOfSixDays are the lists of six days of a sample of 1,500 reports.
func sampleOfSixDays(t *testing.T) []Export {
	t.Helper()
	var exports []Export
	for _, day := range []string{"2025-05-26", "2025-05-27", "2025-05-28", "2025-05-29", "2025-05-30", "2025-06-02"} {
		exports = append(exports, sampleOf(t, day, data.Archive), sampleOf(t, day, data.UnderInvestigation))
	}
	return exports
}

// hostileExports are two captures of reports whose values two engines could take for different ones.
func hostileExports(t *testing.T) []Export {
	t.Helper()
	names := []string{
		"Kelvin \u212a Clinic", "kelvin k clinic", "Long \u017f Hospital", "Straße Klinik", "STRASSE KLINIK", "İstanbul Health", "istanbul ısı health", "ISTANBUL HEALTH",
		"Caf\u00e9 Health", "Cafe\u0301 Health", "Cafe Health", "\ufffd Replaced \ufffd", "𝒳𝒴 Script 🏥 Plan", "O'Brien \"Quoted\" & Sons", `Back\slash \d \1 $1 $$ {0} %s`,
		"Name; with -- comment /* x */", "Ümlaut ÅNGSTRÖM \u212b", "ﬁ ligature ﬀ", "Ⅷ Roman", "\u200bZero\u200b Width", "Non\u00a0Breaking Space", "Line\u2028Separator Next\u0085Line",
		"ΑΣ Σίσυφος ς", "١٢٣ Digits", "Soft\u00adHyphen", "Dž ǅ ǆ", "a", "A", "Ñandú", "N\u0303andu\u0301", "ＦＵＬＬＷＩＤＴＨ", "Tab\tInside", "Percent 100%_x",
	}
	texts := []string{
		"", "A laptop was stolen.", "A laptop was stolen.\n", "line\u0085next line\u2028an employee e-mailed PHI", "Ransomware. The K\u212a hac\u212aer phiſhed.", "An employee\u00a0sent it \\1 $1 'x' \"y\"",
		"Ⅷ unauthorized acceſs by an employee", "𝒳 theft 🏥", "É e\u0301 İ ı", "\ufffd\ufffd", "OCR obtained assurances that the CE paid $1,000,000.",
		"OCR imposed a civil money penalty of no sum.", "The CE agreed to pay $1.5 million, and paid $ to OCR.", "\\N", "null", "a\tb\rc", "x\u200by",
	}
	counts := []string{"500", "501", "1000000000", "999999999", "999999998", "1000000000", "", "0", "499", "1200"}
	days := []string{"10/21/2009", "12/31/2009", "01/01/2010", "02/29/2012", "02/28/2013", "12/31/2022", "01/01/2023", "02/29/2024", "03/10/2024"}
	types := []string{"Theft", "Theft, Loss", "Hacking/IT Incident", "Unauthorized Access/Disclosure", "", "Other, Unknown", "Improper Disposal,Loss", "Hacking/IT Incident, Theft"}
	places := []string{"Laptop", "Email, Network Server", "", "Paper/Films", "Desktop Computer, Laptop, Other Portable Electronic Device", "Other"}
	states := []string{"TX", "CA", "PR", "", "NY", "TX"}
	entities := []string{"Healthcare Provider", "Health Plan", "Business Associate", "Healthcare Clearing House", ""}
	var first, second []report
	for i, name := range slices.Concat(names, names, names[:9]) {
		r := report{name, states[i%len(states)], entities[i%len(entities)], counts[i%len(counts)], days[i%len(days)], types[i%len(types)], places[i%len(places)],
			[]string{"No", "Yes"}[i%2], texts[i%len(texts)]}
		if i%7 != 3 {
			first = append(first, r)
		}
		switch {
		case i%11 == 5: // is gone
		case i%5 == 2:
			r.individuals, r.description = "777777", texts[(i+3)%len(texts)]
			second = append(second, r)
		case i%9 == 4:
			r.name = strings.ToUpper(r.name) + " Inc."
			second = append(second, r)
		default:
			second = append(second, r)
		}
	}
	return []Export{
		textExport("2024-04-01", data.All, exportText(first...)), textExport("2024-06-30", data.All, exportText(second...)),
		textExport("2024-12-31", data.All, exportText(append(second, plain("Late \u212a").with(func(r *report) { r.submitted = "12/30/2024" }))...)),
	}
}

// A check that fails stops a build on a cluster with its rows, and leaves the build before it.
func TestClusterKeepsTheBuildBeforeAFailedCheck(t *testing.T) {
	o := options(t)
	importAll(t, o, textExport("2024-01-02", data.All, exportText(plain("Acme"), plain("Bolt"))))
	other := onCluster(t, o, clusterOf(t, 2))
	if _, err := Build(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	importAll(t, other, textExport("2024-02-02", data.All, exportText(plain("Acme"), plain("Bolt").with(func(r *report) { r.individuals = "12x" }))))
	results, err := Build(t.Context(), other)
	if !errors.Is(err, check.ErrFailed) {
		t.Fatalf("want %v, got %v", check.ErrFailed, err)
	}
	if lines := strings.Join(failing(results), "\n"); !strings.Contains(lines, "snapshots/2024-02-02/all.csv:3: individuals_affected \"12x\"") {
		t.Errorf("want the row that breaks the claim, got %s", lines)
	}
	s, err := OpenCluster(t.Context(), other)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := s.Query(t.Context(), "select capture from marts.captures")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2024-01-02"}, linesOf(rows)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if results, err := Check(t.Context(), other); err != nil || len(results) < 100 {
		t.Errorf("want every check to hold on the published build, got %d and %v", len(results), err)
	}
}

// Ids that DuckDB published stay when the build moves to a cluster, and stay in its next build.
func TestClusterKeepsPublishedIDs(t *testing.T) {
	o, _ := buildAll(t, textExport("2024-01-02", data.All, exportText(plain("Acme"), plain("Bolt"))))
	before := ask(t, o, "select breach_id from marts.breaches order by entity_name")
	o.Cluster = clusterOf(t, 2)
	for range 2 {
		if _, err := Build(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		s, err := OpenCluster(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.Query(t.Context(), "select breach_id from marts.breaches order by entity_name")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, linesOf(rows)); diff != "" {
			t.Errorf("want -, got +:\n%s", diff)
		}
		known, err := s.Query(t.Context(), "select count(*) from raw.known_identities")
		if err != nil || linesOf(known)[0] != "2" {
			t.Errorf("want two known identities, got %v, %v", known, err)
		}
	}
	wantRefusedWithOtherModels(t, o)
}

// wantRefusedWithOtherModels wants a study not reproduced by models other than those that made the published build.
func wantRefusedWithOtherModels(t *testing.T, o Options) {
	t.Helper()
	o.SQL = t.TempDir()
	generated, err := models.Spark()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.CopyFS(o.SQL, models.Embedded()), os.CopyFS(filepath.Join(o.SQL, "spark"), generated)); err != nil {
		t.Fatal(err)
	}
	const edited = "5_figures/weekdays.sql"
	model, modelErr := os.ReadFile(filepath.Join(o.SQL, edited))
	text, textErr := os.ReadFile(filepath.Join(o.SQL, "spark", edited))
	if err := errors.Join(modelErr, textErr); err != nil {
		t.Fatal(err)
	}
	other := append(slices.Clone(model), "-- edited\n"...)
	digest := func(text []byte) []byte { return fmt.Appendf(nil, "%x", sha256.Sum256(text)) }
	err = errors.Join(os.WriteFile(filepath.Join(o.SQL, edited), other, 0o644),
		os.WriteFile(filepath.Join(o.SQL, "spark", edited), bytes.Replace(text, digest(model), digest(other), 1), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	want := o.Cluster.Storage + ": built by other models, which differ in figures.weekdays"
	if _, err := Reproduce(t.Context(), o, ""); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("want %q, got %v", want, err)
	}
}

func TestClusterWantsTheTextsOfItsModels(t *testing.T) {
	folder := t.TempDir()
	if err := os.CopyFS(folder, models.Embedded()); err != nil {
		t.Fatal(err)
	}
	o := options(t)
	o.SQL, o.Cluster = folder, &Cluster{Remote: "sc://127.0.0.1:1", Storage: t.TempDir()}
	importAll(t, o, textExport("2024-01-02", data.All, exportText(plain("Acme"))))
	if _, err := Build(t.Context(), o); err == nil || !strings.Contains(err.Error(), "`make dialect` generates them") {
		t.Errorf("want the folder's models for Spark missed, got %v", err)
	}
	generated, err := models.Spark()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(folder, "spark"), generated); err != nil {
		t.Fatal(err)
	}
	const edited = "5_figures/weekdays.sql"
	file, err := os.OpenFile(filepath.Join(folder, edited), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.WriteString("-- edited\n")
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Build(t.Context(), o); err == nil || !strings.Contains(err.Error(), "sql/"+edited+":1: sql/spark/"+edited+" was generated from another text of it") {
		t.Errorf("want the edited model named, got %v", err)
	}
}

// linesOf are the rows of a record as text, cells joined by "|".
func linesOf(rows arrow.RecordBatch) []string {
	lines := []string{}
	for row := range int(rows.NumRows()) {
		cells := make([]string, rows.NumCols())
		for i := range cells {
			if cells[i] = formats.Cell(rows.Column(i), row); rows.Column(i).IsNull(row) {
				cells[i] = "null"
			}
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	return lines
}
