package torture

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/breachstats/breachstats/torture/must"
	"github.com/breachstats/breachstats/torture/tier"
)

// inNamespace is set for a test that may mount file systems. Its value is the prepared folders.
const inNamespace = "BREACHSTATS_TORTURE_MOUNTS"

// mounting runs the calling test again, as root of a user namespace with its own mounts. It returns
// true in that second run.
func mounting(t *testing.T) bool {
	t.Helper()
	if os.Getenv(inNamespace) != "" {
		return true
	}
	prepare(t)
	self := must.Get(os.Executable())(t)
	command := exec.Command(self, "-test.run", "^"+t.Name()+"$", "-test.v", "-binary", program(t),
		"-seed", strconv.FormatUint(*seed, 10), fmt.Sprintf("-all=%t", isLong()))
	command.Env = append(os.Environ(), inNamespace+"="+prepared.root)
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	output, err := command.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EINVAL) {
		t.Skipf("no user namespace is allowed here: %v", err)
	}
	t.Logf("in a namespace:\n%s", output)
	if err != nil {
		t.Error(err)
	}
	return false
}

// disk mounts a file system in memory with a size in bytes and copies a folder to it.
func disk(t *testing.T, bytes int64, from string) (folder string, remount func(flags uintptr, options string)) {
	t.Helper()
	at := t.TempDir()
	if err := syscall.Mount("torture", at, "tmpfs", 0, fmt.Sprintf("size=%d", bytes)); err != nil {
		t.Fatalf("mount: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(at, syscall.MNT_DETACH) })
	copyFolder(t, from, filepath.Join(at, "case"))
	return filepath.Join(at, "case"), func(flags uintptr, options string) {
		t.Helper()
		if err := syscall.Mount("torture", at, "tmpfs", syscall.MS_REMOUNT|flags, options); err != nil {
			t.Fatalf("remount: %v", err)
		}
	}
}

// Disks that are full or read only.
func TestD2Disks(t *testing.T) {
	tier.Long(t, "disks that are full")
	if mounting(t) {
		t.Run("full", fullDisk)
		t.Run("read only", readOnlyDisk)
	}
}

// When the disk is full, at any point, the message names the path and nothing has changed. With
// more space the next run succeeds.
func fullDisk(t *testing.T) {
	pattern, tries := "^(import|forget)$", 3
	if *all {
		pattern, tries = "^(first run|import|build|publish|forget)$", 8
	}
	random := rand.New(rand.NewPCG(*seed, 3))
	tried, refused := 0, 0
	for _, one := range journeys(t, "changing", pattern) {
		// The most space that can be needed: the new files beside the old ones.
		most := bytesIn(t, one.base) + 24<<20
		if one.name == "import" || one.name == "forget" {
			most = bytesIn(t, one.base) + 48<<10
		}
		for try := range tries {
			t.Run(fmt.Sprintf("%s %d", one.name, try), func(t *testing.T) {
				least := bytesIn(t, one.base)
				size := least + (most-least)*int64(try)/int64(tries) + random.Int64N((most-least)/int64(tries))
				folder, remount := disk(t, size, one.base)
				end := called(t, folder, one.args...)
				faults := wantMessage(end, syscall.ENOSPC)
				remount(0, "size=256m")
				tried++
				if end.status != 0 {
					refused++
				}
				if faults = append(faults, one.judge(t, folder, end)...); len(faults) > 0 {
					t.Errorf("%d bytes, %d of them free: exit status %d: %q: %s", size, size-least, end.status, end.stderr, strings.Join(faults, "\n    "))
				}
			})
		}
	}
	if refused == 0 {
		t.Error("want at least one full disk")
	}
	t.Logf("%d disks, %d of them full before the end (seed %d)", tried, refused, *seed)
	if !t.Failed() {
		reportTried(t, tried, tried, "sizes of a full disk")
	}
}

// bytesIn is the space that the files of a folder take, in whole blocks.
func bytesIn(t *testing.T, folder string) (bytes int64) {
	t.Helper()
	const page = 4096
	err := filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode().IsRegular() {
			bytes += (info.Size() + page - 1) / page * page
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return bytes + page
}

// On a read-only disk, commands that write give a message with the path, and readers work.
func readOnlyDisk(t *testing.T) {
	pattern := "^(import|forget)$"
	if *all {
		pattern = "^(import|build|publish|publish only|run|forget)$"
	}
	for _, one := range journeys(t, "changing", pattern) {
		folder, remount := disk(t, 256<<20, one.base)
		remount(syscall.MS_RDONLY, "")
		end := called(t, folder, one.args...)
		faults := append(wantMessage(end, syscall.EROFS), one.wantWhole(t, folder, false)...)
		if end.status != 1 || !strings.HasSuffix(end.stderr, "read-only file system; name a folder that can be written\n") || len(faults) > 0 {
			t.Errorf("%s: want exit status 1 and advice, got %d: %q: %q", one.name, end.status, end.stderr, faults)
		}
		if !slices.Equal(one.namesIn(t, folder), one.namesIn(t, one.base)) {
			t.Errorf("%s: want no other files", one.name)
		}
		for _, reader := range [][]string{{"query", "select count(*) from marts.breaches"}, {"check"}, {"verify"}, {"status", "--out", "o"}} {
			if end := called(t, folder, append(reader, "--data", "d")...); end.status != 0 {
				t.Errorf("%v: want no error for a reader, got %d: %s", reader, end.status, end.stderr)
			}
		}
		remount(0, "")
		if faults := one.judge(t, folder, end); len(faults) > 0 {
			t.Errorf("%s: %q", one.name, faults)
		}
	}
}
