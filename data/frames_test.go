package data

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/must"
)

// list is an export as a list of records.
type list [][]byte

func randomList(random *rand.Rand, records int) list {
	l := list{[]byte("header\n")}
	for range records {
		l = append(l, record(random))
	}
	return l
}

func record(random *rand.Rand) []byte {
	return fmt.Appendf(nil, "record %d: %s\n", random.Uint64(), strings.Repeat("boilerplate ", random.IntN(5)))
}

// edit removes, adds, moves and doubles a few records.
func (l list) edit(random *rand.Rand) list {
	next := slices.Clone(l)
	for range random.IntN(5) {
		at := 1 + random.IntN(len(next))
		switch random.IntN(4) {
		case 0:
			next = slices.Insert(next, at, record(random))
		case 1:
			next = slices.Insert(next, at, next[1+random.IntN(len(next)-1)])
		case 2:
			if at < len(next) && len(next) > 10 {
				next = slices.Delete(next, at, at+1)
			}
		case 3:
			next[0] = fmt.Appendf(nil, "header %d\n", random.Uint64())
		}
	}
	return next
}

func (l list) bytes() []byte { return bytes.Join(l, nil) }

// addLists adds the lists to the store in the given order.
func addLists(t *testing.T, store *Store, lists map[Capture]list, order []Capture) {
	t.Helper()
	batch := store.NewBatch()
	defer batch.Discard()
	for _, capture := range order {
		staged := must.Get(store.Stage(t.Context(), bytes.NewReader(lists[capture].bytes())))(t)
		s := snapshot(capture.Day, Archive)
		s.SHA256, s.Bytes = staged.SHA256, staged.Bytes
		if unread, err := batch.Add(t.Context(), s, staged); unread != nil || err != nil {
			t.Fatal(unread, err)
		}
	}
	must.Do(t, batch.Commit())
}

func wantLists(t *testing.T, dir string, lists map[Capture]list) *Store {
	t.Helper()
	store := must.Get(OpenStore(dir))(t)
	must.Do(t, store.Verify(t.Context()))
	if held := store.Snapshots(); len(held) != len(lists) {
		t.Fatalf("want %d snapshots, got %d", len(lists), len(held))
	}
	for _, s := range store.Snapshots() {
		export := must.Get(store.Open(t.Context(), s))(t)
		got, err := io.ReadAll(export)
		must.Do(t, errors.Join(err, export.Close()))
		if !bytes.Equal(got, lists[s.Capture].bytes()) {
			t.Fatalf("%s: want the bytes that were added, got different ones", s.File())
		}
	}
	return store
}

// days makes count captures of a list that changes, and a random order in which to add them.
func days(random *rand.Rand, count int) (map[Capture]list, []Capture) {
	lists := map[Capture]list{}
	var order []Capture
	l := randomList(random, 60)
	for i := range count {
		capture := Capture{Day: time.Date(2023, 12, 17+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), No: 1}
		lists[capture] = l
		order = append(order, capture)
		if l = l.edit(random); random.IntN(15) == 0 {
			l = randomList(random, 60)
		}
	}
	random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	return lists, order
}

func TestFramesGiveBackWhatWasAddedInAnyOrder(t *testing.T) {
	for seed := range uint64(3) {
		random := rand.New(rand.NewPCG(seed, 1))
		dir := t.TempDir()
		lists, order := days(random, 30)
		held := map[Capture]list{}
		for len(order) > 0 {
			n := 1 + random.IntN(len(order))
			store := must.Get(OpenStore(dir))(t)
			for _, capture := range order[:n] {
				held[capture] = lists[capture]
			}
			addLists(t, store, lists, order[:n])
			wantLists(t, dir, held)
			order = order[n:]
		}
		if deltas := wantBases(t, wantLists(t, dir, held)); deltas < 5 {
			t.Errorf("want most exports stored as deltas, got %d", deltas)
		}
		for len(held) > 0 {
			store := wantLists(t, dir, held)
			wantBases(t, store)
			s := store.Snapshots()[random.IntN(len(held))]
			must.Do(t, store.Forget(t.Context(), s))
			delete(held, s.Capture)
		}
		wantLists(t, dir, held)
		if left, err := os.ReadDir(filepath.Join(dir, "snapshots")); err != nil || len(left) > 0 {
			t.Fatalf("want no files left of forgotten snapshots, got %v, %v", left, err)
		}
	}
}

