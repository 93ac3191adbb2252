package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/breachstats/breachstats/torture/must"
)

// licencePhrases identify a licence by words that only it has, under its SPDX name (spdx.org/licenses).
var licencePhrases = []struct{ name, phrase string }{
	{"Apache-2.0", "Apache License Version 2.0"},
	{"BSD-2-Clause", ""}, // the words of BSD-3-Clause without its third clause; see licencesOf
	{"BSD-3-Clause", "Neither the name of"},
	{"BSD-3-Clause", "may be used to endorse or promote products derived from this software without"},
	{"FTL", "The FreeType Project LICENSE"},
	{"FTL OR GPL-2.0-or-later", "choice of exactly one of the following two licenses"},
	{"BSD-3-Clause OR GPL-2.0-only", "SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only"},
	{"GPL-2.0", "GNU GENERAL PUBLIC LICENSE Version 2"},
	{"GPL-3.0", "GNU GENERAL PUBLIC LICENSE Version 3"},
	{"MIT", "free of charge, to any person obtaining a copy of this software"},
	{"MPL-2.0", "Mozilla Public License Version 2.0"},
	{"OFL-1.1", "SIL OPEN FONT LICENSE Version 1.1"},
}

var (
	licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense)`)
	notLetters  = regexp.MustCompile(`[\s,/*#>]+`)
)

// licencesOf names the licences in the folder of a module, sorted; none is an error.
func licencesOf(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() || !licenceFile.MatchString(entry.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		plain := strings.ToLower(notLetters.ReplaceAllString(string(text), " "))
		found := len(names)
		for _, licence := range licencePhrases {
			if licence.phrase != "" && strings.Contains(plain, strings.ToLower(notLetters.ReplaceAllString(licence.phrase, " "))) {
				names = append(names, licence.name)
			}
		}
		if choice := slices.IndexFunc(names[found:], func(name string) bool { return strings.Contains(name, " OR ") }); choice >= 0 {
			names = append(names[:found], names[found+choice]) // the texts of both follow in the same file
		}
		if len(names) == found && strings.Contains(plain, "redistribution and use in source and binary forms") {
			names = append(names, "BSD-2-Clause")
		}
		if len(names) == found {
			return nil, fmt.Errorf("%s: a licence that nobody has named yet", filepath.Join(filepath.Base(dir), entry.Name()))
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: no licence file", dir)
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// allowedLicences may be part of a program that anybody may use, change and sell; a copyleft one may not.
var allowedLicences = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause OR GPL-2.0-only", "FTL OR GPL-2.0-or-later", "MIT", "OFL-1.1"}

// docs/licences.md names every module whose code is in the program, as the module cache holds it, with its
// licence. -update writes the table again.
func TestDocsLicencesAreThoseOfTheModules(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f",
		"{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", ".")
	// The released platform, so that the table is the same wherever the test runs.
	list.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=1", "GOFLAGS=-mod=readonly")
	printed, err := list.Output()
	if err != nil {
		t.Fatalf("%s: %v", list, err)
	}
	lines := strings.Split(strings.TrimSpace(string(printed)), "\n")
	slices.Sort(lines)
	table := "| module | version | licence |\n| --- | --- | --- |\n"
	for _, line := range slices.Compact(lines) {
		fields := strings.Split(line, "\t")
		if len(fields) != 3 {
			continue // of the standard library
		}
		licences, err := licencesOf(fields[2])
		if err != nil {
			t.Errorf("%s: %v", fields[0], err)
		}
		for _, licence := range licences {
			if !slices.Contains(allowedLicences, licence) {
				t.Errorf("%s: licence %s is not one of %s", fields[0], licence, strings.Join(allowedLicences, ", "))
			}
		}
		table += fmt.Sprintf("| `%s` | %s | %s |\n", fields[0], fields[1], strings.Join(licences, " AND "))
	}
	if strings.Count(table, "\n") < 30 {
		t.Fatalf("want the modules of the program, got %s", table)
	}
	const path = "../../docs/licences.md"
	page := must.Get(os.ReadFile(path))(t)
	head, _, _ := strings.Cut(string(page), "| module |")
	if *updateGolden {
		must.Do(t, os.WriteFile(path, []byte(head+table), 0o644))
		return
	}
	if diff := cmp.Diff(string(page), head+table); diff != "" {
		t.Errorf("docs/licences.md -, modules +:\n%s", diff)
	}
}

func TestLicencesOf(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Permission is hereby granted, free of\ncharge, to any person obtaining a copy\nof this software", "MIT"},
		{"  Apache License\n  Version 2.0, January 2004", "Apache-2.0"},
		{"// Redistribution and use in source and binary forms\n// * Neither the name of X", "BSD-3-Clause"},
		{"Redistribution and use in source and binary forms, with", "BSD-2-Clause"},
		{"GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007", "GPL-3.0"},
		{"All rights reserved.", ""},
	} {
		dir := t.TempDir()
		must.Do(t, os.WriteFile(filepath.Join(dir, "LICENSE"), []byte(c.text), 0o600))
		got, err := licencesOf(dir)
		if strings.Join(got, " ") != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%q: want %q, got %q, %v", c.text, c.want, got, err)
		}
	}
	if _, err := licencesOf(t.TempDir()); err == nil {
		t.Error("want a folder without a licence refused")
	}
}
