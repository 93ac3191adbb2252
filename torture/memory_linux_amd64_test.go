package torture

import (
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/breachstats/breachstats/torture/tier"
)

// A build that needs more memory than it may use moves data to the disk. If the disk is full, or if
// the memory is too small even so, the build ends with one line of advice and leaves nothing
// behind. With enough room the next build succeeds.
func TestD6TooLittleMemoryAndAFullDiskForTheRest(t *testing.T) {
	tier.Long(t, "builds with little memory")
	if !mounting(t) {
		return
	}
	base := t.TempDir()
	const rows = "30000"
	mustCall(t, base, "sample", "--rows", rows, "--view", "all", "--captured", "2025-10-17", "--output", "2025-10-17_all.csv", "--quiet")
	mustCall(t, base, "import", "2025-10-17_all.csv", "--data", "d", "--quiet")
	for _, free := range []int64{2 << 20, 6 << 20} {
		t.Run(fmt.Sprintf("%d MB free", free>>20), func(t *testing.T) {
			folder, remount := disk(t, bytesIn(t, base)+free, base)
			end := called(t, folder, "build", "--data", "d", "--max-memory", "200MB", "--threads", "1", "--quiet")
			isFull := strings.Contains(end.stderr, "; free some space there and run it again")
			isOutOfMemory := strings.Contains(end.stderr, "; allow more with --max-memory, or free some memory")
			switch {
			case end.status == 1 && (isFull || isOutOfMemory) && strings.Count(end.stderr, "\n") == 1:
			default:
				t.Errorf("want one line that says what to do, got exit status %d: %s", end.status, end.stderr)
			}
			if isFull {
				for _, fault := range wantMessage(end, syscall.ENOSPC) {
					t.Error(fault)
				}
			}
			if litter, _ := filepath.Glob(filepath.Join(folder, "d", "breaches.duckdb*")); end.status != 0 && len(litter) > 0 {
				t.Errorf("want nothing left behind, got %q", litter)
			}
			remount(0, "size=1g")
			mustCall(t, folder, "build", "--data", "d", "--quiet")
			if end := called(t, folder, "query", "--data", "d", "--format", "csv", "select count(*) as n from marts.breaches"); end.stdout != "n\n"+rows+"\n" {
				t.Errorf("want %s breaches in the end, got %q %s", rows, end.stdout, end.stderr)
			}
		})
	}
}
