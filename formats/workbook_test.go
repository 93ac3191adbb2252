package formats

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/breachstats/breachstats/torture/must"
)

// bookOf writes a workbook of one sheet and opens it.
func bookOf(t *testing.T, rows arrow.RecordBatch, codes ...string) *excelize.File {
	t.Helper()
	file := must.Get(excelize.OpenReader(bytes.NewReader(packed(t, Workbook{
		Title: "A sample", On: "2024-10-17", Notes: []Line{{Cells: []string{"=1+1"}}, {Cells: []string{"", "b", "c"}, IsHeading: true}},
		Sheets: []Sheet{{Name: "odd", Rows: rows, NumberFormats: codes}},
	}))))(t)
	t.Cleanup(func() { _ = file.Close() })
	return file
}

func packed(t *testing.T, book Workbook) []byte {
	t.Helper()
	var content bytes.Buffer
	must.Do(t, book.Write(&content))
	return content.Bytes()
}

func TestWorkbookHoldsTypedCells(t *testing.T) {
	file := bookOf(t, record(), "", "#,##0", "0.0%")
	cells := must.Get(file.GetRows("odd", excelize.Options{RawCellValue: true}))(t)
	want := [][]string{
		{"name", "n", "share", "total", "on", "is", "types"},
		{"Clinic", "1200", "0.1", "9007199254740993", "45582", "1", "Loss, Theft"},
		{"=cmd()|'\"\n\uFFFD[31m", "-5", "NaN", "0", "25569", "0", ""},
	}
	for i, row := range want {
		got := append(cells[i], "", "", "", "", "", "", "")[:len(row)]
		if diff := cmp.Diff(row, got); diff != "" {
			t.Errorf("row %d: want -, got +:\n%s", i+1, diff)
		}
	}
	shown := must.Get(file.GetRows("odd"))(t)
	if diff := cmp.Diff([]string{"1,200", "10.0%"}, shown[1][1:3]); diff != "" {
		t.Errorf("numbers as they are shown: want -, got +:\n%s", diff)
	}
	if on, err := file.GetCellValue("odd", "E2"); err != nil || on != "2024-10-17" {
		t.Errorf("want a day, got %q, %v", on, err)
	}
	for cell, want := range map[string]excelize.CellType{
		"A2": excelize.CellTypeInlineString, "A3": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset, "F2": excelize.CellTypeBool,
	} {
		if kind, err := file.GetCellType("odd", cell); err != nil || kind != want {
			t.Errorf("%s: want cell type %v, got %v, %v", cell, want, kind, err)
		}
	}
	if formula, err := file.GetCellFormula("odd", "A3"); err != nil || formula != "" {
		t.Errorf("want no formula, got %q, %v", formula, err)
	}
	if look, err := file.GetCellStyle("odd", "A3"); err != nil || file.Styles.CellXfs.Xf[look].QuotePrefix == nil {
		t.Errorf("want a text that begins like a formula quoted, got style %d, %v", look, err)
	}
	if panes, err := file.GetPanes("odd"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("want the header kept in view, got %+v, %v", panes, err)
	}
}

func TestWorkbookIsTheSameEveryTime(t *testing.T) {
	book := Workbook{Title: "A sample", On: "2024-10-17"}
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		book.Sheets = append(book.Sheets, Sheet{Name: name, Rows: record()})
	}
	want := packed(t, book)
	for range 8 {
		if !bytes.Equal(packed(t, book), want) {
			t.Fatal("want the same bytes every time")
		}
	}
}

func TestWorkbookCutsATextThatHasNoRoom(t *testing.T) {
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "text", Type: arrow.BinaryTypes.String}}, nil))
	texts := builder.Field(0).(*array.StringBuilder)
	fits, long := strings.Repeat("é", MostCellText), strings.Repeat("\U0001F600", MostCellText)
	texts.Append(fits)
	texts.Append(long)
	texts.Append("_x0041_")
	file := bookOf(t, builder.NewRecordBatch())
	for cell, want := range map[string]string{
		"A2": fits, "A3": strings.Repeat("\U0001F600", (MostCellText-1)/2) + "…", "A4": "_x0041_",
	} {
		if got, err := file.GetCellValue("odd", cell); err != nil || got != want {
			t.Errorf("%s: want %d bytes, got %d, %v", cell, len(want), len(got), err)
		}
	}
	if !FitsCell(fits) || FitsCell(long) {
		t.Error("want the limit counted in UTF-16 code units")
	}
}

func TestSheetNames(t *testing.T) {
	long := "breaches_by_year_and_entity_type_of_the_largest"
	got := SheetNames([]string{"causes", "breaches_by_year_and_entity_type", long + "_1", long + "_2", "notes", "history"})
	want := []string{
		"causes", "breaches_by_year_entity_type", "breaches_by_year_entity_type_of", "breaches_by_year_entity_type__2", "notes_2", "history_2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Charts belong to the spreadsheet program: they refer to the cells of their sheet and come before
// the tables. Two runs give the same bytes.
func TestWorkbookDrawsCharts(t *testing.T) {
	sheet := func(chart *SheetChart) Sheet { return Sheet{Name: "odd", Rows: record(), Chart: chart} }
	book := Workbook{On: "2024-10-17", Notes: []Line{{Cells: []string{"a note"}}}, Sheets: []Sheet{
		sheet(&SheetChart{Title: "Numbers", Category: "name", Values: []string{"n", "share"}, IsStacked: true}),
		{Name: "even", Rows: record(), Chart: &SheetChart{Title: "Across", Category: "on", Values: []string{"n"}, IsHorizontal: true}},
		{Name: "plain", Rows: record()},
	}}
	first := packed(t, book)
	for range 5 {
		if !bytes.Equal(first, packed(t, book)) {
			t.Fatal("want the same bytes every time")
		}
	}
	parts := map[string]string{}
	archive := must.Get(zip.NewReader(bytes.NewReader(first), int64(len(first))))(t)
	for _, part := range archive.File {
		from := must.Get(part.Open())(t)
		text, err := io.ReadAll(from)
		must.Do(t, errors.Join(err, from.Close()))
		parts[part.Name] = strings.ReplaceAll(string(text), "&#39;", "'")
	}
	for part, wants := range map[string][]string{
		"xl/charts/chart1.xml": {"'odd'!$A$2:$A$4", "'odd'!$B$2:$B$4", "'odd'!$C$2:$C$4", "'odd'!$B$1", "Numbers", "stacked"},
		"xl/charts/chart2.xml": {"'even'!$E$2:$E$4", "'even'!$B$2:$B$4", `barDir val="bar"`},
		"xl/workbook.xml":      {"'odd'!$A$1:$G$4", "'Charts'!$A$1:$N$58", "_xlnm.Print_Titles"},
	} {
		for _, want := range wants {
			if !strings.Contains(parts[part], want) {
				t.Errorf("%s: want %s, got %d bytes without it", part, want, len(parts[part]))
			}
		}
	}
	if parts["xl/charts/chart3.xml"] != "" {
		t.Error("want no chart of a sheet without one")
	}
	file := must.Get(excelize.OpenReader(bytes.NewReader(first)))(t)
	if diff := cmp.Diff([]string{"Notes", "Charts", "odd", "even", "plain"}, file.GetSheetList()); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	book.Sheets = []Sheet{sheet(&SheetChart{Category: "name", Values: []string{"no_such"}})}
	if err := book.Write(io.Discard); err == nil || err.Error() != "Charts: odd: column no_such: want one, got none" {
		t.Errorf("want the column named, got %v", err)
	}
}
