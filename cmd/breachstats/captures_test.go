package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/saved"
)

// copyServer is a server on loopback of files that public repositories would hold, and the list of them.
type copyServer struct {
	*httptest.Server
	list  string            // path of the list
	files map[string][]byte // by address below the server
	lines []string          // of the list, without its header
	// sending is called with half of each answer sent; nil for nothing.
	mutex   sync.Mutex
	sending func()
	asked   []string
}

// serveCopies serves exports as copies. A name is a capture and view: 2024-10-17_archive.csv.
func serveCopies(t *testing.T, exports map[string][]byte) *copyServer {
	t.Helper()
	c := &copyServer{files: map[string][]byte{}}
	for name, text := range exports {
		day, view, _ := strings.Cut(strings.TrimSuffix(name, ".csv"), "_")
		sum := sha256.Sum256(text)
		commit := hex.EncodeToString(sum[:20])
		c.lines = append(c.lines, fmt.Sprintf("%s,%s,someone/%s,%s,%s,%s,%d,", day, view, "breaches", commit, name, hex.EncodeToString(sum[:]), len(text)))
		c.files["/someone/breaches/"+commit+"/"+name] = text
	}
	slices.Sort(c.lines)
	c.list = filepath.Join(t.TempDir(), "captures.csv")
	text := "captured_on,view,repository,commit,path,sha256,bytes,remark\n" + strings.Join(c.lines, "\n") + "\n"
	must.Do(t, os.WriteFile(c.list, []byte(text), 0o600))
	c.Server = httptest.NewServer(c)
	t.Cleanup(c.Close)
	return c
}

func (c *copyServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	text, isThere := c.files[r.URL.Path]
	if !isThere {
		http.NotFound(w, r)
		return
	}
	c.mutex.Lock()
	c.asked = append(c.asked, r.URL.Path)
	sending := c.sending
	c.mutex.Unlock()
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	_, _ = w.Write(text[:len(text)/2])
	_ = http.NewResponseController(w).Flush()
	if sending != nil {
		sending()
	}
	_, _ = w.Write(text[len(text)/2:])
}

// flags point a command at the copies.
func (c *copyServer) flags(words ...string) []string {
	return append(words, "--from", c.URL+"/", "--list", c.list)
}

// sampleCopies are the two views of a synthetic list on each of these days.
func sampleCopies(t *testing.T, days ...string) map[string][]byte {
	t.Helper()
	exports := map[string][]byte{}
	for _, day := range days {
		for _, view := range []string{"archive", "under-investigation"} {
			exports[day+"_"+view+".csv"] = []byte(printed(t, "sample", "--rows", "1000", "--captured", "2024-10-17", "--listed-on", day, "--view", view, "--quiet"))
		}
	}
	return exports
}

