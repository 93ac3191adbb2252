package data

import (
	"cmp"
	"fmt"
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
	// Stored is where the bytes lie; zero until the snapshot is part of a store.
	Stored Stored
}

// Stored says where a snapshot lies on disk, and in which form.
type Stored struct {
	// In is its file, by its path inside the data folder: one zstd frame. It holds all of the
	// snapshot, snapshots/2024-10-17/archive.csv.zst, or all of it but what stands in its base,
	// snapshots/2024-10-17/archive.from-2024-01-02.zst.
	In string
	// Base is the capture whose snapshot of the view, stored whole, unpacks it; zero for a whole one.
	Base Capture
	// Bytes is the size of what is stored, SHA256 its hex digest.
	Bytes  int64
	SHA256 string
	// offset is where a difference begins in a file of the version before; see laterFile.
	offset int64
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
	return s.stem() + ".csv"
}

// wholeFile is where the snapshot lies when it is stored whole, fileFrom when it is stored against
// another, laterFile where the version before put those that were based on it.
func (s Snapshot) wholeFile() string            { return s.stem() + ".csv.zst" }
func (s Snapshot) fileFrom(base Capture) string { return s.stem() + ".from-" + base.String() + ".zst" }
func (s Snapshot) laterFile() string            { return s.stem() + ".later" }

func (s Snapshot) stem() string {
	return "snapshots/" + s.Capture.String() + "/" + string(s.View)
}

// IsWhole reports whether a snapshot is stored whole, isDifference whether the version before stored it.
func (s Snapshot) IsWhole() bool { return s.Stored.Base == Capture{} }
func (s Snapshot) isDifference() bool {
	return !s.IsWhole() && s.Stored.In != s.fileFrom(s.Stored.Base)
}

// is tells that both are the one snapshot of a capture and view.
func (s Snapshot) is(other Snapshot) bool { return s.Capture == other.Capture && s.View == other.View }

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
