package torture

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// aDatabase makes a folder with a database and its figures, and returns the database's path and
// content.
func aDatabase(t *testing.T) (j *journey, root string, path string, whole []byte) {
	t.Helper()
	prepare(t)
	root = filepath.Join(t.TempDir(), "case")
	copyFolder(t, prepared.first, root)
	path = filepath.Join(root, "d", "breaches.duckdb")
	whole = must.Get(os.ReadFile(path))(t)
	j = &journey{name: "database"}
	j.before = j.look(t, root)
	return j, root, path, whole
}

// sound queries the sums over all tables of a database, and publishes it. Each command must give
// the same result as for the undamaged database, or refuse with a message that names the database.
// It returns whether a command refused.
func (j *journey) sound(t *testing.T, root, where string, publishes bool) (refused bool) {
	t.Helper()
	asked := [][]string{{"query", summed.question, "--format", "csv"}}
	if publishes {
		asked = append(asked, []string{"publish", "--out", "new"})
	}
	for _, args := range asked {
		must.Do(t, os.RemoveAll(filepath.Join(root, "new")))
		end := called(t, root, append(args, "--data", "d", "--quiet")...)
		got, want := end.stdout, j.before.tables
		if args[0] == "publish" {
			got, want = figuresIn(t, filepath.Join(root, "new")), j.before.figures
		}
		switch {
		case end.status == 0 && got == want:
		case end.status == 0:
			t.Errorf("%s: %s gives another answer", where, args[0])
		case end.status != 1 && end.status != 3, crashed.MatchString(end.stderr), got != "":
			t.Errorf("%s: %s: want an error message, got exit status %d: %s", where, args[0], end.status, end.stderr)
		default:
			refused = true
			if end.status == 1 && !strings.Contains(end.stderr, "d/breaches.duckdb") {
				t.Errorf("%s: %s: want a message that names the database, got %q", where, args[0], end.stderr)
			}
		}
	}
	return refused
}

// wantRebuilt requires a build to make the database again, whatever file is in its place.
func (j *journey) wantRebuilt(t *testing.T, root, where string) {
	t.Helper()
	mustCall(t, root, "build", "--quiet", "--data", "d")
	mustCall(t, root, "publish", "--quiet", "--data", "d", "--out", "o")
	if now := j.look(t, root); now.tables != j.before.tables || now.figures != j.before.figures || now.snapshots != j.before.snapshots {
		t.Errorf("%s: want the same tables and figures after a build", where)
	}
}

// A database with one flipped bit, in a third of the cases in its headers, is refused with a
// message, or gives the same answers.
func TestD5FlippedBits(t *testing.T) {
	tier.Long(t, "each damage of a database")
	j, root, path, whole := aDatabase(t)
	random := rand.New(rand.NewPCG(*seed, 1))
	flips, refused := 3, 0
	if isLong() {
		flips = 200
	}
	const headers = 3 * 4096
	begun := time.Now()
	for i := range flips {
		if *until > 0 && time.Since(begun) > *until {
			flips = i
			break
		}
		bit := random.IntN(len(whole) * 8)
		if i%3 == 2 {
			bit = random.IntN(headers * 8)
		}
		flipped := append([]byte{}, whole...)
		flipped[bit/8] ^= 1 << (bit % 8)
		must.Do(t, os.WriteFile(path, flipped, 0o644))
		if j.sound(t, root, fmt.Sprintf("bit %d of byte %d", bit%8, bit/8), i%4 == 0) {
			refused++
		}
		if isLong() && i%40 == 0 {
			j.wantRebuilt(t, root, "a flipped bit")
		}
	}
	t.Logf("%d bits flipped: %d refused, %d without effect (seed %d)", flips, refused, flips-refused, *seed)
	if !t.Failed() {
		reportTried(t, flips, flips, "flipped bits")
	}
}

