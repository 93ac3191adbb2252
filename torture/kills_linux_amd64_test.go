package torture

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/breachstats/breachstats/torture/tier"
)

// Kills at random moments, up to three in a row, leave snapshots, database and figures in the old
// or the new state, complete. Somebody who reads the figures meanwhile never sees anything else.
// The next run succeeds.
func TestD1KilledAtRandomMoments(t *testing.T) { atRandomMoments(t, syscall.SIGKILL, 2, 300) }

// An interrupted or terminated program ends soon, with a message, and leaves nothing behind.
func TestD9InterruptedAtRandomMoments(t *testing.T) { atRandomMoments(t, syscall.SIGINT, 1, 50) }

func TestD9TerminatedAtRandomMoments(t *testing.T) { atRandomMoments(t, syscall.SIGTERM, 1, 50) }

// atRandomMoments sends a signal to journeys until it has hit few runs in a usual test, or many in
// a long one. Runs that ended before the signal do not count.
func atRandomMoments(t *testing.T, signal syscall.Signal, few, many int) {
	tier.Long(t, "the journey, with kills and interrupts")
	pattern, left := "^fetch$", few
	if signal == syscall.SIGKILL {
		pattern = "^build$"
	}
	if isLong() {
		pattern, left = "^(first run|import|build|publish|run|fetch|run from the portal)$", many
	}
	list := journeys(t, "changing", pattern)
	random := rand.New(rand.NewPCG(*seed, 2+uint64(signal)))
	length := map[*journey]time.Duration{}
	begun := time.Now()
	struck, done, slowest := 0, 0, time.Duration(0)
	var next sync.Mutex
	var shards sync.WaitGroup
	for range 2 {
		shards.Go(func() {
			for {
				next.Lock()
				if left <= 0 || t.Failed() && !isLong() || *until > 0 && time.Since(begun) > *until {
					next.Unlock()
					return
				}
				one, times := list[random.IntN(len(list))], 1
				if signal == syscall.SIGKILL {
					times = min(left, []int{1, 1, 2, 3}[random.IntN(4)])
				}
				left -= times
				var moments []float64
				for range times {
					moments = append(moments, random.Float64())
				}
				within := length[one]
				next.Unlock()
				r := one.struckAt(t, signal, moments, within)
				next.Lock()
				struck += r.struck
				slowest = max(slowest, r.left)
				if late := len(moments) - r.struck; late > 0 { // runs that ended before the signal
					done += late
					left += late
				}
				if r.lasted > 0 && (length[one] == 0 || r.lasted < length[one]) {
					length[one] = r.lasted
				}
				if len(r.faults) > 0 {
					t.Errorf("%s, %s at %.3f of %s: %s", one.name, signal, moments, within, strings.Join(r.faults, "\n    "))
				}
				next.Unlock()
			}
		})
	}
	shards.Wait()
	t.Logf("%d runs struck, %d were done before; at most %s from a signal to the end (seed %d)", struck, done, slowest.Round(time.Millisecond), *seed)
	if !t.Failed() {
		reportTried(t, struck, struck, "signals at random moments: "+signal.String())
	}
}

// struckRuns is the result of runs that were sent a signal.
type struckRuns struct {
	struck       int           // number of runs that the signal hit
	lasted, left time.Duration // length of a run without the signal, and time from the signal to the end
	faults       []string
}

// struckAt runs a journey once for each of moments, which are fractions of its length, and sends it
// a signal at that moment. If length is 0, it is not known yet, and the run gets no signal.
func (j *journey) struckAt(t *testing.T, signal syscall.Signal, moments []float64, length time.Duration) (r struckRuns) {
	folder := filepath.Join(t.TempDir(), "case")
	copyFolder(t, j.base, folder)
	defer os.RemoveAll(folder)
	looked := watchFigures(filepath.Join(folder, "o"))
	last := ended{status: 1}
	for _, moment := range moments {
		command := exec.Command(program(t), j.args...)
		command.Dir, command.Env = folder, programEnv()
		var stderr bytes.Buffer
		command.Stderr = &stderr
		begin := time.Now()
		if err := command.Start(); err != nil {
			t.Error(err)
			return r
		}
		var sent atomic.Int64 // time since begin
		if length > 0 {
			timer := time.AfterFunc(time.Duration(moment*float64(length)), func() {
				if command.Process.Signal(signal) == nil {
					sent.Store(int64(time.Since(begin)))
				}
			})
			_ = command.Wait()
			timer.Stop()
		} else {
			_ = command.Wait()
		}
		lasted := time.Since(begin)
		switch status := statusOf(command.ProcessState); {
		case status == 128+int(signal), status == 130 && untimed(stderr.String()) == "breachstats: interrupted\n":
			r.struck++
			r.left = max(r.left, lasted-time.Duration(sent.Load()))
		case status == 0 && sent.Load() > 0 && signal != syscall.SIGKILL: // it had finished its work
			r.struck++
			last.status = 0
		case status == 0:
			r.lasted, last.status = lasted, 0
		default:
			r.faults = append(r.faults, fmt.Sprintf("exit status %d: %s", status, stderr.String()))
		}
		if crashed.Match(stderr.Bytes()) {
			r.faults = append(r.faults, "it shows a crash: "+stderr.String())
		}
		if last.status == 0 {
			break
		}
	}
	if err := looked(); err != nil {
		r.faults = append(r.faults, "while it ran: "+err.Error())
	}
	if signal != syscall.SIGKILL {
		if r.left > soon() && isLong() {
			r.faults = append(r.faults, fmt.Sprintf("left %s after the signal", r.left))
		}
		if left := without(j.namesIn(t, folder), j.mayStand(t)); len(left) > 0 {
			r.faults = append(r.faults, fmt.Sprintf("left behind %q", left))
		}
	}
	r.faults = append(r.faults, j.judge(t, folder, last)...)
	return r
}

// watchFigures reads the figures again and again until looked is called, which returns what was
// wrong.
func watchFigures(out string) (looked func() error) {
	stop, wrong := make(chan bool), make(chan error, 1)
	go func() {
		for {
			select {
			case <-stop:
				wrong <- nil
				return
			default:
				if err := lookAtFigures(out); err != nil {
					wrong <- err
					<-stop
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
		}
	}()
	return func() error {
		close(stop)
		return <-wrong
	}
}

// lookAtFigures reads the present folder of figures, as a reader would who has opened it. A folder
// that is replaced meanwhile may lose its files and is ignored, as is one that does not exist yet.
func lookAtFigures(out string) error {
	folder, err := os.OpenRoot(out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer folder.Close()
	opened, err := folder.Stat(".")
	if err != nil {
		return err
	}
	err = manifestHolds(folder.FS())
	if now, statErr := os.Stat(out); statErr != nil || !os.SameFile(opened, now) {
		return nil
	}
	return err
}

// manifestHolds requires every file in a manifest to exist with its checksum.
func manifestHolds(folder fs.FS) error {
	text, err := fs.ReadFile(folder, "manifest.json")
	if err != nil {
		return err
	}
	var manifest struct {
		Files []struct{ Name, SHA256 string }
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return err
	}
	if len(manifest.Files) < 20 {
		return fmt.Errorf("want all figures, got %d files", len(manifest.Files))
	}
	for _, file := range manifest.Files {
		content, err := fs.ReadFile(folder, file.Name)
		if err != nil {
			return err
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != file.SHA256 {
			return fmt.Errorf("%s: differs from the manifest", file.Name)
		}
	}
	return nil
}
