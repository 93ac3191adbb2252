package charts

import (
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

// CheckDrawing makes the checks of the tests with odd rows for any rows: no text touches another,
// leaves the drawing or covers a mark. It also checks that the caption is not cut.
func CheckDrawing(t *testing.T, chart Chart, rows arrow.RecordBatch, note Note) {
	t.Helper()
	for _, made := range layouts() {
		drawn, err := chart.layOut(rows, note, made)
		if err != nil {
			t.Error(err)
			return
		}
		for _, one := range labelsOf(drawn) {
			if one.at.x == drawn.left && strings.HasSuffix(one.text, ellipsis) && one.at.y > drawn.down-drawn.margin-labelSize {
				t.Errorf("%s: the caption is cut: %q", drawn.name, one.full)
			}
		}
		checkTexts(t, drawn)
		checkMarks(t, drawn)
	}
	CheckClaims(t, chart, rows)
}

// CheckClaims checks that the rows support what the title of a chart claims.
func CheckClaims(t *testing.T, chart Chart, rows arrow.RecordBatch) {
	t.Helper()
	drawn, err := chart.layOut(rows, Note{}, wideLayout())
	if err != nil {
		t.Error(err)
		return
	}
	if drawn.title == chart.Title {
		return // a title without a claim
	}
	checkClaim(t, chart.Name, drawn.title, cells(rows))
	checkOtherClaim(t, chart.Name, drawn.title, cells(rows))
}
