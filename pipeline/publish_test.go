package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/pipeline/publish"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// folderHashes returns the sha256 of each file of a folder.
func folderHashes(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries := must.Get(os.ReadDir(folder))(t)
	hashes := map[string]string{}
	for _, entry := range entries {
		content := must.Get(os.ReadFile(filepath.Join(folder, entry.Name())))(t)
		sum := sha256.Sum256(content)
		hashes[entry.Name()] = hex.EncodeToString(sum[:])
	}
	return hashes
}

// oddReports returns a list with every oddity that a figure may meet.
func oddReports() string {
	return exportText(
		plain("=cmd()").with(func(r *report) { r.individuals = "90000000"; r.submitted = "01/02/2022" }),
		plain("<script>alert(1)</script>").with(func(r *report) { r.individuals = "80000000" }),
		plain(strings.Repeat("Long name ", 30)).with(func(r *report) { r.individuals = "70000000"; r.state = "" }),
		plain("Blank").with(func(r *report) { r.individuals, r.entityType, r.breachType, r.location = "", "", "", "" }),
		plain("Twice"), plain("Twice"),
	)
}

func TestPublishR6SameBytesOnEveryRun(t *testing.T) {
	tier.Long(t, "publications on one thread and on several")
	t.Parallel()
	exports := func() []Export { return []Export{textExport(day, "all", oddReports())} }
	var want map[string]string
	for run, threads := range []int{runtime.NumCPU(), runtime.NumCPU(), 1} {
		previous := runtime.GOMAXPROCS(threads)
		o := options(t)
		_, err := Run(t.Context(), o, exports(), func([]check.Result) {})
		runtime.GOMAXPROCS(previous)
		if err != nil {
			t.Fatal(err)
		}
		got := folderHashes(t, o.Out)
		if run == 0 {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("run %d with %d threads: want -, got +:\n%s", run, threads, diff)
		}
	}
}

func TestPublishS3UnchangedRewritesNothing(t *testing.T) {
	tier.Long(t, "publications that change nothing")
	t.Parallel()
	o := publishOnce(t, textExport(day, "all", oddReports()))
	before := modified(t, o.Out)
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, modified(t, o.Out)); diff != "" {
		t.Errorf("want no file rewritten:\n%s", diff)
	}
	path := filepath.Join(o.Out, "breaches_by_year.csv")
	must.Do(t, os.WriteFile(path, []byte("edited"), 0o644))
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) == "edited" {
		t.Errorf("want an edited figure written again, got %q, %v", content, err)
	}
}

// A run that changes nothing removes what an earlier publication could not remove, but not what
// another process writes there now.
func TestUnchangedRunRemovesWhatAPublicationLeft(t *testing.T) {
	t.Parallel()
	o := options(t)
	exports := []Export{textExport(day, "all", oddReports())}
	run := func(wantUnchanged bool) {
		t.Helper()
		isUnchanged, err := Run(t.Context(), o, exports, func([]check.Result) {})
		if err != nil || isUnchanged != wantUnchanged {
			t.Fatalf("want unchanged %v, got %v, %v", wantUnchanged, isUnchanged, err)
		}
	}
	run(false)
	for _, kind := range []string{".publishing", ".publishing.aside", ".marts"} {
		left := filepath.Join(filepath.Dir(o.Out), "."+filepath.Base(o.Out)+kind)
		must.Do(t, os.Mkdir(left, 0o755))
		run(true)
		if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("want %s removed, got %v", left, err)
		}
	}
	must.Do(t, os.Mkdir(publish.MartsPath(o.Out), 0o755))
	release := must.Get(lockOut(o))(t)
	run(true)
	if !publish.HasLeft(o.Out) {
		t.Error("want the folder of a process that publishes kept, it is gone")
	}
	release()
	run(true)
	if publish.HasLeft(o.Out) {
		t.Error("want it removed once that process ends, it is still there")
	}
}

func modified(t *testing.T, folder string) map[string]int64 {
	t.Helper()
	entries := must.Get(os.ReadDir(folder))(t)
	times := map[string]int64{}
	for _, entry := range entries {
		info := must.Get(entry.Info())(t)
		times[entry.Name()] = info.ModTime().UnixNano()
	}
	return times
}

