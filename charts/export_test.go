package charts

import (
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
)

// CheckDrawing asserts of a drawing of any rows what the odd ones are held to:
// no text touches another, leaves the page or lies on a mark.
func CheckDrawing(t *testing.T, chart Chart, rows arrow.RecordBatch, note Note) {
	t.Helper()
	drawn, err := chart.layOut(rows, note)
	if err != nil {
		t.Error(err)
		return
	}
	checkTexts(t, drawn)
	checkMarks(t, drawn)
}
