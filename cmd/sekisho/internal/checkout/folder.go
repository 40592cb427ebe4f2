package checkout

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/facts"
)

// readFolder reads a folder as a repository checkout: every file in it is judged.
func readFolder(ctx context.Context, request *Request, folder string, tenant facts.Tenant) (*Checkout, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", folder, reason(err))
	}
	defer root.Close()
	c := &Checkout{Snapshot: &policy.Snapshot{Tenant: tenant, Templates: request.Templates}, folder: folder}
	names, err := c.list(ctx, request, root)
	if err != nil {
		return nil, err
	}
	platformFacts := request.Config.Facts()
	var inScope []string
	for _, name := range names {
		if policy.InScope(name, &tenant, platformFacts) {
			inScope = append(inScope, name)
		} else {
			c.Snapshot.Elsewhere++
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s holds no file; name the folder of a repository, or a file", folder)
	}
	if len(names) > MaximumFiles {
		return nil, fmt.Errorf("%s holds more than %d files and is no repository of DAGs; name the folder of a repository", folder, MaximumFiles)
	}
	c.Snapshot.Files = make([]policy.SnapshotFile, len(inScope))
	present := make([]bool, len(inScope))
	var done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(2 * runtime.GOMAXPROCS(0)) // reading waits for the disk as well as for a core
	for i, name := range inScope {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			c.Snapshot.Files[i], present[i] = readMember(request, root, c, name)
			if request.Progress != nil {
				request.Progress(int(done.Add(1)), len(inScope))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("read %s: %w", folder, err)
	}
	kept := c.Snapshot.Files[:0]
	for i := range c.Snapshot.Files {
		if present[i] {
			kept = append(kept, c.Snapshot.Files[i])
		}
	}
	c.Snapshot.Files = kept
	return c, nil
}

// readMember reads one file of a checkout. present is unset for a file that git still lists but that
// is gone from the folder. What cannot be read stays in the snapshot without content.
func readMember(request *Request, root *os.Root, c *Checkout, name string) (file policy.SnapshotFile, present bool) {
	file = policy.SnapshotFile{Path: strings.TrimSuffix(name, "/"), Mode: modeRegular, Status: facts.Modified}
	info, err := root.Lstat(file.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return file, false
	case err != nil:
		request.Warn(fmt.Sprintf("%s: cannot be read: %v", c.Name(file.Path), reason(err)))
		return file, true
	case info.IsDir():
		file.Mode = modeSubmodule
		return file, true
	}
	read, err := readFile(root, file.Path, info)
	file.Mode, file.Size, file.SHA, file.Content = read.mode, read.size, read.sha, read.content
	if err != nil {
		request.Warn(fmt.Sprintf("%s: cannot be read: %v", c.Name(file.Path), reason(err)))
		file.Content = nil
		file.Size = max(file.Size, 1) // so that it is never taken for an empty file
	}
	return file, true
}

// list returns the paths of the folder's files, sorted, `/` between parts, a nested repository with
// a `/` at its end. Where git knows the folder, these are the files that a commit would hold, so that
// a virtual environment beside the DAGs is not judged; elsewhere all of them.
func (c *Checkout) list(ctx context.Context, request *Request, root *os.Root) ([]string, error) {
	names, err := gitFiles(ctx, c.folder)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("list the files of %s: %w", c.folder, ctx.Err())
	}
	if err != nil || len(names) == 0 {
		if _, lerr := root.Lstat(".git"); err != nil && (lerr == nil || errors.Is(err, errEmbedded)) {
			request.Warn(fmt.Sprintf("%s: git could not list its files (%v); files that git ignores are judged too", c.folder, err))
		}
		names, err = c.walk(ctx, request, root)
		if err != nil {
			return nil, err
		}
	}
	sort.Strings(names)
	unique := names[:0]
	for i, name := range names { // an unmerged file is listed once for each side
		if i == 0 || name != names[i-1] {
			unique = append(unique, name)
		}
	}
	return unique, nil
}

