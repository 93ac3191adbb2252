// Package spark is the only one that knows Apache Spark: an engine that makes the models on a cluster, through
// Spark Connect, from the SQL that is generated from them, and keeps them as Parquet in a storage that this
// program and the cluster both see.
//
// A build has a folder and schemas of its own. Publish makes it the one that is read, in one step; a driver
// that is killed before leaves the published one as it was.
package spark

import (
	"context"
	"crypto/rand"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/breachstats/breachstats/pipeline/engine"
)

// Options say which cluster and which storage.
type Options struct {
	// Remote is the server of Spark Connect, as sc://HOST:15002.
	Remote string
	Storage
	// Settings of the session, as KEY=VALUE, beside those of the server.
	Settings []string
	// SQL is the folder of the models, Generated that of the same for Spark.
	SQL, Generated fs.FS
	// Trace hears of each part of the work; nil for nobody.
	Trace func(part string) (ended func())
}

// Spark is a build in a storage, under construction (Create) or published (Open).
type Spark struct {
	build
	options  Options
	session  *session
	texts    *texts
	previous int // the published build while this one is made; 0 for none

	mutex    sync.Mutex
	tables   map[string]table
	unknown  map[string]bool          // those of a published build that Spark may not know
	declared map[string]*arrow.Schema // of the tables that are filled from files
	about    built
	macros   map[string]macro

	stepping sync.Mutex
	steps    []string // of macros, whose rows are in the storage
	asker    string   // names the tables of steps, so that sessions do not meet
}

// lanes is how many models or checks are done side by side: on small data a cluster mostly plans.
const lanes = 4

