package pipeline

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/bounds"
	"github.com/breachstats/breachstats/torture/must"
)

// repeated returns a header and then the same report again and again, and calls reached after a
// number of bytes. It ends there, or it is endless and fails its test when too much of it is read.
type repeated struct {
	t             *testing.T
	rest, reports []byte
	left          int
	reached       func()
	isEndless     bool
}

func newRepeated(t *testing.T, size int, reached func(), isEndless bool) *repeated {
	reports := bytes.Repeat([]byte(strings.TrimPrefix(exportText(plain("Plain")), header+"\n")), 1000)
	return &repeated{t: t, rest: []byte(header + "\n"), reports: reports, left: size, reached: reached, isEndless: isEndless}
}

func (r *repeated) Read(p []byte) (int, error) {
	const readAhead = 64 << 20 // before it is an error
	if len(r.rest) == 0 {
		if r.left <= 0 {
			r.reached()
			if !r.isEndless {
				return 0, io.EOF
			}
		}
		if r.left < -readAhead {
			r.t.Error("read after it was stopped")
			return 0, errors.New("without an end")
		}
		r.rest = r.reports
	}
	n := copy(p, r.rest)
	r.rest, r.left = r.rest[n:], r.left-n
	return n, nil
}

func (r *repeated) Close() error { return nil }

// An interrupted import stops at any point and leaves the store unchanged.
func TestImportStopsWhenItIsTold(t *testing.T) {
	o := options(t)
	importAll(t, o, textExport("2024-10-16", data.All, exportText(plain("Plain"))))
	before := tree(t, o.Data)
	for _, c := range []struct {
		name      string
		bytes     int
		isEndless bool
	}{
		{"while it copies", 1 << 20, true},
		{"while it copies what is too large to hold", 80 << 20, true},
		{"while it reads", 1 << 20, false},
		{"while it reads what is too large to hold", 80 << 20, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			stoppedIn := func(do func(context.Context, Export) error) {
				t.Helper()
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				export := textExport("2024-10-17", data.All, "")
				export.Open = func() (io.ReadCloser, error) { return newRepeated(t, c.bytes, stop, c.isEndless), nil }
				if err := do(ctx, export); !errors.Is(err, context.Canceled) {
					t.Errorf("want %v, got %v", context.Canceled, err)
				}
			}
			store := must.Get(data.OpenStore(o.Data))(t)
			stoppedIn(func(ctx context.Context, export Export) error { return examine(ctx, store, export, false).err })
			stoppedIn(func(ctx context.Context, export Export) error { return Import(ctx, o, []Export{export}) })
			if diff := cmp.Diff(before, tree(t, o.Data)); diff != "" {
				t.Errorf("want the store unchanged:\n%s", diff)
			}
			if _, err := os.Stat(filepath.Join(o.Data, ".staging")); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("want nothing staged, got %v", err)
			}
		})
	}
}

// Anything but a regular file is refused before it is opened: a pipe without a writer would hold
// the lock for ever.
func TestImportRefusesWhatIsNoFile(t *testing.T) {
	for _, c := range []struct {
		name, want string
		put        func(path string) error
	}{
		{"a pipe", "got a named pipe; write it into a file first", func(path string) error { return syscall.Mkfifo(path, 0o644) }},
		{"a folder", "got a folder; name the files in it", func(path string) error { return os.Mkdir(path, 0o755) }},
		{"a device", "got a device; write it into a file first", func(path string) error { return os.Symlink("/dev/zero", path) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := options(t)
			path := filepath.Join(t.TempDir(), "2024-10-17_archive.csv")
			must.Do(t, c.put(path))
			export := must.Get(FileExport(path, "", ""))(t)
			err := bounds.Ends(t, func() error { return Import(t.Context(), o, []Export{export}) })
			if want := path + ": want a file, " + c.want; err == nil || err.Error() != want {
				t.Errorf("want %s, got %v", want, err)
			}
		})
	}
}
