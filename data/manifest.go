package data

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"
)

// Snapshot is one export of the portal in the store: one line of the manifest.
type Snapshot struct {
	// CapturedOn is the calendar day, YYYY-MM-DD, on which the portal showed these
	// rows: the day of download, or the latest day on which it can have happened.
	CapturedOn string
	View       View
	// Source is the original file name or URL.
	Source string
	// SHA256 is the hex digest of the file's bytes.
	SHA256 string
	// RowsSHA256 is the hex digest of the bytes after the header record. Two exports
	// of an unchanged list share it although the portal writes other headers each time.
	RowsSHA256 string
	Bytes      int64
	// Rows counts reports, not lines: a description may span lines.
	Rows int64
	// Encoding names the rule that decoded the bytes, such as utf-8 or windows-1252.
	Encoding string
	// DamagedCharacters counts characters that no rule could recover; 0 means none.
	DamagedCharacters int64
	// RepairedCharacters counts characters recovered by undoing wrong code pages.
	RepairedCharacters int64
	// HasRepairedHeader tells that the portal's broken column names were put right.
	HasRepairedHeader bool
	// IsSynthetic tells that the export was made by the sample generator.
	IsSynthetic bool
}

// File is the snapshot's path inside the data folder, with forward slashes:
// snapshots/2024-10-17/archive.csv.
func (s Snapshot) File() string {
	return "snapshots/" + s.CapturedOn + "/" + string(s.View) + ".csv"
}

// ParseDay returns day unchanged when it is a calendar day written YYYY-MM-DD.
func ParseDay(day string) (string, error) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return "", fmt.Errorf("want a calendar day as YYYY-MM-DD, got %q", day)
	}
	return day, nil
}

var manifestHeader = []string{
	"captured_on", "view", "source", "sha256", "rows_sha256", "bytes", "rows", "encoding",
	"damaged_characters", "repaired_characters", "has_repaired_header", "is_synthetic",
}

func (s Snapshot) fields() []string {
	return []string{
		s.CapturedOn, string(s.View), s.Source, s.SHA256, s.RowsSHA256,
		strconv.FormatInt(s.Bytes, 10), strconv.FormatInt(s.Rows, 10), s.Encoding,
		strconv.FormatInt(s.DamagedCharacters, 10), strconv.FormatInt(s.RepairedCharacters, 10),
		strconv.FormatBool(s.HasRepairedHeader), strconv.FormatBool(s.IsSynthetic),
	}
}

// manifestLine is a snapshot and the line of the manifest that says so.
type manifestLine struct {
	Snapshot
	line int
}

// readManifest reads every line of a manifest; path is used in errors, which name
// each bad line as path:line.
func readManifest(path string, manifest io.Reader) ([]manifestLine, error) {
	in := csv.NewReader(manifest)
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s:1: want a header, got an empty file", path)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if !slices.Equal(header, manifestHeader) {
		return nil, fmt.Errorf("%s:1: want header %q, got %q", path, manifestHeader, header)
	}
	var lines []manifestLine
	var bad []error
	seen := map[string]int{}
	for {
		values, err := in.Read()
		if errors.Is(err, io.EOF) {
			return lines, errors.Join(bad...)
		}
		var malformed *csv.ParseError
		if errors.As(err, &malformed) {
			bad = append(bad, fmt.Errorf("%s:%d: %w", path, malformed.StartLine, malformed.Err))
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		line, _ := in.FieldPos(0)
		snapshot, err := parseSnapshot(values)
		if err != nil {
			bad = append(bad, fmt.Errorf("%s:%d: %w", path, line, err))
			continue
		}
		if first := seen[snapshot.File()]; first > 0 {
			bad = append(bad, fmt.Errorf("%s:%d: want each snapshot once, got %s again after line %d",
				path, line, snapshot.File(), first))
			continue
		}
		seen[snapshot.File()] = line
		lines = append(lines, manifestLine{Snapshot: snapshot, line: line})
	}
}

func parseSnapshot(values []string) (Snapshot, error) {
	if len(values) != len(manifestHeader) {
		return Snapshot{}, fmt.Errorf("want %d fields, got %d", len(manifestHeader), len(values))
	}
	var bad []error
	number := func(column int) int64 {
		n, err := strconv.ParseInt(values[column], 10, 64)
		if err != nil || n < 0 {
			bad = append(bad, fmt.Errorf("%s: want a whole number, got %q", manifestHeader[column], values[column]))
		}
		return n
	}
	flag := func(column int) bool {
		b, err := strconv.ParseBool(values[column])
		if err != nil {
			bad = append(bad, fmt.Errorf("%s: want true or false, got %q", manifestHeader[column], values[column]))
		}
		return b
	}
	digest := func(column int) string {
		if !isDigest(values[column]) {
			bad = append(bad, fmt.Errorf("%s: want 64 hexadecimal digits, got %q", manifestHeader[column], values[column]))
		}
		return values[column]
	}
	day, err := ParseDay(values[0])
	if err != nil {
		bad = append(bad, fmt.Errorf("captured_on: %w", err))
	}
	view, err := ParseView(values[1])
	if err != nil {
		bad = append(bad, fmt.Errorf("view: %w", err))
	}
	return Snapshot{
		CapturedOn: day, View: view, Source: values[2],
		SHA256: digest(3), RowsSHA256: digest(4), Bytes: number(5), Rows: number(6),
		Encoding: values[7], DamagedCharacters: number(8), RepairedCharacters: number(9),
		HasRepairedHeader: flag(10), IsSynthetic: flag(11),
	}, errors.Join(bad...)
}

func isDigest(text string) bool {
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(text) == 64
}

func writeManifest(out io.Writer, snapshots []Snapshot) error {
	w := csv.NewWriter(out)
	records := [][]string{manifestHeader}
	for _, snapshot := range snapshots {
		records = append(records, snapshot.fields())
	}
	return w.WriteAll(records)
}
