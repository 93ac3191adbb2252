package warehouse

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"syscall"
)

// didYouMean is where DuckDB names tables or functions that are near.
var didYouMean = regexp.MustCompile(`(?m)^Did you mean .*$`)

var lineOf = regexp.MustCompile(`(?m)^LINE (\d+):`)

// ErrDamaged tells that the bytes of a database are not those that DuckDB wrote.
var ErrDamaged = errors.New("the database is damaged; `breachstats build` makes it anew")

// IsOfSystem tells that an error is of the system or of a limit and not of what a database holds, so
// that the same file may be read the next time: no permission, a disk that fails, no memory, too many
// files, another program that changes it. DuckDB hands on no more of such an error than its words.
func IsOfSystem(err error) bool {
	var known syscall.Errno
	if errors.As(err, &known) || IsOutOfMemory(err) {
		return true
	}
	words := strings.ToLower(err.Error())
	for _, known := range []syscall.Errno{
		syscall.EACCES, syscall.EPERM, syscall.EIO, syscall.ENOMEM, syscall.EMFILE, syscall.ENFILE, syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS,
	} {
		if strings.Contains(words, known.Error()) {
			return true
		}
	}
	return strings.Contains(words, "out of memory error") || strings.Contains(words, "could not set lock on file")
}

// ofFile names the database where an error is of its file and of no statement; every other error
// stays what it is.
func (w *Warehouse) ofFile(err error) error {
	if err == nil || errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "Corrupt database file") {
		return err
	}
	return fmt.Errorf("%s: %w (%w)", w.path, ErrDamaged, oneLine(err))
}

// AtLine says where in a file DuckDB's error is: path:line: what, on one line. first is the
// file's line, counted from 1, on which the statement begins. An ErrDamaged is of no statement and
// stays what it is.
func AtLine(path string, first int, err error) error {
	if errors.Is(err, ErrDamaged) {
		return err
	}
	message := err.Error()
	line := first
	if match := lineOf.FindStringSubmatch(message); match != nil {
		if n, convErr := strconv.Atoi(match[1]); convErr == nil {
			line = first + n - 1
		}
	}
	what, rest, _ := strings.Cut(message, "\n")
	if _, hint, found := strings.Cut(rest, "Candidate bindings: "); found {
		hint, _, _ = strings.Cut(hint, "\n")
		what += " (there are " + hint + ")"
	}
	if hint := didYouMean.FindString(rest); hint != "" {
		what += " " + hint
	}
	return fmt.Errorf("%s:%d: %s", path, line, what)
}
