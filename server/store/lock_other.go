//go:build !unix

package store

import (
	"errors"
	"runtime"
)

func lock(string) (func() error, error) {
	return nil, errors.New("locking the database is not supported on " + runtime.GOOS)
}
