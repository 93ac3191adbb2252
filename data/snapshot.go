package data

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Snapshot is one export of the portal in the store, and one line of the manifest.
type Snapshot struct {
	Capture Capture
	View    View
	// Source is the original file name or URL.
	Source string
	// SHA256 is the hex digest of the file's bytes.
	SHA256 string
	// RowsSHA256 is the hex digest of the bytes after the header record. It is the same for two
	// exports of an unchanged list, even though the portal may write different headers.
	RowsSHA256 string
	Bytes      int64
	// Rows counts reports, not lines: a description may span several lines.
	Rows int64
	// Encoding names the rule that decoded the bytes, such as utf-8 or windows-1252.
	Encoding string
	// DamagedCharacters counts characters that no rule could recover.
	DamagedCharacters int64
	// RepairedCharacters counts characters that were recovered by undoing a wrong code page.
	RepairedCharacters int64
	// HasRepairedHeader reports that broken column names of the portal were corrected.
	HasRepairedHeader bool
	// IsSynthetic reports that the sample generator made the export.
	IsSynthetic bool
	// Answer is the portal's HTTP response; zero for an imported file.
	Answer Answer
	// Stored is where and how the bytes are stored; zero until the snapshot is part of a store.
	Stored Stored
}

// Stored is the place and form of a snapshot on disk.
type Stored struct {
	// In is the path of the file inside the data folder. The file is one zstd frame: a whole
	// snapshot, such as snapshots/2024-10-17/archive.csv.zst, or a delta from a base, such as
	// snapshots/2024-10-17/archive.from-2024-01-02.zst.
	In string
	// Base is the capture of the base, a whole snapshot of the same view; zero for a whole
	// snapshot.
	Base Capture
	// Bytes is the size of the stored bytes, SHA256 their hex digest.
	Bytes  int64
	SHA256 string
	// offset is where a difference starts in the file of an earlier version; see laterFile.
	offset int64
}

// Answer is the HTTP response that an export came in.
type Answer struct {
	// FinalURL is the address that was read, after redirects.
	FinalURL string
	// Status is the HTTP status; 0 for an imported file.
	Status int
	// Headers has the response headers that describe the bytes, as a JSON object.
	Headers string
	// RetrievedAt is when the last byte arrived, RFC 3339 in UTC.
	RetrievedAt string
}

// File returns the path of the export inside the data folder, with forward slashes, such as
// snapshots/2024-10-17/archive.csv. It names the snapshot; [Stored].In is the file that exists.
func (s Snapshot) File() string {
	return s.stem() + ".csv"
}

// wholeFile is the snapshot's file when it is stored whole, deltaFile when it is stored as a delta,
// and laterFile the file in which an earlier version kept the differences that follow it.
func (s Snapshot) wholeFile() string             { return s.stem() + ".csv.zst" }
func (s Snapshot) deltaFile(base Capture) string { return s.stem() + ".from-" + base.String() + ".zst" }
func (s Snapshot) laterFile() string             { return s.stem() + ".later" }

func (s Snapshot) stem() string {
	return "snapshots/" + s.Capture.String() + "/" + string(s.View)
}

// IsWhole reports whether a snapshot is stored whole; isDifference, whether in the form of an
// earlier version.
func (s Snapshot) IsWhole() bool { return s.Stored.Base == Capture{} }
func (s Snapshot) isDifference() bool {
	return !s.IsWhole() && s.Stored.In != s.deltaFile(s.Stored.Base)
}

// is reports whether both have the same capture and view.
func (s Snapshot) is(other Snapshot) bool { return s.Capture == other.Capture && s.View == other.View }

// Capture identifies one state of the portal's lists. All views saved of it share the capture.
type Capture struct {
	// Day is the calendar day, YYYY-MM-DD, on which the portal showed that state. It is the day of
	// the download or, if that is not known, the latest day possible.
	Day string
	// No numbers the captures of a day from 1.
	No int
}

// String returns the day, followed by .N for the second and later captures of it: 2024-10-17.2.
func (c Capture) String() string {
	if c.No <= 1 {
		return c.Day
	}
	return c.Day + "." + strconv.Itoa(c.No)
}

// Compare orders captures by time. It is negative if c is before other and 0 if they are equal.
func (c Capture) Compare(other Capture) int {
	return cmp.Or(strings.Compare(c.Day, other.Day), cmp.Compare(c.No, other.No))
}

// ParseCapture reads the form that [Capture.String] writes. 2024-10-17 is the first capture of its
// day.
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
