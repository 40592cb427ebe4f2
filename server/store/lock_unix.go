//go:build unix

package store

import (
	"errors"
	"os"
	"syscall"
)

// lock takes an exclusive lock on a file for as long as the process lives, and returns how to give
// it up. The kernel frees it when the process dies, however it dies.
func lock(path string) (func() error, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, err
	}
	// Closing alone frees it only when no process that is being started has the descriptor too.
	return func() error { return errors.Join(syscall.Flock(int(file.Fd()), syscall.LOCK_UN), file.Close()) }, nil
}
