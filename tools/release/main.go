// Command release packs a built program for one system as an archive of a release: the program, its manual pages and completions,
// README, changes, licence, and the licence texts of every module in it. The same input gives the same bytes, on any day.
package main

import (
	"archive/tar"
	"archive/zip"
	"compress/flate"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	var r release
	flag.StringVar(&r.program, "program", "", "built `program`")
	flag.StringVar(&r.system, "system", "", "`system` it is for, as linux-amd64")
	flag.StringVar(&r.version, "version", "", "`version`, as v1.0.0")
	flag.StringVar(&r.with, "with", "", "`folder` whose files come along: manual pages, completions, the list of parts")
	flag.StringVar(&r.project, "project", ".", "`folder` of the project")
	seconds := flag.Int64("time", 0, "time of every file, in `seconds` since 1970: that of the commit")
	out := flag.String("out", "dist", "`folder` for the archive")
	flag.Parse()
	r.time = time.Unix(*seconds, 0).UTC()
	name, err := r.pack(*out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
	fmt.Println(name)
}

// release is what goes into one archive.
type release struct {
	program, system, version, with, project string
	time                                    time.Time
}

// file is one file of an archive.
type file struct {
	name string // within the archive, with its folder
	mode fs.FileMode
	from string
}

// name is that of the archive without its ending, and of the folder in it: breachstats-1.0.0-linux-amd64.
func (r release) name() string {
	return "breachstats-" + strings.TrimPrefix(r.version, "v") + "-" + r.system
}

// pack writes the archive into a folder and returns its path: a zip for Windows, a tar.gz for all else.
func (r release) pack(out string) (string, error) {
	if r.program == "" || r.system == "" || r.version == "" {
		return "", errors.New("want -program, -system and -version")
	}
	files, err := r.files()
	if err != nil {
		return "", err
	}
	isWindows := strings.HasPrefix(r.system, "windows")
	target := filepath.Join(out, r.name()+map[bool]string{true: ".zip", false: ".tar.gz"}[isWindows])
	if err := os.MkdirAll(out, 0o755); err != nil {
		return "", err
	}
	archive, err := os.Create(target)
	if err != nil {
		return "", err
	}
	write := writeTar
	if isWindows {
		write = writeZip
	}
	return target, errors.Join(write(archive, files, r.time), archive.Close())
}

// files lists what goes in, by name.
func (r release) files() ([]file, error) {
	program := "breachstats"
	if strings.HasPrefix(r.system, "windows") {
		program += ".exe"
	}
	files := []file{{program, 0o755, r.program}}
	for _, name := range []string{"README.md", "CHANGELOG.md", "SECURITY.md", "CITATION.cff", "LICENSE"} {
		files = append(files, file{name, 0o644, filepath.Join(r.project, name)})
	}
	files = append(files, file{"licences/README.md", 0o644, filepath.Join(r.project, "docs", "licences.md")})
	texts, err := r.licences()
	if err != nil {
		return nil, err
	}
	files = append(files, texts...)
	if r.with != "" {
		err := filepath.WalkDir(r.with, func(at string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			name, err := filepath.Rel(r.with, at)
			files = append(files, file{filepath.ToSlash(name), 0o644, at})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for i := range files {
		files[i].name = path.Join(r.name(), files[i].name)
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return files, nil
}

func writeTar(out io.Writer, files []file, at time.Time) error {
	packed, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(packed)
	for _, f := range files {
		content, err := os.ReadFile(f.from)
		if err != nil {
			return err
		}
		err = archive.WriteHeader(&tar.Header{Name: f.name, Mode: int64(f.mode), Size: int64(len(content)), ModTime: at, Format: tar.FormatUSTAR})
		if err != nil {
			return err
		}
		if _, err := archive.Write(content); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), packed.Close())
}

func writeZip(out io.Writer, files []file, at time.Time) error {
	archive := zip.NewWriter(out)
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	for _, f := range files {
		content, err := os.ReadFile(f.from)
		if err != nil {
			return err
		}
		header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: at}
		header.SetMode(f.mode)
		entry, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := entry.Write(content); err != nil {
			return err
		}
	}
	return archive.Close()
}