// Create begins a build. Callers hold the lock of the storage. What interrupted builds left is removed.
func Create(ctx context.Context, o Options) (*Spark, error) {
	s, err := connect(ctx, o)
	if err != nil {
		return nil, err
	}
	if s.previous, err = s.current(); err != nil {
		return nil, err
	}
	next, left, err := s.begin()
	if err != nil {
		return nil, err
	}
	s.number = next
	for _, number := range append(left, next) {
		if err := s.dropSchemas(ctx, build{s.Storage, number}); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Open opens the published build. Without one the error is ErrMissing.
func Open(ctx context.Context, o Options) (*Spark, error) {
	storage, err := o.ready()
	if err != nil {
		return nil, err
	}
	number, err := storage.current()
	if err != nil {
		return nil, err
	}
	if number == 0 {
		return nil, fmt.Errorf("%s: %w", storage.Path, ErrMissing)
	}
	about, err := (build{storage, number}).about()
	if err != nil {
		return nil, err
	}
	s, err := connect(ctx, o)
	if err != nil {
		return nil, err
	}
	s.number, s.about = number, about
	for _, statement := range about.Functions {
		if err := s.session.run(ctx, statement); err != nil {
			return nil, fmt.Errorf("%s: %w", s.aboutPath(), err)
		}
	}
	for name, kept := range about.Macros {
		s.macros[name] = kept.macro()
	}
	for _, t := range about.Tables {
		s.tables[t.Name] = t
		s.unknown[t.Name] = true
	}
	return s, nil
}

// connect opens a session with the functions that Spark lacks.
func connect(ctx context.Context, o Options) (*Spark, error) {
	storage, err := o.ready()
	if err != nil {
		return nil, err
	}
	o.Storage = storage
	all, err := readTexts(o.Generated, o.SQL)
	if err != nil {
		return nil, err
	}
	session, err := open(ctx, o.Remote)
	if err != nil {
		return nil, err
	}
	for _, setting := range o.Settings {
		if err := session.run(ctx, "set "+setting); err != nil {
			return nil, fmt.Errorf("%s: %w", setting, err)
		}
	}
	for _, statement := range all.prelude {
		if err := session.run(ctx, statement); err != nil {
			return nil, fmt.Errorf("sql/spark/prelude.sql: %w", err)
		}
	}
	return &Spark{
		asker: strings.ToLower(rand.Text()), build: build{Storage: storage}, options: o, session: session, texts: all,
		tables: map[string]table{}, unknown: map[string]bool{}, declared: map[string]*arrow.Schema{}, macros: map[string]macro{},
		about: built{Macros: map[string]keptMacro{}},
	}, nil
}

func (s *Spark) dropSchemas(ctx context.Context, b build) error {
	for _, name := range schemas() {
		if err := s.session.run(ctx, "drop schema if exists "+b.schema(name)+" cascade"); err != nil {
			return err
		}
	}
	return nil
}

// declare makes Spark know the tables of a published build that a statement names: a server that was started
// again has forgotten them, as they stand in no catalog but its own.
func (s *Spark) declare(ctx context.Context, statement string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for name := range s.unknown {
		schema, table, _ := strings.Cut(name, ".")
		if !strings.Contains(statement, s.schema(schema)+"."+table) {
			continue
		}
		for _, statement := range []string{"create schema if not exists " + s.schema(schema), s.declaration(s.tables[name])} {
			if err := s.session.run(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		delete(s.unknown, name)
	}
	return nil
}

// Lanes are several of the same session: the server runs their statements side by side.
func (s *Spark) Lanes() []engine.Engine {
	return slices.Repeat([]engine.Engine{s}, lanes)
}

// Begin notes that a part of the work begins, and returns what to call at its end.
func (s *Spark) Begin(part string) (ended func()) {
	if s.options.Trace == nil {
		return func() {}
	}
	return s.options.Trace(part)
}

// Schemas makes schemas, and that of the steps of models.
func (s *Spark) Schemas(ctx context.Context, names []string) error {
	for _, name := range append(slices.Clone(names), stepsSchema) {
		if err := s.session.run(ctx, "create schema "+s.schema(name)); err != nil {
			return err
		}
	}
	return nil
}

// Make makes a relation from its generated text; see engine.Engine. A view is a table here.
func (s *Spark) Make(ctx context.Context, r engine.Relation) ([]string, error) {
	if r.Kind == engine.Declared {
		columns, schema, err := columnsDeclared(r.Path, r.Query)
		if err != nil {
			return nil, err
		}
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.tables[r.Name], s.declared[r.Name] = table{Name: r.Name, Columns: columns}, schema
		return namesOf(columns[:len(columns)-1]), nil
	}
	made, isThere := s.texts.models[inFolder(r.Path)]
	if !isThere {
		return nil, fmt.Errorf("%s:1: want sql/spark/%s, generated from it, got none; `make dialect` generates it", r.Path, inFolder(r.Path))
	}
	if r.Kind == engine.Macro {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.macros[r.Name] = macro{given: r.Given, body: made.query}
		s.about.Macros[r.Name] = keptMacro{Given: r.Given, Body: made.query}
		return nil, nil
	}
	for _, step := range made.steps {
		statement := fmt.Sprintf("create table %s using parquet location %s as ", step.table, literal(s.uri(step.table)))
		if err := s.run(ctx, statement+step.query); err != nil {
			return nil, s.inModel(r, err)
		}
	}
	if err := s.run(ctx, s.write(r.Name)+made.query); err != nil {
		return nil, s.inModel(r, err)
	}
	for _, step := range made.steps {
		if err := s.run(ctx, "drop table "+step.table); err != nil {
			return nil, s.inModel(r, err)
		}
		if err := os.RemoveAll(s.folder(step.table)); err != nil {
			return nil, err
		}
	}
	columns, err := columnsWritten(s.folder(r.Name))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Path, err)
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.tables[r.Name] = table{Name: r.Name, Columns: columns}
	return namesOf(columns), nil
}

// write goes before a select to write its rows into the folder of a table.
func (s *Spark) write(table string) string {
	return "insert overwrite directory " + literal(s.uri(table)) + " using parquet "
}

// Comment declares a relation to Spark with what it and its columns mean.
func (s *Spark) Comment(ctx context.Context, r engine.Relation) error {
	if r.Kind == engine.Macro {
		return nil
	}
	s.mutex.Lock()
	t := s.tables[r.Name]
	t.Meaning = r.Meaning
	for i := range r.Columns {
		if i < len(t.Columns) && t.Columns[i].Name == r.Columns[i].Name {
			t.Columns[i].Meaning = r.Columns[i].Meaning
		}
	}
	s.tables[r.Name] = t
	_, isDeclared := s.declared[r.Name]
	s.mutex.Unlock()
	if isDeclared {
		return nil // when it is filled
	}
	return s.session.run(ctx, s.declaration(t))
}

// Append fills a table; see engine.Engine.
func (s *Spark) Append(ctx context.Context, schema, table string, fill func(add func(...driver.Value) error) error) error {
	return s.fill(ctx, schema+"."+table, false, fill)
}

// AppendText fills a table with texts, which are cast to its types; see engine.Engine.
func (s *Spark) AppendText(ctx context.Context, table string, _ int, fill func(add func(...driver.Value) error) error) error {
	return s.fill(ctx, table, true, fill)
}

func (s *Spark) fill(ctx context.Context, name string, areTexts bool, fill func(add func(...driver.Value) error) error) error {
	s.mutex.Lock()
	t, schema := s.tables[name], s.declared[name]
	s.mutex.Unlock()
	if schema == nil {
		return fmt.Errorf("%s: want a declared table", name)
	}
	err := fillFile(s.folder(name), schema, areTexts, func(add func(...driver.Value) error) error {
		return fill(func(values ...driver.Value) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return add(values...)
		})
	})
	if err != nil {
		return err
	}
	return s.session.run(ctx, s.declaration(t))
}

// FromPrevious fills a declared table from the published build by a select of all of its columns but rowid.
// It does not where nothing is published.
func (s *Spark) FromPrevious(ctx context.Context, name, query string) (isFilled bool, err error) {
	if s.previous == 0 {
		return false, nil
	}
	before, err := Open(ctx, s.options)
	if err != nil {
		return false, err
	}
	query = mapped("select *, cast(null as bigint) as "+rowid+" from ("+query+")", before.schema)
	if err := before.declare(ctx, query); err != nil {
		return false, err
	}
	if err := s.session.run(ctx, s.write(name)+query); err != nil {
		return false, err
	}
	return true, s.session.run(ctx, s.declaration(s.tables[name]))
}

// Patterns write conditions in Spark's SQL.
func (s *Spark) Patterns() engine.Patterns { return patterns{} }

// Functions makes functions of the session, and keeps how they are made for later sessions.
func (s *Spark) Functions(ctx context.Context, list []engine.Function) error {
	for _, f := range list {
		given := make([]string, len(f.Given))
		for i, name := range f.Given {
			given[i] = name + " string"
		}
		statement := fmt.Sprintf("create or replace temporary function %s(%s) returns string return %s", functionName(f.Name), strings.Join(given, ", "), f.Body)
		if err := s.session.run(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		s.about.Functions = append(s.about.Functions, statement)
	}
	return nil
}

// Publish makes the build the published one, in one step. The build before it stays readable until the next.
func (s *Spark) Publish() error {
	for name, t := range s.tables {
		if schema, _, _ := strings.Cut(name, "."); schema != stepsSchema {
			s.about.Tables = append(s.about.Tables, t)
		}
	}
	if err := s.keep(s.about); err != nil {
		return err
	}
	return s.publish(s.number)
}

// Discard removes a build that was not published.
func (s *Spark) Discard(ctx context.Context) error {
	err := s.dropSchemas(context.WithoutCancel(ctx), s.build)
	return errors.Join(err, os.RemoveAll(filepath.Join(s.Path, buildsFolder, strconv.Itoa(s.number))))
}

func namesOf(columns []column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return names
}
