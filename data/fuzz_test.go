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
)

// wantPlaces wants every line of an error to be text that names the manifest and a line of it.
func wantPlaces(t *testing.T, err error, lines int) {
	t.Helper()
	placed := regexp.MustCompile(`^m\.csv:([1-9][0-9]*): [^\r]+$`)
	for _, told := range strings.Split(err.Error(), "\n") {
		match := placed.FindStringSubmatch(told)
		if match == nil {
			t.Errorf("want one line that begins with its place, got %q", told)
			continue
		}
		var line int
		if _, err := fmt.Sscan(match[1], &line); err != nil || line > lines {
			t.Errorf("want a place within %d lines, got %q", lines, told)
		}
	}
}

// What a manifest says is what is written again, or every line that is wrong is named.
func FuzzManifest(f *testing.F) {
	whole, later := snapshot("2024-10-17", Archive), snapshot("2024-11-17", Archive)
	digest := strings.Repeat("a", 64)
	whole.SHA256, whole.Bytes, whole.Stored = digest, 10, Stored{In: whole.wholeFile(), Bytes: 5, SHA256: digest}
	later.SHA256, later.Bytes, later.Stored = digest, 12, Stored{In: whole.laterFile(), Bytes: 4, SHA256: digest}
	later.Answer = Answer{FinalURL: "https://example.org/", Status: 200, Headers: `{"Content-Type":"text/csv"}`, RetrievedAt: "2024-11-17T00:00:00Z"}
	later.Source = "of two\nlines, \"quoted\".csv"
	// Newest first, and the whole one is lost.
	var backwards []Snapshot
	for i := range 100 {
		s := later
		s.Capture.Day = time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i).Format(time.DateOnly)
		s.Stored.Offset = int64(4 * (99 - i))
		backwards = append(backwards, s)
	}
	for _, list := range [][]Snapshot{nil, {whole}, {whole, later}, {later}, {whole, whole}, backwards} {
		var text bytes.Buffer
		if err := writeManifest(&text, list); err != nil {
			f.Fatal(err)
		}
		f.Add(text.Bytes())
		f.Add(bytes.ReplaceAll(text.Bytes(), []byte(",10,"), []byte(",9223372036854775807,")))
		f.Add(bytes.ReplaceAll(text.Bytes(), []byte(",5,"), []byte(",x,")))
		f.Add(bytes.ReplaceAll(text.Bytes(), []byte("\n"), []byte("\r\n")))
		f.Add(bytes.ReplaceAll(text.Bytes(), []byte("0"), []byte("x"))) // several faults in one line
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
		var written bytes.Buffer
		if err := writeManifest(&written, list); err != nil {
			t.Fatal(err)
		}
		again, err := readManifest("m.csv", bytes.NewReader(written.Bytes()))
		if err != nil {
			t.Fatalf("want what was written to be read, got %v", err)
		}
		if bytes.Contains(text, []byte("\r\r\n")) {
			return // of the line ends in a value encoding/csv keeps LF, and one CR less each time
		}
		if !slices.EqualFunc(lines, again, func(a, b manifestLine) bool { return a.Snapshot == b.Snapshot }) {
			t.Errorf("want the same snapshots from what was written, got\n%+v\nand\n%+v", lines, again)
		}
	})
}

// A difference that is read is the one that is written, and is applied or refused.
func FuzzDifference(f *testing.F) {
	f.Add([]byte{0}, []byte("base"))
	f.Add([]byte{1, 1<<1 | 1, 'x'}, []byte("base"))
	f.Add([]byte{2, 2 << 1, 0, 2 << 1, 0}, []byte("base"))
	f.Add(Diff([][]byte{[]byte("a"), []byte("b")}, [][]byte{[]byte("b"), []byte("c"), []byte("a")}).encode(), []byte("ab"))
	f.Add([]byte{1, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2}, []byte("base"))
	f.Fuzz(func(t *testing.T, plain, base []byte) {
		var begun text
		for half := len(base) / 2; len(base) > 0; base = base[min(half+1, len(base)):] {
			begun.add(base[:min(half+1, len(base))])
		}
		done := bounds.Start(t, len(plain), 200, 1<<20)
		d, err := decodeDifference(plain)
		if done(); err != nil {
			if !errors.Is(err, errNotADifference) {
				t.Errorf("want %v, got %v", errNotADifference, err)
			}
			return
		}
		if again, err := decodeDifference(d.encode()); err != nil || !slices.Equal(again.Parts, d.Parts) || !bytes.Equal(again.New, d.New) {
			t.Errorf("want the difference that was written, got %+v, %v", again, err)
		}
		next, err := begun.apply(d)
		if err != nil {
			if !errors.Is(err, errNotADifference) || strings.Contains(err.Error(), "\n") {
				t.Errorf("want %v, got %v", errNotADifference, err)
			}
			return
		}
		var want []byte
		fresh, whole := d.New, begun.bytes()
		for _, part := range d.Parts {
			if part.IsNew {
				want, fresh = append(want, fresh[:part.Length]...), fresh[part.Length:]
				continue
			}
			want = append(want, whole[part.From:part.From+part.Length]...)
		}
		if !bytes.Equal(next.bytes(), want) || next.size() != int64(len(want)) {
			t.Errorf("want %q, got %q", want, next.bytes())
		}
	})
}

