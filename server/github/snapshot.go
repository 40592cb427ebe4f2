package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sort"

	"golang.org/x/sync/errgroup"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/server/store"
)

// Snapshot is a merge result as policy judges it, with what else is needed to publish about it.
type Snapshot struct {
	policy.Snapshot
	Repository *Repository
	Merge      string // the commit that was read
	Base       string // the commit that it was compared with
	// Head is the commit that the findings are shown on; its files may differ from the merge
	// result's where the base branch has moved.
	Head string
	// More is set where the snapshot is incomplete only because not all of it was to be read at once.
	More bool

	base, merge map[string]entry  // all files, also where the platform has no interest
	content     map[string][]byte // by blob id, of this evaluation
}

// parallelBlobs is how many blobs are read at the same time. GitHub asks for few concurrent requests.
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
const parallelBlobs = 6

// Snapshot reads the file lists of a pull request's test merge and of its base, and says what
// became of each file. No content is read yet: see [Snapshot.Load].
func (r *Repository) Snapshot(ctx context.Context, pull *Pull, tenant facts.Tenant, platform *facts.Platform) (*Snapshot, error) {
	s, err := r.compare(ctx, pull.Merge, pull.MergeTree, pull.BaseSHA, tenant, platform)
	if err != nil {
		return nil, err
	}
	s.Head = pull.Head
	if s.Incomplete == "" {
		s.Incomplete, err = r.count(ctx, s, pull)
	}
	return s, err
}

// GroupSnapshot reads the file lists of a merge queue's commit and of the commit it is built on.
func (r *Repository) GroupSnapshot(ctx context.Context, head, base string, tenant facts.Tenant, platform *facts.Platform) (*Snapshot, error) {
	c, err := r.commit(ctx, head)
	if err != nil {
		return nil, err
	}
	s, err := r.compare(ctx, head, c.Tree, base, tenant, platform)
	if err != nil {
		return nil, err
	}
	s.Head = head
	return s, nil
}

// compare lists both trees and compares them by path, mode and object id. GitHub's own lists of
// changes and its patches are cut off without a word when they are long; trees are not, and their
// ids prove that they are whole.
func (r *Repository) compare(ctx context.Context, merge, mergeTree, base string, tenant facts.Tenant, platform *facts.Platform) (*Snapshot, error) {
	s := &Snapshot{Snapshot: policy.Snapshot{Tenant: tenant}, Repository: r, Merge: merge, Base: base, content: map[string][]byte{}}
	baseCommit, err := r.commit(ctx, base)
	if err != nil {
		return nil, err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) { s.merge, err = r.tree(ctx, mergeTree); return err })
	group.Go(func() (err error) { s.base, err = r.tree(ctx, baseCommit.Tree); return err })
	if err := group.Wait(); err != nil {
		if errors.Is(err, errIncomplete) {
			s.Incomplete = err.Error()
			return s, nil
		}
		return nil, err
	}
	changed := 0
	for _, path := range unionOfPaths(s.base, s.merge) {
		before, was := s.base[path]
		now, is := s.merge[path]
		file := policy.SnapshotFile{Path: path, Mode: now.Mode, Size: now.Size, SHA: now.SHA}
		switch {
		case !is:
			file.Status, file.Mode, file.Size, file.SHA = facts.Removed, before.Mode, before.Size, before.SHA
		case !was:
			file.Status = facts.Added
		case before.Mode != now.Mode || before.SHA != now.SHA:
			file.Status = facts.Modified
		default:
			file.Status = facts.Unchanged
		}
		if file.Status != facts.Unchanged {
			changed++
		}
		if !policy.InScope(path, &tenant, platform) {
			s.Elsewhere++
			continue
		}
		s.Files = append(s.Files, file)
	}
	if changed == 0 {
		s.Incomplete = "no file differs between the base branch and the merge result"
	}
	return s, nil
}

func unionOfPaths(a, b map[string]entry) []string {
	paths := make([]string, 0, len(b))
	for path := range b {
		paths = append(paths, path)
	}
	for path := range a {
		if _, ok := b[path]; !ok {
			paths = append(paths, path)
		}
	}
	sort.Strings(paths)
	return paths
}

