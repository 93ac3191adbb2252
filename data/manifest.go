package data

import (
	"cmp"
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
	"stored_in", "stored_offset", "stored_bytes", "stored_sha256",
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
		s.Stored.In, strconv.FormatInt(s.Stored.Offset, 10), strconv.FormatInt(s.Stored.Bytes, 10), s.Stored.SHA256,
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
	var malformed *csv.ParseError
	if errors.As(err, &malformed) {
		return nil, fmt.Errorf("%s:%d: %w", path, malformed.StartLine, malformed.Err)
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
			if len(bad) == 0 {
				bad = wrongPlaces(path, lines)
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
		snapshot, wrong := parseSnapshot(values)
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

// parseSnapshot reads a line's values; bad tells everything that is wrong with them.
func parseSnapshot(values []string) (snapshot Snapshot, bad []error) {
	if len(values) != len(manifestHeader) {
		return Snapshot{}, []error{fmt.Errorf("want %d fields, got %d", len(manifestHeader), len(values))}
	}
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
	answer := Answer{FinalURL: values[16], Headers: values[18], RetrievedAt: values[19]}
	if values[17] != "" {
		answer.Status = int(number(17))
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
		Stored: Stored{In: values[12], Offset: number(13), Bytes: number(14), SHA256: digest(15)},
	}, bad
}

// wrongPlaces tells every line that says a place where its snapshot cannot lie: a whole one has
// its own file, and differences follow each other without a gap, from the whole one on.
func wrongPlaces(path string, lines []manifestLine) []error {
	var bad []error
	wrong := func(line manifestLine, format string, args ...any) {
		bad = append(bad, fmt.Errorf("%s:%d: %s", path, line.line, fmt.Sprintf(format, args...)))
	}
	wholes := map[string]manifestLine{}
	laters := map[string][]manifestLine{}
	var places []string // of laters, each once, as they come
	for _, line := range lines {
		switch {
		case line.isWhole() && line.Stored.Offset != 0:
			wrong(line, "stored_offset: want 0 in a file of its own, got %d", line.Stored.Offset)
		case line.isWhole():
			wholes[line.laterFile()] = line
		default:
			if laters[line.Stored.In] == nil {
				places = append(places, line.Stored.In)
			}
			laters[line.Stored.In] = append(laters[line.Stored.In], line)
		}
	}
	for _, place := range places {
		later := laters[place]
		slices.SortFunc(later, func(a, b manifestLine) int { return cmp.Compare(a.Stored.Offset, b.Stored.Offset) })
		end := int64(0)
		for _, l := range later {
			if whole, isThere := wholes[l.Stored.In]; !isThere || whole.View != l.View {
				wrong(l, "stored_in: want %s, or the .later of a whole snapshot of this view, got %q", l.wholeFile(), l.Stored.In)
			} else if l.Stored.Offset != end {
				wrong(l, "stored_offset: want %d, where the snapshot before it in %s ends, got %d", end, l.Stored.In, l.Stored.Offset)
			}
			end = l.Stored.End()
		}
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
