package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/data"
	models "github.com/breachstats/breachstats/sql"

	"github.com/breachstats/breachstats/pipeline/origins"
	"github.com/breachstats/breachstats/torture/tier"
)

// tablesOf gives a line for each table of the built database: its name, its rows and a hash of all its values.
func tablesOf(t *testing.T, o Options) string {
	t.Helper()
	var each []string
	for _, name := range ask(t, o, "select schema_name || '.' || table_name as name from duckdb_tables() where not internal order by name") {
		each = append(each, fmt.Sprintf("select '%s' as name, count(*), sum(cast(hash(one) as hugeint)) from %[1]s as one", name))
	}
	return strings.Join(ask(t, o, strings.Join(each, " union all ")+" order by name"), "\n")
}

// filesOf gives every published file, by its name.
func filesOf(t *testing.T, o Options) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(o.Out), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(o.Out, name))
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// randomDescription is made of random sentences, some of which rules look for.
func randomDescription(random *rand.Rand) string {
	sentences := []string{
		"An employee's laptop was stolen from a car.", "A hacker's \"phishing\" e-mail\nopened a mailbox.", "Ransomware locked the server.",
		"Letters were mailed to the wrong patients.", "The PHI involved included names and Social Security numbers.", "Following the breach, the CE retrained staff.",
		"OCR obtained assurances that the CE implemented the corrective actions.", "A nurse looked at records without a need.", "Nothing is known.",
	}
	var text []string
	for range random.IntN(4) {
		text = append(text, sentences[random.IntN(len(sentences))])
	}
	return strings.Join(text, " ")
}

// A database that takes over what the one before it has read is the same as one that reads everything again, table by
// table, and so is every byte that is published, through random histories whose captures come in any order.
func TestReadingsThatAreTakenOverAreWhatAFreshBuildReads(t *testing.T) {
	t.Parallel()
	seeds, captures := *histories, 4
	if testing.Short() {
		seeds, captures = 1, 3
	}
	for seed := range seeds {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			if seed > 0 {
				tier.Long(t, "random histories, built twice")
			}
			random := rand.New(rand.NewPCG(seed, 17))
			sparing, fresh := options(t), options(t)
			fresh.IsFresh = true
			var reports []report
			days := random.Perm(captures)
			for _, no := range days {
				for range 2 + random.IntN(6) {
					reports = append(reports, plain(fmt.Sprintf("%c%c O'Clinic %d", 'A'+random.IntN(26), 'a'+random.IntN(26), len(reports))).with(func(r *report) {
						r.individuals, r.description = strconv.Itoa(1000+7*len(reports)), randomDescription(random)
						r.breachType = []string{"Theft", "Hacking/IT Incident", "Unauthorized Access/Disclosure", "Loss"}[random.IntN(4)]
					}))
				}
				for i := range reports {
					switch random.IntN(9) {
					case 0:
						reports[i].description = randomDescription(random)
					case 1:
						reports[i].name += ", Inc."
					case 2:
						reports[i].individuals = strconv.Itoa(2000 + random.IntN(1_000_000))
					}
				}
				capture := list(fmt.Sprintf("202%d-04-01", 3+no), reports...)
				for _, o := range []Options{sparing, fresh} {
					if _, err := Run(t.Context(), o, []Export{capture}, silent); err != nil {
						t.Fatal(err)
					}
				}
				if diff := cmp.Diff(tablesOf(t, fresh), tablesOf(t, sparing)); diff != "" {
					t.Fatalf("capture %d of %v: tables of a fresh build -, got +:\n%s", no, days, diff)
				}
				if diff := cmp.Diff(filesOf(t, fresh), filesOf(t, sparing)); diff != "" {
					t.Fatalf("capture %d of %v: files of a fresh build -, got +:\n%.2000s", no, days, diff)
				}
			}
		})
	}
}

