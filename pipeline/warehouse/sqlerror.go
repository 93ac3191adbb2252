package warehouse

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"syscall"
)

// didYouMean matches DuckDB's line with similar names of tables or functions.
var didYouMean = regexp.MustCompile(`(?m)^Did you mean .*$`)

var lineOf = regexp.MustCompile(`(?m)^LINE (\d+):`)

// ErrDamaged means that the bytes of a database are not those that DuckDB wrote.
var ErrDamaged = errors.New("the database is damaged; `breachstats build` rebuilds it")

// IsOfSystem reports that an error is due to the system or a limit and not to the content of a database, so that the
// same file may be readable next time: no permission, a failing disk, no memory, too many open files, or another
// program that changes it. It matches the message, because DuckDB passes on nothing else.
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

// ofFile adds the name of the database to an error that concerns its file and not a statement. It returns every other
// error unchanged.
func (w *Warehouse) ofFile(err error) error {
	if err == nil || errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "Corrupt database file") {
		return err
	}
	return fmt.Errorf("%s: %w (%w)", w.path, ErrDamaged, oneLine(err))
}

// AtLine adds the place of DuckDB's error in a file: path:line: what, on one line. first is the line of the file,
// counted from 1, on which the statement begins. ErrDamaged concerns no statement and is returned unchanged.
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
