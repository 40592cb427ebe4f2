// Package checkout reads what the command line is given into snapshots.
//
// Paths of files and of repository checkouts come in, snapshots to judge go out, each with the names
// by which the user knows its files. It follows no symbolic link inside a checkout, opens nothing
// but regular files, and writes nothing. It decides nothing: what it could not read stands in the
// snapshot as not read.
package checkout

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
)

// git's modes (git-fast-import(1), "filemodify").
const (
	modeRegular    = "100644"
	modeExecutable = "100755"
	modeLink       = "120000"
	modeSubmodule  = "160000"
)

// MaximumFiles is how many files of one checkout are judged: what GitHub returns of a tree at most.
const MaximumFiles = 100_000

// Request says what to read.
type Request struct {
	Paths []string
	// Config is never nil; Namespace chooses one of its tenants and is empty when the paths are to.
	Config    *platform.Config
	Namespace string
	// Templates are the known PodTemplates by path in the bucket; nil when they were not looked at.
	Templates map[string]string
	// Progress, if not nil, is told how many files of how many are read. It is called from several
	// goroutines.
	Progress func(done, total int)
	// Warn, if not nil, is told what could not be read and why.
	Warn func(message string)
}

// Checkout is a snapshot and the user's names of its files.
type Checkout struct {
	Snapshot *policy.Snapshot
	folder   string            // of a repository checkout; empty for single files
	names    map[string]string // of single files, by path in the snapshot
}

// Name returns the path by which the user knows a file of the snapshot.
func (c *Checkout) Name(snapshotPath string) string {
	if snapshotPath == "" {
		return ""
	}
	if c.names != nil {
		if name, ok := c.names[snapshotPath]; ok {
			return name
		}
		return snapshotPath
	}
	return filepath.Join(c.folder, filepath.FromSlash(snapshotPath))
}

// Read reads the paths: each folder is a checkout of its own, the files of one tenant are one
// together. An error means that a path cannot be judged at all.
func Read(ctx context.Context, request Request) ([]*Checkout, error) {
	if request.Warn == nil {
		request.Warn = func(string) {}
	}
	var checkouts []*Checkout
	files := map[string]*Checkout{} // of single files, by tenant
	seen := map[string]bool{}
	for _, name := range request.Paths {
		name = filepath.Clean(name)
		if seen[name] {
			continue
		}
		seen[name] = true
		info, err := os.Stat(name)
		if link, lerr := os.Lstat(name); lerr == nil && link.Mode()&fs.ModeSymlink != 0 && (err != nil || !info.IsDir()) {
			info, err = link, nil // a link that is given as a file is judged as a link
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, reason(err))
		}
		tenant, err := tenantOf(request.Config, request.Namespace, name, info.IsDir())
		if err != nil {
			return nil, err
		}
		if info.IsDir() {
			c, err := readFolder(ctx, &request, name, tenant)
			if err != nil {
				return nil, err
			}
			checkouts = append(checkouts, c)
			continue
		}
		if tenant.Application == "" && isTemplate(name) {
			tenant.Application = applicationOf(tenant, name)
		}
		key := tenant.Namespace + "\x00" + tenant.Application
		c := files[key]
		if c == nil {
			c = &Checkout{Snapshot: &policy.Snapshot{Tenant: tenant, Templates: request.Templates}, names: map[string]string{}}
			files[key] = c
			checkouts = append(checkouts, c)
		}
		if err := c.addFile(&request, name, info); err != nil {
			return nil, err
		}
	}
	return checkouts, nil
}

// addFile reads one file that the user named. Wherever it lies, it is judged as a DAG file or
// PodTemplate of the tenant, and gets the place of one: that which it has below a DAG folder, because
// `__file__` and the rules about paths look at it, otherwise one in which the folders around mean nothing.
func (c *Checkout) addFile(request *Request, name string, info fs.FileInfo) error {
	file := policy.SnapshotFile{Status: facts.Modified}
	var folder string
	below := filepath.Base(name)
	switch {
	case strings.EqualFold(filepath.Ext(name), ".py"):
		file.Role = facts.RoleDAG
		folder, below = placeOf(name, c.Snapshot.Tenant.Namespace, &request.Config.Repository)
	case isTemplate(name):
		file.Role, folder = facts.RoleTemplate, request.Config.Repository.TemplateFolder
	default:
		return fmt.Errorf("%s is neither a DAG file (.py) nor a PodTemplate (.yaml, .yml); name such files, or the folder of the repository", name)
	}
	file.Path = path.Join(folder, below)
	for n := 2; c.names[file.Path] != ""; n++ {
		file.Path = path.Join(folder, fmt.Sprint(n), filepath.Base(name))
	}
	read, err := readFile(osFiles{}, name, info)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, reason(err))
	}
	file.Mode, file.Size, file.SHA, file.Content = read.mode, read.size, read.sha, read.content
	c.names[file.Path] = name
	c.Snapshot.Files = append(c.Snapshot.Files, file)
	return nil
}

// placeOf is where a DAG file that was named would lie in a repository: a folder, and its path below that. Where
// the tenant's folder is what is deployed, a file beside that folder stays beside it.
func placeOf(name, namespace string, repository *platform.Repository) (folder, below string) {
	folder = repository.DAGFolder
	if repository.NamespaceFolder {
		own := path.Join(folder, namespace)
		below, found := belowFolder(name, own)
		if found || folder == "." {
			return own, below
		}
		if below, found = belowFolder(name, folder); found {
			return folder, below
		}
		return own, below
	}
	below, _ = belowFolder(name, folder)
	return folder, below
}

// belowFolder is a file's path below the innermost folder of a path that is called like the DAG folder, or
// its name alone.
func belowFolder(name, folder string) (below string, found bool) {
	base := filepath.Base(name)
	absolute, err := filepath.Abs(name)
	if err != nil || folder == "." {
		return base, false
	}
	mark := "/" + folder + "/"
	slashed := filepath.ToSlash(absolute)
	if at := strings.LastIndex(slashed, mark); at >= 0 {
		return slashed[at+len(mark):], true
	}
	return base, false
}

// reason drops the operation and the path from a file system's error: the message around has them.
func reason(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
