package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// published are the files of one side, by path below its folder of figures, with '/'.
type published struct {
	texts map[string][]byte
	// own replaces everything that identifies the program that made the files.
	own *strings.Replacer
}

// compareFiles compares the published files byte for byte, except what identifies the program. If
// the versions have different lengths, the bytes of Parquet files shift, and compareDatabases
// compares their rows.
func (o *options) compareFiles(ctx context.Context, c *comparison, before, after side) error {
	oldVersion, err := before.version(ctx)
	if err != nil {
		return err
	}
	newVersion, err := after.version(ctx)
	if err != nil {
		return err
	}
	oldFiles, err := readPublished(before.out(), oldVersion)
	if err != nil {
		return err
	}
	newFiles, err := readPublished(after.out(), newVersion)
	if err != nil {
		return err
	}
	hasOneVersion, isSameLength := oldVersion == newVersion, len(oldVersion) == len(newVersion)
	for _, name := range namesOf(oldFiles.texts, newFiles.texts) {
		if o.ignored.has(name) {
			continue
		}
		one, isOld := oldFiles.texts[name]
		other, isNew := newFiles.texts[name]
		switch {
		case !isOld:
			c.add("file", name)
		case !isNew:
			c.differ("%s: new publishes no such file", name)
		default:
			c.files++
			if !isSameLength && strings.HasSuffix(name, ".parquet") {
				c.parquet = append(c.parquet, name) // it has offsets of its bytes, which the version shifts
			} else if !bytes.Equal(one, other) {
				o.compareFile(c, name, oldFiles.plain(name, hasOneVersion, &o.ignored), newFiles.plain(name, hasOneVersion, &o.ignored))
			}
		}
	}
	return nil
}

func (o *options) compareFile(c *comparison, name string, before, after []byte) {
	if bytes.Equal(before, after) {
		return
	}
	at := 0
	for at < len(before) && at < len(after) && before[at] == after[at] {
		at++
	}
	c.differ("%s: %d bytes in old, %d in new, they differ from byte %d on", name, len(before), len(after), at)
	if isText(before) && isText(after) {
		c.differ("  old: %s", around(before, at))
		c.differ("  new: %s", around(after, at))
	}
}

// isText reports whether there is no NUL among the first bytes.
func isText(text []byte) bool { return bytes.IndexByte(text[:min(len(text), 512)], 0) < 0 }

// around returns the text near a byte, on one line.
func around(text []byte, at int) string {
	return fmt.Sprintf("%q", text[max(0, at-40):min(len(text), at+80)])
}

// readPublished reads a folder of figures that a program of the given version published.
func readPublished(folder, version string) (published, error) {
	files := published{texts: map[string][]byte{}}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		files.texts[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		return files, err
	}
	var manifest struct {
		Models string `json:"models_sha256"`
	}
	if err := json.Unmarshal(files.texts["manifest.json"], &manifest); err != nil {
		return files, fmt.Errorf("%s/manifest.json: %w", folder, err)
	}
	pairs := []string{version, "{version}"}
	if manifest.Models != "" {
		pairs = append(pairs, manifest.Models, "{models_sha256}", manifest.Models[:min(12, len(manifest.Models))], "{models_sha256}")
	}
	// Contents are compared on their own. Two equal files have the same checksum, named by the
	// first of them.
	for _, name := range namesOf(files.texts, nil) {
		sum := sha256.Sum256(files.texts[name])
		pairs = append(pairs, hex.EncodeToString(sum[:]), "{sha256 of "+name+"}")
	}
	files.own = strings.NewReplacer(pairs...)
	return files, nil
}

func namesOf(one, other map[string][]byte) []string {
	var names []string
	for _, texts := range []map[string][]byte{one, other} {
		for name := range texts {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// bytesField matches the size of a file in a list of files.
var bytesField = regexp.MustCompile(`("bytes": )\d+`)

// plain returns a file without what identifies the program. Another version also changes the sizes
// of compressed files.
func (p published) plain(name string, hasOneVersion bool, left *ignored) []byte {
	text := p.texts[name]
	if strings.HasSuffix(name, ".xlsx") {
		text = unpacked(text)
	}
	if name == "manifest.json" || name == "datapackage.json" {
		text = p.withoutIgnored(text, left)
	}
	plain := []byte(p.own.Replace(string(text)))
	if !hasOneVersion && strings.HasSuffix(name, ".json") {
		plain = bytesField.ReplaceAll(plain, []byte("${1}0"))
	}
	return plain
}

// withoutIgnored removes the files to ignore from a JSON list of files. Without any it returns the
// text.
func (p published) withoutIgnored(text []byte, left *ignored) []byte {
	var list map[string]any
	if len(left.patterns) == 0 || json.Unmarshal(text, &list) != nil {
		return text
	}
	for _, key := range []string{"files", "resources"} {
		entries, _ := list[key].([]any)
		list[key] = slices.DeleteFunc(entries, func(entry any) bool {
			fields, _ := entry.(map[string]any)
			for _, field := range []string{"name", "path"} {
				if name, isText := fields[field].(string); isText && left.has(name) {
					return true
				}
			}
			return false
		})
	}
	short, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return text
	}
	return short
}

// unpacked returns the parts of a workbook one after another, with their names, or the bytes
// themselves if they are not an archive.
func unpacked(text []byte) []byte {
	archive, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return text
	}
	var all bytes.Buffer
	for _, part := range archive.File {
		fmt.Fprintln(&all, part.Name)
		content, err := part.Open()
		if err == nil {
			_, err = io.Copy(&all, content)
			err = errors.Join(err, content.Close())
		}
		if err != nil {
			return text
		}
	}
	return all.Bytes()
}
