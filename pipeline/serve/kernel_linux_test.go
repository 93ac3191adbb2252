package serve

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	seccomp "github.com/elastic/go-seccomp-bpf"
)

// withoutLandlock marks the process that has no Landlock, as on a kernel before 5.13.
const withoutLandlock = "BREACHSTATS_TEST_WITHOUT_LANDLOCK"

// On a kernel without Landlock a server starts, says which protection is missing, and answers. Its workers still open no file: the
// filter of system calls holds alone.
func TestW20AKernelWithoutLandlock(t *testing.T) {
	if os.Getenv(withoutLandlock) == "" {
		// A filter stays on its process for good, so it is put on another one.
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		command := exec.Command(self, "-test.run", "^TestW20AKernelWithoutLandlock$", "-test.v")
		command.Env = append(os.Environ(), withoutLandlock+"=1")
		output, err := command.CombinedOutput()
		if err != nil || !bytes.Contains(output, []byte("answered without Landlock")) {
			t.Errorf("without Landlock: %v\n%s", err, output)
		}
		return
	}
	err := seccomp.LoadFilter(seccomp.Filter{NoNewPrivs: true, Flag: seccomp.FilterFlagTSync, Policy: seccomp.Policy{
		DefaultAction: seccomp.ActionAllow,
		Syscalls: []seccomp.SyscallGroup{{
			Names: []string{"landlock_create_ruleset"}, Action: seccomp.ActionErrno | seccomp.Action(syscall.ENOSYS),
		}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "breaches.duckdb")
	publishDatabase(t, path, 1)
	p := openPool(t, path, nil)
	count := p.Status()
	if missing := strings.Join(count.Missing, "; "); !strings.Contains(missing, "(Landlock)") {
		t.Errorf("want Landlock named as missing, got %q", missing)
	}
	if held := strings.Join(count.Protections, "; "); strings.Contains(held, "(Landlock)") || !strings.Contains(held, "(seccomp)") {
		t.Errorf("want the filter of system calls alone, got %q", held)
	}
	if got, _, err := text(p, Question{SQL: "select count(*) from marts.breaches"}, 10*time.Second); err != nil || got != "20000" {
		t.Errorf("want an answer, got %q, %v", got, err)
	}
	if _, _, err := text(p, Question{SQL: "from read_text('/etc/passwd')"}, 10*time.Second); err == nil {
		t.Error("want no file read")
	}
	t.Log("answered without Landlock")
}
