package github

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"net/http"
	"path"
	"sort"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/server/store"
)

// Modes of git's tree entries.
const (
	modeTree      = "040000"
	modeLink      = "120000"
	modeSubmodule = "160000"
)

// entry is one entry of a tree, trees included.
type entry struct {
	Path string `json:"path"`
	Mode string `json:"mode"`
	SHA  string `json:"sha"`
	Size int64  `json:"size"`
}

// commit is what is needed of a commit.
type commit struct {
	Tree    string   `json:"tree"`
	Parents []string `json:"parents"`
	// Made is when it was made, by the clock of who committed it.
	Made time.Time `json:"made"`
}

// maxTreeRequests bounds how many subtrees are asked for when a recursive listing is truncated.
const maxTreeRequests = 100

// errIncomplete says that GitHub's answer does not hold all it should.
var errIncomplete = errors.New("incomplete")

func (r *Repository) commit(ctx context.Context, sha string) (commit, error) {
	var c commit
	err := r.remembered(ctx, store.Commit, sha, &c, func() error {
		answer, _, err := r.client.Git.GetCommit(ctx, r.owner, r.repo, sha)
		if err != nil {
			return failed(err, "read commit "+sha)
		}
		if answer.GetSHA() != sha || answer.Tree.GetSHA() == "" {
			return fmt.Errorf("read commit %s: the answer is about %q", sha, answer.GetSHA())
		}
		c = commit{Tree: answer.Tree.GetSHA(), Made: answer.GetCommitter().GetDate().UTC()}
		for _, parent := range answer.Parents {
			c.Parents = append(c.Parents, parent.GetSHA())
		}
		return nil
	}, func() bool { return c.Tree != "" && !c.Made.IsZero() })
	return c, err
}

// TreeOf is the tree of a commit.
func (r *Repository) TreeOf(ctx context.Context, sha string) (string, error) {
	c, err := r.commit(ctx, sha)
	return c.Tree, err
}

// rememberCommit remembers a commit that came with another answer.
func (r *Repository) rememberCommit(ctx context.Context, answer *gh.RepositoryCommit) error {
	c := commit{Tree: answer.GetCommit().GetTree().GetSHA(), Made: answer.GetCommit().GetCommitter().GetDate().UTC()}
	for _, parent := range answer.Parents {
		c.Parents = append(c.Parents, parent.GetSHA())
	}
	if c.Tree == "" {
		return nil
	}
	body, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("remember commit %s: %w", answer.GetSHA(), err)
	}
	return r.objects.PutObjects(ctx, store.Object{Repository: r.key, Kind: store.Commit, SHA: answer.GetSHA(), Body: body})
}

// tree lists all files, links and submodules below a tree, by path. An error that wraps
// errIncomplete says why the listing cannot be trusted to be whole.
func (r *Repository) tree(ctx context.Context, sha string) (map[string]entry, error) {
	var entries []entry
	err := r.remembered(ctx, store.Tree, sha, &entries, func() error {
		var err error
		requests := 0
		entries, err = r.listTree(ctx, sha, "", &requests)
		if err != nil {
			return err
		}
		return verifyTree(sha, entries)
	}, func() bool { return verifyTree(sha, entries) == nil })
	if err != nil {
		return nil, err
	}
	files := make(map[string]entry, len(entries))
	for _, e := range entries {
		if e.Mode == modeTree {
			continue
		}
		if _, ok := files[e.Path]; ok {
			return nil, fmt.Errorf("%w: tree %s has %q twice", errIncomplete, sha, e.Path)
		}
		files[e.Path] = e
	}
	return files, nil
}

// listTree lists a tree with everything below it. GitHub cuts a recursive listing off at 100,000
// entries or 7 MB and says so; then each subtree is listed for itself.
func (r *Repository) listTree(ctx context.Context, sha, below string, requests *int) ([]entry, error) {
	list := func(recursive bool) ([]entry, bool, error) {
		if *requests++; *requests > maxTreeRequests {
			return nil, false, fmt.Errorf("%w: the tree needs more than %d requests to be listed", errIncomplete, maxTreeRequests)
		}
		answer, _, err := r.client.Git.GetTree(ctx, r.owner, r.repo, sha, recursive)
		if err != nil {
			return nil, false, failed(err, "list tree "+sha)
		}
		entries := make([]entry, 0, len(answer.Entries))
		for _, e := range answer.Entries {
			entries = append(entries, entry{Path: path.Join(below, e.GetPath()), Mode: e.GetMode(), SHA: e.GetSHA(), Size: int64(e.GetSize())})
		}
		return entries, answer.GetTruncated(), nil
	}
	entries, truncated, err := list(true)
	if err != nil || !truncated {
		return entries, err
	}
	entries, truncated, err = list(false)
	if err != nil {
		return nil, err
	}
	if truncated {
		return nil, fmt.Errorf("%w: one folder, %q, has more entries than GitHub lists", errIncomplete, below)
	}
	for _, e := range entries {
		if e.Mode != modeTree {
			continue
		}
		inside, err := r.listTree(ctx, e.SHA, e.Path, requests)
		if err != nil {
			return nil, err
		}
		entries = append(entries, inside...)
	}
	return entries, nil
}

