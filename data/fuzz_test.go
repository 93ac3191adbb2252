package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/bounds"
	"github.com/breachstats/breachstats/torture/must"
)

// wantPlaces fails unless every line of an error is text and starts with a line of the manifest.
func wantPlaces(t *testing.T, err error, lines int) {
	t.Helper()
	placed := regexp.MustCompile(`^m\.csv:([1-9][0-9]*): [^\r]+$`)
	for _, message := range strings.Split(err.Error(), "\n") {
		match := placed.FindStringSubmatch(message)
		if match == nil {
			t.Errorf("want one line that starts with its place, got %q", message)
			continue
		}
		var line int
		if _, err := fmt.Sscan(match[1], &line); err != nil || line > lines {
			t.Errorf("want a place within %d lines, got %q", lines, message)
		}
	}
}

// A manifest is either read and written again without a change, or every wrong line is named.
func FuzzManifest(f *testing.F) {
	whole, later := snapshot("2024-10-17", Archive), snapshot("2024-11-17", Archive)
	digest := strings.Repeat("a", 64)
	whole.SHA256, whole.Bytes, whole.Stored = digest, 10, Stored{In: whole.wholeFile(), Bytes: 5, SHA256: digest}
	later.SHA256, later.Bytes, later.Stored = digest, 12, Stored{In: later.deltaFile(whole.Capture), Base: whole.Capture, Bytes: 4, SHA256: digest}
	later.Answer = Answer{FinalURL: "https://example.org/", Status: 200, Headers: `{"Content-Type":"text/csv"}`, RetrievedAt: "2024-11-17T00:00:00Z"}
	later.Source = "of two\nlines, \"quoted\".csv"
	// The order is newest first, and the whole snapshot is missing.
	var backwards []Snapshot
	for i := range 100 {
		s := later
		s.Capture.Day = time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i).Format(time.DateOnly)
		backwards = append(backwards, s)
	}
	for _, list := range [][]Snapshot{nil, {whole}, {whole, later}, {later}, {whole, whole}, backwards} {
		var text bytes.Buffer
		must.Do(f, writeManifest(&text, list))
		f.Add(text.Bytes())
		f.Add(bytes.ReplaceAll(text.Bytes(), []byte(",10,"), []byte(",9223372036854775807,")))
		f.Add(bytes.ReplaceAll(text.Bytes(), []byte(",5,"), []byte(",x,")))
		f.Add(bytes.ReplaceAll(text.Bytes(), []byte("\n"), []byte("\r\n")))
		f.Add(bytes.ReplaceAll(text.Bytes(), []byte("0"), []byte("x"))) // several faults in one line
	}
	for _, before := range manifestsBefore() {
		f.Add([]byte(before))
	}
	f.Add([]byte("capture,\"view\"x,source\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		defer bounds.Start(t, len(text), 1<<10, 1<<20)()
		lines, err := readManifest("m.csv", bytes.NewReader(text))
		if err != nil {
			wantPlaces(t, err, 1+bytes.Count(text, []byte("\n")))
			return
		}
		var list []Snapshot
		for _, line := range lines {
			list = append(list, line.Snapshot)
		}
		if slices.ContainsFunc(list, Snapshot.isDifference) {
			return // never written by the store
		}
		var written bytes.Buffer
		must.Do(t, writeManifest(&written, list))
		again, err := readManifest("m.csv", bytes.NewReader(written.Bytes()))
		if err != nil {
			t.Fatalf("want the written manifest to be readable, got %v", err)
		}
		if bytes.Contains(text, []byte("\r\r\n")) {
			return // of the line ends in a value encoding/csv keeps LF, and one CR less each time
		}
		if !slices.EqualFunc(lines, again, func(a, b manifestLine) bool { return a.Snapshot == b.Snapshot }) {
			t.Errorf("want the same snapshots from what was written, got\n%+v\nand\n%+v", lines, again)
		}
	})
}

// A difference of the earlier version gives an export of the size in the manifest, or is refused.
func FuzzDifference(f *testing.F) {
	f.Add([]byte{0}, []byte("base"), int64(0))
	f.Add([]byte{1, 1<<1 | 1, 'x'}, []byte("base"), int64(1))
	f.Add([]byte{2, 2 << 1, 0, 2 << 1, 0}, []byte("base"), int64(4))
	f.Add([]byte{3, 1 << 1, 2, 1<<1 | 1, 1 << 1, 3, 'c'}, []byte("ab"), int64(3))
	f.Add([]byte{1, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2}, []byte("base"), int64(1)<<40)
	f.Fuzz(func(t *testing.T, difference, before []byte, size int64) {
		size = min(size, 1<<20) // the store limits it too
		done := bounds.Start(t, len(difference), 200, 2<<20)
		export, err := applyDifference(before, difference, size)
		if done(); err != nil {
			if !errors.Is(err, errNotADifference) || strings.Contains(err.Error(), "\n") {
				t.Errorf("want %v, got %v", errNotADifference, err)
			}
			return
		}
		if int64(len(export)) != size {
			t.Errorf("want %d bytes, got %d", size, len(export))
		}
	})
}

