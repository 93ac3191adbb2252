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

var manifestHeader = []string{
	"capture", "view", "source", "sha256", "rows_sha256", "bytes", "rows", "encoding",
	"damaged_characters", "repaired_characters", "has_repaired_header", "is_synthetic",
	"base", "stored_bytes", "stored_sha256",
	"final_url", "status", "headers", "retrieved_at",
}

// oldHeader is the header of the earlier version, whose manifest states where each difference lies.
var oldHeader = slices.Concat(manifestHeader[:12], []string{"stored_in", "stored_offset"}, manifestHeader[13:])

func (s Snapshot) fields() []string {
	status := ""
	if s.Answer.Status != 0 {
		status = strconv.Itoa(s.Answer.Status)
	}
	base := ""
	if !s.IsWhole() {
		base = s.Stored.Base.String()
	}
	return []string{
		s.Capture.String(), string(s.View), s.Source, s.SHA256, s.RowsSHA256,
		strconv.FormatInt(s.Bytes, 10), strconv.FormatInt(s.Rows, 10), s.Encoding,
		strconv.FormatInt(s.DamagedCharacters, 10), strconv.FormatInt(s.RepairedCharacters, 10),
		strconv.FormatBool(s.HasRepairedHeader), strconv.FormatBool(s.IsSynthetic),
		base, strconv.FormatInt(s.Stored.Bytes, 10), s.Stored.SHA256,
		s.Answer.FinalURL, status, s.Answer.Headers, s.Answer.RetrievedAt,
	}
}

// manifestLine is a snapshot and its line number in the manifest.
type manifestLine struct {
	Snapshot
	line int
}

// readManifest reads a whole manifest. It reports every bad line, as path:line, in one joined
// error.
func readManifest(path string, manifest io.Reader) ([]manifestLine, error) {
	in := csv.NewReader(manifest)
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s:1: want a header, got an empty file", path)
	}
	var malformed *csv.ParseError
	if errors.As(err, &malformed) {
		return nil, fmt.Errorf("%s:%d: %w", path, malformed.StartLine, malformed.Err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if !slices.Equal(header, manifestHeader) && !slices.Equal(header, oldHeader) {
		return nil, fmt.Errorf("%s:1: want header %q, got %q", path, manifestHeader, header)
	}
	var lines []manifestLine
	var bad []error
	seen := map[string]int{}
	for {
		values, err := in.Read()
		if errors.Is(err, io.EOF) {
			if len(bad) == 0 {
				bad = findBases(path, lines)
			}
			return lines, errors.Join(bad...)
		}
		if errors.As(err, &malformed) {
			bad = append(bad, fmt.Errorf("%s:%d: %w", path, malformed.StartLine, malformed.Err))
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		line, _ := in.FieldPos(0)
		snapshot, wrong := parseSnapshot(header, values)
		for _, err := range wrong {
			bad = append(bad, fmt.Errorf("%s:%d: %w", path, line, err))
		}
		if len(wrong) > 0 {
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

// parseSnapshot reads the values of a line. bad has one error for each value that is wrong.
func parseSnapshot(header, values []string) (snapshot Snapshot, bad []error) {
	if len(values) != len(header) {
		return Snapshot{}, []error{fmt.Errorf("want %d fields, got %d", len(header), len(values))}
	}
	cell := func(column string) string { return values[slices.Index(header, column)] }
	fault := func(column string, err error) {
		bad = append(bad, fmt.Errorf("%s: %w", column, err))
	}
	number := func(column string) int64 {
		n, err := strconv.ParseInt(cell(column), 10, 64)
		if err != nil || n < 0 {
			fault(column, fmt.Errorf("want a whole number, got %q", cell(column)))
		}
		return n
	}
	flag := func(column string) bool {
		b, err := strconv.ParseBool(cell(column))
		if err != nil {
			fault(column, fmt.Errorf("want true or false, got %q", cell(column)))
		}
		return b
	}
	digest := func(column string) string {
		if !isDigest(cell(column)) {
			fault(column, fmt.Errorf("want 64 hexadecimal digits, got %q", cell(column)))
		}
		return cell(column)
	}
	capture := func(column string) Capture {
		c, err := ParseCapture(cell(column))
		if err != nil {
			fault(column, err)
		}
		return c
	}
	view, err := ParseView(cell("view"))
	if err != nil {
		fault("view", err)
	}
	s := Snapshot{
		Capture: capture("capture"), View: view, Source: cell("source"),
		SHA256: digest("sha256"), RowsSHA256: digest("rows_sha256"), Bytes: number("bytes"), Rows: number("rows"),
		Encoding: cell("encoding"), DamagedCharacters: number("damaged_characters"), RepairedCharacters: number("repaired_characters"),
		HasRepairedHeader: flag("has_repaired_header"), IsSynthetic: flag("is_synthetic"),
		Stored: Stored{Bytes: number("stored_bytes"), SHA256: digest("stored_sha256")},
		Answer: Answer{FinalURL: cell("final_url"), Headers: cell("headers"), RetrievedAt: cell("retrieved_at")},
	}
	if cell("status") != "" {
		s.Answer.Status = int(number("status"))
	}
	if s.Answer.RetrievedAt != "" {
		if _, err := time.Parse(time.RFC3339, s.Answer.RetrievedAt); err != nil {
			fault("retrieved_at", fmt.Errorf("want a time as RFC 3339, got %q", s.Answer.RetrievedAt))
		}
	}
	s.Stored.In = s.wholeFile()
	switch {
	case slices.Contains(header, "stored_in"):
		s.Stored.In, s.Stored.offset = cell("stored_in"), number("stored_offset")
	case cell("base") != "":
		s.Stored.Base = capture("base")
		s.Stored.In = s.deltaFile(s.Stored.Base)
	}
	return s, bad
}

// findBases sets the base of each snapshot in a manifest of the earlier version, from the name of
// its file. It returns an error for every line, of either version, whose base is not a whole
// snapshot of the same view.
func findBases(path string, lines []manifestLine) []error {
	var bad []error
	wholes := map[string]Capture{} // by the file of differences that belongs to the snapshot
	for _, line := range lines {
		if line.IsWhole() && line.Stored.In == line.wholeFile() {
			wholes[line.laterFile()] = line.Capture
		}
	}
	for i, line := range lines {
		if line.IsWhole() && line.Stored.In == line.wholeFile() {
			if line.Stored.offset != 0 {
				bad = append(bad, fmt.Errorf("%s:%d: stored_offset: want 0 in a file of its own, got %d", path, line.line, line.Stored.offset))
			}
			continue
		}
		column, got, in := "base", line.Stored.Base.String(), Snapshot{Capture: line.Stored.Base, View: line.View}.laterFile()
		if line.IsWhole() {
			column, got, in = "stored_in", line.Stored.In, line.Stored.In
		}
		base, isThere := wholes[in]
		if !isThere || in != (Snapshot{Capture: base, View: line.View}).laterFile() {
			bad = append(bad, fmt.Errorf("%s:%d: %s: want a snapshot of this view that is stored whole, got %q", path, line.line, column, got))
			continue
		}
		lines[i].Stored.Base = base
	}
	return bad
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
