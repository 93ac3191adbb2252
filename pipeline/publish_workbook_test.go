package pipeline

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/breachstats/breachstats/charts"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// Every figure is a sheet with the rows of its CSV file, and the first sheet explains each column.
func TestPublishWorkbookHoldsEveryFigure(t *testing.T) {
	tier.Long(t, "the workbook, sheet by sheet")
	t.Parallel()
	o := publishTwoCaptures(t)
	path := filepath.Join(o.Out, "breachstats.xlsx")
	book := must.Get(excelize.OpenFile(path))(t)
	defer func() { _ = book.Close() }()
	tables, err := filepath.Glob(filepath.Join(o.Out, "*.csv"))
	sheets := book.GetSheetList()
	if err != nil || len(sheets) != len(tables)+3 || sheets[0] != "Notes" || sheets[1] != "Charts" || sheets[len(sheets)-1] != "breaches" {
		t.Fatalf("want notes, charts, %d sheets and the breaches, got %q, %v", len(tables), sheets, err)
	}
	var figures []string
	for _, table := range tables {
		figures = append(figures, strings.TrimSuffix(filepath.Base(table), ".csv"))
	}
	figures = charts.PageOrder(figures)
	if figures[0] != "breaches_by_year" || sheets[2] != "breaches_by_year" {
		t.Errorf("want the sheets in the order of the page, got %q", sheets)
	}
	notes := must.Get(book.GetRows("Notes"))(t)
	for i, figure := range figures {
		file := must.Get(os.Open(filepath.Join(o.Out, figure+".csv")))(t)
		want, err := csv.NewReader(file).ReadAll()
		must.Do(t, errors.Join(err, file.Close()))
		sheet := sheets[i+2]
		got, err := book.GetRows(sheet)
		if err != nil || len(got) != len(want) {
			t.Errorf("%s: want %d rows, got %d, %v", sheet, len(want), len(got), err)
			continue
		}
		from := slices.IndexFunc(notes, func(row []string) bool { return len(row) == 3 && row[0] == sheet })
		if from < 0 {
			t.Errorf("%s: want it in the notes", sheet)
			continue
		}
		for column, name := range want[0] {
			if note := notes[from+1+column]; len(note) != 3 || note[1] != name || note[2] == "" {
				t.Errorf("%s: %s: want its meaning in the notes, got %q", sheet, name, note)
			}
		}
		for row := range want {
			for column, cell := range append(got[row], make([]string, len(want[row])-len(got[row]))...) {
				if diff := cmp.Diff(asShown(want[row][column]), asShown(cell)); diff != "" && !isNumber(want[row][column]) {
					t.Errorf("%s:%d: %s: file -, sheet +:\n%s", sheet, row+1, want[0][column], diff)
				}
			}
		}
	}
	// Numbers with thousands separators and percentages are compared by value.
	if individuals, err := book.GetCellValue("largest_breaches", "C2", excelize.Options{RawCellValue: true}); err != nil || individuals != "90000000" {
		t.Errorf("want the largest breach first, got %q, %v", individuals, err)
	}
	wantAllBreaches(t, o, book)
	t.Run("soffice", func(t *testing.T) {
		to := t.TempDir()
		validate(t, "soffice", "-env:UserInstallation=file://"+t.TempDir(), "--headless", "--convert-to", "pdf", "--outdir", to, path)
		pdf, err := os.ReadFile(filepath.Join(to, "breachstats.pdf"))
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Fatalf("want the workbook as PDF, got %d bytes, %v", len(pdf), err)
		}
		// Every sheet prints at least one page: none is empty or excluded by its print area.
		if pages := bytes.Count(pdf, []byte("/Type/Page/")) + bytes.Count(pdf, []byte("/Type/Page\n")); pages != 0 && pages < len(sheets) {
			t.Errorf("want a page for each of %d sheets, got %d", len(sheets), pages)
		}
	})
}

// wantAllBreaches requires the sheet of breaches to have the whole list with descriptions, and
// every sheet to print all its cells.
func wantAllBreaches(t *testing.T, o Options, book *excelize.File) {
	t.Helper()
	rows := must.Get(book.GetRows("breaches", excelize.Options{RawCellValue: true}))(t)
	at := func(column string) int { return slices.Index(rows[0], column) }
	for i, want := range ask(t, o, `select breach_id, coalesce(individuals, -1), coalesce(description, '') from marts.breaches order by submitted_on desc, breach_id`) {
		row := append(slices.Clone(rows[i+1]), make([]string, len(rows[0]))...)
		individuals := row[at("individuals")]
		if individuals == "" {
			individuals = "-1"
		}
		if got := row[at("breach_id")] + "|" + individuals + "|" + row[at("description")]; asShown(got) != asShown(want) {
			t.Errorf("breaches:%d: want %q, got %q", i+2, want, got)
		}
	}
	areas := map[string]string{}
	for _, name := range book.GetDefinedName() {
		if name.Name == "_xlnm.Print_Area" {
			areas[name.Scope] = name.RefersTo
		}
	}
	for _, sheet := range book.GetSheetList() {
		if !strings.HasPrefix(areas[sheet], "'"+sheet+"'!$A$1:$") {
			t.Errorf("%s: want a print area, got %q", sheet, areas[sheet])
		}
	}
}

// asShown returns a cell of a CSV file or of a sheet in a form common to both.
func asShown(cell string) string {
	cell = strings.TrimPrefix(cell, "'")
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r < ' ' {
			return '\uFFFD'
		}
		return r
	}, cell))
}

func isNumber(cell string) bool { return readsAs("number", cell) && cell != "" }
