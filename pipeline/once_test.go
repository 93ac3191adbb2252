package pipeline

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/breachstats/breachstats/pipeline/check"
	"github.com/breachstats/breachstats/torture/must"
)

// once is a data folder with its figures. Tests that start with the same exports get copies,
// because building takes most of a test's time and the same exports give the same bytes.
type once struct {
	Options
	results        []check.Result
	build, publish sync.Once
	isBuilt        bool
	isPublished    bool
}

var (
	shared   string   // where they lie, until the last test is done
	builtYet sync.Map // a *once by the digest of its exports
)

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if shared, err = os.MkdirTemp("", "breachstats-tests-"); err != nil {
			panic(err)
		}
		defer os.RemoveAll(shared)
		return m.Run()
	}())
}

// sharedFolder makes a folder that exists until all tests have ended.
func sharedFolder() (string, error) { return os.MkdirTemp(shared, "") }

// buildOnce is buildAll for exports with which several tests start.
func buildOnce(t *testing.T, exports ...Export) (Options, []check.Result) {
	t.Helper()
	first := firstOf(t, exports)
	return copyOf(t, first), first.results
}

// publishOnce is buildOnce, and then publishes the figures.
func publishOnce(t *testing.T, exports ...Export) Options {
	t.Helper()
	first := firstOf(t, exports)
	first.publish.Do(func() {
		if _, err := Publish(t.Context(), first.Options); err != nil {
			t.Fatal(err)
		}
		first.isPublished = true
	})
	if !first.isPublished {
		t.Fatal("the test that began with these figures first could not publish them")
	}
	o := copyOf(t, first)
	must.Do(t, os.CopyFS(o.Out, os.DirFS(first.Out)))
	return o
}

func copyOf(t *testing.T, first *once) Options {
	t.Helper()
	o := options(t)
	must.Do(t, os.CopyFS(o.Data, os.DirFS(first.Data)))
	return o
}

func firstOf(t *testing.T, exports []Export) *once {
	t.Helper()
	kept, _ := builtYet.LoadOrStore(keyOf(t, exports), new(once))
	first := kept.(*once)
	first.build.Do(func() {
		o := options(t)
		dir, err := sharedFolder()
		if err != nil {
			t.Fatal(err)
		}
		o.Data, o.Out = filepath.Join(dir, "data"), filepath.Join(dir, "out")
		importAll(t, o, exports...)
		if first.results, err = Build(t.Context(), o); err != nil {
			t.Fatalf("%v\n%+v", err, failing(first.results))
		}
		first.Options, first.isBuilt = o, true
	})
	if !first.isBuilt {
		t.Fatal("the test that began with these exports first could not build them")
	}
	return first
}

// keyOf identifies exports by their content and order.
func keyOf(t *testing.T, exports []Export) (key [sha256.Size]byte) {
	t.Helper()
	sum := sha256.New()
	for _, export := range exports {
		file := must.Get(export.Open())(t)
		text, err := io.ReadAll(file)
		must.Do(t, errors.Join(err, file.Close()))
		fmt.Fprintf(sum, "%q %v %s %d\n%s", export.Name, export.Capture, export.View, len(text), text)
	}
	return [sha256.Size]byte(sum.Sum(nil))
}
