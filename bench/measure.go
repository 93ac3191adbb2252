package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// Measured is one cold process, or several one after another: times in seconds, and the largest
// memory of any of them in bytes.
type Measured struct {
	Wall   float64 `json:"wall_seconds"`
	CPU    float64 `json:"cpu_seconds"`
	Memory int64   `json:"peak_bytes"`
}

// and adds a process that ran afterwards.
func (m Measured) and(next Measured) Measured {
	return Measured{Wall: m.Wall + next.Wall, CPU: m.CPU + next.CPU, Memory: max(m.Memory, next.Memory)}
}

// call runs a program to its end and measures it. The error contains its stderr.
//
// The kernel includes the memory of the parent in a new process's peak, so the bench itself uses
// little.
func call(program string, args ...string) (Measured, error) {
	return callIn("", nil, program, args...)
}

// callIn is like call, in a folder and with more variables in the environment. It drops stdout.
func callIn(dir string, env []string, program string, args ...string) (Measured, error) {
	command := exec.Command(program, args...)
	command.Dir, command.Env = dir, append(os.Environ(), env...)
	var stderr strings.Builder
	command.Stderr = &stderr
	begin := time.Now()
	err := command.Run()
	m := Measured{Wall: time.Since(begin).Seconds()}
	if err != nil {
		return m, fmt.Errorf("%s: %w: %s", called(program, args), err, lastLines(stderr.String()))
	}
	m.CPU = (command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds()
	if usage, isUnix := command.ProcessState.SysUsage().(*syscall.Rusage); isUnix {
		m.Memory = usage.Maxrss * 1024 // kilobytes on Linux
		if runtime.GOOS == "darwin" {
			m.Memory = usage.Maxrss
		}
	}
	return m, nil
}

// called names a program and its arguments, without folders.
func called(program string, args []string) string {
	names := []string{filepath.Base(program)}
	for _, arg := range args[:min(1, len(args))] {
		names = append(names, filepath.Base(arg))
	}
	return strings.Join(names, " ")
}

// lastLines returns the end of a program's output.
func lastLines(text string) string {
	const most = 2000
	text = strings.TrimSpace(text)
	return text[max(0, len(text)-most):]
}

// answer returns what a program writes to stdout.
func answer(program string, args ...string) (string, error) {
	command := exec.Command(program, args...)
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", called(program, args), err, lastLines(stderr.String()))
	}
	return string(out), nil
}

// sizeOf returns the size of a file, or of all files below a folder; 0 if it does not exist.
func sizeOf(path string) (size int64, err error) {
	err = filepath.WalkDir(path, func(_ string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	return size, err
}

// removed removes files and folders.
func removed(paths ...string) error {
	var bad []error
	for _, path := range paths {
		bad = append(bad, os.RemoveAll(path))
	}
	return errors.Join(bad...)
}
