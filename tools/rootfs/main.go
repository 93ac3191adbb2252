// Command rootfs lays out the files of the image that a Containerfile describes, without an engine, and runs the program in them: as a
// user without rights, with no other file of this machine in reach. It needs Linux and user namespaces.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

func main() {
	from := flag.String("from", "Containerfile", "`file` that describes the image")
	program := flag.String("program", "", "the `program` that the image's first stage would build")
	to := flag.String("to", "", "`folder` for the files; it is emptied first")
	flag.Parse()
	if err := layOutAndRun(*from, *program, *to); err != nil {
		fmt.Fprintln(os.Stderr, "rootfs:", err)
		os.Exit(1)
	}
}

func layOutAndRun(from, program, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	made, err := read(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	if err := layOut(made, program, to); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"--version"},
		{"run", "--source", "sample", "--rows", "1000", "--quiet"},
		{"query", "select count(*) as breaches from marts.breaches"},
		{"check", "--quiet"},
	} {
		if err := enter(made, to, args); err != nil {
			return fmt.Errorf("%s: %w", strings.Join(args, " "), err)
		}
	}
	return nil
}

// image is what the last stage of a Containerfile says.
type image struct {
	copies     [][2]string // from the first stage, to the image
	user       uint32
	folder     string // in which it runs
	entrypoint string
}

// read reads the last stage. It must begin from scratch, copy from the first stage only, and run as a user that is a number, not 0.
func read(containerfile string) (image, error) {
	var made image
	base := ""
	for line := range strings.Lines(containerfile) {
		words := strings.Fields(line)
		if len(words) < 2 || strings.HasPrefix(words[0], "#") {
			continue
		}
		switch words[0] {
		case "FROM":
			made, base = image{}, words[1]
		case "COPY":
			if base != "scratch" {
				continue
			}
			if len(words) != 4 || words[1] != "--from=build" {
				return made, fmt.Errorf("want COPY --from=build FILE FILE, got %q", strings.TrimSpace(line))
			}
			made.copies = append(made.copies, [2]string{words[2], words[3]})
		case "USER":
			name, _, _ := strings.Cut(words[1], ":")
			user, err := strconv.ParseUint(name, 10, 32)
			if err != nil || user == 0 {
				return made, fmt.Errorf("want USER with a number that is not 0, got %q", words[1])
			}
			made.user = uint32(user)
		case "WORKDIR":
			made.folder = words[1]
		case "ENTRYPOINT":
			made.entrypoint = strings.Trim(words[1], `[]"`)
		}
	}
	if base != "scratch" || made.user == 0 || made.folder == "" || made.entrypoint == "" {
		return made, errors.New("want a last stage FROM scratch with USER, WORKDIR and ENTRYPOINT")
	}
	return made, nil
}

// layOut copies what the image holds. The program stands for what the first stage would build; the certificates are this machine's, and
// the licences those of the project.
func layOut(made image, program, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	for _, copied := range made.copies {
		from, target := copied[0], filepath.Join(to, copied[1])
		if copied[1] == made.entrypoint {
			from = program
		}
		if from == "/licences" {
			if err := os.MkdirAll(target, 0o755); err != nil {
				return err
			}
			from, target = "LICENSE", filepath.Join(target, "LICENSE")
		}
		content, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, content, 0o755); err != nil {
			return err
		}
	}
	if made.entrypoint != "" {
		if _, err := os.Stat(filepath.Join(to, made.entrypoint)); err != nil {
			return fmt.Errorf("ENTRYPOINT: %w", err)
		}
	}
	work := filepath.Join(to, made.folder)
	if err := os.MkdirAll(work, 0o755); err != nil {
		return err
	}
	return os.Chmod(work, 0o777) // a volume in its place, which the user may write
}
