package publish

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/breachstats/breachstats/torture/bounds"
)

func wantMessage(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
		t.Errorf("want %q on one line, got %v", want, err)
	}
}

func makePipe(t *testing.T, path string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), unix.Mkfifo(path, 0o644)); err != nil {
		t.Fatal(err)
	}
}

// putManifest writes the manifest of a folder, which lists the names as files of five bytes.
func putManifest(t *testing.T, out string, names ...string) {
	t.Helper()
	m := manifest{Program: "breachstats", Capture: "2024-10-17"}
	for _, name := range names {
		m.Files = append(m.Files, manifestFile{Name: name, Bytes: 5, SHA256: digest([]byte("older"))})
	}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(out, manifestName), string(text))
}

// publishedFolder is a folder with the files a.csv and manifest.json, which breachstats published.
func publishedFolder(t *testing.T) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	put(t, filepath.Join(out, "a.csv"), "older")
	putManifest(t, out, "a.csv")
	return out
}

// A manifest may list anything: only regular files beside it, of the size that it says, are read.
func TestInspectReadsNothingWithoutAnEnd(t *testing.T) {
	figure := func(out string) string { return filepath.Join(out, "a.csv") }
	inItsPlace := func(t *testing.T, out string, do func(path string) error) {
		t.Helper()
		if err := errors.Join(os.Remove(figure(out)), do(figure(out))); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		prepare func(t *testing.T, out string)
		want    string // empty where all is well
	}{
		"a file": {func(*testing.T, string) {}, ""},
		"a link to one": {func(t *testing.T, out string) {
			elsewhere := filepath.Join(t.TempDir(), "elsewhere")
			put(t, elsewhere, "older")
			inItsPlace(t, out, func(path string) error { return os.Symlink(elsewhere, path) })
		}, ""},
		"a path to a device": {func(t *testing.T, out string) {
			zero, err := filepath.Rel(out, "/dev/zero")
			if err != nil {
				t.Fatal(err)
			}
			putManifest(t, out, "a.csv", zero)
		}, `/dev/zero": want a file beside it`},
		"a path from the root": {func(t *testing.T, out string) { putManifest(t, out, "/dev/zero") }, `manifest.json names "/dev/zero": want a file beside it`},
		"a path down":          {func(t *testing.T, out string) { putManifest(t, out, "b/a.csv") }, `names "b/a.csv": want a file beside it`},
		"the root":             {func(t *testing.T, out string) { putManifest(t, out, "/") }, `names "/": want a file beside it`},
		"the folder":           {func(t *testing.T, out string) { putManifest(t, out, ".") }, `names ".": want a file beside it`},
		"the folder above":     {func(t *testing.T, out string) { putManifest(t, out, "..") }, `names "..": want a file beside it`},
		"no name":              {func(t *testing.T, out string) { putManifest(t, out, "") }, `names "": want a file beside it`},
		"a missing file":       {func(t *testing.T, out string) { putManifest(t, out, "b.csv") }, "no such file or directory"},
		"a named pipe": {func(t *testing.T, out string) {
			inItsPlace(t, out, func(path string) error { return unix.Mkfifo(path, 0o644) })
		}, "a.csv: want a regular file, got a named pipe"},
		"a link to a device": {func(t *testing.T, out string) {
			inItsPlace(t, out, func(path string) error { return os.Symlink("/dev/zero", path) })
		}, "a.csv: want a regular file, got a device"},
		"a folder in its place": {func(t *testing.T, out string) {
			inItsPlace(t, out, func(path string) error { return os.Mkdir(path, 0o755) })
		}, "a.csv: want a regular file, got a folder"},
		"a file without an end in sight": {func(t *testing.T, out string) {
			inItsPlace(t, out, func(path string) error { return errors.Join(os.WriteFile(path, nil, 0o644), os.Truncate(path, 1<<40)) })
		}, "a.csv: want 5 bytes as "},
		"other bytes": {func(t *testing.T, out string) { put(t, figure(out), "newer") }, "a.csv: sha256 differs from "},
		"a manifest that is a named pipe": {func(t *testing.T, out string) {
			path := filepath.Join(out, manifestName)
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			makePipe(t, path)
		}, "manifest.json: want a regular file, got a named pipe"},
	} {
		t.Run(name, func(t *testing.T) {
			out := publishedFolder(t)
			test.prepare(t, out)
			err := bounds.Ends(t, func() error {
				_, err := Inspect(out)
				return err
			})
			if errors.Is(err, os.ErrNotExist) {
				t.Errorf("want another error than that nothing is published, got %v", err)
			}
			if test.want != "" {
				wantMessage(t, err, test.want)
			} else if err != nil {
				t.Errorf("want all well, got %v", err)
			}
		})
	}
}

// What took the place of a published file gives way to the file, whatever it is.
func TestReplaceFolderPutsFiguresInThePlaceOfNamedPipes(t *testing.T) {
	for name, file := range map[string]func(t *testing.T) File{
		"held in memory": func(*testing.T) File { return File{Name: "a.csv", Bytes: []byte("newer")} },
		"from elsewhere": func(t *testing.T) File {
			path := filepath.Join(t.TempDir(), "a.csv")
			put(t, path, "") // as large as a named pipe
			file, err := fileFrom(path)
			if err != nil {
				t.Fatal(err)
			}
			return file
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, newer := publishedFolder(t), file(t)
			if err := os.Remove(filepath.Join(out, "a.csv")); err != nil {
				t.Fatal(err)
			}
			makePipe(t, filepath.Join(out, "a.csv"))
			if err := bounds.Ends(t, func() error { return replace(out, newer) }); err != nil {
				t.Fatal(err)
			}
			wantContent(t, filepath.Join(out, "a.csv"), string(newer.Bytes))
		})
	}
}

func replace(out string, files ...File) error {
	_, left, err := replaceFolder(out, files)
	return errors.Join(err, left)
}

// A named pipe beside the figures, or in the place of the manifest, is reported before anything is written, and is not
// removed.
func TestReplaceFolderRefusesWhatItCannotCarryOver(t *testing.T) {
	for pipe, want := range map[string]string{
		"pipe":        "want a file, a folder or a link to carry over to the next figures, got a named pipe",
		"mine/a/pipe": "want a file, a folder or a link to carry over to the next figures, got a named pipe",
		manifestName:  "want a regular file, got a named pipe",
	} {
		t.Run(pipe, func(t *testing.T) {
			out := publishedFolder(t)
			path := filepath.Join(out, pipe)
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			makePipe(t, path)
			wantMessage(t, bounds.Ends(t, func() error { return Ready(out) }), path+": "+want)
			wantMessage(t, bounds.Ends(t, func() error { return replace(out, File{Name: "a.csv", Bytes: []byte("newer")}) }), path+": "+want)
			wantContent(t, filepath.Join(out, "a.csv"), "older")
			if info, err := os.Lstat(path); err != nil || info.Mode().Type() != os.ModeNamedPipe {
				t.Errorf("want the named pipe left, got %v, %v", info, err)
			}
			if beside, err := os.ReadDir(filepath.Dir(out)); err != nil || len(beside) != 1 {
				t.Errorf("want nothing left beside, got %v, %v", beside, err)
			}
		})
	}
}

func TestWriteChosenLeavesANamedPipe(t *testing.T) {
	out := publishedFolder(t)
	path := filepath.Join(out, "b.json")
	makePipe(t, path)
	err := bounds.Ends(t, func() error {
		_, err := WriteChosen(out, []File{{Name: "b.json", Bytes: []byte("newer")}})
		return err
	})
	wantMessage(t, err, path+": want a regular file, got a named pipe")
}
