package data

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Snapshot is one export of the portal in the store: one line of the manifest.
type Snapshot struct {
	Capture Capture
	View    View
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
	// Answer is the portal's answer that brought the bytes; zero for an imported file.
	Answer Answer
}

// Answer is how the portal answered when an export was fetched.
type Answer struct {
	// FinalURL is the address that answered, after redirects.
	FinalURL string
	// Status is the HTTP status; 0 for an imported file.
	Status int
	// Headers are the answer's headers that say what the bytes are, as a JSON object.
	Headers string
	// RetrievedAt is when the last byte arrived, RFC 3339 in UTC.
	RetrievedAt string
}

// File is the snapshot's path inside the data folder, with forward slashes:
// snapshots/2024-10-17/archive.csv.
func (s Snapshot) File() string {
	return "snapshots/" + s.Capture.String() + "/" + string(s.View) + ".csv"
}

// Capture is one state of the portal's list: all views that were saved of it together.
type Capture struct {
	// Day is the calendar day, YYYY-MM-DD, on which the portal showed it: the day of
	// download, or the latest day on which that can have happened.
	Day string
	// No counts the captures of that day from 1.
	No int
}

// String is the day, and .N for the second and later captures of it: 2024-10-17.2.
func (c Capture) String() string {
	if c.No <= 1 {
		return c.Day
	}
	return c.Day + "." + strconv.Itoa(c.No)
}

// Compare orders captures by time: negative when c is before other, 0 when they are one.
func (c Capture) Compare(other Capture) int {
	return cmp.Or(strings.Compare(c.Day, other.Day), cmp.Compare(c.No, other.No))
}

// ParseCapture reads a capture as String writes it. 2024-10-17 is the first of its day.
func ParseCapture(text string) (Capture, error) {
	day, no, isLater := strings.Cut(text, ".")
	if _, err := ParseDay(day); err != nil {
		return Capture{}, fmt.Errorf("want a calendar day as YYYY-MM-DD, got %q", text)
	}
	if !isLater {
		return Capture{Day: day, No: 1}, nil
	}
	n, err := strconv.Atoi(no)
	if err != nil || n < 2 || strconv.Itoa(n) != no {
		return Capture{}, fmt.Errorf("want %s, or %s.2 for a second capture of that day, got %q", day, day, text)
	}
	return Capture{Day: day, No: n}, nil
}

// ParseDay returns day unchanged when it is a calendar day written YYYY-MM-DD.
func ParseDay(day string) (string, error) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return "", fmt.Errorf("want a calendar day as YYYY-MM-DD, got %q", day)
	}
	return day, nil
}

var manifestHeader = []string{
	"capture", "view", "source", "sha256", "rows_sha256", "bytes", "rows", "encoding",
	"damaged_characters", "repaired_characters", "has_repaired_header", "is_synthetic",
	"final_url", "status", "headers", "retrieved_at",
}

func (s Snapshot) fields() []string {
	status := ""
	if s.Answer.Status != 0 {
		status = strconv.Itoa(s.Answer.Status)
	}
	return []string{
		s.Capture.String(), string(s.View), s.Source, s.SHA256, s.RowsSHA256,
		strconv.FormatInt(s.Bytes, 10), strconv.FormatInt(s.Rows, 10), s.Encoding,
		strconv.FormatInt(s.DamagedCharacters, 10), strconv.FormatInt(s.RepairedCharacters, 10),
		strconv.FormatBool(s.HasRepairedHeader), strconv.FormatBool(s.IsSynthetic),
		s.Answer.FinalURL, status, s.Answer.Headers, s.Answer.RetrievedAt,
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
	capture, err := ParseCapture(values[0])
	if err != nil {
		bad = append(bad, fmt.Errorf("capture: %w", err))
	}
	view, err := ParseView(values[1])
	if err != nil {
		bad = append(bad, fmt.Errorf("view: %w", err))
	}
	answer := Answer{FinalURL: values[12], Headers: values[14], RetrievedAt: values[15]}
	if values[13] != "" {
		answer.Status = int(number(13))
	}
	if answer.RetrievedAt != "" {
		if _, err := time.Parse(time.RFC3339, answer.RetrievedAt); err != nil {
			bad = append(bad, fmt.Errorf("retrieved_at: want a time as RFC 3339, got %q", answer.RetrievedAt))
		}
	}
	return Snapshot{
		Capture: capture, View: view, Source: values[2],
		SHA256: digest(3), RowsSHA256: digest(4), Bytes: number(5), Rows: number(6),
		Encoding: values[7], DamagedCharacters: number(8), RepairedCharacters: number(9),
		HasRepairedHeader: flag(10), IsSynthetic: flag(11), Answer: answer,
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
