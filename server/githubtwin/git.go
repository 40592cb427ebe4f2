package githubtwin

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// gitRepo is one bare repository. Objects are immutable, so what was read of them is remembered.
type gitRepo struct {
	dir  string
	home string

	mu    sync.Mutex
	batch *catFile
	cache sync.Map
}

// errNoObject says that a name or object id is not in the repository.
var errNoObject = errors.New("no such git object")

func initGit(dir, home, branch string) (*gitRepo, error) {
	g := &gitRepo{dir: dir, home: home}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the repository folder: %w", err)
	}
	if _, err := g.run(nil, "init", "--quiet", "--bare", "--initial-branch="+branch, dir); err != nil {
		return nil, err
	}
	for _, setting := range [][2]string{
		{"http.receivepack", "true"}, {"uploadpack.allowAnySHA1InWant", "true"}, {"gc.auto", "0"},
		{"receive.autogc", "false"}, {"core.quotepath", "false"}, {"merge.renames", "true"},
	} {
		if _, err := g.run(nil, "config", setting[0], setting[1]); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// environment gives git nothing of the machine's own configuration.
func (g *gitRepo) environment(extra ...string) []string {
	env := []string{"GIT_DIR=" + g.dir, "HOME=" + g.home, "PATH=" + os.Getenv("PATH"), "LC_ALL=C",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_TERMINAL_PROMPT=0",
		"GIT_AUTHOR_NAME=GitHub", "GIT_AUTHOR_EMAIL=noreply@github.com",
		"GIT_COMMITTER_NAME=GitHub", "GIT_COMMITTER_EMAIL=noreply@github.com"}
	return append(env, extra...)
}

func (g *gitRepo) run(stdin []byte, args ...string) ([]byte, error) {
	return g.runEnv(nil, stdin, args...)
}

func (g *gitRepo) runEnv(env []string, stdin []byte, args ...string) ([]byte, error) {
	command := exec.Command("git", args...)
	command.Env = g.environment(env...)
	command.Stdin = bytes.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		return stdout.Bytes(), fmt.Errorf("git %s: %w: %s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return stdout.Bytes(), nil
}

func (g *gitRepo) line(args ...string) (string, error) {
	out, err := g.run(nil, args...)
	return strings.TrimSpace(string(out)), err
}

// object reads one object by any name that git understands.
func (g *gitRepo) object(name string) (sha, kind string, content []byte, err error) {
	if strings.ContainsAny(name, "\n\x00") || name == "" {
		return "", "", nil, errNoObject
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.batch == nil {
		if g.batch, err = g.startBatch(); err != nil {
			return "", "", nil, err
		}
	}
	sha, kind, content, err = g.batch.read(name)
	if err != nil && !errors.Is(err, errNoObject) {
		g.batch.stop()
		g.batch = nil
	}
	return sha, kind, content, err
}

func (g *gitRepo) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.batch != nil {
		g.batch.stop()
		g.batch = nil
	}
}

// catFile is a running `git cat-file --batch`.
type catFile struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

func (g *gitRepo) startBatch() (*catFile, error) {
	command := exec.Command("git", "cat-file", "--batch")
	command.Env = g.environment()
	in, err := command.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start git cat-file: %w", err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start git cat-file: %w", err)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start git cat-file: %w", err)
	}
	return &catFile{command, in, bufio.NewReader(out)}, nil
}

func (b *catFile) read(name string) (string, string, []byte, error) {
	if _, err := io.WriteString(b.in, name+"\n"); err != nil {
		return "", "", nil, fmt.Errorf("ask git cat-file for %s: %w", name, err)
	}
	head, err := b.out.ReadString('\n')
	if err != nil {
		return "", "", nil, fmt.Errorf("read git cat-file: %w", err)
	}
	head = strings.TrimSuffix(head, "\n")
	fields := strings.Fields(head)
	if len(fields) != 3 || strings.HasSuffix(head, " missing") || strings.HasSuffix(head, " ambiguous") {
		return "", "", nil, errNoObject
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return "", "", nil, fmt.Errorf("read git cat-file's head %q: %w", head, err)
	}
	content := make([]byte, size+1)
	if _, err := io.ReadFull(b.out, content); err != nil {
		return "", "", nil, fmt.Errorf("read git cat-file: %w", err)
	}
	return fields[0], fields[1], content[:size], nil
}

func (b *catFile) stop() {
	b.in.Close()
	b.command.Process.Kill()
	b.command.Wait()
}

// commit is a parsed commit object.
type commit struct {
	sha, tree         string
	parents           []string
	author, committer signature
	message           string
}

type signature struct {
	name, email string
	date        time.Time
}

func (g *gitRepo) commit(name string) (*commit, error) {
	if cached, ok := g.cache.Load("commit " + name); ok {
		return cached.(*commit), nil
	}
	sha, _, content, err := g.object(name + "^{commit}")
	if err != nil {
		return nil, err
	}
	c := &commit{sha: sha}
	head, message, _ := strings.Cut(string(content), "\n\n")
	c.message = strings.TrimSuffix(message, "\n")
	for line := range strings.SplitSeq(head, "\n") {
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "tree":
			c.tree = value
		case "parent":
			c.parents = append(c.parents, value)
		case "author":
			c.author = parseSignature(value)
		case "committer":
			c.committer = parseSignature(value)
		}
	}
	g.cache.Store("commit "+sha, c)
	return c, nil
}

// parseSignature reads "Name <email> seconds zone".
func parseSignature(text string) signature {
	name, rest, _ := strings.Cut(text, " <")
	email, when, _ := strings.Cut(rest, "> ")
	seconds, _, _ := strings.Cut(when, " ")
	at, _ := strconv.ParseInt(seconds, 10, 64)
	return signature{name, email, time.Unix(at, 0).UTC()}
}

// resolve turns a branch, tag or object id into a commit id.
func (g *gitRepo) resolve(name string) (string, error) {
	for _, candidate := range []string{"refs/heads/" + name, "refs/tags/" + name, name} {
		if strings.HasPrefix(candidate, "-") {
			continue
		}
		if c, err := g.commit(candidate); err == nil {
			return c.sha, nil
		}
	}
	return "", errNoObject
}

func (g *gitRepo) branch(name string) string {
	sha, _, _, err := g.object("refs/heads/" + name)
	if err != nil {
		return ""
	}
	return sha
}

// refs lists references under a prefix, with their object ids.
func (g *gitRepo) refs(prefix string) (map[string]string, error) {
	out, err := g.line("for-each-ref", "--format=%(objectname) %(refname)", prefix)
	if err != nil {
		return nil, err
	}
	refs := map[string]string{}
	for line := range strings.SplitSeq(out, "\n") {
		if sha, name, ok := strings.Cut(line, " "); ok {
			refs[name] = sha
		}
	}
	return refs, nil
}

const zeroSHA = "0000000000000000000000000000000000000000"

func (g *gitRepo) setRef(ref, sha string) error {
	var err error
	if sha == "" {
		_, err = g.run(nil, "update-ref", "-d", ref)
	} else {
		_, err = g.run(nil, "update-ref", ref, sha)
	}
	return err
}
