package export

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/breachstats/breachstats/data"
	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/saved"
)

// portalExport reads a real export, or skips the test.
func portalExport(t testing.TB, name string) []byte {
	t.Helper()
	export := must.Get(os.ReadFile(saved.Exports(t, name)[0]))(t)
	return export
}

func TestReadPortalExports(t *testing.T) {
	for _, c := range []struct {
		name              string
		view              data.View
		rows              int
		encoding          string
		damaged, repaired int64
		repairedHeader    bool
	}{
		{"2016-04-27_all.csv", data.All, 1518, viaMacTwice, 8, 759, false},
		{"2017-09-13_all.csv", data.All, 2046, "utf-8", 5, 0, false},
		{"2019-03-01_archive.csv", data.Archive, 2139, "utf-8", 5, 0, false},
		{"2020-08-29_archive.csv", data.Archive, 2785, "utf-8", 5, 0, false},
		{"2020-08-29_under-investigation.csv", data.UnderInvestigation, 580, "utf-8", 0, 0, false},
		{"2022-04-04_archive.csv", data.Archive, 3699, "utf-8", 5, 0, false},
		{"2022-04-04_under-investigation.csv", data.UnderInvestigation, 871, "utf-8", 0, 0, false},
		{"2024-10-17_archive.csv", data.Archive, 5590, viaDOS, 3586, 302, false},
		{"2024-10-17_under-investigation.csv", data.UnderInvestigation, 852, "utf-8", 22, 0, false},
		{"2026-05-03_under-investigation.csv", data.UnderInvestigation, 702, "utf-8", 0, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := must.Get(Read(c.name, bytes.NewReader(portalExport(t, c.name)), c.view, nil))(t)
			want := Summary{
				Rows: c.rows, Encoding: c.encoding, DamagedCharacters: c.damaged, RepairedCharacters: c.repaired,
				RepairedHeader: c.repairedHeader,
				RowsSHA256:     got.RowsSHA256,
			}
			if got != want {
				t.Errorf("want %+v, got %+v", want, got)
			}
		})
	}
}

func TestReadPortalCharacters(t *testing.T) {
	for _, c := range []struct {
		name          string
		view          data.View
		column        int
		has, hasNever string
	}{
		{"2016-04-27_all.csv", data.All, 0, "Hawai‘i Medical Service Association", "‰"},
		{"2016-04-27_all.csv", data.All, 8, "OCR’s", "ä"},
		{"2016-04-27_all.csv", data.All, 8, "“", "\r"},
		{"2024-10-17_archive.csv", data.Archive, 0, "Children\ufffds", "\x83"},
		{"2024-10-17_archive.csv", data.Archive, 8, "Cl\ufffdnica de La Raza", "â"},
		{"2024-10-17_archive.csv", data.Archive, 8, "unnecessary risk to patient privacy,” said", "ƒ"},
		{"2024-10-17_archive.csv", data.Archive, 8, "\n•\tfailure to conduct", "›"},
	} {
		t.Run(c.name+" "+c.has, func(t *testing.T) {
			found := 0
			_, err := Read(c.name, bytes.NewReader(portalExport(t, c.name)), c.view, func(row Row) error {
				if strings.Contains(row.Values[c.column], c.has) {
					found++
				}
				if strings.Contains(row.Values[c.column], c.hasNever) {
					t.Errorf("line %d: want no %q", row.Line, c.hasNever)
				}
				return nil
			})
			if err != nil || found == 0 {
				t.Errorf("want a row with %q, got none, %v", c.has, err)
			}
		})
	}
}

// If an export has lost its last bytes, it is refused, or the rows before the cut are read. A cut
// after the last comma or inside the last line end leaves a complete row, which looks like one
// without a description. The caller must check the number of rows.
func TestReadPortalCutShort(t *testing.T) {
	export := portalExport(t, "2022-04-04_under-investigation.csv")
	for cut := 1; cut < 400; cut++ {
		short := export[:len(export)-cut]
		isWhole := bytes.ContainsAny(short[len(short)-1:], "\n,\"")
		_, err := Read("x.csv", bytes.NewReader(short), data.UnderInvestigation, nil)
		if err == nil && !isWhole {
			t.Errorf("cut %d bytes, inside a row: want an error, got none", cut)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for _, name := range []string{"2024-10-17_archive.csv", "2022-04-04_archive.csv"} {
		b.Run(name, func(b *testing.B) {
			in := bytes.NewReader(portalExport(b, name))
			b.SetBytes(in.Size())
			for b.Loop() {
				if _, err := Read(name, in, data.Archive, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("generated", func(b *testing.B) {
		in := &repeatedExport{header: hipaaHeader + "\n", row: report("the clinic’s row, generated") + "\n", rows: 40_000}
		b.SetBytes(in.size())
		for b.Loop() {
			if _, err := Read("generated", in, data.Archive, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
