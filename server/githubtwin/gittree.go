package githubtwin

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"sort"
	"strconv"
	"strings"
	"time"
)

type treeEntry struct {
	path, mode, kind, sha string
	size                  int64
}

// tree lists a tree in git's order; recursive lists subtrees and what they hold.
func (g *gitRepo) tree(sha string, recursive bool) ([]treeEntry, error) {
	key := fmt.Sprintf("tree %s %t", sha, recursive)
	if cached, ok := g.cache.Load(key); ok {
		return cached.([]treeEntry), nil
	}
	args := []string{"ls-tree", "-l", "-z"}
	if recursive {
		args = append(args, "-r", "-t")
	}
	out, err := g.run(nil, append(args, sha)...)
	if err != nil {
		return nil, err
	}
	var entries []treeEntry
	for record := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		head, path, ok := strings.Cut(record, "\t")
		fields := strings.Fields(head)
		if !ok || len(fields) != 4 {
			continue
		}
		size, _ := strconv.ParseInt(fields[3], 10, 64)
		entries = append(entries, treeEntry{path, fields[0], fields[1], fields[2], size})
	}
	g.cache.Store(key, entries)
	return entries, nil
}

// write makes a commit on ref: files replace or, when nil, remove. modes are git's ("100755", "120000"; with
// "160000" the content is the commit id of the submodule); a missing one is "100644". An empty from makes a
// root commit.
func (g *gitRepo) write(ref, from, message string, author, committer signature, files map[string][]byte, modes map[string]string) (string, error) {
	var in bytes.Buffer
	fmt.Fprintf(&in, "commit %s\nmark :1\nauthor %s\ncommitter %s\ndata %d\n%s\n", ref, author, committer, len(message), message)
	if from != "" {
		fmt.Fprintf(&in, "from %s\n", from)
	}
	paths := make([]string, 0, len(files))
	for path := range files {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	for _, path := range paths {
		content, mode := files[path], modes[path]
		if mode == "" {
			mode = "100644"
		}
		switch {
		case content == nil:
			fmt.Fprintf(&in, "D %s\n", quotePath(path))
		case mode == "160000":
			fmt.Fprintf(&in, "M 160000 %s %s\n", content, quotePath(path))
		default:
			fmt.Fprintf(&in, "M %s inline %s\ndata %d\n%s\n", mode, quotePath(path), len(content), content)
		}
	}
	in.WriteString("\nget-mark :1\ndone\n")
	out, err := g.run(in.Bytes(), "fast-import", "--quiet", "--force", "--done", "--cat-blob-fd=1")
	if err != nil {
		return "", fmt.Errorf("commit to %s: %w", ref, err)
	}
	return strings.TrimSpace(string(out)), nil
}

func (s signature) String() string {
	return fmt.Sprintf("%s <%s> %d +0000", strings.NewReplacer("<", "", ">", "", "\n", " ").Replace(s.name), s.email, s.date.Unix())
}

// quotePath writes a path in the C style of fast-import.
func quotePath(path string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(path) {
		switch c := path[i]; c {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '\n':
			b.WriteString(`\n`)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// merge makes the commit that merging head into base would make. conflict is true when it cannot be made.
func (g *gitRepo) merge(base, head, message string, who signature) (sha string, conflict bool, err error) {
	out, err := g.run(nil, "merge-tree", "--write-tree", "--no-messages", base, head)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return "", true, nil
	}
	if err != nil {
		return "", false, err
	}
	tree, _, _ := strings.Cut(string(out), "\n")
	sha, err = g.commitTree(tree, message, who, base, head)
	return sha, false, err
}

func (g *gitRepo) commitTree(tree, message string, who signature, parents ...string) (string, error) {
	args := []string{"commit-tree", tree}
	for _, parent := range parents {
		args = append(args, "-p", parent)
	}
	date := fmt.Sprintf("%d +0000", who.date.Unix())
	out, err := g.runEnv([]string{"GIT_AUTHOR_NAME=" + who.name, "GIT_AUTHOR_EMAIL=" + who.email, "GIT_AUTHOR_DATE=" + date,
		"GIT_COMMITTER_DATE=" + date}, []byte(message), args...)
	return strings.TrimSpace(string(out)), err
}

func (g *gitRepo) mergeBase(a, b string) (string, error) {
	key := "base " + a + " " + b
	if cached, ok := g.cache.Load(key); ok {
		return cached.(string), nil
	}
	out, err := g.line("merge-base", a, b)
	if err != nil {
		return "", err
	}
	g.cache.Store(key, out)
	return out, nil
}

func (g *gitRepo) isAncestor(a, b string) bool {
	base, err := g.mergeBase(a, b)
	return err == nil && base == a
}

// log lists the commits of a range such as "a..b", newest first.
func (g *gitRepo) log(args ...string) ([]*commit, error) {
	out, err := g.line(append([]string{"rev-list"}, args...)...)
	if err != nil {
		return nil, err
	}
	var commits []*commit
	for sha := range strings.SplitSeq(out, "\n") {
		if sha == "" {
			continue
		}
		c, err := g.commit(sha)
		if err != nil {
			return nil, err
		}
		commits = append(commits, c)
	}
	return commits, nil
}

func (t *Twin) signature(who *account, at time.Time) signature {
	return signature{who.login, who.email, at}
}