// storedAs writes a store from arbitrary bytes, with a manifest that has the right checksums for
// them.
func storedAs(t *testing.T, whole, later []byte, isBefore bool, wholeBytes, laterBytes int64) *Store {
	t.Helper()
	dir := t.TempDir()
	first, second := snapshot("2024-10-17", Archive), snapshot("2024-11-17", Archive)
	sum := func(b []byte) string { s := sha256.Sum256(b); return hex.EncodeToString(s[:]) }
	for _, day := range []string{"2024-10-17", "2024-11-17"} {
		must.Do(t, os.MkdirAll(filepath.Join(dir, "snapshots", day), 0o755))
	}
	first.Stored = Stored{In: first.wholeFile(), Bytes: int64(len(whole)), SHA256: sum(whole)}
	second.Stored = Stored{In: second.deltaFile(first.Capture), Base: first.Capture, Bytes: int64(len(later)), SHA256: sum(later)}
	if isBefore {
		second.Stored.In = first.laterFile()
	}
	for file, content := range map[string][]byte{first.wholeFile(): whole, second.Stored.In: later} {
		must.Do(t, os.WriteFile(filepath.Join(dir, filepath.FromSlash(file)), content, 0o644))
	}
	// Suppose the attacker knows the unpacked bytes.
	first.Bytes, first.SHA256 = wholeBytes, sum(nil)
	if packed, err := openPacked(t.Context(), filepath.Join(dir, filepath.FromSlash(first.wholeFile()))); err == nil {
		if digest, _, err := hashOf(packed); err == nil {
			first.SHA256 = digest
		}
		must.Do(t, packed.Close())
	}
	second.Bytes, second.SHA256 = laterBytes, sum(nil)
	store := &Store{dir: dir}
	for i, s := range []Snapshot{first, second} {
		store.snapshots = append(store.snapshots, manifestLine{Snapshot: s, line: i + 2})
	}
	return store
}

// Bytes with the right checksums unpack to the export in the manifest, or the error is one line
// that names the file.
func FuzzStored(f *testing.F) {
	packed := func(text string) []byte {
		var out bytes.Buffer
		must.Do(f, packWhole(&out, strings.NewReader(text)))
		return out.Bytes()
	}
	hello := packed("hello\nworld\n")
	f.Add(hello, []byte{1, 12 << 1, 0}, true, int64(12), int64(12))
	f.Add(hello, []byte{2, 12 << 1, 0, 6<<1 | 1, 't', 'h', 'e', 'r', 'e', '\n'}, true, int64(12), int64(18))
	f.Add(hello, []byte{3, 12 << 1, 0, 12 << 1, 23, 12 << 1, 23}, true, int64(12), int64(36))
	f.Add(hello, []byte{0}, true, int64(1)<<62, int64(1)<<62)
	f.Add(hello, hello, false, int64(-1), int64(1)<<40)
	f.Add(packed(""), []byte{}, false, int64(0), int64(0))
	f.Add([]byte("no frame"), []byte("none"), false, int64(8), int64(4))
	// Frames whose headers claim a window of 2 GB and a content of 2^62 bytes.
	f.Add([]byte("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00"), []byte("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00"), false, int64(0), int64(0))
	f.Add([]byte("\x28\xb5\x2f\xfd\xe0\x00\x00\x00\x00\x00\x00\x00\x40\x01\x00\x00"),
		[]byte("\x28\xb5\x2f\xfd\xe0\x00\x00\x00\x00\x00\x00\x00\x40\x01\x00\x00"), false, int64(0), int64(0))
	f.Fuzz(func(t *testing.T, whole, later []byte, isPacked bool, wholeBytes, laterBytes int64) {
		if isPacked {
			against := base{}
			if file, err := newTestFrame(whole); err == nil {
				against.bytes = file
			}
			var err error
			if later, err = against.pack(later); err != nil {
				t.Skip("the input cannot be packed")
			}
			against.close()
		}
		for _, isBefore := range []bool{false, true} {
			store := storedAs(t, whole, later, isBefore, max(wholeBytes, 0), max(laterBytes, 0))
			// Both decoders may hold a window and a snapshot. Neither may allocate what a header
			// claims.
			done := bounds.Start(t, len(whole)+len(later), 1<<10, 8*largestHeld)
			reader := store.Reader()
			for _, line := range store.snapshots {
				got, err := reader.Read(t.Context(), line.Snapshot, nil)
				if err != nil {
					if message := err.Error(); !strings.Contains(message, "snapshots/2024-1") || strings.ContainsAny(message, "\n\r") || strings.Contains(message, "%!") {
						t.Errorf("want one line that names the file, got %q", message)
					}
				} else if int64(len(got)) != line.Bytes {
					t.Errorf("want %d bytes, got %d", line.Bytes, len(got))
				}
			}
			reader.Close()
			done()
		}
	})
}

// newTestFrame unpacks a frame of at most 1 MB.
func newTestFrame(packed []byte) ([]byte, error) {
	file, err := os.CreateTemp("", "frame")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(packed)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	unpacked, err := openPacked(context.Background(), file.Name())
	if err != nil {
		return nil, err
	}
	defer unpacked.Close()
	return io.ReadAll(io.LimitReader(unpacked, 1<<20))
}
