package pipeline

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/data"

	"github.com/breachstats/breachstats/pipeline/load"
	"github.com/breachstats/breachstats/pipeline/publish"
	"github.com/breachstats/breachstats/torture/must"
)

// verb is a function of this package, with the files that it reads.
type verb struct {
	name string
	call func(ctx context.Context, o Options) error

	readsModels, readsStore, readsBuilt, readsRules, changesStore bool
}

func verbs() []verb {
	export := func() []Export { return []Export{textExport(day, data.All, exportText(plain("Plain")))} }
	return []verb{
		{name: "import", readsStore: true, changesStore: true, call: func(ctx context.Context, o Options) error { return Import(ctx, o, export()) }},
		{name: "forget", readsStore: true, changesStore: true, call: func(ctx context.Context, o Options) error {
			return Forget(ctx, o, data.Capture{Day: day, No: 1}, data.All)
		}},
		{name: "build", readsModels: true, readsStore: true, readsRules: true, changesStore: true, call: func(ctx context.Context, o Options) error {
			_, err := Build(ctx, o)
			return err
		}},
		{name: "run", readsModels: true, readsStore: true, readsRules: true, changesStore: true, call: func(ctx context.Context, o Options) error {
			_, err := Run(ctx, o, export(), silent)
			return err
		}},
		{name: "check", readsModels: true, readsStore: true, readsBuilt: true, call: func(ctx context.Context, o Options) error {
			_, err := Check(ctx, o)
			return err
		}},
		{name: "publish", readsModels: true, readsStore: true, readsBuilt: true, call: func(ctx context.Context, o Options) error {
			_, err := Publish(ctx, o)
			return err
		}},
		{name: "publish one", readsModels: true, readsStore: true, readsBuilt: true, call: func(ctx context.Context, o Options) error {
			_, err := PublishOnly(ctx, o, publish.Choice{}, new(bytes.Buffer))
			return err
		}},
		{name: "graph", readsModels: true, call: func(ctx context.Context, o Options) error {
			_, err := Graph(ctx, o)
			return err
		}},
		{name: "diff", readsBuilt: true, call: func(ctx context.Context, o Options) error {
			_, err := Diff(ctx, o)
			return err
		}},
		{name: "explain", readsBuilt: true, call: func(ctx context.Context, o Options) error {
			_, err := Explain(ctx, o, "Plain")
			return err
		}},
		{name: "studies", readsBuilt: true, call: func(ctx context.Context, o Options) error {
			_, _, err := Studies(ctx, o)
			return err
		}},
		{name: "reproduce", readsBuilt: true, call: func(ctx context.Context, o Options) error {
			_, err := Reproduce(ctx, o, "mccoy-perlis-2018")
			return err
		}},
		{name: "the rules used", readsBuilt: true, call: func(ctx context.Context, o Options) error {
			_, err := Rules(ctx, o, true)
			return err
		}},
		{name: "evaluate", readsRules: true, call: func(ctx context.Context, o Options) error {
			_, err := Evaluate(ctx, o, filepath.Join(o.Data, "labels.csv"), load.LabelColumns{})
			return err
		}},
		{name: "status", readsStore: true, call: func(ctx context.Context, o Options) error {
			_, err := Inspect(ctx, o)
			return err
		}},
	}
}

