package charts

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// DescriptionsFile is the name of the file with the descriptions. The page loads it for the first
// search. It is a script, because a page opened from a disk may load no other kind of file.
const DescriptionsFile = "descriptions.js"

// PackDescriptions makes [DescriptionsFile] for the list that [PackList] packs, from its columns
// breach_id and description. The page looks a description up by breach_id. found has the characters
// of all texts, for the fonts.
func PackDescriptions(rows arrow.RecordBatch) (file []byte, found string, err error) {
	columns := make([]*array.String, 2)
	for i, name := range []string{"breach_id", "description"} {
		at := rows.Schema().FieldIndices(name)
		if len(at) != 1 {
			return nil, "", fmt.Errorf("%s: column %s: want one, got %d", DescriptionsFile, name, len(at))
		}
		values, isText := rows.Column(at[0]).(*array.String)
		if !isText {
			return nil, "", fmt.Errorf("%s: column %s: want utf8, got %s", DescriptionsFile, name, rows.Column(at[0]).DataType())
		}
		columns[i] = values
	}
	descriptions := map[string]string{}
	texts := make([]string, 0, rows.NumRows())
	for row := range int(rows.NumRows()) {
		if columns[1].IsValid(row) {
			descriptions[columns[0].Value(row)] = columns[1].Value(row)
			texts = append(texts, columns[1].Value(row))
		}
	}
	packed, err := packJSON(descriptions) // ordered by breach_id
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", DescriptionsFile, err)
	}
	return []byte("breachDescriptions('" + packed + "');\n"), characters(texts...), nil
}