func TestPublishV16AndR2TextStaysText(t *testing.T) {
	t.Parallel()
	o := publishOnce(t, textExport(day, "all", oddReports()))
	table := must.Get(os.ReadFile(filepath.Join(o.Out, "largest_breaches.csv")))(t)
	if !strings.Contains(string(table), "\n1,'=cmd(),90000000,") {
		t.Errorf("want the formula made inert, got\n%s", table)
	}
	for _, name := range []string{"largest_breaches.svg", "individuals_by_year.svg", "index.html"} {
		content, err := os.ReadFile(filepath.Join(o.Out, name))
		if err != nil || strings.Contains(string(content), "<script>alert") {
			t.Errorf("%s: want the name escaped, %v", name, err)
		}
	}
}

func TestPublishManifestNamesEveryFile(t *testing.T) {
	t.Parallel()
	o := publishOnce(t, textExport(day, "all", oddReports()))
	text := must.Get(os.ReadFile(filepath.Join(o.Out, "manifest.json")))(t)
	var manifest struct {
		Version    string
		CapturedOn string `json:"captured_on"`
		Snapshots  []struct{ File, SHA256 string }
		Files      []struct{ Name, SHA256 string }
	}
	must.Do(t, json.Unmarshal(text, &manifest))
	named := map[string]string{}
	for _, file := range manifest.Files {
		named[file.Name] = file.SHA256
	}
	got := folderHashes(t, o.Out)
	delete(got, "manifest.json")
	if diff := cmp.Diff(named, got); diff != "" {
		t.Errorf("manifest -, folder +:\n%s", diff)
	}
	if len(got) < 3*7 || manifest.Version != "test" || manifest.CapturedOn != day ||
		len(manifest.Snapshots) != 1 || manifest.Snapshots[0].File != "snapshots/"+day+"/all.csv" {
		t.Errorf("want version, capture and snapshot, got %+v", manifest)
	}
}

func TestPublishR5Folders(t *testing.T) {
	tier.Long(t, "folders that cannot be written")
	t.Parallel()
	o, _ := buildOnce(t, textExport(day, "all", oddReports()))
	write := func(path, content string) {
		t.Helper()
		must.Do(t, errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)))
	}
	refused := func(name, want string) {
		t.Helper()
		before := folderHashes(t, o.Out)
		_, err := Publish(t.Context(), o)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: want %q, got %v", name, want, err)
		}
		if diff := cmp.Diff(before, folderHashes(t, o.Out)); diff != "" {
			t.Errorf("%s: want the folder untouched:\n%s", name, diff)
		}
	}
	folder := t.TempDir()
	o.Out = filepath.Join(folder, "thesis")
	write(filepath.Join(o.Out, "chapter.txt"), "years of work")
	refused("a folder of somebody else", "want a new or empty folder, or one that breachstats published to")
	write(filepath.Join(o.Out, "manifest.json"), `{"program": "other"}`)
	refused("another program's manifest", "want a manifest that breachstats wrote")

	o.Out = filepath.Join(folder, "deep", "er", "out")
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatalf("want missing folders made, got %v", err)
	}
	write(filepath.Join(o.Out, "CNAME"), "example.org")
	write(filepath.Join(o.Out, "old", "notes.txt"), "mine")
	write(filepath.Join(o.Out, "breach_sizes.csv"), "edited")
	if _, err := Publish(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"CNAME": "example.org", "old/notes.txt": "mine"} {
		if content, err := os.ReadFile(filepath.Join(o.Out, path)); err != nil || string(content) != want {
			t.Errorf("%s: want it carried over, got %q, %v", path, content, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(o.Out), ".*")); err != nil || len(left) != 1 || filepath.Base(left[0]) != ".out.lock" {
		t.Errorf("want nothing left beside but the lock, got %v, %v", left, err)
	}

	o.Out = filepath.Join(folder, "file")
	write(o.Out, "a file")
	if _, err := Publish(t.Context(), o); err == nil || !strings.Contains(err.Error(), o.Out) {
		t.Errorf("want a file in the way named, got %v", err)
	}
}