// Rows are reused only from a database that proves by what they were read, and that they have not changed since.
func TestOnlyReadingsThatAreProvedAreTakenOver(t *testing.T) {
	t.Parallel()
	const misread = "update intermediate.described_origins set rule = null, evidence = null; "
	stolen := plain("Stolen").with(func(r *report) { r.description = "A laptop was stolen from a car." })
	start, _ := buildOnce(t, list(day, stolen))
	list, _, err := start.Models()
	if err != nil {
		t.Fatal(err)
	}
	proof := ""
	for _, r := range readings() {
		if model, isModel := modelOf(list, r.table); r.table == "intermediate.described_origins" && isModel {
			proof = "update meta.readings set rows = proof.rows, hash = proof.hash from (" + r.proof(model) + ") as proof (rows, hash) where model = '" + r.table + "'; "
		}
	}
	rules, err := fs.ReadFile(data.Reference(), origins.File)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		edit      string
		change    func(t *testing.T, o *Options)
		isTrusted bool // the wrong reading is taken over, as nothing shows that it is wrong
	}{
		{"as they were read", misread + proof, nil, true},
		{"a changed row", misread, nil, false},
		{"a changed text", "update raw.breach_reports set web_description = 'Nobody knows.'", nil, false},
		{"another version, rules or models", misread + proof + "update meta.readings set read_by = md5(read_by)", nil, false},
		{"a version that kept no readings", misread + "drop table meta.readings", nil, false},
		{"a database without the table", "drop table intermediate.described_origins", nil, false},
		{"a fresh build", misread + proof, func(_ *testing.T, o *Options) { o.IsFresh = true }, false},
		{"rules of one's own", misread + proof, func(t *testing.T, o *Options) {
			o.Rules = filepath.Join(t.TempDir(), "rules.csv")
			if err := os.WriteFile(o.Rules, append(rules, "mine,899,description,elephants,,email-mistake,internal,insider,A rule that fires on nothing here.\n"...), 0o600); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"models of one's own", misread + proof, func(t *testing.T, o *Options) {
			o.SQL = t.TempDir()
			err := os.CopyFS(o.SQL, models.Embedded())
			text, read := os.ReadFile(filepath.Join(o.SQL, "3_intermediate", "captures.sql"))
			if err := errors.Join(err, read, os.WriteFile(filepath.Join(o.SQL, "3_intermediate", "captures.sql"), append(text, "\n-- mine\n"...), 0o600)); err != nil {
				t.Fatal(err)
			}
		}, false},
		{"a database cut short", misread + proof, func(t *testing.T, o *Options) {
			info, err := os.Stat(o.Database())
			if err := errors.Join(err, os.Truncate(o.Database(), info.Size()/2)); err != nil {
				t.Fatal(err)
			}
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := copyOf(t, &once{Options: start})
			edit(t, o, c.edit)
			if c.change != nil {
				c.change(t, &o)
			}
			if _, err := Build(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			got := ask(t, o, "select rule is null from intermediate.described_origins")
			if want := []string{strconv.FormatBool(c.isTrusted)}; !cmp.Equal(want, got) {
				t.Errorf("the wrong reading is there: want %v, got %v", want, got)
			}
		})
	}
}

// Every reading names a model, its key, and columns of which texts can be read.
func TestReadingsAreOfModels(t *testing.T) {
	t.Parallel()
	o, _ := buildOnce(t, list(day, plain("Clinic").with(func(r *report) { r.description = "A laptop was stolen." })))
	list, _, err := o.Models()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readings() {
		model, isModel := modelOf(list, r.table)
		if !isModel || !cmp.Equal(model.Header.Key, []string{r.key}) {
			t.Errorf("%s: want a model with the key %s, got the key %v", r.table, r.key, model.Header.Key)
			continue
		}
		// A row without a text would not be taken over, and not be read again.
		got := ask(t, o, fmt.Sprintf("select count(*), count(text), count(distinct key), (select count(*) from %s) from (%s)", r.table, r.textsIn("")))
		if cells := strings.Split(got[0], "|"); cells[0] == "0" || cells[1] != cells[0] || cells[2] != cells[0] || cells[3] != cells[0] {
			t.Errorf("%s: want one text for each row, got texts, not null, keys and rows %v", r.table, got)
		}
	}
}