// wantBases fails unless every base is a whole snapshot of the same view and year, and every file
// is read-only and has the name for its form. It returns the number of deltas.
func wantBases(t *testing.T, store *Store) (deltas int) {
	t.Helper()
	for _, s := range store.Snapshots() {
		info, err := os.Stat(store.Path(s.Stored.In))
		if err != nil || info.Mode().Perm() != 0o444 || info.Size() != s.Stored.Bytes {
			t.Errorf("%s: want %d bytes, mode 0444, got %v, %v", s.Stored.In, s.Stored.Bytes, info, err)
		}
		if s.IsWhole() {
			continue
		}
		deltas++
		base, found := store.Find(s.Stored.Base, s.View)
		if !found || !base.IsWhole() || base.Capture.Day[:4] != s.Capture.Day[:4] {
			t.Errorf("%s: want a whole snapshot of its year, got %+v", s.Stored.In, base)
		}
		if want := "snapshots/" + s.Capture.String() + "/archive.from-" + base.Capture.String() + ".zst"; s.Stored.In != want {
			t.Errorf("want %s, got %s", want, s.Stored.In)
		}
	}
	return deltas
}

// The zstd program unpacks every snapshot, given the base of a delta.
func TestZstdReadsWhatIsStored(t *testing.T) {
	program, err := exec.LookPath("zstd")
	if err != nil {
		t.Skip("no zstd program is installed")
	}
	dir := t.TempDir()
	store := must.Get(OpenStore(dir))(t)
	lists, order := days(rand.New(rand.NewPCG(5, 5)), 12)
	addLists(t, store, lists, order)
	wholes := map[Capture]string{}
	for _, isWhole := range []bool{true, false} {
		for _, s := range store.Snapshots() {
			if s.IsWhole() != isWhole {
				continue
			}
			out := filepath.Join(t.TempDir(), "export.csv")
			args := []string{"-q", "-d", store.Path(s.Stored.In), "-o", out}
			if isWhole {
				wholes[s.Capture] = out
			} else {
				args = append(args, "--patch-from="+wholes[s.Stored.Base])
			}
			if message, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput(); err != nil {
				t.Fatalf("zstd %v: %v: %s", args, err, message)
			}
			if got, err := os.ReadFile(out); err != nil || !bytes.Equal(got, lists[s.Capture].bytes()) {
				t.Errorf("%s: want the export, got %d bytes, %v", s.Stored.In, len(got), err)
			}
		}
	}
	if deltas := wantBases(t, store); deltas < 5 {
		t.Errorf("want most exports stored as deltas, got %d", deltas)
	}
}

