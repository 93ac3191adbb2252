package warehouse

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Limits are what DuckDB may use. Zero memory is DuckDB's own limit, four fifths of the machine's;
// zero threads are as many as the Go scheduler uses.
type Limits struct {
	Memory  int64 // bytes
	Threads int
	// Spill is a folder for what does not fit into the memory, made when it is needed and removed when
	// the database is closed; empty where nothing may be moved to a disk.
	Spill string
	// Copies is a folder, which is there, into which Copy may write; empty for none.
	Copies string
	// Reads is a folder from which statements may read files; empty for none.
	Reads string
	// IsShared tells that a small database is opened with two Lanes, on one thread each.
	IsShared bool
}

// smallDatabase is that of about ten full captures.
const smallDatabase = 200 << 20

// configure adds the limits to the driver's part of a path.
func (l Limits) configure(query url.Values) {
	if l.Memory > 0 {
		query.Set("memory_limit", strconv.FormatInt(l.Memory, 10)+"B")
	}
	if l.Threads > 0 {
		query.Set("threads", strconv.Itoa(l.Threads))
	}
}

// settings are statements that set what a path cannot.
func (l Limits) settings() string {
	set := "set temp_directory = " + literal(l.Spill) + ";"
	var allowed []string
	for _, folder := range []string{l.Copies, l.Reads} {
		if folder != "" {
			allowed = append(allowed, literal(folder))
		}
	}
	if len(allowed) > 0 {
		set += "set allowed_directories = [" + strings.Join(allowed, ", ") + "];"
	}
	return set
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// Copy writes the rows of a select into a new Parquet file, of any number of rows, compressed by zstd.
// path is in the folder Limits.Copies. about are keys and values that the file holds of itself.
// The same rows in the same order give the same bytes on any number of threads.
func (w *Warehouse) Copy(ctx context.Context, query, path string, about [][2]string) error {
	said := make([]string, len(about))
	for i, pair := range about {
		said[i] = `"` + strings.ReplaceAll(pair[0], `"`, `""`) + `": ` + literal(pair[1])
	}
	err := w.Exec(ctx, "copy ("+query+") to "+literal(path)+
		" (format parquet, compression zstd, row_group_size 20480, use_tmp_file false, kv_metadata {"+strings.Join(said, ", ")+"})")
	return w.ofFile(err)
}

// SpillBeside is a folder beside the database at path to which this process alone may spill.
func SpillBeside(path string) string {
	return resolved(path) + spilled + strconv.Itoa(os.Getpid())
}

const spilled = ".spill-"

// removeSpilled removes what processes that are gone left of theirs.
func removeSpilled(path string) error {
	path = resolved(path)
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		digits, isSpilled := strings.CutPrefix(entry.Name(), filepath.Base(path)+spilled)
		pid, err := strconv.Atoi(digits)
		if !isSpilled || err != nil || isRunning(pid) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(filepath.Dir(path), entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

func isRunning(pid int) bool {
	process, err := os.FindProcess(pid)
	return err == nil && !errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

// AttachPrevious lets every lane of a database made by Create read the published one, which it will replace, as
// the catalog previous, until DetachPrevious.
func (w *Warehouse) AttachPrevious(ctx context.Context) error {
	path, isBuilding := strings.CutSuffix(w.path, building)
	if !isBuilding {
		return fmt.Errorf("%s: want a database under construction", w.path)
	}
	if err := w.Exec(ctx, "attach "+literal(path)+" as previous (read_only)"); err != nil {
		return oneLine(err)
	}
	return nil
}

// DetachPrevious ends what AttachPrevious began, if it was called.
func (w *Warehouse) DetachPrevious(ctx context.Context) error {
	if err := w.Exec(ctx, "detach database if exists previous"); err != nil {
		return oneLine(err)
	}
	return nil
}
