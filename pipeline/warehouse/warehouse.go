// Package warehouse is the only package that opens DuckDB: a database under construction beside the published one
// (Create, Swap), and the published one, read only (Open).
//
// DuckDB allows one writer or many readers of a file. A build therefore writes a separate file, and Swap renames it over
// the published one: a reader keeps the file that it opened, and neither waits for the other.
package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// Warehouse is one open DuckDB database, through one connection. It is not safe for
// concurrent use; use its Lanes, or open several, for that.
type Warehouse struct {
	pool *sql.DB
	conn *sql.Conn
	path string
	// aside is a second connection to the same database; nil if one is enough.
	aside *Warehouse
	// plain is a connection without DuckDB's optimizer, of a database under construction; see Plain.
	plain  *Warehouse
	parser *parser
	trace  func(part string) (ended func()) // set by Traced; may be nil
	// memory is what DuckDB may use once a database under construction is filled; 0 for its own limit.
	memory int64
	// isUnlocked reports that settings may still change: a database under construction is not filled yet.
	isUnlocked bool
}

// No statement may fetch an extension or access any file but the database.
const confined = `
	set allow_community_extensions = false;
	set enable_external_access = false`

// open opens a database and confines it. settings are statements that run first; query holds the driver's options. If
// aside is not nil, it opens a second connection and runs aside's statements on it first. The error does not name the
// path. Settings can change until lock.
func open(ctx context.Context, path string, query url.Values, settings string, aside *string) (*Warehouse, error) {
	if !query.Has("threads") {
		query.Set("threads", strconv.Itoa(runtime.GOMAXPROCS(0)))
	}
	// This must be set before the file is read: a foreign file may ask for an extension.
	query.Set("autoinstall_known_extensions", "false")
	query.Set("autoload_known_extensions", "false")
	connector, err := duckdb.NewConnector(path+"?"+query.Encode(), nil)
	if err != nil {
		return nil, oneLine(err)
	}
	pool := sql.OpenDB(connector)
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(oneLine(err), pool.Close())
	}
	w := connected(pool, conn, path)
	if err := w.Exec(ctx, settings+confined); err != nil {
		return nil, errors.Join(oneLine(err), w.Close())
	}
	if aside != nil {
		conn, err := pool.Conn(ctx)
		if err != nil {
			return nil, errors.Join(oneLine(err), w.Close())
		}
		w.aside = connected(pool, conn, path)
		if err := w.aside.Exec(ctx, *aside); err != nil {
			return nil, errors.Join(oneLine(err), w.Close())
		}
	}
	return w, nil
}

func connected(pool *sql.DB, conn *sql.Conn, path string) *Warehouse {
	return &Warehouse{pool: pool, conn: conn, path: path, parser: &parser{}}
}

// lock prevents every further change of a setting.
func (w *Warehouse) lock(ctx context.Context) (*Warehouse, error) {
	w.isUnlocked = false
	if err := w.Exec(ctx, "set lock_configuration = true"); err != nil {
		return nil, errors.Join(oneLine(err), w.Close())
	}
	return w, nil
}

// Memory opens an empty database that lives in memory only.
func Memory(ctx context.Context) (*Warehouse, error) {
	w, err := MemoryWithin(ctx, Limits{})
	if err != nil {
		return nil, err
	}
	return w.lock(ctx)
}

// MemoryWithin is Memory with limits. Its settings can change until Filled. No statement can open a file, not even
// before Filled.
func MemoryWithin(ctx context.Context, limits Limits) (*Warehouse, error) {
	query := url.Values{}
	limits.configure(query)
	w, err := open(ctx, "", query, limits.settings(), nil)
	if err != nil {
		return nil, err
	}
	w.isUnlocked = true
	return w, w.closeFiles(ctx)
}

// leastMemory is the minimum, in bytes, that DuckDB needs to fill a database.
const leastMemory = 150_000_000

// smallExports is the size in bytes of about ten full captures. Measured on two cores, one thread builds a single
// capture faster than two.
const smallExports = 50 << 20

