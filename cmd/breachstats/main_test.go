package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// asProgram makes the test binary be breachstats, for tests that need a process of their own.
const asProgram = "BREACHSTATS_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" || os.Args[0] == "breachstats" { // the latter is a worker of serve
		os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	testscript.Main(sharing{m}, map[string]func(){
		"breachstats": func() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

func TestScripts(t *testing.T) { runScripts(t, "testdata/script") }

func TestLongScripts(t *testing.T) {
	tier.Long(t, "stories of many builds")
	runScripts(t, "testdata/script/long")
}

func runScripts(t *testing.T, folder string) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir: folder,
		Setup: func(env *testscript.Env) error {
			env.Setenv("BREACHSTATS_DATA", "")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"status": wantStatus},
	})
}

// wantStatus runs breachstats and wants its exit status: status 3 build --quiet.
func wantStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N ARGS…")
	}
	err := ts.Exec("breachstats", args[1:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("want exit status %s, got %d", args[0], got)
	}
}

// programCommand prepares breachstats as a process of its own.
func programCommand(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self := must.Get(os.Executable())(t)
	command := exec.Command(self, args...)
	command.Env = append(os.Environ(), asProgram+"=1", "BREACHSTATS_DATA=")
	return command
}
