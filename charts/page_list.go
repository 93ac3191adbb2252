package charts

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/klauspost/compress/gzip"
)

// ListColumns returns the columns that [PackList] needs, in the order of a download. A column that
// is only shown on the page has IsDownloaded false.
func ListColumns() []ListColumn {
	return []ListColumn{
		{"breach_id", arrow.BinaryTypes.String, true},
		{"entity_name", arrow.BinaryTypes.String, true},
		{"state", arrow.BinaryTypes.String, true},
		{"entity_type", arrow.BinaryTypes.String, true},
		{"individuals", arrow.PrimitiveTypes.Int64, true},
		{"submitted_on", arrow.FixedWidthTypes.Date32, true},
		{"breach_types", arrow.BinaryTypes.String, true},
		{"locations", arrow.BinaryTypes.String, true},
		{"has_business_associate", arrow.FixedWidthTypes.Boolean, true},
		{"cause", arrow.BinaryTypes.String, true},
		{"origin", arrow.BinaryTypes.String, true},
		{"origin_basis", arrow.BinaryTypes.String, true},
		{"origin_evidence", arrow.BinaryTypes.String, true},
		{"status", arrow.BinaryTypes.String, true},
		{"state_name", arrow.BinaryTypes.String, false},
	}
}

// ListColumn is a column of the list of breaches.
type ListColumn struct {
	Name         string
	Type         arrow.DataType
	IsDownloaded bool
}

// packedList is the list in the form that the script reads: the number of rows, and each column. A
// null is -1 in At and null in Values.
type packedList struct {
	Rows    int            `json:"rows"`
	Columns []packedColumn `json:"columns"`
}

type packedColumn struct {
	Name         string `json:"name"`
	IsDownloaded bool   `json:"download"`
	// Kind is text, number, day (days since 1970-01-01) or truth.
	Kind string `json:"kind"`
	// Words are the distinct texts in the order of their first row. At is the index in Words for
	// each row. Both are for texts only.
	Words []string `json:"words,omitempty"`
	At    []int    `json:"at,omitempty"`
	// Values are the values of all other kinds. Each day but the first is stored as the difference
	// from the one before, which is small and packs well. A truth is 1 or 0.
	Values []*int64 `json:"values,omitempty"`
}

// packedListOf turns rows into columns.
func packedListOf(rows arrow.RecordBatch) (packedList, error) {
	list := packedList{Rows: int(rows.NumRows())}
	var bad []error
	for _, wanted := range ListColumns() {
		found := rows.Schema().FieldIndices(wanted.Name)
		if len(found) != 1 {
			bad = append(bad, fmt.Errorf("column %s: want one, got %d", wanted.Name, len(found)))
			continue
		}
		column, err := packColumn(rows.Column(found[0]), wanted)
		bad = append(bad, err)
		list.Columns = append(list.Columns, column)
	}
	return list, errors.Join(bad...)
}

// PageList is the packed list of breaches.
type PageList struct {
	base64     string
	characters string // the distinct characters of all texts
}

// gzipLevel takes half the time of the best level and makes a page 3 % larger.
const gzipLevel = 6

// PackList packs the list that readers search. rows has one row for each breach, newest submission
// first, and at least [ListColumns]. Every missing or wrongly typed column is reported in the
// error.
func PackList(rows arrow.RecordBatch) (PageList, error) {
	list, err := packedListOf(rows)
	if err != nil {
		return PageList{}, fmt.Errorf("page: list of breaches: %w", err)
	}
	text, err := packJSON(list)
	if err != nil {
		return PageList{}, fmt.Errorf("page: list of breaches: %w", err)
	}
	var texts []string
	for _, column := range list.Columns {
		texts = append(texts, column.Words...)
	}
	return PageList{base64: text, characters: characters(texts...)}, nil
}

// packJSON writes a value as JSON, gzipped without a time and in base64.
func packJSON(value any) (string, error) {
	var packed bytes.Buffer
	to, err := gzip.NewWriterLevel(&packed, gzipLevel)
	if err != nil {
		return "", err
	}
	to.ModTime = time.Unix(0, 0) // as the format says "none"
	if err := errors.Join(json.NewEncoder(to).Encode(value), to.Close()); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(packed.Bytes()), nil
}

func packColumn(values arrow.Array, wanted ListColumn) (packedColumn, error) {
	packed := packedColumn{Name: wanted.Name, IsDownloaded: wanted.IsDownloaded}
	if !arrow.TypeEqual(values.DataType(), wanted.Type) {
		return packed, fmt.Errorf("column %s: want %s, got %s", wanted.Name, wanted.Type, values.DataType())
	}
	number := func(row int, value int64) {
		if values.IsNull(row) {
			packed.Values = append(packed.Values, nil)
			return
		}
		packed.Values = append(packed.Values, &value)
	}
	switch values := values.(type) {
	case *array.String:
		packed.Kind = "text"
		places := map[string]int{}
		for row := range values.Len() {
			if values.IsNull(row) {
				packed.At = append(packed.At, -1)
				continue
			}
			text := values.Value(row)
			place, isKnown := places[text]
			if !isKnown {
				place = len(packed.Words)
				places[text] = place
				packed.Words = append(packed.Words, text)
			}
			packed.At = append(packed.At, place)
		}
	case *array.Int64:
		packed.Kind = "number"
		for row := range values.Len() {
			number(row, values.Value(row))
		}
	case *array.Date32:
		packed.Kind = "day"
		before := int64(0)
		for row := range values.Len() {
			day := int64(values.Value(row))
			number(row, day-before)
			if values.IsValid(row) {
				before = day
			}
		}
	case *array.Boolean:
		packed.Kind = "truth"
		for row := range values.Len() {
			truth := int64(0)
			if values.Value(row) {
				truth = 1
			}
			number(row, truth)
		}
	}
	return packed, nil
}