// A delta whose base is missing, damaged or replaced is refused. A new snapshot with that base is
// stored whole.
func TestABaseThatIsNotWhatItWas(t *testing.T) {
	dir := t.TempDir()
	store := must.Get(OpenStore(dir))(t)
	random := rand.New(rand.NewPCG(9, 9))
	l := randomList(random, 60)
	days := []Capture{{"2024-03-01", 1}, {"2024-03-02", 1}, {"2024-03-03", 1}}
	lists := map[Capture]list{days[0]: l, days[1]: l.edit(random), days[2]: append(l.edit(random), record(random))}
	addLists(t, store, lists, days[:2])
	base, _ := store.Find(days[0], Archive)
	path := store.Path(base.Stored.In)
	content := must.Get(os.ReadFile(path))(t)
	var other bytes.Buffer
	must.Do(t, packWhole(&other, bytes.NewReader(lists[days[2]].bytes())))
	replace := func(text []byte) {
		t.Helper()
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		must.Do(t, os.WriteFile(path, text, 0o444))
	}
	for name, text := range map[string][]byte{"gone": nil, "cut": content[:len(content)-1], "another": other.Bytes()} {
		if replace(text); name == "gone" {
			must.Do(t, os.Remove(path))
		}
		s, _ := store.Find(days[1], Archive)
		_, err := store.Open(t.Context(), s)
		if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), s.File()+" needs it as its base") {
			t.Errorf("%s: want both named, got %v", name, err)
		}
		if err := store.Verify(t.Context()); err == nil || strings.Count(err.Error(), "\n") > 0 || !strings.Contains(err.Error(), "cannot be read without it as their base: 1") {
			t.Errorf("%s: want one fault, got %v", name, err)
		}
		if err := store.Forget(t.Context(), base); err == nil || !strings.Contains(err.Error(), "as their base first") {
			t.Errorf("%s: want the base kept, got %v", name, err)
		}
		batch := store.NewBatch()
		next := snapshot(days[2].Day, Archive)
		staged := must.Get(store.Stage(t.Context(), bytes.NewReader(lists[days[2]].bytes())))(t)
		next.SHA256, next.Bytes = staged.SHA256, staged.Bytes
		unread, err := batch.Add(t.Context(), next, staged)
		if unread == nil || err != nil || !batch.added[0].IsWhole() {
			t.Errorf("%s: want the next stored whole, got %v, %v, %+v", name, unread, err, batch.added)
		}
		batch.Discard()
	}
	replace(content)
	wantLists(t, dir, map[Capture]list{days[0]: lists[days[0]], days[1]: lists[days[1]]})
}

// An import that is killed before the manifest is replaced leaves the old state, and a later import
// works.
func TestBytesThatNoManifestNamesAreNotOfTheStore(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	dir := t.TempDir()
	lists, order := days(random, 12)
	open := func() *Store {
		store := must.Get(OpenStore(dir))(t)
		return store
	}
	addLists(t, open(), lists, order[:6])
	manifest := must.Get(os.ReadFile(filepath.Join(dir, "manifest.csv")))(t)
	addLists(t, open(), lists, order[6:])
	must.Do(t, os.WriteFile(filepath.Join(dir, "manifest.csv"), manifest, 0o644))
	old := open()
	for _, s := range old.Snapshots() {
		export := must.Get(old.Open(t.Context(), s))(t)
		if got, err := io.ReadAll(export); err != nil || !bytes.Equal(got, lists[s.Capture].bytes()) {
			t.Fatalf("%s: want the old bytes, got different ones, %v", s.File(), err)
		}
	}
	addLists(t, open(), lists, order[6:])
	wantLists(t, dir, lists)
}

func TestAFlippedByteAnywhereIsFound(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	dir := t.TempDir()
	lists, order := days(random, 8)
	store := must.Get(OpenStore(dir))(t)
	addLists(t, store, lists, order)
	for _, s := range store.Snapshots() {
		path := store.Path(s.Stored.In)
		content := must.Get(os.ReadFile(path))(t)
		write := func(text []byte) {
			must.Do(t, errors.Join(os.Remove(path), os.WriteFile(path, text, 0o644)))
		}
		flipped := bytes.Clone(content)
		flipped[random.Int64N(s.Stored.Bytes)] ^= 4
		for name, text := range map[string][]byte{"flipped": flipped, "cut": content[:s.Stored.Bytes-1], "longer": append(bytes.Clone(content), 0)} {
			write(text)
			if err := store.Verify(t.Context()); err == nil || !strings.HasPrefix(err.Error(), path+": ") {
				t.Errorf("%s %s: want the file named, got %v", s.File(), name, err)
			} else if !strings.Contains(s.Stored.In, "csv.zst") && !strings.Contains(err.Error(), s.File()) {
				t.Errorf("%s %s: want the snapshot named, got %v", s.File(), name, err)
			}
			if _, err := store.Open(t.Context(), s); err == nil {
				t.Errorf("%s %s: want it not opened", s.File(), name)
			}
		}
		write(content)
	}
	wantLists(t, dir, lists)
}
