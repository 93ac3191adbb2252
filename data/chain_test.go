package data

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// list is an export of records, and what becomes of it.
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

// edit changes a few records: some go, some come, some move, some stand twice.
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

// addLists adds lists in that order, each to the chain that was begun last if it fits there.
func addLists(t *testing.T, store *Store, lists map[Capture]list, order []Capture) {
	t.Helper()
	batch := store.NewBatch()
	defer batch.Discard()
	var chain *Chain
	var last list
	if chains := store.Chains(); len(chains) > 0 {
		chain = chains[len(chains)-1]
		for _, s := range chain.Snapshots() {
			if _, err := chain.Next(t.Context()); err != nil {
				t.Fatal(err)
			}
			last = lists[s.Capture]
		}
		defer chain.Close()
	}
	for _, capture := range order {
		staged, err := store.Stage(t.Context(), bytes.NewReader(lists[capture].bytes()))
		if err != nil {
			t.Fatal(err)
		}
		s := snapshot(capture.Day, Archive)
		s.SHA256, s.Bytes = staged.SHA256, staged.Bytes
		isAdded := false
		if chain != nil && !chain.IsFull() {
			if isAdded, err = batch.Append(chain, s, Diff(last, lists[capture])); err != nil {
				t.Fatal(err)
			}
		}
		if !isAdded {
			if chain, err = batch.AddWhole(t.Context(), s, staged); err != nil {
				t.Fatal(err)
			}
		}
		last = lists[capture]
	}
	if err := batch.Commit(); err != nil {
		t.Fatal(err)
	}
}

func wantLists(t *testing.T, dir string, lists map[Capture]list) *Store {
	t.Helper()
	store, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Verify(t.Context()); err != nil {
		t.Fatal(err)
	}
	if held := store.Snapshots(); len(held) != len(lists) {
		t.Fatalf("want %d snapshots, got %d", len(lists), len(held))
	}
	for _, s := range store.Snapshots() {
		export, err := store.Open(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(export)
		if err := errors.Join(err, export.Close()); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, lists[s.Capture].bytes()) {
			t.Fatalf("%s: want the bytes that were added, got others", s.File())
		}
	}
	return store
}

// days makes a history of a list, and an order in which it is added.
func days(random *rand.Rand, count int) (map[Capture]list, []Capture) {
	lists := map[Capture]list{}
	var order []Capture
	l := randomList(random, 60)
	for i := range count {
		capture := Capture{Day: time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), No: 1}
		lists[capture] = l
		order = append(order, capture)
		if l = l.edit(random); random.IntN(15) == 0 {
			l = randomList(random, 60)
		}
	}
	random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	return lists, order
}

func TestChainsGiveBackWhatWasAddedInAnyOrder(t *testing.T) {
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 1))
		dir := t.TempDir()
		lists, order := days(random, 30)
		held := map[Capture]list{}
		for len(order) > 0 {
			n := 1 + random.IntN(len(order))
			store, err := OpenStore(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, capture := range order[:n] {
				held[capture] = lists[capture]
			}
			addLists(t, store, lists, order[:n])
			wantLists(t, dir, held)
			order = order[n:]
		}
		for len(held) > 0 {
			store := wantLists(t, dir, held)
			s := store.Snapshots()[random.IntN(len(held))]
			if err := store.Forget(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			delete(held, s.Capture)
		}
		wantLists(t, dir, held)
		if left, err := os.ReadDir(filepath.Join(dir, "snapshots")); err != nil || len(left) > 0 {
			t.Fatalf("want nothing left of what was forgotten, got %v, %v", left, err)
		}
	}
}

// A kill between the bytes and the manifest leaves the old state, and the next import is none the worse.
func TestBytesThatNoManifestNamesAreNotOfTheStore(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	dir := t.TempDir()
	lists, order := days(random, 12)
	open := func() *Store {
		store, err := OpenStore(dir)
		if err != nil {
			t.Fatal(err)
		}
		return store
	}
	addLists(t, open(), lists, order[:6])
	manifest, err := os.ReadFile(filepath.Join(dir, "manifest.csv"))
	if err != nil {
		t.Fatal(err)
	}
	addLists(t, open(), lists, order[6:])
	if err := os.WriteFile(filepath.Join(dir, "manifest.csv"), manifest, 0o644); err != nil {
		t.Fatal(err)
	}
	old := open()
	for _, s := range old.Snapshots() {
		export, err := old.Open(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(export); err != nil || !bytes.Equal(got, lists[s.Capture].bytes()) {
			t.Fatalf("%s: want the old state whole, got other bytes, %v", s.File(), err)
		}
	}
	addLists(t, open(), lists, order[6:])
	wantLists(t, dir, lists)
}

func TestAFlippedByteAnywhereIsFound(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	dir := t.TempDir()
	lists, order := days(random, 8)
	store, err := OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	addLists(t, store, lists, order)
	for _, s := range store.Snapshots() {
		path := store.Path(s.Stored.In)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		write := func(text []byte) {
			if err := errors.Join(os.Remove(path), os.WriteFile(path, text, 0o644)); err != nil {
				t.Fatal(err)
			}
		}
		flipped := bytes.Clone(content)
		flipped[s.Stored.Offset+random.Int64N(s.Stored.Bytes)] ^= 4
		for name, text := range map[string][]byte{"flipped": flipped, "cut": content[:s.Stored.Offset+s.Stored.Bytes-1]} {
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

func FuzzDecodeDifference(f *testing.F) {
	f.Add([]byte{})
	f.Add(Diff(list{[]byte("a\n"), []byte("b\n")}, list{[]byte("b\n"), []byte("c\n"), []byte("a\n")}).encode())
	f.Fuzz(func(t *testing.T, in []byte) {
		d, err := decodeDifference(in)
		if err != nil {
			return
		}
		var base text
		base.add([]byte("some "))
		base.add([]byte("bytes"))
		if next, err := base.apply(d); err == nil && next.size() != int64(len(next.bytes())) {
			t.Errorf("want %d bytes, got %d", next.size(), len(next.bytes()))
		}
	})
}
