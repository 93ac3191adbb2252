//go:build linux && amd64

package torture

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var (
	all   = flag.Bool("all", false, "try every case, not only a few")
	until = flag.Duration("for", 0, "start no further case after this `time`; all cases may be tried, the most different ones first")
	seed  = flag.Uint64("seed", 1, "seed of the order of cases and of random moments")
	state = flag.String("state", "", "`file` that records survived cases, to continue after an interruption")
	only  = flag.String("journeys", "", "`pattern` of the journeys to run (default: all with -all, otherwise the quick ones)")
	given = flag.String("binary", "", "`program` to torture (default: build it)")
)

func TestMain(m *testing.M) {
	if os.Getenv(asShim) != "" {
		fmt.Fprintln(os.Stderr, "torture:", becomeProgram(os.Args))
		os.Exit(2)
	}
	flag.Parse()
	status := m.Run()
	if built.folder != "" {
		_ = os.RemoveAll(built.folder)
	}
	os.Exit(status)
}

// op is one call on a file: the nth of its kind on that path, counted from 1 over all threads. The
// same work makes the same calls in each run, in whatever order the threads run.
type op struct {
	kind, path string // path below the folder of the program, with random numbers as N
	nth        int
}

func (o op) String() string { return fmt.Sprintf("%s %d of %s", o.kind, o.nth, o.path) }

// chance is the random number that the program adds to the name of an unfinished file.
var chance = regexp.MustCompile(`\d{5,}`)

// These values mean a signal instead of an error.
const (
	signalled   = syscall.Errno(1 << 20)
	killIt      = signalled + syscall.Errno(syscall.SIGKILL)
	interruptIt = signalled + syscall.Errno(syscall.SIGINT)
	terminateIt = signalled + syscall.Errno(syscall.SIGTERM)
)

// ended is how a program ended: its exit status, or 128 plus the number of the signal that ended
// it.
type ended struct {
	status int
	stdout string
	stderr string
	ops    []op
	left   time.Duration // time from a signal to the end
}

// isLong reports whether there is time for many cases.
func isLong() bool { return *all || *until > 0 }

// built is the program to torture and a folder that all tests share.
var built struct {
	once   sync.Once
	folder string
	path   string
	err    error
}

// program returns the absolute path of the program to torture.
func program(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		if built.folder, built.err = os.MkdirTemp("", "torture"); built.err != nil { //nolint:usetesting // it outlives the test
			return
		}
		if built.err = os.Chmod(built.folder, 0o755); built.err != nil { // other users must be able to enter it
			return
		}
		if *given != "" {
			built.path, built.err = filepath.Abs(*given)
			return
		}
		built.path = filepath.Join(built.folder, "breachstats")
		output, err := exec.Command("go", "build", "-o", built.path, "../cmd/breachstats").CombinedOutput()
		if err != nil {
			built.err = fmt.Errorf("go build: %w: %s", err, output)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.path
}

// programEnv returns the environment of the program, without the variables that choose folders.
func programEnv() []string { return append(os.Environ(), "BREACHSTATS_DATA=", "BREACHSTATS_URL=") }

// called runs the program in a folder, without faults.
func called(t *testing.T, folder string, args ...string) ended {
	t.Helper()
	return calledAs(t, nil, folder, args...)
}

// calledAs is like called, as another user; nil for this one.
func calledAs(t *testing.T, user *syscall.Credential, folder string, args ...string) ended {
	t.Helper()
	command := exec.Command(program(t), args...)
	command.Dir, command.Env = folder, programEnv()
	command.SysProcAttr = &syscall.SysProcAttr{Credential: user}
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	// A tracer waits for every child of its thread; this one is not for it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return ended{status: statusOf(command.ProcessState), stdout: stdout.String(), stderr: untimed(stderr.String())}
}

// timeOf matches the time at the start of each line of the program's log.
var timeOf = regexp.MustCompile(`(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ `)

// untimed removes the times from a log.
func untimed(log string) string { return timeOf.ReplaceAllString(log, "") }

func statusOf(state *os.ProcessState) int {
	if wait, isUnix := state.Sys().(syscall.WaitStatus); isUnix && wait.Signaled() {
		return 128 + int(wait.Signal())
	}
	return state.ExitCode()
}

// mustCall is like called and fails the test if the command fails.
func mustCall(t *testing.T, folder string, args ...string) {
	t.Helper()
	if end := called(t, folder, args...); end.status != 0 {
		t.Fatalf("%s: want exit status 0, got %d: %s", strings.Join(args, " "), end.status, end.stderr)
	}
}