// realCopies are the real exports. It skips the test where there are none.
func realCopies(t *testing.T) map[string][]byte {
	t.Helper()
	exports := map[string][]byte{}
	for _, path := range saved.Exports(t, "*.csv") {
		var err error
		if exports[filepath.Base(path)], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	return exports
}

func TestCapturesFetchGoesOnAfterKills(t *testing.T) {
	t.Run("sample", func(t *testing.T) {
		wantFetchedThroughKills(t, sampleCopies(t, "2017-09-13", "2019-03-01", "2020-08-29", "2022-04-04", "2024-10-17"))
	})
	t.Run("real", func(t *testing.T) {
		wantFetchedThroughKills(t, realCopies(t))
	})
}

// wantFetchedThroughKills fetches all, is killed ten times while a file comes, and wants whole captures after each kill and
// everything in the end.
func wantFetchedThroughKills(t *testing.T, exports map[string][]byte) {
	t.Helper()
	c := serveCopies(t, exports)
	folder := filepath.Join(t.TempDir(), "data")
	for kill := range 10 {
		// The kill comes during the first, second or third file of a call, so that some calls import something.
		var command *exec.Cmd
		files, isKilled := 0, false
		c.sending = func() {
			if files++; !isKilled && files > kill%3 {
				isKilled = true
				_ = command.Process.Kill()
			}
		}
		command = programCommand(t, c.flags("captures", "fetch", "--all", "--quiet", "--data", folder)...)
		var stderr bytes.Buffer
		command.Stderr = &stderr
		if err := command.Run(); isKilled == (err == nil) {
			t.Fatalf("kill %d: want a call that ends by the kill alone, got %v: %s", kill, err, stderr.String())
		}
		if _, err := os.Stat(filepath.Join(folder, "manifest.csv")); err == nil {
			printed(t, "verify", "--quiet", "--data", folder)
		}
		views := map[string]int{}
		for _, row := range records(t, printed(t, c.listed(folder)...)) {
			if row["is_here"] == "TRUE" {
				views[row["capture"]]++
			}
		}
		for _, row := range records(t, printed(t, c.listed(folder)...)) {
			if row["is_here"] == "false" && views[row["capture"]] > 0 {
				t.Fatalf("kill %d: want captures whole or not at all, got a part of %s", kill, row["capture"])
			}
		}
	}
	c.sending = nil
	printed(t, c.flags("captures", "fetch", "--all", "--quiet", "--data", folder)...)
	for name, text := range exports {
		day, view, _ := strings.Cut(strings.TrimSuffix(name, ".csv"), "_")
		if got := printed(t, "snapshots", "cat", day, view, "--data", folder); got != string(text) {
			t.Errorf("%s: want the bytes of the copy, got %d others", name, len(got))
		}
	}
	for _, row := range records(t, printed(t, "snapshots", "--format", "csv", "--data", folder)) {
		if !strings.HasPrefix(row["source"], c.URL+"/someone/breaches/") {
			t.Errorf("want the address of the copy as source, got %q", row["source"])
		}
	}
	c.asked = nil
	printed(t, c.flags("captures", "fetch", "--all", "--quiet", "--data", folder)...)
	if len(c.asked) > 0 {
		t.Errorf("want nothing asked when all is here, got %q", c.asked)
	}
}

func (c *copyServer) listed(folder string) []string {
	return []string{"captures", "--format", "csv", "--data", folder, "--list", c.list}
}

// One file that cannot be had keeps its capture out, whole, and no other.
func TestCapturesFetchReportsWhatCannotBeHad(t *testing.T) {
	exports := sampleCopies(t, "2020-08-29", "2024-10-17")
	for _, change := range []struct {
		name, want string
		status     int
		spoil      func(text []byte) []byte
	}{
		{"a changed byte", "of sha256", exitUntrusted, func(text []byte) []byte { return append([]byte("x"), text[1:]...) }},
		{"a longer body", "got more", exitUntrusted, func(text []byte) []byte { return append(bytes.Clone(text), '\n') }},
		{"404", "got 404 Not Found", exitUntrusted, func([]byte) []byte { return nil }},
	} {
		t.Run(change.name, func(t *testing.T) {
			c := serveCopies(t, exports)
			for path, text := range c.files {
				if strings.Contains(path, "2020-08-29_under") {
					if c.files[path] = change.spoil(text); c.files[path] == nil {
						delete(c.files, path)
					}
				}
			}
			folder := filepath.Join(t.TempDir(), "data")
			var stdout, stderr bytes.Buffer
			status := run(c.flags("captures", "fetch", "--all", "--data", folder), strings.NewReader(""), &stdout, &stderr)
			if status != change.status || !strings.Contains(stderr.String(), change.want) || !strings.Contains(stderr.String(), "2020-08-29 under-investigation") {
				t.Errorf("want status %d and %q, got %d: %s", change.status, change.want, status, stderr.String())
			}
			for _, row := range records(t, printed(t, c.listed(folder)...)) {
				if isHere := row["is_here"] == "TRUE"; isHere != (row["capture"] == "2024-10-17") {
					t.Errorf("want 2024-10-17 alone, got %v", row)
				}
			}
		})
	}
}

// From nothing to a study's numbers in one command, and not built again when nothing is new.
func TestReproduceFetch(t *testing.T) {
	c := serveCopies(t, sampleCopies(t, "2016-04-27", "2017-09-13", "2020-08-29", "2024-10-17"))
	folder := filepath.Join(t.TempDir(), "data")
	figures := records(t, printed(t, c.flags("reproduce", "mccoy-perlis-2018", "--fetch", "--format", "csv", "--quiet", "--data", folder)...))
	if len(figures) < 30 || figures[0]["reproduced"] == "" {
		t.Errorf("want the study's figures, got %v", figures)
	}
	for _, row := range records(t, printed(t, c.listed(folder)...)) {
		if isHere := row["is_here"] == "TRUE"; isHere != (row["capture"] != "2016-04-27") {
			t.Errorf("want the captures from the last before the study's day on, got %v", row)
		}
	}
	var stdout, stderr bytes.Buffer
	status := run(c.flags("reproduce", "mccoy-perlis-2018", "--fetch", "--data", folder), strings.NewReader(""), &stdout, &stderr)
	if status != exitDone || strings.Contains(stderr.String(), "built") {
		t.Errorf("want no second build, got %d: %s", status, stderr.String())
	}
}

func TestCapturesCommandLines(t *testing.T) {
	c := serveCopies(t, sampleCopies(t, "2020-08-29"))
	folder := filepath.Join(t.TempDir(), "data")
	for _, line := range []struct {
		name, want string
		status     int
		words      []string
	}{
		{"no capture", "want captures such as", exitWrongCommand, []string{"captures", "fetch"}},
		{"two ways", "want captures such as", exitWrongCommand, []string{"captures", "fetch", "2020-08-29", "--all"}},
		{"a capture that nobody has", "no public capture is known", exitWrongCommand, []string{"captures", "fetch", "1999-01-01"}},
		{"a study that is none", "no such study", exitWrongCommand, []string{"captures", "fetch", "--for", "nobody-1999"}},
		{"a study that is not followed", "coded by hand", exitFailed, []string{"captures", "fetch", "--for", "jiang-bai-2019-annals"}},
		{"a study before every capture", "want a complete capture of 2018-01-04 or before", exitFailed, []string{"captures", "fetch", "--for", "mccoy-perlis-2018"}},
		{"fetching for no study", "want a study", exitWrongCommand, []string{"reproduce", "--fetch"}},
	} {
		t.Run(line.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			status := run(c.flags(append(line.words, "--data", folder)...), strings.NewReader(""), &stdout, &stderr)
			if status != line.status || !strings.Contains(stderr.String(), line.want) {
				t.Errorf("want status %d and %q, got %d: %s", line.status, line.want, status, stderr.String())
			}
		})
	}
}

// standInForCopies points the commands of this test at copies on loopback.
func standInForCopies(t *testing.T) {
	t.Helper()
	c := serveCopies(t, sampleCopies(t, "2017-09-13", "2020-08-29", "2024-10-17"))
	t.Setenv("BREACHSTATS_CAPTURES_URL", c.URL+"/")
	t.Setenv("BREACHSTATS_CAPTURES_LIST", c.list)
}

// asksForCopies reports whether a command line downloads public captures.
func asksForCopies(line string) bool {
	return strings.HasPrefix(line, "breachstats captures fetch") || strings.Contains(line, " --fetch")
}
