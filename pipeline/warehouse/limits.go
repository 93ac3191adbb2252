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

// Limits states what DuckDB may use. Memory 0 means DuckDB's own limit, 80 % of the machine's memory; threads 0
// means as many as the Go scheduler uses.
type Limits struct {
	Memory  int64 // bytes
	Threads int
	// Spill is a folder for what does not fit into memory. It is created when needed and removed when the database
	// is closed. Empty means that nothing may be spilled to disk.
	Spill string
	// Copies is an existing folder into which Copy may write; empty for none.
	Copies string
	// Reads is a folder from which statements may read files; empty for none.
	Reads string
	// IsShared opens a small database with two Lanes, on one thread each.
	IsShared bool
}

// smallDatabase is the size in bytes of a database of about ten full captures.
const smallDatabase = 200 << 20

// configure adds the limits to the driver's options in a path.
func (l Limits) configure(query url.Values) {
	if l.Memory > 0 {
		query.Set("memory_limit", strconv.FormatInt(l.Memory, 10)+"B")
	}
	if l.Threads > 0 {
		query.Set("threads", strconv.Itoa(l.Threads))
	}
}

// settings returns statements for what the options of a path cannot set.
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

// Copy writes the rows of a select into a new Parquet file, compressed by zstd; any number of rows will do. path must
// be in the folder Limits.Copies. about is the file's metadata, as keys and values. The same rows in the same order
// give the same bytes on any number of threads.
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

// removeSpilled removes the spill folders that dead processes left behind.
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

// DetachPrevious undoes AttachPrevious. It does nothing if that was not called.
func (w *Warehouse) DetachPrevious(ctx context.Context) error {
	if err := w.Exec(ctx, "detach database if exists previous"); err != nil {
		return oneLine(err)
	}
	return nil
}
