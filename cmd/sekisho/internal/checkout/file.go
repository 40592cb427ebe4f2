package checkout

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // git's object ids; nothing is secured by it
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/sekisho/sekisho/policy"
)

// files is what reading needs of a file system: the machine's own, or one that is held to a folder.
type files interface {
	Open(name string) (*os.File, error)
	Readlink(name string) (string, error)
}

type osFiles struct{}

func (osFiles) Open(name string) (*os.File, error)   { return os.Open(name) }
func (osFiles) Readlink(name string) (string, error) { return os.Readlink(name) }

type readResult struct {
	mode    string
	size    int64
	sha     string
	content []byte // nil for what is not read: a link, a submodule, a file over the limit
}

var errNotRegular = errors.New("it is not a regular file")

// readFile reads one file as git would store it. info is that of the name itself, no link followed.
func readFile(from files, name string, info fs.FileInfo) (readResult, error) {
	switch mode := info.Mode(); {
	case mode&fs.ModeSymlink != 0:
		target, err := from.Readlink(name)
		if err != nil {
			return readResult{mode: modeLink}, err
		}
		return readResult{mode: modeLink, size: int64(len(target)), sha: objectID([]byte(target))}, nil
	case !mode.IsRegular():
		return readResult{mode: modeRegular}, errNotRegular
	}
	result := readResult{mode: modeRegular, size: info.Size()}
	if info.Mode()&0o100 != 0 {
		result.mode = modeExecutable
	}
	f, err := from.Open(name)
	if err != nil {
		return result, err
	}
	defer f.Close()
	if result.size > policy.MaximumFileSize {
		// Too large to analyse, but its object id still identifies it.
		hash := sha1.New() //nolint:gosec // see above
		fmt.Fprintf(hash, "blob %d\x00", result.size)
		if _, err := io.CopyN(hash, f, result.size); err != nil {
			return result, err
		}
		result.sha = hex.EncodeToString(hash.Sum(nil))
		return result, nil
	}
	var b bytes.Buffer
	b.Grow(int(result.size) + bytes.MinRead)
	if _, err := b.ReadFrom(io.LimitReader(f, policy.MaximumFileSize+1)); err != nil {
		return result, err
	}
	result.content = b.Bytes()
	if result.content == nil {
		result.content = []byte{} // an empty file was read
	}
	result.size = int64(len(result.content))
	result.sha = objectID(result.content)
	return result, nil
}

// objectID is git's id of a blob (gitformat-pack and git-hash-object(1)).
func objectID(content []byte) string {
	hash := sha1.New() //nolint:gosec // see above
	fmt.Fprintf(hash, "blob %d\x00", len(content))
	hash.Write(content)
	return hex.EncodeToString(hash.Sum(nil))
}
