package torture

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// A manifest of another version, or one that lost a part, is refused if this version cannot be sure
// to read it. Each line of the message names the manifest. No frame is removed and the database is
// not changed. With the manifest restored everything works again.
func TestD5ManifestsOfAnotherVersion(t *testing.T) {
	tier.Long(t, "manifests of other versions")
	prepare(t)
	const manifest, database = "d/manifest.csv", "d/breaches.duckdb"
	cases := map[string]func(string) string{
		"one column more, as a later version may have": func(text string) string {
			return strings.ReplaceAll(strings.Replace(text, "retrieved_at\n", "retrieved_at,codec\n", 1), ",,,,\n", ",,,,,zstd\n")
		},
		"a column of another name": func(text string) string { return strings.Replace(text, ",base,", ",parent,", 1) },
		"the header of the earlier version over lines of this one": func(text string) string {
			return strings.Replace(text, ",base,stored_bytes,", ",stored_in,stored_offset,stored_bytes,", 1)
		},
		"no header":                 func(text string) string { return text[strings.Index(text, "\n")+1:] },
		"cut short within a line":   func(text string) string { return text[:len(text)-9] },
		"empty":                     func(string) string { return "" },
		"a base that no line names": func(text string) string { return strings.Replace(text, ",2024-06-28,", ",2024-06-27,", 1) },
	}
	for name, change := range cases {
		folder := filepath.Join(t.TempDir(), "case")
		copyFolder(t, prepared.rebuilt, folder)
		content := func(file string) string {
			t.Helper()
			text := must.Get(os.ReadFile(filepath.Join(folder, file)))(t)
			return string(text)
		}
		put := func(text string) {
			t.Helper()
			must.Do(t, os.WriteFile(filepath.Join(folder, manifest), []byte(text), 0o644))
		}
		whole, built, frames := content(manifest), content(database), framesIn(t, folder)
		changed := change(whole)
		if changed == whole {
			t.Fatalf("%s: want a changed manifest, got the same", name)
		}
		put(changed)
		for _, args := range [][]string{
			{"verify"}, {"build"}, {"import", prepared.later[0]}, {"snapshots", "forget", "2024-06-30", "archive"},
		} {
			end := called(t, folder, append(args, "--quiet", "--data", "d")...)
			if end.status != 1 || !strings.Contains(end.stderr, manifest) || end.stdout != "" {
				t.Errorf("%s: %v: want an error that names the manifest, got exit status %d: %q", name, args, end.status, end.stderr)
			}
		}
		if content(manifest) != changed || content(database) != built || strings.Join(framesIn(t, folder), " ") != strings.Join(frames, " ") {
			t.Errorf("%s: want the data folder unchanged", name)
		}
		put(whole)
		mustCall(t, folder, "verify", "--quiet", "--data", "d")
	}
	if !t.Failed() {
		reportTried(t, len(cases), len(cases), "manifests of another version")
	}
}

// framesIn lists the files of snapshots.
func framesIn(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "d", "snapshots", "*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("want frames, got %v, %v", files, err)
	}
	return files
}