// If a verb cannot read a file, the error names the file and the place.
func TestEveryVerbNamesWhatItCannotRead(t *testing.T) {
	write := func(path, text string) {
		t.Helper()
		must.Do(t, errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o600)))
	}
	for _, fault := range []struct {
		name    string
		reads   func(v verb) bool
		prepare func(o *Options) (want string)
	}{
		{"a folder of models that is missing", func(v verb) bool { return v.readsModels }, func(o *Options) string {
			o.SQL = filepath.Join(o.Data, "gone")
			return o.SQL
		}},
		{"a model without a header", func(v verb) bool { return v.readsModels }, func(o *Options) string {
			o.SQL = filepath.Join(o.Data, "models")
			write(filepath.Join(o.SQL, "4_marts", "breaches.sql"), "select 1")
			return filepath.Join(o.SQL, "4_marts", "breaches.sql") + ":1: "
		}},
		{"a damaged manifest", func(v verb) bool { return v.readsStore }, func(o *Options) string {
			path := filepath.Join(o.Data, "manifest.csv")
			write(path, "nonsense\n")
			return path + ":1: "
		}},
		{"a damaged database", func(v verb) bool { return v.readsBuilt }, func(o *Options) string {
			write(o.Database(), strings.Repeat("no database", 1000))
			return o.Database()
		}},
		{"no database", func(v verb) bool { return v.readsBuilt }, func(o *Options) string { return o.Database() }},
		{"rules that are missing", func(v verb) bool { return v.readsRules }, func(o *Options) string {
			o.Rules = filepath.Join(o.Data, "gone.csv")
			return o.Rules
		}},
		{"rules that are none", func(v verb) bool { return v.readsRules }, func(o *Options) string {
			o.Rules = filepath.Join(o.Data, "rules.csv")
			write(o.Rules, "nonsense\n")
			return o.Rules + ":1: "
		}},
		{"a file in the place of the data folder", func(v verb) bool { return v.changesStore }, func(o *Options) string {
			write(o.Data, "a file")
			return o.Data
		}},
	} {
		for _, v := range verbs() {
			if !fault.reads(v) {
				continue
			}
			t.Run(fault.name+"/"+v.name, func(t *testing.T) {
				o := options(t)
				if v.name == "build" && fault.name != "a file in the place of the data folder" {
					importAll(t, o, textExport(day, data.All, exportText(plain("Plain"))))
				}
				want := fault.prepare(&o)
				if err := v.call(t.Context(), o); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "panic") {
					t.Errorf("want an error that names %s, got %v", want, err)
				}
				if _, err := os.Stat(o.Out); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("want nothing published, got %v", err)
				}
			})
		}
	}
}

// If a status cannot read something, it reports that and continues.
func TestStatusTellsWhatItCannotRead(t *testing.T) {
	o := options(t)
	for path, text := range map[string]string{lastRunPath(o): "{", o.Database(): strings.Repeat("no database", 1000), filepath.Join(o.Out, "manifest.json"): "{"} {
		must.Do(t, errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o600)))
	}
	status, err := Inspect(t.Context(), o)
	reported := strings.Join(status.Faults, "\n")
	if err != nil || len(status.Faults) != 3 || status.LastRun != nil || status.BuiltFrom != "" || status.PublishedFrom != "" {
		t.Fatalf("want three faults, got %+v, %v", status, err)
	}
	for _, want := range []string{lastRunPath(o), o.Database(), filepath.Join(o.Out, "manifest.json")} {
		if !strings.Contains(reported, want) {
			t.Errorf("want %s named, got %s", want, reported)
		}
	}
}

// An interrupted call leaves nothing behind and reports the interruption.
func TestEveryVerbStopsWhenItIsTold(t *testing.T) {
	stopped, stop := context.WithCancel(t.Context())
	stop()
	o, _ := buildOnce(t, textExport(day, "all", oddReports()))
	before := tree(t, o.Data)
	for _, v := range verbs() {
		if !v.readsBuilt && v.name != "build" && v.name != "graph" {
			continue
		}
		t.Run(v.name, func(t *testing.T) {
			if err := v.call(stopped, o); err == nil || !strings.Contains(err.Error(), context.Canceled.Error()) {
				t.Errorf("want %v, got %v", context.Canceled, err)
			}
			if _, err := os.Stat(o.Out); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("want nothing published, got %v", err)
			}
		})
	}
	if after := tree(t, o.Data); len(after) != len(before) {
		t.Errorf("want the files that were there, %d, got %d", len(before), len(after))
	}
}
