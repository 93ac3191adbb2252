package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// used is what this process has used since it started.
type used struct {
	cpu  time.Duration // user and system, over all threads
	peak int64         // peak of memory, in bytes
}

// profile writes how long each part of the work took: one JSON object per line, written when the part ends. A nil
// profile writes nothing.
type profile struct {
	began time.Time
	mutex sync.Mutex
	file  *os.File
	fault error // the first error of writing
}

// profiled is a line of a profile.
type profiled struct {
	Part string `json:"part"`
	// Began is when the part began, in seconds from the start of the profile.
	Began   float64 `json:"began"`
	Seconds float64 `json:"seconds"`
	// CPUBegan and CPUSeconds are of the whole process, so parts that run side by side share them.
	CPUBegan   float64 `json:"cpu_began"`
	CPUSeconds float64 `json:"cpu_seconds"`
	// PeakBytes is the peak of the process's memory up to the end of the part.
	PeakBytes int64 `json:"peak_bytes"`
}

func (p *program) profileFlag(command *cobra.Command) *cobra.Command {
	command.Flags().StringVar(&p.profilePath, "profile", "", "write to this `file` what each part of the work took, as one JSON object per line")
	return command
}

// startProfile starts the profile that --profile asks for.
func (p *program) startProfile() error {
	if p.profilePath == "" {
		return nil
	}
	file, err := os.Create(p.profilePath)
	if err != nil {
		return fmt.Errorf("--profile: %w", err)
	}
	p.profile = &profile{began: time.Now(), file: file}
	return nil
}

// begin is a pipeline.Options.Trace.
func (p *profile) begin(part string) (ended func()) {
	before, began := usage(), time.Now()
	return func() {
		seconds, after := time.Since(began).Seconds(), usage()
		line, err := json.Marshal(profiled{
			Part: part, Began: began.Sub(p.began).Seconds(), Seconds: seconds,
			CPUBegan: before.cpu.Seconds(), CPUSeconds: (after.cpu - before.cpu).Seconds(), PeakBytes: after.peak,
		})
		p.mutex.Lock()
		defer p.mutex.Unlock()
		if err == nil && p.fault == nil {
			_, err = p.file.Write(append(line, '\n'))
		}
		p.fault = errors.Join(p.fault, err)
	}
}

// close ends a profile and returns the first error of writing it.
func (p *profile) close() error {
	if p == nil {
		return nil
	}
	return errors.Join(p.fault, p.file.Close())
}
