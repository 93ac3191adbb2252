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
)

// A database with one bit changed anywhere is refused in words, or gives the same figures.
func TestD5FlippedBits(t *testing.T) {
	root := t.TempDir()
	mustCall(t, root, "run", "--source", "sample", "--rows", "300", "--quiet", "--data", "d", "--out", "o")
	path := filepath.Join(root, "d", "breaches.duckdb")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	one := &journey{name: "publish"}
	want := one.look(t, root).figures
	random := rand.New(rand.NewPCG(*seed, 1))
	flips, refused := 3, 0
	if *all {
		flips = 200
	}
	for range flips {
		bit := random.IntN(len(whole) * 8)
		flipped := append([]byte{}, whole...)
		flipped[bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(path, flipped, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(filepath.Join(root, "o")); err != nil {
			t.Fatal(err)
		}
		end := called(t, root, "publish", "--quiet", "--data", "d", "--out", "o")
		got := figuresIn(t, filepath.Join(root, "o"))
		where := fmt.Sprintf("bit %d of byte %d", bit%8, bit/8)
		switch {
		case end.status == 0 && got == want:
		case end.status == 0:
			t.Errorf("%s: published other figures", where)
		case end.status != 1 && end.status != 3, crashed.MatchString(end.stderr), got != "":
			t.Errorf("%s: want it refused in words, got exit status %d: %s", where, end.status, end.stderr)
		default:
			refused++
			if end.status == 1 && !strings.Contains(end.stderr, "d/breaches.duckdb") {
				t.Errorf("%s: want a message that names the database, got %q", where, end.stderr)
			}
		}
	}
	t.Logf("%d bits flipped: %d refused, %d without effect (seed %d)", flips, refused, flips-refused, *seed)
	mustCall(t, root, "build", "--quiet", "--data", "d") // whatever stands there
	mustCall(t, root, "publish", "--quiet", "--data", "d", "--out", "o")
	if got := figuresIn(t, filepath.Join(root, "o")); got != want {
		t.Error("want the same figures after a build")
	}
}

// A database of a storage version to come is refused in words, and a build makes it anew.
func TestD5DatabaseOfANewerDuckDB(t *testing.T) {
	root := t.TempDir()
	mustCall(t, root, "run", "--source", "sample", "--rows", "300", "--quiet", "--data", "d", "--out", "o")
	path := filepath.Join(root, "d", "breaches.duckdb")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	binary64 := content[12:20] // the version follows the mark at byte 8
	binary.LittleEndian.PutUint64(binary64, binary.LittleEndian.Uint64(binary64)+1000)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	end := called(t, root, "query", "select 1", "--data", "d")
	if end.status != 1 || !strings.HasPrefix(end.stderr, "breachstats: d/breaches.duckdb: ") || strings.Count(end.stderr, "\n") != 1 {
		t.Errorf("want it refused in one line, got exit status %d: %q", end.status, end.stderr)
	}
	mustCall(t, root, "build", "--quiet", "--data", "d")
	mustCall(t, root, "query", "select 1", "--data", "d")
}

// A user who may not write is told so, and readers need no right to write.
func TestD3ReadOnlyForAUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can become another user")
	}
	root, err := os.MkdirTemp("", "torture") //nolint:usetesting // anyone must be able to enter it
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(root)
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	mustCall(t, root, "run", "--source", "sample", "--rows", "300", "--quiet", "--data", "d", "--out", "o")
	one := &journey{name: "read only"}
	before := one.look(t, root)
	nobody := &syscall.Credential{Uid: 65534, Gid: 65534}
	for _, verb := range [][]string{{"build"}, {"publish", "--out", "new"}, {"publish", "--only", "causes", "--out", "o2"},
		{"snapshots", "forget", "2025-10-17", "archive"}, {"run", "--source", "sample", "--rows", "300", "--out", "o"}} {
		end := calledAs(t, nobody, root, append(verb, "--data", "d")...)
		if end.status != 1 || !strings.Contains(end.stderr, "permission denied; let this user in, or name another folder\n") {
			t.Errorf("%v: want exit status 1 and what to do, got %d: %s", verb, end.status, end.stderr)
		}
	}
	for _, verb := range [][]string{{"query", "select count(*) from marts.breaches"}, {"check"}, {"verify"}, {"status", "--out", "o"}} {
		if end := calledAs(t, nobody, root, append(verb, "--data", "d")...); end.status != 0 {
			t.Errorf("%v: want a reader let in, got %d: %s", verb, end.status, end.stderr)
		}
	}
	if after := one.look(t, root); after.snapshots != before.snapshots || after.database != before.database || after.figures != before.figures {
		t.Error("want all as it was")
	}
}
