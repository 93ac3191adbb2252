package pipeline

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/breachstats/breachstats/data"
)

// AskedFile is an export that queries read directly, without importing it.
type AskedFile struct {
	// Name is the name that the user gave, for messages and the column source_file.
	Name string
	// Day is the day of the capture, YYYY-MM-DD, from the name; empty if the name has none.
	Day string
	// View is the list that the export shows; empty if neither the user nor the name states it.
	View data.View

	open func() (io.ReadCloser, error)
}

// Words in the name of a file that identify its list.
var (
	namesArchive = regexp.MustCompile(`(?i)archive`)
	namesOpen    = regexp.MustCompile(`(?i)investigation|(?:^|[^a-z])open(?:[^a-z]|$)`)
	namesDay     = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:\D|$)`)
)

// AskedFiles describes the exports of one capture. Each argument is a path, VIEW=PATH, or - for
// stdin. A view that is not given is read from the name: DAY_VIEW.csv as for import, or a word such
// as archive, open or investigation. A single export needs no view. Several exports must have
// different views and the same day.
func AskedFiles(arguments []string, stdin io.Reader) ([]AskedFile, error) {
	var files []AskedFile
	for _, argument := range arguments {
		file, err := askedFile(argument, stdin)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	if len(files) < 2 {
		return files, nil
	}
	for i, file := range files {
		if file.View == "" {
			return nil, fmt.Errorf("%s: want its view, because there are several exports, as in archive=%[1]s or under-investigation=%[1]s", file.Name)
		}
		for _, other := range files[:i] {
			switch {
			case other.View == file.View:
				return nil, fmt.Errorf("%s: want one export of each view, got %s of view %s as well; `breachstats import` keeps many captures",
					file.Name, other.Name, file.View)
			case other.Day != "" && file.Day != "" && other.Day != file.Day:
				return nil, fmt.Errorf("%s: want exports of one day, got %s and %s of %s; `breachstats import` keeps many captures",
					file.Name, file.Day, other.Name, other.Day)
			}
		}
	}
	return files, nil
}

func askedFile(argument string, stdin io.Reader) (AskedFile, error) {
	file := AskedFile{Name: argument}
	if given, path, isGiven := strings.Cut(argument, "="); isGiven {
		if view, err := data.ParseView(given); err == nil {
			file.Name, file.View = path, view
		}
	}
	base := filepath.Base(file.Name)
	if match := namedExport.FindStringSubmatch(base); match != nil && file.View == "" {
		if view, err := data.ParseView(match[2]); err == nil {
			file.View = view
		}
	}
	if match := namesDay.FindStringSubmatch(base); match != nil {
		capture, err := data.ParseCapture(match[1])
		if err != nil {
			return file, fmt.Errorf("%s: %w", file.Name, err)
		}
		file.Day = capture.Day
	}
	if isArchive, isOpen := namesArchive.MatchString(base), namesOpen.MatchString(base); file.View == "" && isArchive != isOpen {
		file.View = data.UnderInvestigation
		if isArchive {
			file.View = data.Archive
		}
	}
	if file.View == data.Part2 {
		return file, fmt.Errorf("%s: want an export of the HIPAA breach list, got one of 42 CFR Part 2, which is a list of its own", file.Name)
	}
	file.open = func() (io.ReadCloser, error) { return openFile(file.Name) }
	if file.Name == "-" {
		file.Name = "stdin"
		file.open = func() (io.ReadCloser, error) {
			text, err := io.ReadAll(stdin)
			if err != nil {
				return nil, fmt.Errorf("stdin: %w", err)
			}
			return held{bytes.NewReader(text)}, nil
		}
	}
	return file, nil
}

// held is an export in memory.
type held struct{ *bytes.Reader }

func (held) Close() error { return nil }