// gitFiles asks git for tracked files and for new ones that are not ignored. Settings of the
// checkout that would run a program are switched off, and settings that came with its files are not read:
// a folder that looks like a bare repository would be one to git, with a list of files and of what to ignore
// that its author chose.
func gitFiles(ctx context.Context, folder string) ([]string, error) {
	if err := noEmbeddedRepository(folder); err != nil {
		return nil, err
	}
	command := exec.CommandContext(ctx, "git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
		"-c", "safe.bareRepository=explicit", "-c", "protocol.allow=never", "-C", folder,
		"ls-files", "-z", "--cached", "--others", "--exclude-standard")
	command.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "LC_ALL=C")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		if first, _, _ := strings.Cut(stderr.String(), "\n"); first != "" {
			err = errors.New(first)
		}
		return nil, err
	}
	var names []string
	for name := range strings.SplitSeq(string(out), "\x00") {
		if name != "" {
			names = append(names, name)
		}
	}
	return names, nil
}

var errEmbedded = errors.New("looks like a bare repository")

// noEmbeddedRepository fails where git, which looks for a repository from the folder upwards, would come upon
// a bare one before it comes upon the folder `.git` that no repository can hold as a file.
func noEmbeddedRepository(folder string) error {
	at, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	for {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return nil
		}
		_, head := os.Lstat(filepath.Join(at, "HEAD"))
		_, objects := os.Lstat(filepath.Join(at, "objects"))
		_, common := os.Lstat(filepath.Join(at, "commondir"))
		if head == nil && (objects == nil || common == nil) {
			return fmt.Errorf("%s %w", at, errEmbedded)
		}
		above := filepath.Dir(at)
		if above == at {
			return nil
		}
		at = above
	}
}

// walk lists all files below the folder but git's own. A folder that cannot be listed makes the
// snapshot incomplete.
func (c *Checkout) walk(ctx context.Context, request *Request, root *os.Root) ([]string, error) {
	var names []string
	err := fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			c.Snapshot.Incomplete = fmt.Sprintf("%s cannot be listed: %v", name, reason(err))
			request.Warn(fmt.Sprintf("%s: cannot be listed: %v", c.Name(name), reason(err)))
			return nil
		case len(names) > MaximumFiles:
			return fs.SkipAll
		case name == ".":
			return nil
		case entry.IsDir():
			if entry.Name() == ".git" {
				return fs.SkipDir
			}
			if _, err := root.Lstat(path.Join(name, ".git")); err == nil {
				names = append(names, name+"/")
				return fs.SkipDir
			}
			return nil
		case name == ".git": // of a linked work tree
			return nil
		case entry.Type()&^fs.ModeSymlink != 0:
			request.Warn(fmt.Sprintf("%s: left out: it is no file that git can hold", c.Name(name)))
			return nil
		}
		names = append(names, name)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the files of %s: %w", c.folder, err)
	}
	return names, nil
}

// Templates reads the PodTemplates that are known to exist: folder is the bucket's `templates`
// folder (<namespace>/<application>/*.yaml), or the bucket's root with that folder in it. The result
// is by path in the bucket, with a digest of the bytes.
func Templates(ctx context.Context, folder string) (map[string]string, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("read the templates in %s: %w", folder, reason(err))
	}
	defer root.Close()
	inside := root.FS()
	if info, err := root.Lstat("templates"); err == nil && info.IsDir() {
		if inside, err = fs.Sub(inside, "templates"); err != nil {
			return nil, fmt.Errorf("read the templates in %s: %w", folder, err)
		}
	}
	known := map[string]string{}
	err = fs.WalkDir(inside, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !entry.Type().IsRegular() { // a bucket has no links
			return nil
		}
		f, err := inside.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		hash := sha256.New()
		if _, err := io.Copy(hash, f); err != nil {
			return err
		}
		known[path.Join("templates", name)] = hex.EncodeToString(hash.Sum(nil))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the templates in %s: %w", folder, err)
	}
	return known, nil
}
