package server_test

import (
	"bytes"
	"sync"
)

// safeLog is a buffer for concurrent writers.
type safeLog struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func newSafeLog() *safeLog { return &safeLog{} }

func (l *safeLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *safeLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
