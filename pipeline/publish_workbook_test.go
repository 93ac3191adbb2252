package pipeline

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/torture/tier"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// Every figure is a sheet with the rows of its CSV file, and the first sheet says what each column is.
func TestPublishWorkbookHoldsEveryFigure(t *testing.T) {
	tier.Long(t, "the workbook, sheet by sheet")
	t.Parallel()
	o := publishTwoCaptures(t)
	path := filepath.Join(o.Out, "breachstats.xlsx")
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	tables, err := filepath.Glob(filepath.Join(o.Out, "*.csv"))
	if err != nil || len(book.GetSheetList()) != len(tables)+1 || book.GetSheetList()[0] != "Notes" {
		t.Fatalf("want notes and %d sheets, got %q, %v", len(tables), book.GetSheetList(), err)
	}
	notes, err := book.GetRows("Notes")
	if err != nil {
		t.Fatal(err)
	}
	for i, table := range tables {
		file, err := os.Open(table)
		if err != nil {
			t.Fatal(err)
		}
		want, err := csv.NewReader(file).ReadAll()
		if err := errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
		sheet := book.GetSheetList()[i+1]
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
	// The numbers that are shown with thousands and as percentages are compared as they are.
	if individuals, err := book.GetCellValue("largest_breaches", "C2", excelize.Options{RawCellValue: true}); err != nil || individuals != "90000000" {
		t.Errorf("want the largest breach first, got %q, %v", individuals, err)
	}
	t.Run("soffice", func(t *testing.T) {
		to := t.TempDir()
		validate(t, "soffice", "-env:UserInstallation=file://"+t.TempDir(), "--headless", "--convert-to", "ods", "--outdir", to, path)
		if info, err := os.Stat(filepath.Join(to, "breachstats.ods")); err != nil || info.Size() == 0 {
			t.Errorf("want the workbook converted, got %v", err)
		}
	})
}

// asShown is a cell of a CSV file, or of a sheet, in the words that both have.
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
