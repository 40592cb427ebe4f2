package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/platform"
)

// configuration is how one public repository would be run behind Sekisho.
type configuration struct {
	tenant    facts.Tenant
	platform  *platform.Config
	installed []string // folders that are part of the workers' image, not of the DAG repository
}

// readConfiguration reads a file with three keys: `about` says why it fits, `installed` lists folders of
// the public repository that its owners build into the image of the workers, so that they are libraries
// there, and `sekisho` is a sekisho.yml.
func readConfiguration(path, repository string) (*configuration, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	var file struct {
		About     string    `yaml:"about"`
		Installed []string  `yaml:"installed"`
		Sekisho   yaml.Node `yaml:"sekisho"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	text, err := yaml.Marshal(&file.Sekisho)
	if err != nil {
		return nil, fmt.Errorf("read `sekisho` of %s: %w", path, err)
	}
	c := &configuration{installed: file.Installed}
	if c.platform, err = platform.Parse(path+" (lines from `sekisho:`)", text); err != nil {
		return nil, err
	}
	var ok bool
	if c.tenant, ok = c.platform.TenantOf(repository); !ok {
		return nil, fmt.Errorf("%s: no tenant has the DAG repository %s", path, repository)
	}
	return c, nil
}

// outside tells whether a file is part of the workers' image.
func (c *configuration) outside(path string) bool {
	return slices.ContainsFunc(c.installed, func(folder string) bool { return strings.HasPrefix(path, folder+"/") })
}

func (c *configuration) snapshot(files []policy.SnapshotFile) *policy.Snapshot {
	s := &policy.Snapshot{Tenant: c.tenant}
	for i := range files {
		if !c.outside(files[i].Path) {
			s.Files = append(s.Files, files[i])
		}
	}
	return s
}

// readRepository returns the files of a checkout or git directory, by path; nil when nothing is there.
// Of a repository it reads the commit that is checked out, of another folder the files.
func readRepository(ctx context.Context, path string) ([]policy.SnapshotFile, error) {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return nil, nil
	}
	if gitDirectory := filepath.Join(path, ".git"); exists(gitDirectory) {
		return readGit(ctx, gitDirectory)
	}
	if exists(filepath.Join(path, "HEAD")) && exists(filepath.Join(path, "objects")) {
		return readGit(ctx, path)
	}
	return readFolder(path)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func readFolder(root string) ([]policy.SnapshotFile, error) {
	var files []policy.SnapshotFile
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files = append(files, snapshotFile(filepath.ToSlash(relative), "100644", relative, content))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", root, err)
	}
	return files, nil
}

func snapshotFile(path, mode, sha string, content []byte) policy.SnapshotFile {
	return policy.SnapshotFile{Path: path, Mode: mode, SHA: sha, Size: int64(len(content)), Content: content, Status: facts.Added}
}

// readGit reads the tree of HEAD. Of files other than Python and YAML the bytes are left out.
func readGit(ctx context.Context, directory string) ([]policy.SnapshotFile, error) {
	list, err := git(ctx, directory, nil, "ls-tree", "-r", "-z", "HEAD")
	if err != nil {
		return nil, err
	}
	var files []policy.SnapshotFile
	var wanted bytes.Buffer
	var places []int
	for line := range strings.SplitSeq(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		head, path, found := strings.Cut(line, "\t")
		fields := strings.Fields(head)
		if !found || len(fields) != 3 {
			return nil, fmt.Errorf("read the tree of %s: %q is no line of ls-tree", directory, line)
		}
		file := policy.SnapshotFile{Path: path, Mode: fields[0], SHA: fields[2], Status: facts.Added}
		switch strings.ToLower(filepath.Ext(path)) {
		case ".py", ".yml", ".yaml":
			if fields[1] == "blob" && fields[0] != "120000" {
				fmt.Fprintln(&wanted, file.SHA)
				places = append(places, len(files))
			}
		}
		files = append(files, file)
	}
	blobs, err := git(ctx, directory, &wanted, "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	reader := bufio.NewReader(bytes.NewReader(blobs))
	for _, place := range places {
		head, err := reader.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("read the blobs of %s: %w", directory, err)
		}
		fields := strings.Fields(head)
		if len(fields) != 3 {
			continue // a blob that a partial copy lacks stays unread
		}
		size, err := strconv.Atoi(fields[2])
		if err != nil {
			return nil, fmt.Errorf("read the blobs of %s: %w", directory, err)
		}
		content := make([]byte, size)
		if _, err := io.ReadFull(reader, content); err != nil {
			return nil, fmt.Errorf("read the blobs of %s: %w", directory, err)
		}
		if _, err := reader.Discard(1); err != nil {
			return nil, fmt.Errorf("read the blobs of %s: %w", directory, err)
		}
		files[place].Content, files[place].Size = content, int64(size)
	}
	return files, nil
}

func git(ctx context.Context, directory string, input io.Reader, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "git", append([]string{"--git-dir", directory}, args...)...)
	command.Stdin = input
	out, err := command.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w: %s", err, bytes.TrimSpace(exit.Stderr))
		}
		return nil, fmt.Errorf("git %s of %s: %w", args[0], directory, err)
	}
	return out, nil
}