// changes counts differences between two trees.
func changes(before, after map[string]entry) (added, modified, removed int) {
	for path, now := range after {
		switch was, ok := before[path]; {
		case !ok:
			added++
		case was.Mode != now.Mode || was.SHA != now.SHA:
			modified++
		}
	}
	for path := range before {
		if _, ok := after[path]; !ok {
			removed++
		}
	}
	return added, modified, removed
}

// fits says whether GitHub's number of changed files can be that of the differences between two
// trees. GitHub counts a rename once, where trees show a file removed and another added.
func fits(count int, before, after map[string]entry) bool {
	added, modified, removed := changes(before, after)
	return max(added, removed)+modified <= count && count <= added+modified+removed
}

// count compares what was read with GitHub's own number of changed files, and says what does not
// match. GitHub counts from the merge base: where the base branch has since taken the same change,
// that is read too.
func (r *Repository) count(ctx context.Context, s *Snapshot, pull *Pull) (incomplete string, err error) {
	if fits(pull.ChangedFiles, s.base, s.merge) {
		return "", nil
	}
	defer func() {
		if errors.Is(err, errIncomplete) {
			incomplete, err = err.Error(), nil
		}
	}()
	comparison, _, err := r.client.Repositories.CompareCommits(ctx, r.owner, r.repo, pull.BaseSHA, pull.Head, nil)
	if err != nil {
		return "", failed(err, "find the merge base")
	}
	fork, err := r.commitTree(ctx, comparison.GetMergeBaseCommit().GetSHA())
	if err != nil {
		return "", err
	}
	head, err := r.commitTree(ctx, pull.Head)
	if err != nil {
		return "", err
	}
	if fits(pull.ChangedFiles, fork, head) {
		return "", nil
	}
	added, modified, removed := changes(s.base, s.merge)
	return fmt.Sprintf("GitHub counts %d changed files, its trees show %d added, %d modified and %d removed",
		pull.ChangedFiles, added, modified, removed), nil
}

func (r *Repository) commitTree(ctx context.Context, sha string) (map[string]entry, error) {
	c, err := r.commit(ctx, sha)
	if err != nil {
		return nil, err
	}
	return r.tree(ctx, c.Tree)
}

// Load reads the content of the files at the given places of Files. Bytes that are not those of
// the object id stay unread, which is never allowed.
func (s *Snapshot) Load(ctx context.Context, places []int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(parallelBlobs)
	contents := make([][]byte, len(places))
	for i, place := range places {
		file := &s.Files[place]
		group.Go(func() error {
			body, err := s.Repository.blob(ctx, file.SHA)
			if errors.Is(err, errIncomplete) || status(err) == http.StatusForbidden && !waits(err) {
				return nil // other bytes, or more of them than GitHub hands out: unread
			}
			contents[i] = body
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for i, place := range places {
		s.Files[place].Content = contents[i]
		s.content[s.Files[place].SHA] = contents[i]
	}
	return nil
}

// Before is the base branch's content as far as it is known without asking GitHub: of the files that
// differ, the bytes that are remembered.
func (s *Snapshot) Before(ctx context.Context) (*policy.Snapshot, error) {
	before := &policy.Snapshot{Tenant: s.Tenant, Elsewhere: s.Elsewhere, Templates: s.Templates}
	for i := range s.Files {
		was, ok := s.base[s.Files[i].Path]
		if !ok {
			continue
		}
		file := policy.SnapshotFile{Path: was.Path, Mode: was.Mode, Size: was.Size, SHA: was.SHA, Status: facts.Unchanged}
		if s.Files[i].Status != facts.Unchanged {
			body, ok, err := s.Repository.objects.Object(ctx, s.Repository.key, store.Blob, was.SHA)
			if err != nil {
				return nil, err
			}
			if ok {
				file.Content = notNil(body)
			}
		}
		before.Files = append(before.Files, file)
	}
	return before, nil
}
