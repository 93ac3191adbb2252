package origins

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/pipeline/warehouse"
)

// beside returns a folder with the program's rules of kinds and the given rules of origins.
func beside(t testing.TB, table string) fs.FS {
	t.Helper()
	kinds, err := fs.ReadFile(data.Reference(), KindsFile)
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{File: {Data: []byte(table)}, KindsFile: {Data: kinds}}
}

// kindOf returns the result of a macro of the program's rules of kinds, with null for nothing.
func kindOf(t *testing.T, w *warehouse.Warehouse, macro, text string) string {
	t.Helper()
	rows, err := w.Query(t.Context(), "select coalesce(reference."+macro+"(lower($1)), 'null')", text)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Clone(rows.Column(0).ValueStr(0))
}

func ownKinds(t *testing.T) *warehouse.Warehouse {
	t.Helper()
	w, err := warehouse.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	if err := w.Exec(t.Context(), "create schema reference"); err != nil {
		t.Fatal(err)
	}
	if err := Load(t.Context(), w, data.Reference()); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestKindsOfInventedTexts(t *testing.T) {
	w := ownKinds(t)
	cases := []struct{ macro, text, want string }{
		{"described_part", "A bag was lost. It held names. In response, the clinic encrypted its laptops. Staff were trained.", "a bag was lost. it held names."},
		{"described_part", "A bag was lost. The CE notified HHS. More.", "a bag was lost."},
		{"described_part", "The CE reported a loss.", "the ce reported a loss."},
		{"data_kinds", "It held names, Social Security numbers and diagnoses.", "clinical demographic social-security"},
		{"data_kinds", "It held drivers� license and account numbers, and health insurance information.", "financial insurance licence"},
		{"data_kinds", "It held medical record numbers.", "null"},
		{"data_kinds", "The Health Insurance Portability and Accountability Act applies.", "null"},
		{"data_kinds", "Nothing is said.", "null"},
		{"ransomware", "Malware encrypted some of its systems.", "ransomware"},
		{"ransomware", "Crypto locker software came by e-mail, and a hacker encrypted files.", "ransomware"},
		{"data_kinds", "It held passports, state identification cards and licenses or permits.", "licence"},
		{"ransomware", "A note asked for a ransom.", "ransomware"},
		{"ransomware", "An encrypted laptop was stolen.", "null"},
		{"outcome", "The clinic has agreed to pay $65,000 to OCR. OCR obtained assurances.", "resolution-agreement"},
		{"outcome", "OCR imposed a civil money penalty of $10.", "penalty"},
		{"outcome", "OCR imposed a civil money penalty, which a court vacated.", "null"},
		{"outcome", "A separate review resulted in Anthem agreeing to pay a monetary settlement.", "null"},
		{"outcome", "It paid $5 to the Office for Civil Rights.", "resolution-agreement"},
		{"outcome", "The case was resolved as part of the Resolution Agreement.", "resolution-agreement"},
		{"outcome", "OCR announced a corrective action plan and settlement.", "resolution-agreement"},
		{"outcome", "The CE will pay OCR $50,000.", "resolution-agreement"},
		{"outcome", "OCR imposed a civil monetary penalty of $10.", "penalty"},
		{"outcome", "OCR obtained written assurances, and provided technical assistance.", "assurances"},
		{"outcome", "OCR provided technical assistance.", "technical-assistance"},
		{"outcome", "The clinic received a note that demanded $75,000.", "null"},
		{"provider_kind", "Bramblenook Dental, PC", "dental"},
		{"provider_kind", "Whimsy County Department of Health", "government"},
		{"provider_kind", "University Department of Health Sciences", "null"},
		{"provider_kind", "Whimsy Memorial Hospital", "hospital"},
		{"provider_kind", "Whimsy Family Medicine at the Medical Center", "null"},
		{"provider_kind", "Nationwide Recovery Services", "null"},
	}
	for _, c := range cases {
		if got := kindOf(t, w, c.macro, c.text); got != c.want {
			t.Errorf("%s of %q: want %q, got %q", c.macro, c.text, c.want, got)
		}
	}
}

// The program's rules of kinds meet the requirements that Check has for patterns of origins.
func TestKindRulesArePatterns(t *testing.T) {
	text, err := fs.ReadFile(data.Reference(), KindsFile)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := readRows(KindsFile, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	list := ruleList{path: KindsFile, rows: rows}
	for _, row := range rows {
		list.pattern(row, "pattern")
		list.pattern(row, "unless")
	}
	if len(list.bad) > 0 {
		t.Error(list.bad)
	}
	if values := (sqlOf{warehouse.Patterns{}}).allOf(rows[:0], "described"); values != "cast(null as varchar)" {
		t.Errorf("want null of no rules, got %s", values)
	}
	broken := fstest.MapFS{KindsFile: {Data: []byte(strings.Join(slices.Collect(strings.Lines(string(text)))[:1], "") + "a,1,outcome,b,description,,c,,d\n")}}
	if _, err := KindFunctions(broken, warehouse.Patterns{}); err == nil || !cmp.Equal(err.Error(), KindsFile+": want one rule of attribute described, got 0") {
		t.Errorf("want the rule of attribute described missed, got %v", err)
	}
}
