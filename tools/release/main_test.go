package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// made is a release of a small program, which answers as breachstats does to --version, with a manual page.
func made(t *testing.T, system string) release {
	t.Helper()
	dir := t.TempDir()
	write := func(path, text string) string {
		t.Helper()
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("with/man/man1/breachstats.1", ".TH\n")
	return release{program: write("program", "#!/bin/sh\necho breachstats 1.0.0\n"), system: system, version: "v1.0.0",
		with: filepath.Join(dir, "with"), project: "../..", time: time.Unix(1_700_000_000, 0).UTC()}
}

// Two archives of the same program have the same bytes, whenever and wherever they are made; another program gives others.
func TestPackedTwiceIsTheSame(t *testing.T) {
	for _, system := range []string{"linux-amd64", "windows-amd64"} {
		t.Run(system, func(t *testing.T) {
			one, other := made(t, system), made(t, system)
			if err := os.Chtimes(other.program, time.Now(), time.Now().Add(-time.Hour)); err != nil {
				t.Fatal(err)
			}
			var sums []string
			for _, r := range []release{one, other} {
				path, err := r.pack(t.TempDir())
				if err != nil {
					t.Fatal(err)
				}
				archive, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				sums = append(sums, fmt.Sprintf("%x", sha256.Sum256(archive)))
			}
			if sums[0] != sums[1] {
				t.Errorf("want the same bytes, got %q", sums)
			}
			if err := os.WriteFile(other.program, []byte("another"), 0o600); err != nil {
				t.Fatal(err)
			}
			path, err := other.pack(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if archive, _ := os.ReadFile(path); fmt.Sprintf("%x", sha256.Sum256(archive)) == sums[0] {
				t.Error("want another program in other bytes")
			}
		})
	}
}

// The zip for Windows has the program under its name there, and the licence texts of what it holds.
func TestZipHoldsProgramAndLicences(t *testing.T) {
	path, err := made(t, "windows-amd64").pack(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	names := map[string]bool{}
	for _, file := range archive.File {
		names[strings.TrimPrefix(file.Name, "breachstats-1.0.0-windows-amd64/")] = true
	}
	for _, want := range []string{"breachstats.exe", "README.md", "LICENSE", "licences/README.md", "man/man1/breachstats.1", "licences/go/LICENSE",
		"licences/github.com/duckdb/duckdb-go/v2/LICENSE", "licences/github.com/duckdb/duckdb-go-bindings/lib/windows-amd64/LICENSE"} {
		if !names[want] {
			t.Errorf("want %s in the archive", want)
		}
	}
}

// The commands of README.md that unpack an archive are run, with one that was packed here.
func TestReadmeUnpacksTheArchive(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, after, isThere := strings.Cut(string(readme), "\ntar -xzf ")
	if !isThere {
		t.Fatal("README.md: want the commands that unpack an archive")
	}
	_, head, _ := cutLast(before, "```sh\n")
	rest, _, _ := strings.Cut(after, "```")
	script := head + "\ntar -xzf " + rest
	dir := t.TempDir()
	path, err := made(t, "linux-amd64").pack(dir)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sums := fmt.Sprintf("%x  %s\n%064d  breachstats-1.0.0-linux-arm64.tar.gz\n", sha256.Sum256(archive), filepath.Base(path), 0)
	if err := os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(sums), 0o600); err != nil {
		t.Fatal(err)
	}
	shell := exec.Command("bash", "-e", "-c", script)
	shell.Dir = dir
	output, err := shell.CombinedOutput()
	if err != nil || !bytes.HasSuffix(output, []byte("breachstats 1.0.0\n")) {
		t.Errorf("%s: want the version in the end, got %v: %s", script, err, output)
	}
}

func cutLast(text, mark string) (before, after string, isThere bool) {
	at := strings.LastIndex(text, mark)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(mark):], true
}

func TestPackWantsItsInput(t *testing.T) {
	if _, err := (release{}).pack(t.TempDir()); err == nil || !strings.Contains(err.Error(), "want -program") {
		t.Errorf("want the flags named, got %v", err)
	}
	r := made(t, "linux-amd64")
	r.program += "-that-is-not-there"
	if _, err := r.pack(t.TempDir()); err == nil {
		t.Error("want a program that is not there to be an error")
	}
}