// storedAs writes a store whose bytes are whatever they are, and whose manifest vouches for them.
func storedAs(t *testing.T, whole, later []byte, wholeBytes, laterBytes int64) *Store {
	t.Helper()
	dir := t.TempDir()
	first, second := snapshot("2024-10-17", Archive), snapshot("2024-11-17", Archive)
	sum := func(b []byte) string { s := sha256.Sum256(b); return hex.EncodeToString(s[:]) }
	if err := os.MkdirAll(filepath.Join(dir, "snapshots", "2024-10-17"), 0o755); err != nil {
		t.Fatal(err)
	}
	first.Stored = Stored{In: first.wholeFile(), Bytes: int64(len(whole)), SHA256: sum(whole)}
	second.Stored = Stored{In: first.laterFile(), Bytes: int64(len(later)), SHA256: sum(later)}
	for file, content := range map[string][]byte{first.wholeFile(): whole, first.laterFile(): later} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(file)), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// The hostile know which bytes come out.
	first.Bytes, first.SHA256 = wholeBytes, sum(nil)
	if packed, err := openPacked(t.Context(), filepath.Join(dir, filepath.FromSlash(first.wholeFile()))); err == nil {
		if digest, _, err := hashOf(packed); err == nil {
			first.SHA256 = digest
		}
		if err := packed.Close(); err != nil {
			t.Fatal(err)
		}
	}
	second.Bytes, second.SHA256 = laterBytes, sum(nil)
	store := &Store{dir: dir}
	for i, s := range []Snapshot{first, second} {
		store.snapshots = append(store.snapshots, manifestLine{Snapshot: s, line: i + 2})
	}
	return store
}

// Bytes that the manifest vouches for are what it says, or refused in one line that names the file.
func FuzzStored(f *testing.F) {
	packed := func(text string) []byte {
		var out bytes.Buffer
		if err := packWhole(&out, strings.NewReader(text)); err != nil {
			f.Fatal(err)
		}
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
	// Frames that promise much: a window of 2 GB, a content of 2^62 bytes.
	f.Add([]byte("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00"), []byte("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00"), false, int64(0), int64(0))
	f.Add([]byte("\x28\xb5\x2f\xfd\xe0\x00\x00\x00\x00\x00\x00\x00\x40\x01\x00\x00"),
		[]byte("\x28\xb5\x2f\xfd\xe0\x00\x00\x00\x00\x00\x00\x00\x40\x01\x00\x00"), false, int64(0), int64(0))
	f.Fuzz(func(t *testing.T, whole, later []byte, isDifference bool, wholeBytes, laterBytes int64) {
		if isDifference {
			c := codec{}
			if file, err := newTestFrame(whole); err == nil {
				c.whole = file
			}
			var err error
			if later, err = c.pack(later); err != nil {
				t.Skip("not to be packed")
			}
			c.close()
		}
		store := storedAs(t, whole, later, max(wholeBytes, 0), max(laterBytes, 0))
		// Both decoders may hold a window and a snapshot; neither grows with what is promised.
		defer bounds.Start(t, len(whole)+len(later), 1<<10, 8*largestChained)()
		for _, chain := range store.Chains() {
			for _, s := range chain.Snapshots() {
				_, err := chain.Next(t.Context())
				if err != nil {
					if told := err.Error(); !strings.Contains(told, "snapshots/2024-10-17/archive.") || strings.ContainsAny(told, "\n\r") || strings.Contains(told, "%!") {
						t.Errorf("want one line that names the file, got %q", told)
					}
					break
				}
				if got := int64(len(chain.Bytes())); got != s.Bytes {
					t.Errorf("want %d bytes, got %d", s.Bytes, got)
				}
			}
			chain.Close()
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