// Create starts an empty database in a file beside the one at path, which it will
// replace by Swap. A file that an interrupted build left there is removed first; callers
// hold the data folder's lock, so no running build has it.
//
// exports is the number of bytes that will be loaded. Below smallExports DuckDB works on one thread in each of two
// Lanes: splitting one small query among threads costs more than it gains, but running two queries side by side
// pays.
//
// What does not fit into the memory of limits is spilled to a folder beside that file; limits.Spill is ignored. Until
// Filled DuckDB has half of its memory, because those who fill the database need memory too.
func Create(ctx context.Context, path string, exports int64, limits Limits) (*Warehouse, error) {
	if err := checkPath(path); err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s: want a database file, got a folder", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	if err := removeSpilled(path); err != nil {
		return nil, err
	}
	file := buildingPath(resolved(path))
	if err := removeDatabase(file); err != nil {
		return nil, err
	}
	// Nobody reads this file before Swap has checkpointed and closed it, and an interrupted build is thrown away
	// whole. So commits need no write-ahead log.
	limits.Spill = file + ".tmp"
	attach := limits.settings() + fmt.Sprintf("set allowed_paths = [%s, %s];", literal(resolved(path)), literal(resolved(path)+".wal")) +
		compression + "attach " + literal(file) + " as building (recovery_mode no_wal_writes, storage_version 'v1.2.0'" + layout(exports) + "); use building;"
	filling := limits
	filling.Memory = min(limits.Memory, max(limits.Memory/2, leastMemory))
	query := url.Values{}
	filling.configure(query)
	var aside *string
	if exports < smallExports {
		use := "use building"
		aside = &use
		query.Set("threads", "1")
		attach += "set checkpoint_threshold = '1TB';" // an earlier checkpoint than that of Swap would block the other lane
	}
	w, err := open(ctx, "", query, attach, aside)
	if err != nil { // after an interrupt, for example, the file may exist already
		return nil, errors.Join(fmt.Errorf("%s: %w", file, err), removeDatabase(file))
	}
	w.path, w.memory, w.isUnlocked = file, limits.Memory, true
	if w.aside != nil {
		w.aside.path = file
	}
	if err := w.openPlain(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", file, err), Discard(w))
	}
	return w, nil
}

// compression chooses how texts are written. Most of a file is descriptions. Measured: zstd halves it, and takes no
// longer than writing it uncompressed; FSST saves less and takes three times as long. Short texts are smaller in
// dictionaries. DuckDB can read zstd since version 1.2.
const compression = "set disabled_compression_methods = 'fsst,dict_fsst'; set zstd_min_string_length = 200;"

// fewExports is the size in bytes of about two full captures.
const fewExports = 16 << 20

// layout returns the options of attach for the layout of a small database's file. Measured: with row groups of 20,480
// rows, not 122,880, DuckDB writes most of a table while it fills it, so the last checkpoint takes an eighth of the
// time. Most tables of a single capture have a few KB, so blocks of 32 KB, not 256 KB, make its file a quarter smaller.
func layout(exports int64) string {
	switch {
	case exports < fewExports:
		return ", row_group_size 20480, block_size 32768"
	case exports < smallExports:
		return ", row_group_size 20480"
	}
	return ""
}

// Filled marks a database as filled with what its models read. A database made by Create then gets all its memory, and
// its settings are locked.
func (w *Warehouse) Filled(ctx context.Context) error {
	if !w.isUnlocked {
		return nil
	}
	w.isUnlocked = false
	if w.memory > 0 {
		if err := w.Exec(ctx, fmt.Sprintf("set memory_limit = '%dB'", w.memory)); err != nil {
			return oneLine(err)
		}
	}
	_, err := w.lock(ctx)
	return err
}

// resolved follows a symlink to the file it names, so that the link stays one.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

// checkPath refuses paths that the driver would misread.
func checkPath(path string) error {
	if _, err := url.Parse(path); err != nil || strings.ContainsAny(path, "?#") || strings.HasPrefix(path, ":memory:") {
		return fmt.Errorf("%q: want a path without ? # %% and line ends, which DuckDB's driver does not read as part of a path", path)
	}
	return nil
}

// Discard closes a database made by Create and removes its files.
func Discard(w *Warehouse) error { return errors.Join(w.Close(), removeDatabase(w.path)) }

// ErrMissing means that there is no database yet.
var ErrMissing = errors.New("no database yet; `breachstats build` makes it")

