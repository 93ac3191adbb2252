package load

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/export"
)

// Reading is a whole export that passed the strict reader, report by report.
type Reading struct {
	Summary export.Summary
	// IsEmpty tells that the export has a healthy header and no report.
	IsEmpty bool

	rows []readRow
}

// readRow is a report as a reading keeps it.
type readRow struct {
	text digest
	line int
	end  int64
	// breaks counts the line ends within the values.
	breaks int32
}

// digest identifies a published text.
type digest [16]byte

// ReadWhole is Read that keeps what Follower needs to know of every report. An export without
// reports is no error.
func ReadWhole(s *export.Survey, name string, in io.ReadSeeker, view data.View, each func(export.Row) error) (Reading, error) {
	return readSurveyed(s, name, in, view, func(row export.Row, _ digest) error { return each(row) })
}

// ReadThrough is ReadWhole that keeps nothing of the reports: memory does not grow with their number.
// What it gives is for no Follower.
func ReadThrough(s *export.Survey, name string, in io.ReadSeeker, view data.View, each func(export.Row) error) (Reading, error) {
	var r Reading
	var err error
	r.Summary, err = s.Read(name, in, view, each)
	if r.IsEmpty = errors.Is(err, export.ErrNoRows); r.IsEmpty {
		err = nil
	}
	return r, err
}

// readWhole surveys an export and reads it.
func readWhole(name string, in io.ReadSeeker, view data.View, each func(export.Row, digest) error) (Reading, error) {
	survey, err := export.TakeSurvey(in)
	if err != nil {
		return Reading{}, fmt.Errorf("%s: %w", name, err)
	}
	return readSurveyed(survey, name, in, view, each)
}

func readSurveyed(s *export.Survey, name string, in io.ReadSeeker, view data.View, each func(export.Row, digest) error) (Reading, error) {
	var rows []readRow
	var digests digester
	r, err := ReadThrough(s, name, in, view, func(row export.Row) error {
		text := digests.of(row.Values)
		breaks := 0
		for _, value := range row.Values {
			breaks += strings.Count(value, "\n")
		}
		rows = append(rows, readRow{text: text, line: row.Line, end: row.End, breaks: int32(breaks)})
		return each(row, text)
	})
	r.rows = rows
	return r, err
}

// digester takes digests of the values of reports.
type digester struct{ spelled []byte }

// of is the digest of values, each after its length, so that no two lists of values share one.
func (d *digester) of(values []string) digest {
	d.spelled = d.spelled[:0]
	for _, value := range values {
		d.spelled = binary.LittleEndian.AppendUint64(d.spelled, uint64(len(value)))
		d.spelled = append(d.spelled, value...)
	}
	sum := sha256.Sum256(d.spelled)
	return digest(sum[:16])
}

// texts numbers the different published texts of one kind of list, as they are met, and keeps
// the values of those that wait to be loaded.
type texts struct {
	numbers map[digest]int32
	waiting map[int32][]string
}

func newTexts() *texts {
	return &texts{numbers: map[digest]int32{}, waiting: map[int32][]string{}}
}

func (t *texts) number(text digest) int32 {
	number, isKnown := t.numbers[text]
	if !isKnown {
		number = int32(len(t.numbers))
		t.numbers[text] = number
	}
	return number
}