// A database that was cut, emptied or replaced by another file, or that has the log of a killed
// session beside it, is refused with a message or gives the same answers. A build makes it again.
func TestD5DamagedDatabases(t *testing.T) {
	tier.Long(t, "each damage of a database")
	j, root, path, whole := aDatabase(t)
	random := rand.New(rand.NewPCG(*seed, 4))
	cuts := 1
	if isLong() {
		cuts = 30
	}
	type damage struct {
		name    string
		content []byte
	}
	damages := []damage{
		{"zero bytes", nil},
		{"a letter", []byte(strings.Repeat("Dear reader, this is a letter. ", 1000))},
		{"another format", append([]byte("SQLite format 3\x00"), make([]byte, 8192)...)},
		{"zeros", make([]byte, len(whole))},
		{"all but the last byte", whole[:len(whole)-1]},
		{"the headers alone", whole[:3*4096]},
		{"bytes behind the end", append(append([]byte{}, whole...), "behind the end"...)},
	}
	for range cuts {
		at := 1 + random.IntN(len(whole)-1)
		damages = append(damages, damage{fmt.Sprintf("cut at %d", at), whole[:at]})
	}
	for i, one := range damages {
		must.Do(t, os.WriteFile(path, one.content, 0o644))
		isRefused := j.sound(t, root, one.name, isLong())
		if i < 4 && !isRefused {
			t.Errorf("%s: want an error", one.name)
		}
		if isLong() && i%5 == 0 {
			j.wantRebuilt(t, root, one.name)
		}
	}
	logs := map[string][]byte{"no log": nil, "letters": []byte(strings.Repeat("a log of nothing ", 100)), "a piece of a database": whole[4096:8192]}
	for name, content := range logs {
		must.Do(t, os.WriteFile(path, whole, 0o644))
		must.Do(t, os.WriteFile(path+".wal", content, 0o644))
		j.sound(t, root, "a log of "+name, isLong())
		if !isLong() && name != "letters" {
			continue
		}
		j.wantRebuilt(t, root, "a log of "+name)
		if _, err := os.Stat(path + ".wal"); err == nil {
			t.Errorf("a log of %s: want it removed by a build", name)
		}
	}
	if !t.Failed() {
		reportTried(t, len(damages)+len(logs), len(damages)+len(logs), "damaged databases and logs")
	}
}

// A database with a newer storage version is refused with a message, and a build makes it again.
func TestD5DatabaseOfANewerDuckDB(t *testing.T) {
	tier.Long(t, "each damage of a database")
	_, root, path, content := aDatabase(t)
	binary64 := content[12:20] // the version follows the mark at byte 8
	binary.LittleEndian.PutUint64(binary64, binary.LittleEndian.Uint64(binary64)+1000)
	must.Do(t, os.WriteFile(path, content, 0o644))
	end := called(t, root, "query", "select 1", "--data", "d")
	if end.status != 1 || !strings.HasPrefix(end.stderr, "breachstats: d/breaches.duckdb: ") || strings.Count(end.stderr, "\n") != 1 {
		t.Errorf("want an error of one line, got exit status %d: %q", end.status, end.stderr)
	}
	mustCall(t, root, "build", "--quiet", "--data", "d")
	mustCall(t, root, "query", "select 1", "--data", "d")
}

// A user without permission to write gets a message, and readers need no such permission.
func TestD3ReadOnlyForAUser(t *testing.T) {
	tier.Long(t, "each damage of a database")
	if os.Geteuid() != 0 {
		t.Skip("only root can become another user")
	}
	prepare(t)
	root := prepared.first // anyone may enter it
	one := &journey{name: "read only"}
	before := one.look(t, root)
	nobody := &syscall.Credential{Uid: 65534, Gid: 65534}
	for _, verb := range [][]string{{"build"}, {"publish", "--out", "new"}, {"publish", "--only", "causes", "--out", "o2"},
		{"snapshots", "forget", "2025-10-17", "archive"}, {"run", "--source", "sample", "--rows", "120", "--out", "o"}} {
		end := calledAs(t, nobody, root, append(verb, "--data", "d")...)
		if end.status != 1 || !strings.Contains(end.stderr, "permission denied; let this user in, or name another folder\n") {
			t.Errorf("%v: want exit status 1 and advice, got %d: %s", verb, end.status, end.stderr)
		}
	}
	for _, verb := range [][]string{{"query", "select count(*) from marts.breaches"}, {"check"}, {"verify"}, {"status", "--out", "o"}} {
		if end := calledAs(t, nobody, root, append(verb, "--data", "d")...); end.status != 0 {
			t.Errorf("%v: want no error for a reader, got %d: %s", verb, end.status, end.stderr)
		}
	}
	if after := one.look(t, root); after.snapshots != before.snapshots || after.database != before.database || after.figures != before.figures {
		t.Error("want nothing changed")
	}
}
