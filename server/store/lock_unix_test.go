//go:build unix

package store

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A process that is being started has the descriptors of its parent for a moment: it must not hold the lock that
// its parent has given up.
func TestALockThatIsGivenUpIsFree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	unlock, err := lock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock(path); err == nil {
		t.Fatal("locked twice")
	}
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("the descriptors of a process are looked up in /proc, which is not here")
	}
	shared := false
	for _, entry := range entries {
		var fd int
		if target, err := os.Readlink("/proc/self/fd/" + entry.Name()); err != nil || target != path {
			continue
		}
		for _, digit := range entry.Name() {
			fd = 10*fd + int(digit-'0')
		}
		copied, err := syscall.Dup(fd)
		if err != nil {
			t.Fatal(err)
		}
		defer syscall.Close(copied)
		shared = true
		break
	}
	if !shared {
		t.Fatal("the descriptor of the lock is not found")
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	again, err := lock(path)
	if err != nil {
		t.Fatalf("given up, and not free: %v", err)
	}
	if err := again(); err != nil {
		t.Error(err)
	}
}
