//go:build unix

package main

import (
	"runtime"
	"syscall"
	"time"
)

// usage is what this process has used; zero if the system does not report it.
func usage() used {
	var kept syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &kept); err != nil {
		return used{}
	}
	unit := int64(1024) // getrusage(2): kilobytes, but bytes on macOS
	if runtime.GOOS == "darwin" {
		unit = 1
	}
	return used{
		cpu:  time.Duration(kept.Utime.Nano() + kept.Stime.Nano()),
		peak: kept.Maxrss * unit,
	}
}
