package main

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

var manualFolder = flag.String("manual", "", "`folder` to write manual pages and completions to, for a release")

// The manual has a page for each command, with its flags and examples, and completions for four shells. The same program gives the
// same bytes: pages have the day of SOURCE_DATE_EPOCH.
func TestManualPages(t *testing.T) {
	folder := *manualFolder
	if folder == "" {
		folder = t.TempDir()
	}
	if os.Getenv("SOURCE_DATE_EPOCH") == "" {
		t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	}
	t.Setenv("BREACHSTATS_DATA", "")
	root := (&program{}).rootCommand()
	root.DisableAutoGenTag = true
	pages, completions := filepath.Join(folder, "man", "man1"), filepath.Join(folder, "completions")
	err := errors.Join(os.MkdirAll(pages, 0o755), os.MkdirAll(completions, 0o755))
	if err == nil {
		err = errors.Join(doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "breachstats", Manual: "breachstats"}, pages),
			root.GenBashCompletionFileV2(filepath.Join(completions, "breachstats.bash"), true),
			root.GenZshCompletionFile(filepath.Join(completions, "_breachstats")),
			root.GenFishCompletionFile(filepath.Join(completions, "breachstats.fish"), true),
			root.GenPowerShellCompletionFileWithDesc(filepath.Join(completions, "breachstats.ps1")))
	}
	if err != nil {
		t.Fatal(err)
	}
	eachCommand(root, func(c *cobra.Command) {
		name := strings.ReplaceAll(c.CommandPath(), " ", "-") + ".1"
		page, err := os.ReadFile(filepath.Join(pages, name))
		if err != nil {
			t.Error(err)
			return
		}
		for _, want := range []string{`.TH "BREACHSTATS`, "Nov 2023", ".SH NAME", ".SH EXAMPLE", c.Short} {
			if *manualFolder == "" && !strings.Contains(strings.ReplaceAll(string(page), `\-`, "-"), want) {
				t.Errorf("%s: want %q", name, want)
			}
		}
	})
	for _, file := range []string{"breachstats.bash", "_breachstats", "breachstats.fish", "breachstats.ps1"} {
		if text, err := os.ReadFile(filepath.Join(completions, file)); err != nil || !strings.Contains(string(text), "breachstats") {
			t.Errorf("%s: want the completions of breachstats, got %v", file, err)
		}
	}
}
