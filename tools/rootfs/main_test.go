package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The image of the project has the program, certificates and licences, runs as a user without rights, and has no shell.
func TestTheProjectsImage(t *testing.T) {
	text, err := os.ReadFile("../../Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	made, err := read(string(text))
	if err != nil {
		t.Fatal(err)
	}
	targets := map[string]bool{}
	for _, copied := range made.copies {
		targets[copied[1]] = true
	}
	if !targets[made.entrypoint] || !targets["/etc/ssl/certs/ca-certificates.crt"] || !targets["/usr/share/doc/breachstats"] || len(targets) != 3 {
		t.Errorf("want the program, certificates and licences, got %v", targets)
	}
}

func TestReadWantsAPlainLastStage(t *testing.T) {
	const last = "FROM scratch\nCOPY --from=build /a /b\nUSER 65532:65532\nWORKDIR /work\nENTRYPOINT [\"/b\"]\n"
	for name, c := range map[string]struct{ text, want string }{
		"as it should be":        {"FROM golang AS build\nCOPY . .\n" + last, ""},
		"root":                   {strings.Replace(last, "65532:65532", "0", 1), "want USER with a number"},
		"a name":                 {strings.Replace(last, "65532:65532", "nobody", 1), "want USER with a number"},
		"another base":           {strings.Replace(last, "scratch", "debian", 1), "want a last stage FROM scratch"},
		"a copy of this machine": {strings.Replace(last, "--from=build ", "", 1), "want COPY --from=build"},
		"no entrypoint":          {strings.Replace(last, "ENTRYPOINT", "CMD", 1), "want a last stage FROM scratch"},
	} {
		_, err := read(c.text)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: want %q, got %v", name, c.want, err)
		}
	}
}

func TestLayOutWantsTheProgram(t *testing.T) {
	made := image{copies: [][2]string{{"/src/a", "/bin/a"}}, user: 1, folder: "/work", entrypoint: "/bin/a"}
	to := filepath.Join(t.TempDir(), "root")
	if err := layOut(made, "no-such-program", to); err == nil {
		t.Error("want a program that is not there to be an error")
	}
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, []byte("a"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := layOut(made, program, to); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(to, "bin/a"))
	if err != nil || info.Mode().Perm()&0o111 == 0 {
		t.Errorf("want the program there, to be run, got %v, %v", info, err)
	}
}