// Open opens a published database read only, without access to any file by name, to the
// network or to settings. Without a file at path the error is ErrMissing.
func Open(ctx context.Context, path string) (*Warehouse, error) {
	return OpenWithin(ctx, path, Limits{})
}

// OpenWithin is Open with limits, which no statement can lift. Without Limits.Spill, a statement that needs more memory
// ends with an error for which IsOutOfMemory is true. With Limits.Spill or Limits.Copies, statements can access those
// folders, the database's own file and its log: such a warehouse must not answer questions of others.
func OpenWithin(ctx context.Context, path string, limits Limits) (*Warehouse, error) {
	info, err := Stat(path)
	if err != nil {
		return nil, err
	}
	if err := checkMagic(path); err != nil {
		return nil, err
	}
	if _, err := os.Lstat(resolved(path) + ".wal"); err == nil {
		return nil, fmt.Errorf("%s.wal: another program has changed the database; `breachstats build` rebuilds it", path)
	}
	readOnly := url.Values{"access_mode": {"READ_ONLY"}}
	limits.configure(readOnly)
	var aside *string
	if limits.IsShared && limits.Threads == 0 && info.Size() < smallDatabase {
		nothing := "select 1"
		aside = &nothing
		readOnly.Set("threads", "1")
	}
	w, err := open(ctx, path, readOnly, limits.settings(), aside)
	if err != nil && strings.Contains(err.Error(), "Corrupt database file") {
		return nil, fmt.Errorf("%s: %w (%w)", path, ErrDamaged, err)
	}
	if err == nil && limits.Spill == "" && limits.Copies == "" {
		err = w.closeFiles(ctx)
	}
	if err == nil {
		w, err = w.lock(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return w, nil
}

// Stat describes the file of a published database, without opening it. Without a file at path the
// error is ErrMissing.
func Stat(path string) (fs.FileInfo, error) {
	if err := checkPath(path); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: %w", path, ErrMissing)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s: want a database file, got a folder", path)
	case info.Size() == 0:
		return nil, fmt.Errorf("%s: want a DuckDB database, got an empty file; `breachstats build` rebuilds it", path)
	}
	return info, nil
}

// closeFiles prevents every statement from opening a file, even the database's own file and its log, which DuckDB
// otherwise leaves open to COPY. Files that are open already can be read.
func (w *Warehouse) closeFiles(ctx context.Context) error {
	if err := w.Exec(ctx, "set disabled_filesystems = 'LocalFileSystem'"); err != nil {
		return errors.Join(oneLine(err), w.Close())
	}
	return nil
}

// checkMagic refuses a file without the mark of DuckDB: DUCK at byte 8.
func checkMagic(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	mark := make([]byte, 12)
	_, err = io.ReadFull(file, mark)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if err != nil || string(mark[8:]) != "DUCK" {
		return fmt.Errorf("%s: not a valid DuckDB database file; `breachstats build` rebuilds it", path)
	}
	return nil
}

// Close closes the database; closing twice is allowed.
func (w *Warehouse) Close() error {
	var bad []error
	for _, lane := range w.connections() {
		bad = append(bad, lane.parser.close())
		if err := lane.conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
			bad = append(bad, err)
		}
	}
	return errors.Join(append(bad, w.pool.Close())...)
}

// Exec runs statements that return nothing. The error is DuckDB's own, with its LINE.
func (w *Warehouse) Exec(ctx context.Context, statements string, args ...any) error {
	_, err := w.conn.ExecContext(ctx, statements, args...)
	return err
}

func (w *Warehouse) strings(ctx context.Context, query string) (values []string, err error) {
	rows, err := w.conn.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}

const building = ".building"

func buildingPath(path string) string { return path + building }

func removeDatabase(path string) error {
	var errs []error
	for _, part := range []string{path, path + ".wal"} {
		if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(append(errs, os.RemoveAll(path+".tmp"))...)
}

func syncFile(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// oneLine keeps the first line of DuckDB's message, which says what is wrong; the rest points at the place. It replaces
// the message for a failed fsync, which DuckDB calls fatal without an explanation.
func oneLine(err error) error {
	first, _, _ := strings.Cut(err.Error(), "\n")
	first = strings.Replace(first, "FATAL Error: fsync failed!", "the disk did not store what was written (fsync failed): it may be full or failing", 1)
	return errors.New(first)
}
