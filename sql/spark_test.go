package models

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sourceLine names a file that a generated statement was made from, and its digest.
var sourceLine = regexp.MustCompile(`(?m)^-- (generated from|with) sql/(\S+) sha256:([0-9a-f]{64})`)

// translations reads sql/spark: the text of each file by its path there.
func translations(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS("spark"), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join("spark", file))
		found[file] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestTranslationsAreOfTheModelsAsTheyAre fails when a model was changed and "make dialect" was not run.
func TestTranslationsAreOfTheModelsAsTheyAre(t *testing.T) {
	translated := translations(t)
	err := fs.WalkDir(Embedded(), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(Embedded(), file)
		if err != nil {
			return err
		}
		place := file
		if strings.Contains(string(text), "\n-- Given: ") {
			place = "functions/" + path.Base(file)
		}
		lines := sourceLine.FindAllStringSubmatch(translated[place], -1)
		if len(lines) == 0 || lines[0][2] != file {
			t.Errorf("sql/spark/%s: want it generated from sql/%s: run \"make dialect\"", place, file)
		}
		delete(translated, place)
		for _, line := range lines {
			source, err := fs.ReadFile(Embedded(), line[2])
			if sum := sha256.Sum256(source); err != nil || hex.EncodeToString(sum[:]) != line[3] {
				t.Errorf("sql/spark/%s: generated from another sql/%s: run \"make dialect\"", place, line[2])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	delete(translated, "prelude.sql")
	for place := range translated {
		t.Errorf("sql/spark/%s: of no model: run \"make dialect\"", place)
	}
}

// TestTranslationsAreByTheGeneratorAsItIs fails when the generator was changed and not run.
func TestTranslationsAreByTheGeneratorAsItIs(t *testing.T) {
	folder := filepath.Join("..", "tools", "dialect")
	files, err := filepath.Glob(filepath.Join(folder, "*.py"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	files = slices.DeleteFunc(files, func(file string) bool { return filepath.Base(file) == "equal.py" })
	digest := sha256.New()
	for _, file := range append(files, filepath.Join(folder, "requirements.txt")) {
		text, readErr := os.ReadFile(file)
		digest.Write(text)
		err = errors.Join(err, readErr)
	}
	if err != nil {
		t.Fatal(err)
	}
	want := " sha256:" + hex.EncodeToString(digest.Sum(nil)) + ";"
	if first, _, _ := strings.Cut(translations(t)["prelude.sql"], "\n"); !strings.Contains(first, want) {
		t.Errorf("sql/spark/prelude.sql: want %q in its first line, got %q: run \"make dialect\"", want, first)
	}
}
