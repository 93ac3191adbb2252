package torture

import (
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// If the file of a snapshot, or of its base, is missing, cut short, damaged or replaced by another,
// every command that needs it fails with one line that names the file, and the database is not
// changed. With the file restored everything works again.
func TestD5FramesAndTheirBases(t *testing.T) {
	tier.Long(t, "frames damaged in every way")
	prepare(t)
	const (
		base    = "d/snapshots/2024-06-28/archive.csv.zst"
		against = "d/snapshots/2024-06-30/archive.from-2024-06-28.zst"
	)
	content := func(folder, file string) []byte {
		t.Helper()
		text := must.Get(os.ReadFile(filepath.Join(folder, file)))(t)
		return text
	}
	flip := func(text []byte) []byte {
		text[len(text)/2] ^= 16
		return text
	}
	tried := 0
	for _, file := range []string{base, against} {
		for name, damaged := range map[string]func(folder string, text []byte) []byte{
			"gone":      func(string, []byte) []byte { return nil },
			"cut short": func(_ string, text []byte) []byte { return text[:len(text)-1] },
			"empty":     func(string, []byte) []byte { return []byte{} },
			"flipped":   func(_ string, text []byte) []byte { return flip(text) },
			"longer":    func(_ string, text []byte) []byte { return append(text, 0) },
			"of another": func(folder string, _ []byte) []byte {
				return content(folder, "d/snapshots/2024-06-29/under-investigation.from-2024-06-28.zst")
			},
		} {
			tried++
			folder := filepath.Join(t.TempDir(), "case")
			copyFolder(t, prepared.rebuilt, folder)
			whole, database := content(folder, file), content(folder, "d/breaches.duckdb")
			path := filepath.Join(folder, file)
			put := func(text []byte) {
				t.Helper()
				if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
					t.Fatal(err)
				}
				if text == nil {
					return
				}
				must.Do(t, os.WriteFile(path, text, 0o444))
			}
			put(damaged(folder, append([]byte(nil), whole...)))
			for _, args := range [][]string{{"verify"}, {"build"}, {"snapshots", "cat", "2024-06-30", "archive"}} {
				end := called(t, folder, append(args, "--quiet", "--data", "d")...)
				faults := wantMessage(end, 0)
				if end.status != 1 || !strings.Contains(end.stderr, file) || end.stdout != "" {
					faults = append(faults, "want an error that names the file")
				}
				if len(faults) > 0 {
					t.Errorf("%s %s: %v: exit status %d: %q: %s", file, name, args, end.status, end.stderr, strings.Join(faults, "; "))
				}
			}
			if string(content(folder, "d/breaches.duckdb")) != string(database) {
				t.Errorf("%s %s: want the database unchanged", file, name)
			}
			mustCall(t, folder, "query", "select count(*) from marts.breaches", "--quiet", "--data", "d")
			put(whole)
			mustCall(t, folder, "verify", "--quiet", "--data", "d")
		}
	}
	wantStoredWithoutBase(t, base)
	if !t.Failed() {
		reportTried(t, tried, tried, "damaged frames and bases")
	}
}

// wantStoredWithoutBase imports an export whose base is gone: it is stored without the base, and can be read.
func wantStoredWithoutBase(t *testing.T, base string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "case")
	copyFolder(t, prepared.first, folder)
	path := filepath.Join(folder, base)
	must.Do(t, os.Remove(path))
	end := called(t, folder, append([]string{"import", "--data", "d"}, prepared.later...)...)
	if end.status != 0 || !strings.Contains(end.stderr, "; the new export is stored without it\n") {
		t.Errorf("want the import to continue with a message, got %d: %q", end.status, end.stderr)
	}
	mustCall(t, folder, "snapshots", "cat", "2024-06-30", "archive", "--data", "d")
	if end := called(t, folder, "verify", "--data", "d"); end.status != 1 || strings.Count(end.stderr, "\n") != 1 || !strings.Contains(end.stderr, base) {
		t.Errorf("want one fault, got %d: %q", end.status, end.stderr)
	}
	mustCall(t, folder, "snapshots", "forget", "2024-06-28", "archive", "--quiet", "--data", "d")
	mustCall(t, folder, "verify", "--data", "d")
}
