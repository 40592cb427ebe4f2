package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"
)

// sample is what one run of a command cost.
type sample struct {
	wall, cpu time.Duration
	peak      int64 // bytes resident at most
	out       []byte
}

func command(name string, args ...string) *exec.Cmd { return exec.Command(name, args...) }

// measure runs a command to its end; codes are the exit codes, beside 0, that mean that it did its work.
func measure(c *exec.Cmd, codes ...int) (sample, error) {
	// A process starts with the peak of the one that it was forked from.
	debug.FreeOSMemory()
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	start := time.Now()
	err := c.Run()
	s := sample{wall: time.Since(start), out: stdout.Bytes()}
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && slices.Contains(codes, exit.ExitCode())) {
		return s, fmt.Errorf("%w: %s", err, tail(stderr.String()))
	}
	s.cpu = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	// Of the command and of the processes that it waited for.
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.peak = usage.Maxrss * maxrssUnit
	}
	return s, nil
}

// maxrssUnit is the unit of ru_maxrss in bytes: Linux counts in kilobytes.
const maxrssUnit = 1024

func tail(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// median returns the run whose time is in the middle.
func median(samples []sample) sample {
	sorted := slices.Clone(samples)
	slices.SortFunc(sorted, func(a, b sample) int { return int(a.wall - b.wall) })
	return sorted[len(sorted)/2]
}

// processorTime is what this process has used on all cores.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