// verifyTree computes the tree's object id from its listing. When it comes out, the listing is
// whole: no entry is missing, added or changed.
func verifyTree(sha string, entries []entry) error {
	children := map[string][]entry{}
	for _, e := range entries {
		folder := path.Dir(e.Path)
		if folder == "." {
			folder = ""
		}
		children[folder] = append(children[folder], e)
	}
	want := map[string]string{"": sha}
	for _, e := range entries {
		if e.Mode == modeTree {
			want[e.Path] = e.SHA
		}
	}
	for folder := range children {
		if _, ok := want[folder]; !ok {
			return fmt.Errorf("%w: the listing of tree %s has entries in %q, but not the folder", errIncomplete, sha, folder)
		}
	}
	for folder, id := range want {
		got, err := treeID(len(id), children[folder])
		if err != nil {
			return err
		}
		if got != id {
			return fmt.Errorf("%w: the listing of tree %s does not add up in folder %q", errIncomplete, sha, folder)
		}
	}
	return nil
}

// treeID is the object id of a tree with the given entries.
// https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_tree_objects
func treeID(hexLength int, entries []entry) (string, error) {
	// Git sorts a folder as if its name ended in a slash.
	key := func(e entry) string {
		if e.Mode == modeTree {
			return path.Base(e.Path) + "/"
		}
		return path.Base(e.Path)
	}
	sort.Slice(entries, func(i, j int) bool { return key(entries[i]) < key(entries[j]) })
	var body strings.Builder
	for _, e := range entries {
		id, err := hex.DecodeString(e.SHA)
		if err != nil {
			return "", fmt.Errorf("%w: %q is not an object id", errIncomplete, e.SHA)
		}
		fmt.Fprintf(&body, "%s %s\x00%s", strings.TrimLeft(e.Mode, "0"), path.Base(e.Path), id)
	}
	return objectID("tree", hexLength, []byte(body.String())), nil
}

// objectID is the id that git gives an object, in SHA-1 or, where ids are longer, SHA-256.
func objectID(kind string, hexLength int, body []byte) string {
	var h hash.Hash = sha1.New()
	if hexLength == 2*sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "%s %d\x00", kind, len(body))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// maxRemembered is the size of a blob above which it is read again instead of remembered: files that are
// proved are smaller, and a flood of large ones would fill the disk.
const maxRemembered = maxDiffBytes

// blob returns a blob's bytes, compared with the id that was asked for.
func (r *Repository) blob(ctx context.Context, sha string) ([]byte, error) {
	if body, ok, err := r.objects.Object(ctx, r.key, store.Blob, sha); err == nil && ok && objectID("blob", len(sha), body) == sha {
		return notNil(body), nil
	}
	// go-github asks for the raw bytes: a third less than base64, and up to 100 MB.
	body, _, err := r.client.Git.GetBlobRaw(ctx, r.owner, r.repo, sha)
	if err != nil {
		return nil, failed(err, "read blob "+sha)
	}
	if objectID("blob", len(sha), body) != sha {
		return nil, fmt.Errorf("%w: the bytes that GitHub sent for blob %s are others", errIncomplete, sha)
	}
	if len(body) > maxRemembered {
		return notNil(body), nil
	}
	if err := r.objects.PutObjects(ctx, store.Object{Repository: r.key, Kind: store.Blob, SHA: sha, Body: body}); err != nil {
		return nil, err
	}
	return notNil(body), nil
}

// notNil keeps an empty file apart from one that was not read.
func notNil(body []byte) []byte {
	if body == nil {
		return []byte{}
	}
	return body
}

// remembered fills value from the store where it is whole, or calls read and remembers what it filled in.
func (r *Repository) remembered(ctx context.Context, kind store.ObjectKind, sha string, value any, read func() error, whole func() bool) error {
	if body, ok, err := r.objects.Object(ctx, r.key, kind, sha); err == nil && ok && json.Unmarshal(body, value) == nil && whole() {
		return nil
	}
	if err := read(); err != nil {
		return err
	}
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("remember %s %s: %w", kind, sha, err)
	}
	return r.objects.PutObjects(ctx, store.Object{Repository: r.key, Kind: kind, SHA: sha, Body: body})
}

func notFound(err error) bool {
	s := status(err)
	return s == http.StatusNotFound || s == http.StatusGone
}
