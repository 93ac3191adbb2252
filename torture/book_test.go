//go:build linux && amd64

package torture

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
)

// book records the cases that a program survived, so that a long test can be interrupted and
// continued. It starts with the checksum of the program: a different program has to survive all
// cases again.
type book struct {
	file *os.File
	held map[string]bool
}

// openBook opens the book at path. Without a path nothing is recorded.
func openBook(t *testing.T, path string) *book {
	t.Helper()
	b := &book{held: map[string]bool{}}
	if path == "" {
		return b
	}
	content := must.Get(os.ReadFile(program(t)))(t)
	title := fmt.Sprintf("%x", sha256.Sum256(content))
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	isSame := lines[0] == title
	if isSame {
		for _, line := range lines[1:] {
			b.held[line] = true
		}
	} else if err := os.WriteFile(path, []byte(title+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if b.file, err = os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.file.Close() })
	return b
}

func (b *book) holds(name string) bool { return b.held[name] }

func (b *book) add(name string) {
	if b.file != nil {
		_, _ = fmt.Fprintln(b.file, name)
	}
}
