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
	all   = flag.Bool("all", false, "try every case, not a small part of them")
	until = flag.Duration("for", 0, "`time` after which no further case is begun; with it every case may be tried, the most different ones first")
	seed  = flag.Uint64("seed", 1, "of the order of cases and of random moments")
	state = flag.String("state", "", "`file` that remembers the cases which were survived, to go on after an interruption")
	only  = flag.String("journeys", "", "`pattern` of the journeys to take (default: with -all every one, otherwise the quick ones)")
	given = flag.String("binary", "", "`program` to torture (default: it is built)")
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
// same work gives the same calls in each run, whichever thread is first.
type op struct {
	kind, path string // path below the folder of the program, a number of chance in it as N
	nth        int
}

func (o op) String() string { return fmt.Sprintf("%s %d of %s", o.kind, o.nth, o.path) }

// chance is what the program adds to the name of a file that is not finished.
var chance = regexp.MustCompile(`\d{5,}`)

// These stand for a signal in the place of an error.
const (
	signalled   = syscall.Errno(1 << 20)
	killIt      = signalled + syscall.Errno(syscall.SIGKILL)
	interruptIt = signalled + syscall.Errno(syscall.SIGINT)
	terminateIt = signalled + syscall.Errno(syscall.SIGTERM)
)

// ended is how a program ended: its exit status, 128 and the signal's number where one ended it.
type ended struct {
	status int
	stdout string
	stderr string
	ops    []op
	left   time.Duration // from a signal to the end
}

// isLong tells that there is time for many cases.
func isLong() bool { return *all || *until > 0 }

// built is the program to torture, and a folder for all that tests share.
var built struct {
	once   sync.Once
	folder string
	path   string
	err    error
}

// program is the program to torture, absolute.
func program(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		if built.folder, built.err = os.MkdirTemp("", "torture"); built.err != nil { //nolint:usetesting // it outlives the test
			return
		}
		if built.err = os.Chmod(built.folder, 0o755); built.err != nil { // for other users
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

// programEnv is the environment of the program: nothing of it chooses folders.
func programEnv() []string { return append(os.Environ(), "BREACHSTATS_DATA=", "BREACHSTATS_URL=") }

// called runs the program in a folder, without faults.
func called(t *testing.T, folder string, args ...string) ended {
	t.Helper()
	return calledAs(t, nil, folder, args...)
}

// calledAs is called by another user; nil for this one.
func calledAs(t *testing.T, user *syscall.Credential, folder string, args ...string) ended {
	t.Helper()
	command := exec.Command(program(t), args...)
	command.Dir, command.Env = folder, programEnv()
	command.SysProcAttr = &syscall.SysProcAttr{Credential: user}
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	// A tracer waits for whatever its thread has started: it must not get this one's.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return ended{status: statusOf(command.ProcessState), stdout: stdout.String(), stderr: untimed(stderr.String())}
}

// timeOf is what each line of the program's log begins with.
var timeOf = regexp.MustCompile(`(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ `)

// untimed is what the program said, without the times.
func untimed(log string) string { return timeOf.ReplaceAllString(log, "") }

func statusOf(state *os.ProcessState) int {
	if wait, isUnix := state.Sys().(syscall.WaitStatus); isUnix && wait.Signaled() {
		return 128 + int(wait.Signal())
	}
	return state.ExitCode()
}

// mustCall is called where nothing may go wrong.
func mustCall(t *testing.T, folder string, args ...string) {
	t.Helper()
	if end := called(t, folder, args...); end.status != 0 {
		t.Fatalf("%s: want exit status 0, got %d: %s", strings.Join(args, " "), end.status, end.stderr)
	}
}
