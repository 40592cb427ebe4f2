package githubtwin

import (
	"fmt"
	"strconv"
	"strings"
)

// diffFile is one row of a diff.
type diffFile struct {
	path, previous       string
	status               string // GitHub's: added, removed, modified, renamed, copied, changed
	mode, sha            string // of the new side; of the old side when removed
	additions, deletions int
	patch                string // hunks only, as GitHub gives it; empty for binary files and pure renames
	binary               bool
}

// diff compares two trees or commits with GitHub's rename detection.
func (g *gitRepo) diff(from, to string) ([]diffFile, error) {
	key := "diff " + from + " " + to
	if cached, ok := g.cache.Load(key); ok {
		return cached.([]diffFile), nil
	}
	out, err := g.run(nil, "-c", "diff.renameLimit=1000", "diff", "--raw", "--numstat", "-z", "--abbrev=40", "-M", "-C", from, to)
	if err != nil {
		return nil, err
	}
	files, err := parseRaw(string(out))
	if err != nil {
		return nil, err
	}
	text, err := g.run(nil, "-c", "diff.renameLimit=1000", "diff", "--no-color", "--no-ext-diff", "-U3", "-M", "-C", from, to)
	if err != nil {
		return nil, err
	}
	patches := splitPatches(string(text))
	if len(patches) != len(files) {
		return nil, fmt.Errorf("git names %d changed files and prints %d patches", len(files), len(patches))
	}
	for i := range files {
		files[i].patch = patches[i]
	}
	g.cache.Store(key, files)
	return files, nil
}

var diffStatus = map[byte]string{'A': "added", 'D': "removed", 'M': "modified", 'R': "renamed", 'C': "copied", 'T': "changed"}

// parseRaw reads `git diff --raw --numstat -z`: first all raw records, then all counts, in one order.
func parseRaw(out string) ([]diffFile, error) {
	fields := strings.Split(out, "\x00")
	var files []diffFile
	i := 0
	for ; i < len(fields) && strings.HasPrefix(fields[i], ":"); i++ {
		head := strings.Fields(fields[i])
		if len(head) != 5 || i+1 >= len(fields) {
			return nil, fmt.Errorf("read git's raw diff: record %q", fields[i])
		}
		letter := head[4][0]
		f := diffFile{status: diffStatus[letter], mode: head[1], sha: head[3]}
		if f.status == "" {
			return nil, fmt.Errorf("read git's raw diff: status %q", head[4])
		}
		if letter == 'D' {
			f.mode, f.sha = strings.TrimPrefix(head[0], ":"), head[2]
		}
		i++
		f.path = fields[i]
		if letter == 'R' || letter == 'C' {
			i++
			f.previous, f.path = f.path, fields[i]
		}
		files = append(files, f)
	}
	for n := range files {
		if i >= len(fields) {
			return nil, fmt.Errorf("read git's diff counts: %d of %d", n, len(files))
		}
		counts := strings.SplitN(fields[i], "\t", 3)
		if len(counts) != 3 {
			return nil, fmt.Errorf("read git's diff counts: %q", fields[i])
		}
		files[n].binary = counts[0] == "-"
		files[n].additions, _ = strconv.Atoi(counts[0])
		files[n].deletions, _ = strconv.Atoi(counts[1])
		i++
		if counts[2] == "" { // renames and copies give the two paths as fields of their own
			i += 2
		}
	}
	return files, nil
}

// splitPatches cuts a unified diff into one text of hunks for each file, in order. A type change is one row in
// the raw diff and two patches (delete, create) under the same heading in the text; its second half is dropped.
func splitPatches(text string) []string {
	var patches []string
	var current strings.Builder
	heading, inHunk := "", false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "diff --git ") {
			inHunk = false
			if line == heading {
				heading = "second half of " + line
				continue
			}
			if heading != "" {
				patches = append(patches, strings.TrimSuffix(current.String(), "\n"))
			}
			current.Reset()
			heading = line
			continue
		}
		inHunk = inHunk || strings.HasPrefix(line, "@@ ")
		if inHunk && !strings.HasPrefix(heading, "second half") {
			current.WriteString(line)
		}
	}
	if heading != "" {
		patches = append(patches, strings.TrimSuffix(current.String(), "\n"))
	}
	return patches
}
