//go:build linux && amd64

package torture

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/breachstats/breachstats/data"
)

// unfinished matches the files that a killed `publish --only` leaves in the user's folder. Later
// runs cannot know which files beside them are ours.
var unfinished = regexp.MustCompile(`^p/\.breaches_by_year\.(csv|png|svg)\d+$`)

// picture is everything that a fault must not leave half done.
type picture struct {
	snapshots string            // each with the checksum of its bytes, read back
	stored    map[string][]byte // the files of the snapshots
	database  string            // checksum of the file; empty without one
	tables    string            // each with a sum over its rows
	figures   string            // each published file with its checksum
	chosen    string            // each file of the folder of `publish --only`
}

// look reads the folders of a journey as a user would, with every byte of the snapshots.
func (j *journey) look(t *testing.T, folder string) picture {
	t.Helper()
	p, err := j.tryLook(t, folder)
	if err != nil {
		t.Fatalf("%s: %v", j.name, err)
	}
	return p
}

func (j *journey) tryLook(t *testing.T, folder string) (p picture, err error) {
	store, err := data.OpenStore(filepath.Join(folder, "d"))
	if err != nil {
		return p, err
	}
	var lines []string
	for _, snapshot := range store.Snapshots() {
		file, err := store.Open(t.Context(), snapshot)
		if err != nil {
			return p, err
		}
		line := snapshot.File() + " " + snapshot.SHA256
		if j.isDated { // the portal writes a different header in each answer
			line = string(snapshot.View) + " " + snapshot.RowsSHA256
		}
		lines = append(lines, line)
		if err := file.Close(); err != nil {
			return p, err
		}
	}
	p.snapshots = strings.Join(lines, "\n")
	p.stored = map[string][]byte{}
	err = walk(filepath.Join(folder, "d", "snapshots"), func(name string, content []byte) { p.stored[name] = content })
	if err != nil {
		return p, err
	}
	database := filepath.Join(folder, "d", "breaches.duckdb")
	content, err := os.ReadFile(database)
	if err == nil {
		p.database = fmt.Sprintf("%x", sha256.Sum256(content))
		p.tables, err = tablesOf(t, folder, p.database)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return p, err
	}
	for name, into := range map[string]*string{"o": &p.figures, "p": &p.chosen} {
		var sums []string
		err := walk(filepath.Join(folder, name), func(name string, content []byte) {
			if into == &p.chosen && unfinished.MatchString("p/"+name) {
				return
			}
			if !j.isDated { // otherwise every file has the day of capture
				name += fmt.Sprintf(" %x", sha256.Sum256(content))
			}
			sums = append(sums, name)
		})
		if err != nil {
			return p, err
		}
		*into = strings.Join(sums, "\n")
	}
	return p, nil
}

// stateOf is a checksum of everything in a folder: names, permissions and bytes. It ignores who
// held a lock and when the last run was, because no command depends on these.
func stateOf(t *testing.T, folder string) string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		line := chance.ReplaceAllString(name, "N") + " " + info.Mode().String()
		if info.Mode().IsRegular() && !strings.HasSuffix(name, ".lock") {
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if strings.Contains(name, "last-run.json") {
				content = digits.ReplaceAll(content, []byte("0"))
			}
			line += fmt.Sprintf(" %x", sha256.Sum256(content))
		}
		lines = append(lines, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, "\n"))))
}

var digits = regexp.MustCompile(`\d+`)

// figuresIn lists the files of a folder with their checksums; empty without a folder.
func figuresIn(t *testing.T, folder string) string {
	t.Helper()
	var sums []string
	err := walk(folder, func(name string, content []byte) {
		sums = append(sums, fmt.Sprintf("%s %x", name, sha256.Sum256(content)))
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(sums, "\n")
}

// walk visits the files below a folder in order, by their path in it; none without a folder.
func walk(folder string, visit func(name string, content []byte)) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == folder {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		visit(name, content)
		return err
	})
}

// summed is a query for a sum over the rows of each table that ignores their order. Identities are
// left out: what a build takes over from the previous database depends on the number of builds.
var summed struct {
	once     sync.Once
	question string
	answers  sync.Map // keyed by the checksum of a database
}

// tablesOf asks the program for these sums, as a user would, once for each database.
func tablesOf(t *testing.T, folder, checksum string) (string, error) {
	if answer, isKnown := summed.answers.Load(checksum); isKnown {
		return answer.(string), nil
	}
	summed.once.Do(func() {
		end := called(t, folder, "query", `select format('"{}"."{}"', schema_name, table_name) as name
			from duckdb_tables() where not internal and table_name <> 'known_identities' order by name`, "--data", "d", "--format", "json")
		var names []struct{ Name string }
		if err := json.Unmarshal([]byte(end.stdout), &names); err != nil || len(names) < 20 {
			t.Fatalf("want the names of all tables, got %d, %v: %s", len(names), err, end.stderr)
		}
		sums := []string{"(select count(*) from duckdb_tables() where not internal)"}
		for _, one := range names {
			sums = append(sums, fmt.Sprintf("(select count(*) || ' ' || coalesce(cast(sum(hash(t)) as varchar), '') from %s t)", one.Name))
		}
		summed.question = "select concat_ws(', ', " + strings.Join(sums, ", ") + ") as sums"
	})
	end := called(t, folder, "query", summed.question, "--data", "d", "--format", "csv")
	if end.status != 0 {
		return "", fmt.Errorf("query: exit status %d: %s", end.status, end.stderr)
	}
	summed.answers.Store(checksum, end.stdout)
	return end.stdout, nil
}

// namesIn lists the content of a folder, without days of captures that the clock decides.
func (j *journey) namesIn(t *testing.T, folder string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		name, _ := filepath.Rel(folder, path)
		if parts := strings.Split(name, string(filepath.Separator)); j.isDated && len(parts) > 2 && parts[1] == "snapshots" {
			parts[2] = "DAY"
			name = filepath.Join(parts...)
		}
		names = append(names, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	return names
}

// wantWhole returns what is wrong with the state that a run with a fault left.
func (j *journey) wantWhole(t *testing.T, folder string, isDone bool) (faults []string) {
	now, err := j.tryLook(t, folder)
	if err != nil {
		return []string{"does not read: " + err.Error()}
	}
	want := func(what, got, before, done string) {
		if got != done && (isDone || got != before) {
			faults = append(faults, what+": neither the old state nor the new one")
			if isDone && got == before {
				faults[len(faults)-1] = what + ": exit status 0, but nothing was done"
			}
		}
	}
	want("snapshots", now.snapshots, j.before.snapshots, j.done.snapshots)
	want("figures", now.figures, j.before.figures, j.done.figures)
	// --only promises only that each chosen figure is complete.
	isPart := len(without(strings.Split(now.chosen, "\n"), strings.Split(j.done.chosen, "\n"))) == 0
	if now.chosen != j.before.chosen && (isDone || !isPart) {
		want("chosen figures", now.chosen, j.before.chosen, j.done.chosen)
	}
	if j.isDated { // the database has the day of capture too
		return faults
	}
	want("database", now.tables, j.before.tables, j.done.tables)
	if now.tables == j.before.tables && now.database != j.before.database && now.tables != j.done.tables {
		faults = append(faults, "database: the same tables in another file")
	}
	if now.snapshots == j.before.snapshots && now.snapshots != j.done.snapshots {
		for name, content := range j.before.stored {
			if !bytes.HasPrefix(now.stored[name], content) {
				faults = append(faults, name+": a stored snapshot changed")
			}
		}
	}
	return faults
}
