package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

// large returns an export of more than largestHeld bytes that packs to almost nothing.
func large() []byte { return bytes.Repeat([]byte("a row, and another\n"), largestHeld/19+1) }

// An export that is too large for memory is packed while it is copied. It is the same when read
// from the staging area and from the store.
func TestStoreKeepsWhatIsTooLargeToHold(t *testing.T) {
	export := large()
	sum := sha256.Sum256(export)
	store := must.Get(OpenStore(t.TempDir()))(t)
	watched := sha256.New()
	staged := must.Get(store.Stage(t.Context(), struct{ io.Reader }{bytes.NewReader(export)}, watched))(t)
	defer staged.Discard()
	if staged.held != nil || staged.Bytes != int64(len(export)) || staged.SHA256 != hex.EncodeToString(sum[:]) || !bytes.Equal(watched.Sum(nil), sum[:]) {
		t.Fatalf("want %d bytes in the staging area and passed to the watcher, got %d", len(export), staged.Bytes)
	}
	copied := must.Get(staged.Open(t.Context()))(t)
	defer copied.Close()
	for _, from := range []int64{0, 3, largestHeld} {
		if _, err := copied.Seek(from, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(copied); err != nil || !bytes.Equal(got, export[from:]) {
			t.Fatalf("want the bytes from %d on, got %d of them, %v", from, len(got), err)
		}
	}
	s := snapshot("2024-10-17", Archive)
	s.SHA256, s.Bytes = staged.SHA256, staged.Bytes
	batch := store.NewBatch()
	defer batch.Discard()
	if unread, err := batch.Add(t.Context(), s, staged); unread != nil || err != nil {
		t.Fatalf("want the export added, got %v, %v", unread, err)
	}
	must.Do(t, batch.Commit())
	watched.Reset()
	stored := must.Get(store.Open(t.Context(), s, watched))(t)
	defer stored.Close()
	if got, err := io.ReadAll(stored); err != nil || !bytes.Equal(got, export) || !bytes.Equal(watched.Sum(nil), sum[:]) {
		t.Errorf("want the same bytes from the store, twice, got %d, %v", len(got), err)
	}
}

// When their context ends, copying and reading stop, however much is left, and leave no files.
func TestReadingEndsWithItsContext(t *testing.T) {
	store := must.Get(OpenStore(t.TempDir()))(t)
	for _, bytes := range []int{1 << 20, largestHeld + 1<<20} {
		ctx, stop := context.WithCancel(t.Context())
		left := bytes
		export := readerFunc(func(p []byte) (int, error) {
			if left -= len(p); left < 0 {
				stop()
			}
			if left < -largestHeld {
				return 0, errors.New("read after its context ended")
			}
			return len(p), nil
		})
		if _, err := store.Stage(ctx, export); !errors.Is(err, context.Canceled) {
			t.Errorf("%d bytes: want %v, got %v", bytes, context.Canceled, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(store.staging(), "*")); len(left) > 0 {
		t.Errorf("want no files left, got %v", left)
	}
	staged := must.Get(store.Stage(t.Context(), bytes.NewReader(large())))(t)
	defer staged.Discard()
	s := snapshot("2024-10-17", Archive)
	s.SHA256, s.Bytes = staged.SHA256, staged.Bytes
	reads := map[string]func(context.Context) (io.ReadSeekCloser, error){
		"staged": staged.Open,
		"stored": func(ctx context.Context) (io.ReadSeekCloser, error) { return store.Open(ctx, s) },
	}
	for _, name := range []string{"staged", "stored"} {
		if name == "stored" {
			batch := store.NewBatch()
			_, err := batch.Add(t.Context(), s, staged)
			must.Do(t, errors.Join(err, batch.Commit()))
		}
		ctx, stop := context.WithCancel(t.Context())
		opened := must.Get(reads[name](ctx))(t)
		if _, err := io.CopyN(io.Discard, opened, 1<<20); err != nil {
			t.Fatal(err)
		}
		stop()
		if _, err := io.Copy(io.Discard, opened); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: want %v, got %v", name, context.Canceled, err)
		}
		opened.Close()
		if name == "stored" {
			if _, err := reads[name](ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("want an error from Open, got %v", err)
			}
			if err := store.Verify(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("want an error from Verify, got %v", err)
			}
		}
	}
}

type readerFunc func([]byte) (int, error)

func (r readerFunc) Read(p []byte) (int, error) { return r(p) }

// If the packed copy does not unpack to the export, reading it fails and no batch takes it.
func TestStagedProvesWhatItPacked(t *testing.T) {
	store := must.Get(OpenStore(t.TempDir()))(t)
	staged := must.Get(store.Stage(t.Context(), bytes.NewReader(large())))(t)
	defer staged.Discard()
	var other bytes.Buffer
	must.Do(t, packWhole(&other, strings.NewReader("other bytes")))
	must.Do(t, os.WriteFile(staged.area.Name(), other.Bytes(), 0o644))
	batch := store.NewBatch()
	s := snapshot("2024-10-17", Archive)
	s.SHA256, s.Bytes = staged.SHA256, staged.Bytes
	if _, err := batch.Add(t.Context(), s, staged); !errors.Is(err, errNotPacked) {
		t.Errorf("want %v, got %v", errNotPacked, err)
	}
	batch.Discard()
	if left, _ := filepath.Glob(filepath.Join(store.staging(), "*")); len(left) > 0 {
		t.Errorf("want no files left, got %v", left)
	}
}
