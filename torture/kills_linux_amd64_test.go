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
	"syscall"
	"testing"
	"time"
)

// Kills at random moments of the journey, up to three in a row, leave the snapshots, the database and
// the figures as they were or as they should be, whole; who reads the figures meanwhile never finds
// anything else; and the next run succeeds.
func TestD1KilledAtRandomMoments(t *testing.T) {
	pattern, kills := "^(build|fetch)$", 2
	if isLong() {
		pattern, kills = "^(first run|import|build|publish|run|fetch|run from the portal)$", 300
	}
	list := journeys(t, "changing", pattern)
	random := rand.New(rand.NewPCG(*seed, 2))
	length := map[*journey]time.Duration{}
	left := kills
	killed, done := 0, 0
	var next sync.Mutex
	var shards sync.WaitGroup
	for range 2 {
		shards.Go(func() {
			for {
				next.Lock()
				if left <= 0 || t.Failed() && !isLong() {
					next.Unlock()
					return
				}
				one, times := list[random.IntN(len(list))], min(left, 1+random.IntN(6)/4+random.IntN(6)/5)
				left -= times
				var moments []float64
				for range times {
					moments = append(moments, random.Float64())
				}
				within := length[one]
				next.Unlock()
				end, lasted, faults := one.killedAt(t, moments, within)
				next.Lock()
				if end > 0 {
					killed += end
				}
				if end < len(moments) {
					done += len(moments) - end
					left += len(moments) - end // those came too late
				}
				if lasted > 0 && (length[one] == 0 || lasted < length[one]) {
					length[one] = lasted
				}
				if len(faults) > 0 {
					t.Errorf("%s, killed at %.3f of %s: %s", one.name, moments, within, strings.Join(faults, "\n    "))
				}
				next.Unlock()
			}
		})
	}
	shards.Wait()
	t.Logf("%d runs killed, %d were done before (seed %d)", killed, done, *seed)
	if !t.Failed() {
		reportTried(t, killed, killed, "kills at random moments")
	}
}

// killedAt runs a journey as often as there are moments, fractions of its length, and kills it at
// each; a length of 0 is not known yet, and the run is left alone. It says how many were killed, how
// long one lasted that was not, and what is wrong with the state that they left.
func (j *journey) killedAt(t *testing.T, moments []float64, length time.Duration) (killed int, lasted time.Duration, faults []string) {
	folder := filepath.Join(t.TempDir(), "case")
	copyFolder(t, j.base, folder)
	defer os.RemoveAll(folder)
	looked := watchFigures(filepath.Join(folder, "o"))
	last := ended{status: 128 + int(syscall.SIGKILL)}
	for _, moment := range moments {
		command := exec.Command(program(t), j.args...)
		command.Dir, command.Env = folder, programEnv()
		var stderr bytes.Buffer
		command.Stderr = &stderr
		begin := time.Now()
		if err := command.Start(); err != nil {
			t.Error(err)
			return killed, 0, nil
		}
		if length > 0 {
			timer := time.AfterFunc(time.Duration(moment*float64(length)), func() { _ = command.Process.Kill() })
			_ = command.Wait()
			timer.Stop()
		} else {
			_ = command.Wait()
		}
		switch status := statusOf(command.ProcessState); {
		case status == 128+int(syscall.SIGKILL):
			killed++
			if crashed.Match(stderr.Bytes()) {
				faults = append(faults, "a crash is shown: "+stderr.String())
			}
		case status == 0:
			lasted, last.status = time.Since(begin), 0
		default:
			faults = append(faults, fmt.Sprintf("exit status %d: %s", status, stderr.String()))
		}
		if last.status == 0 {
			break
		}
	}
	if err := looked(); err != nil {
		faults = append(faults, "while it ran: "+err.Error())
	}
	return killed, lasted, append(faults, j.judge(t, folder, last)...)
}

// watchFigures reads the figures over and over until looked is called, which says what was wrong.
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

// lookAtFigures reads the folder that stands there now, as a reader who opened it would. One that
// was replaced meanwhile may lose its files, and is left; so is one that is not there yet.
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

// manifestHolds wants every file that a manifest names, as it names it.
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
