package pipeline

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
)

// A store of the earlier version gives the same tables before and after the next import migrates
// it, and new exports join it.
func TestImportIntoAStoreOfTheVersionBefore(t *testing.T) {
	o := options(t)
	must.Do(t, os.CopyFS(o.Data, os.DirFS(filepath.Join("..", "data", "testdata", "before"))))
	wantReports, wantListings := loadedTables(t, o)
	if len(wantReports) < 100 || len(wantListings) < 100 {
		t.Fatalf("want the reports of the store, got %d and %d listings", len(wantReports), len(wantListings))
	}
	store := must.Get(data.OpenStore(o.Data))(t)
	held := store.Snapshots()
	first := held[0]
	export := filepath.Join(t.TempDir(), first.Capture.Day+"_"+string(first.View)+".csv")
	bytes := must.Get(store.Open(t.Context(), first))(t)
	text, err := io.ReadAll(bytes)
	must.Do(t, errors.Join(err, bytes.Close(), os.WriteFile(export, text, 0o644)))
	again, err := FileExport(export, "", "")
	if err != nil {
		t.Fatal(err)
	}
	importAll(t, o, again)
	if later, err := filepath.Glob(filepath.Join(o.Data, "snapshots", "*", "*.later")); err != nil || len(later) > 0 {
		t.Errorf("want no file of the version before, got %v, %v", later, err)
	}
	if store, err = data.OpenStore(o.Data); err != nil {
		t.Fatal(err)
	}
	if err := store.Verify(t.Context()); err != nil || len(store.Snapshots()) != len(held) {
		t.Errorf("want %d snapshots, got %d, %v", len(held), len(store.Snapshots()), err)
	}
	reports, listings := loadedTables(t, o)
	if diff := cmp.Diff(wantReports, reports); diff != "" {
		t.Errorf("reports: want -, got +:\n%s", diff)
	}
	if diff := cmp.Diff(wantListings, listings); diff != "" {
		t.Errorf("listings: want -, got +:\n%s", diff)
	}
}
