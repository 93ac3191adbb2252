package main

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// casesIn are the numbers of cases in the name of a test: T7 in TestFetchT7ExpiredView, W8 and W9 in
// TestW8HostsAndW9OtherSites, H11 and H17 in TestViewsH11ToH17OfTheSample.
func casesIn(test string) []string {
	var cases []string
	for {
		at := caseNumber.FindStringSubmatchIndex(test)
		if at == nil {
			return cases
		}
		cases = append(cases, test[at[2]:at[3]])
		test = test[at[3]:]
	}
}

// A number follows the beginning of a name, a small letter or "And", and ends before a capital letter or the end.
var caseNumber = regexp.MustCompile(`(?:^|[a-z])([TBVHDRSWE]\d{1,2})(?:[A-Z]|$)`)

func TestCasesIn(t *testing.T) {
	for name, want := range map[string][]string{
		"FetchT7ExpiredView":           {"T7"},
		"W8HostsAndW9OtherSites":       {"W8", "W9"},
		"FetchH1AndH2Guards":           {"H1", "H2"},
		"ViewsH11ToH17OfTheSample":     {"H11", "H17"},
		"IdsAreOfTheBreachAloneH14":    {"H14"},
		"D1KilledAtRandomMoments":      {"D1"},
		"StatusesOfHTTP2":              nil,
		"ExitStatusesOfAScheduledRun":  nil,
		"RetryAfterBase64EncodedBytes": nil,
	} {
		if diff := cmp.Diff(want, casesIn(name)); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", name, diff)
		}
	}
}

// Each case that docs/reliability.md lists has a test with its number in its name, and each number in a name is listed.
func TestEveryCaseIsListedAndTested(t *testing.T) {
	page, err := os.ReadFile("../../docs/reliability.md")
	if err != nil {
		t.Fatal(err)
	}
	tested, listed := map[string]bool{}, map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\| ([A-Z]\d{1,2}) \| \S`).FindAllStringSubmatch(string(page), -1) {
		listed[row[1]] = true
	}
	name := regexp.MustCompile(`(?m)^func Test(\w+)\(`)
	err = filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, test := range name.FindAllStringSubmatch(string(text), -1) {
			for _, number := range casesIn(test[1]) {
				tested[number] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(listed) < 100 {
		t.Errorf("want at least 100 cases listed, got %d", len(listed))
	}
	for _, number := range slices.Sorted(maps.Keys(tested)) {
		if !listed[number] {
			t.Errorf("docs/reliability.md: want case %s listed, a test has it in its name", number)
		}
	}
	for _, number := range slices.Sorted(maps.Keys(listed)) {
		if !tested[number] {
			t.Errorf("docs/reliability.md: case %s is listed, want a test with it in its name", number)
		}
	}
}
