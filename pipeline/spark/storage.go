package spark

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/google/renameio/v2"
)

// Storage is a folder that this program and every worker of Spark see. It holds builds, each in a folder of
// its own with a folder of Parquet for each table, and the file current, which names the published build.
type Storage struct {
	// Path is the folder as this program sees it.
	Path string
	// URI is the folder as Spark sees it, as in s3a://bucket/breaches; empty where it is the same path.
	URI string
}

// currentFile names the published build. It is replaced in one step.
const currentFile = "current"

// ErrMissing reports that no build was published in a storage yet.
var ErrMissing = errors.New("no build yet; `breachstats build --engine spark` makes it")

// ready gives the storage with both of its names in full.
func (s Storage) ready() (Storage, error) {
	if s.Path == "" {
		return s, errors.New("--storage: want a folder that this program and Spark both see")
	}
	whole, err := filepath.Abs(s.Path)
	if err != nil {
		return s, err
	}
	s.Path = whole
	if s.URI == "" {
		s.URI = (&url.URL{Scheme: "file", Path: whole}).String()
	}
	s.URI = strings.TrimRight(s.URI, "/")
	return s, nil
}

// LockPath is the file by which one process at a time builds into the storage.
func (s Storage) LockPath() string { return filepath.Join(s.Path, ".lock") }

// current is the number of the published build; 0 where there is none.
func (s Storage) current() (int, error) {
	text, err := os.ReadFile(filepath.Join(s.Path, currentFile))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	number, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || number < 1 {
		return 0, fmt.Errorf("%s: want the number of a build, got %q", filepath.Join(s.Path, currentFile), text)
	}
	return number, nil
}

// begin gives the number of the next build, whose folder is not there. It removes what interrupted builds
// left and the builds before the published one, which itself stays until the one after the next: a reader may
// be at it.
func (s Storage) begin() (next int, left []int, err error) {
	published, err := s.current()
	if err != nil {
		return 0, nil, err
	}
	if err := os.MkdirAll(filepath.Join(s.Path, buildsFolder), 0o755); err != nil {
		return 0, nil, err
	}
	entries, err := os.ReadDir(filepath.Join(s.Path, buildsFolder))
	if err != nil {
		return 0, nil, err
	}
	next = published
	for _, entry := range entries {
		number, err := strconv.Atoi(entry.Name())
		if err != nil || number == published {
			continue
		}
		if err := os.RemoveAll(filepath.Join(s.Path, buildsFolder, entry.Name())); err != nil {
			return 0, nil, err
		}
		left = append(left, number)
		next = max(next, number) // its tables may still be known to Spark by that number
	}
	return next + 1, left, nil
}

const buildsFolder = "builds"

// publish makes a build the published one, in one step.
func (s Storage) publish(number int) error {
	return renameio.WriteFile(filepath.Join(s.Path, currentFile), []byte(strconv.Itoa(number)+"\n"), 0o644)
}

// built is what a build is: its tables and functions, kept with it as build.json.
type built struct {
	Tables    []table              `json:"tables"`
	Functions []string             `json:"functions"` // statements that make them in a session, in order
	Macros    map[string]keptMacro `json:"macros"`    // by name
}

// keptMacro is a select with parameters.
type keptMacro struct {
	Given []string `json:"given"`
	Body  string   `json:"body"`
}

func (k keptMacro) macro() macro { return macro{given: k.Given, body: k.Body} }

// table is a folder of Parquet.
type table struct {
	Name    string   `json:"name"` // marts.breaches
	Meaning string   `json:"meaning,omitempty"`
	Columns []column `json:"columns"`
}

// column is a column of a table, with its type in Spark's SQL.
type column struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Meaning string `json:"meaning,omitempty"`
}

// build is one build in a storage.
type build struct {
	Storage
	number int
}

// folder is where a table's Parquet lies, as this program sees it.
func (b build) folder(table string) string {
	schema, name, _ := strings.Cut(table, ".")
	return filepath.Join(b.Path, buildsFolder, strconv.Itoa(b.number), schema, name)
}

// uri is the folder of a table as Spark sees it.
func (b build) uri(table string) string {
	schema, name, _ := strings.Cut(table, ".")
	return fmt.Sprintf("%s/%s/%d/%s/%s", b.URI, buildsFolder, b.number, schema, name)
}

// schema is what Spark calls a schema of the build. Another storage has other names, so that one server can
// have tables of both.
func (b build) schema(name string) string {
	sum := sha256.Sum256([]byte(b.URI))
	return fmt.Sprintf("breachstats_%s_%d_%s", hex.EncodeToString(sum[:4]), b.number, name)
}

// mapped is a table's name as Spark has it.
func (b build) mapped(table string) string {
	schema, name, _ := strings.Cut(table, ".")
	return b.schema(schema) + "." + name
}

func (b build) aboutPath() string {
	return filepath.Join(b.Path, buildsFolder, strconv.Itoa(b.number), "build.json")
}

func (b build) keep(about built) error {
	slices.SortFunc(about.Tables, func(x, y table) int { return strings.Compare(x.Name, y.Name) })
	text, err := json.MarshalIndent(about, "", " ")
	if err != nil {
		return err
	}
	return renameio.WriteFile(b.aboutPath(), append(text, '\n'), 0o644)
}

func (b build) about() (built, error) {
	var about built
	text, err := os.ReadFile(b.aboutPath())
	if err != nil {
		return about, err
	}
	if err := json.Unmarshal(text, &about); err != nil {
		return about, fmt.Errorf("%s: %w", b.aboutPath(), err)
	}
	return about, nil
}

// declaration is the statement by which Spark knows a table.
func (b build) declaration(t table) string {
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = "`" + c.Name + "` " + c.Type
		if c.Meaning != "" {
			columns[i] += " comment " + literal(c.Meaning)
		}
	}
	return fmt.Sprintf("create table if not exists %s (%s) using parquet location %s comment %s",
		b.mapped(t.Name), strings.Join(columns, ", "), literal(b.uri(t.Name)), literal(t.Meaning))
}
