package main

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

var isLicence = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|unlicense)`)

// licences are the licence texts of the modules that the program for this system holds, and of Go itself. A module without one is
// an error, because nobody may hand its code on.
func (r release) licences() ([]file, error) {
	goos, goarch, _ := strings.Cut(r.system, "-")
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", "./cmd/breachstats")
	list.Dir = r.project
	list.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=1")
	list.Stderr = os.Stderr
	printed, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", list, err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	var files []file
	seen := map[string]bool{}
	for line := range strings.Lines(string(printed) + "go\t" + string(root)) {
		module, folder, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if module == "" || seen[module] {
			continue
		}
		seen[module] = true
		entries, err := os.ReadDir(folder)
		if err != nil {
			return nil, err
		}
		found := len(files)
		for _, entry := range entries {
			if entry.Type().IsRegular() && isLicence.MatchString(entry.Name()) {
				files = append(files, file{path.Join("licences", module, entry.Name()), 0o644, filepath.Join(folder, entry.Name())})
			}
		}
		if len(files) == found {
			return nil, fmt.Errorf("%s: want a licence in %s", module, folder)
		}
	}
	return files, nil
}
