package pipeline

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
	"github.com/google/go-cmp/cmp"
)

// laterDay is the day of a second capture, with many changes.
const laterDay = "2024-11-05"

// publishTwoCaptures publishes a list with every oddity and then a later one, in which a breach is
// new, one is gone, one has moved to the archive, and counts and names of others differ.
func publishTwoCaptures(t *testing.T) Options {
	t.Helper()
	open := plain("Settled \x01<b>&amp; Sons").with(func(r *report) { r.individuals = "7001" })
	named := plain("=HYPERLINK(1)").with(func(r *report) { r.individuals = "8003"; r.submitted = "02/11/2023" })
	gone := plain("Gone").with(func(r *report) { r.individuals = "9005"; r.submitted = "05/17/2023" })
	more := plain("-More & <more>").with(func(r *report) { r.individuals = "600"; r.submitted = "07/01/2023" })
	odd := oddReports()
	rest := odd[len(header)+1:]
	return publishOnce(t,
		textExport(day, "archive", odd+exportText(gone)[len(header)+1:]),
		textExport(day, "under-investigation", exportText(open, named, more)),
		textExport(laterDay, "archive", exportText(open)+rest),
		textExport(laterDay, "under-investigation", exportText(
			named.with(func(r *report) { r.location = "Email, Laptop"; r.description = "A laptop was stolen." }),
			more.with(func(r *report) { r.individuals = "1234567" }),
			plain("+New \U0001F600").with(func(r *report) { r.individuals = "500"; r.submitted = "11/01/2024" }))))
}

type describedPackage struct {
	Version, Created string
	Sources          []struct{ Title string }
	Resources        []struct {
		Name, Path, Title, Description, Format, Hash string
		Bytes                                        int
		Schema                                       struct {
			PrimaryKey, MissingValues []string
			Fields                    []struct{ Name, Type, Description string }
		}
	}
}

// Every table of the publication is described: its bytes, every column, and the type of each value.
func TestPublishPackageDescribesEveryTable(t *testing.T) {
	tier.Long(t, "the data package, table by table")
	t.Parallel()
	o := publishTwoCaptures(t)
	text := must.Get(os.ReadFile(filepath.Join(o.Out, "datapackage.json")))(t)
	var described describedPackage
	must.Do(t, json.Unmarshal(text, &described))
	if described.Version != laterDay || described.Created != laterDay+"T00:00:00Z" || len(described.Sources) != 4 {
		t.Errorf("want the capture, its files and those with rows unchanged since, got %s, %s, %v", described.Version, described.Created, described.Sources)
	}
	hashes := folderHashes(t, o.Out)
	want := slices.DeleteFunc(slices.Sorted(maps.Keys(hashes)), func(name string) bool {
		return filepath.Ext(name) != ".csv" && filepath.Ext(name) != ".parquet"
	})
	var got, names []string
	for _, resource := range described.Resources {
		got, names = append(got, resource.Path), append(names, resource.Name)
		content := must.Get(os.ReadFile(filepath.Join(o.Out, resource.Path)))(t)
		if resource.Hash != "sha256:"+hashes[resource.Path] || resource.Bytes != len(content) {
			t.Errorf("%s: want %s and %d bytes, got %s and %d", resource.Path, hashes[resource.Path], len(content), resource.Hash, resource.Bytes)
		}
		if resource.Title == "" || resource.Description == "" || len(resource.Schema.PrimaryKey) == 0 {
			t.Errorf("%s: want title, description and key, got %+v", resource.Path, resource)
		}
		for _, field := range resource.Schema.Fields {
			if field.Description == "" {
				t.Errorf("%s: %s: want its meaning", resource.Path, field.Name)
			}
		}
		if resource.Format != "csv" {
			continue
		}
		rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", resource.Path, err)
		}
		keys := map[string]bool{}
		for i, row := range rows {
			key := ""
			for j, field := range resource.Schema.Fields {
				switch {
				case i == 0 && row[j] != field.Name:
					t.Errorf("%s: column %d: want %s, got %s", resource.Path, j+1, row[j], field.Name)
				case i > 0 && !readsAs(field.Type, row[j]):
					t.Errorf("%s:%d: %s: want %s, got %q", resource.Path, i+1, field.Name, field.Type, row[j])
				}
				if slices.Contains(resource.Schema.PrimaryKey, field.Name) {
					key += row[j] + "\x00"
				}
			}
			if len(row) != len(resource.Schema.Fields) || keys[key] {
				t.Errorf("%s:%d: want %d values and a key of its own, got %q", resource.Path, i+1, len(resource.Schema.Fields), row)
			}
			keys[key] = true
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tables of the folder -, described +:\n%s", diff)
	}
	if slices.Sort(names); len(slices.Compact(names)) != len(described.Resources) {
		t.Errorf("want names of their own, got %q", names)
	}
	t.Run("frictionless", func(t *testing.T) { validate(t, "frictionless", "validate", filepath.Join(o.Out, "datapackage.json")) })
}

// The publication is described as a dataset: its version and day are the capture's, and its files
// are named.
func TestPublishCitation(t *testing.T) {
	t.Parallel()
	o, _ := buildAll(t, textExport(day, "archive", oddReports()))
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(o.Out, "CITATION.cff")
	text := must.Get(os.ReadFile(path))(t)
	values := map[string]string{}
	for line := range strings.Lines(string(text)) {
		key, value, isPair := strings.Cut(strings.TrimRight(line, "\n"), ":")
		if strings.HasPrefix(line, " ") {
			continue
		}
		if _, isTwice := values[key]; isTwice || !isPair {
			t.Errorf("want a key that is not there yet, got %q", line)
		}
		values[key] = strings.TrimSpace(value)
	}
	for key, want := range map[string]string{
		"cff-version": "1.2.0", "type": "dataset", "version": strconv.Quote(day), "date-released": strconv.Quote(day),
	} {
		if values[key] != want {
			t.Errorf("%s: want %s, got %s", key, want, values[key])
		}
	}
	sha := ask(t, o, "select sha256 from marts.snapshots")
	for _, want := range []string{"sha256:" + sha[0], "Incomplete: the under-investigation view", "version: \"test\""} {
		if !strings.Contains(string(text), want) {
			t.Errorf("want %q in the citation, got\n%s", want, text)
		}
	}
	t.Run("cffconvert", func(t *testing.T) { validate(t, "cffconvert", "--validate", "--infile", path) })
}

// readsAs reports whether a cell of a CSV file can be read as a type of Table Schema. An empty cell
// is null.
func readsAs(kind, cell string) bool {
	if cell == "" {
		return true
	}
	var err error
	switch kind {
	case "integer":
		_, err = strconv.ParseInt(cell, 10, 64)
	case "number":
		_, err = strconv.ParseFloat(cell, 64)
	case "boolean":
		return cell == "TRUE" || cell == "FALSE"
	case "date":
		_, err = time.Parse(time.DateOnly, cell)
	case "datetime":
		_, err = time.Parse(time.RFC3339, cell)
	default:
		return kind == "string"
	}
	return err == nil
}

// validate checks a file with another program, if that is installed.
func validate(t *testing.T, program string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("%s is not installed; the tests beside this one judge the file without it", program)
	}
	if reported, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput(); err != nil {
		t.Errorf("%s %s: %v\n%s", program, strings.Join(args, " "), err, reported)
	}
}
