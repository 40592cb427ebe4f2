package github

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/sekisho/sekisho/policy"
	"github.com/sekisho/sekisho/server/store"
)

// gitTree is a tree as git made it, with what makes its order and modes delicate: a folder `b` between
// `b.txt` and `b0`, an executable, a link and a submodule.
const gitTree = "82645b7475bcc260b56fd029ae3d7e09bf949e22"

func gitEntries() []entry {
	return []entry{
		{"a.txt", "100644", "ce013625030ba8dba906f756967f9e9ca394464a", 6},
		{"b.txt", "100644", "975fbec8256d3e8a3797e7a3611380f27c49f4ac", 2},
		{"b", "040000", "51a48bd4ad51b5283c1d2f7790d495a1199a0b8e", 0},
		{"b/c.txt", "100644", "ce013625030ba8dba906f756967f9e9ca394464a", 6},
		{"b/deep", "040000", "f2930bfd41b17c4bfe7f032ffcd97f1944fcabe1", 0},
		{"b/deep/x.py", "100644", "587be6b4c3f93f93c489c0111bba5596147a26cb", 2},
		{"b0", "100755", "b68025345d5301abad4d9ec9166f455243a0d746", 2},
		{"link", "120000", "8d14cbf983b3fad683171c9418998d9f68340823", 5},
		{"sub", "160000", "4b825dc642cb6eb9a060e54bf8d69288fbee4904", 0},
	}
}

func TestATreeProvesItsListing(t *testing.T) {
	if err := verifyTree(gitTree, gitEntries()); err != nil {
		t.Errorf("git's own tree: %v", err)
	}
	if err := verifyTree("4b825dc642cb6eb9a060e54bf8d69288fbee4904", nil); err != nil {
		t.Errorf("the empty tree: %v", err)
	}
	for name, change := range map[string]func([]entry) []entry{
		"a file is missing":           func(e []entry) []entry { return e[1:] },
		"a file below is missing":     func(e []entry) []entry { return append(e[:5:5], e[6:]...) },
		"a folder is missing":         func(e []entry) []entry { return append(e[:2:2], e[3:]...) },
		"a folder is empty":           func(e []entry) []entry { return append(e[:3:3], e[6:]...) },
		"a file more":                 func(e []entry) []entry { return append(e, entry{"z.py", "100644", e[0].SHA, 6}) },
		"another blob":                func(e []entry) []entry { e[5].SHA = e[0].SHA; return e },
		"a link shown as a file":      func(e []entry) []entry { e[7].Mode = "100644"; return e },
		"a submodule shown as a file": func(e []entry) []entry { e[8].Mode = "100644"; return e },
		"another name":                func(e []entry) []entry { e[5].Path = "b/deep/y.py"; return e },
		"a path that climbs":          func(e []entry) []entry { e[5].Path = "b/../x.py"; return e },
		"an id that is none":          func(e []entry) []entry { e[0].SHA = "x"; return e },
	} {
		if err := verifyTree(gitTree, change(gitEntries())); !errors.Is(err, errIncomplete) {
			t.Errorf("%s: %v, want it to be incomplete", name, err)
		}
	}
}

func listing(entries []entry, truncated bool) string {
	type row struct {
		Path string `json:"path"`
		Mode string `json:"mode"`
		SHA  string `json:"sha"`
		Size int64  `json:"size"`
	}
	var rows []row
	for _, e := range entries {
		rows = append(rows, row(e))
	}
	text, _ := json.Marshal(map[string]any{"sha": gitTree, "tree": rows, "truncated": truncated})
	return string(text)
}

func TestListingsThatLieAreNotBelieved(t *testing.T) {
	for name, test := range map[string]struct {
		recursive, flat string
		want            string
	}{
		"whole":                           {listing(gitEntries(), false), "", ""},
		"one entry short, not said":       {listing(gitEntries()[1:], false), "", "does not add up"},
		"truncated, and flat it is too":   {listing(gitEntries()[:3], true), listing(gitEntries()[:3], true), "more entries than GitHub lists"},
		"truncated, and flat it is short": {listing(gitEntries()[:3], true), listing(gitEntries()[:1], false), "does not add up"},
	} {
		t.Run(name, func(t *testing.T) {
			a, r := newAPI(t)
			a.answers["GET /repos/acme/dags/git/trees/"+gitTree] = func(w http.ResponseWriter, req *http.Request) {
				if req.URL.Query().Get("recursive") != "" {
					fmt.Fprint(w, test.recursive)
					return
				}
				fmt.Fprint(w, test.flat)
			}
			files, err := r.tree(ctx, gitTree)
			if test.want == "" {
				if err != nil || len(files) != 7 {
					t.Fatalf("tree = %d files, %v; want 7", len(files), err)
				}
				return
			}
			if !errors.Is(err, errIncomplete) || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("tree = %v, want it incomplete: %s", err, test.want)
			}
			if _, ok, _ := r.objects.Object(ctx, "acme/dags", store.Tree, gitTree); ok {
				t.Error("a listing that is not believed is remembered")
			}
		})
	}
}

func TestABlobIsComparedWithItsID(t *testing.T) {
	const sha = "ce013625030ba8dba906f756967f9e9ca394464a" // hello
	for name, test := range map[string]struct {
		answer func(a *api)
		read   bool
	}{
		"its bytes":            {func(a *api) { a.say("GET /repos/acme/dags/git/blobs/"+sha, "hello\n") }, true},
		"others":               {func(a *api) { a.say("GET /repos/acme/dags/git/blobs/"+sha, "hullo\n") }, false},
		"none":                 {func(a *api) { a.say("GET /repos/acme/dags/git/blobs/"+sha, "") }, false},
		"too large for GitHub": {func(a *api) { a.refuse("GET /repos/acme/dags/git/blobs/"+sha, 403) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			a, r := newAPI(t)
			test.answer(a)
			s := &Snapshot{Repository: r, content: map[string][]byte{}}
			s.Files = append(s.Files, policy.SnapshotFile{Path: "a.txt", SHA: sha})
			if err := s.Load(ctx, []int{0}); err != nil {
				t.Fatal(err)
			}
			if got := s.Files[0].Content != nil; got != test.read {
				t.Errorf("content %q, want it read: %v", s.Files[0].Content, test.read)
			}
			if test.read {
				if err := s.Load(ctx, []int{0}); err != nil || a.count("GET /repos/acme/dags/git/blobs/"+sha) != 1 {
					t.Errorf("asked %d times, %v; want once", a.count("GET /repos/acme/dags/git/blobs/"+sha), err)
				}
			}
		})
	}
	t.Run("GitHub does not answer", func(t *testing.T) {
		a, r := newAPI(t)
		a.refuse("GET /repos/acme/dags/git/blobs/"+sha, 502)
		s := &Snapshot{Repository: r, content: map[string][]byte{}}
		s.Files = append(s.Files, policy.SnapshotFile{Path: "a.txt", SHA: sha})
		if err := s.Load(ctx, []int{0}); err == nil {
			t.Error("no error")
		}
	})
}

// What the database gives back is held to the ids as well, and is found again whatever the case of the
// repository's name.
func TestRememberedObjectsAreComparedWithTheirIDs(t *testing.T) {
	const hello = "ce013625030ba8dba906f756967f9e9ca394464a"
	a, r := newAPI(t)
	r.Name, r.key = "Acme/DAGs", "acme/dags"
	a.say("GET /repos/acme/dags/git/blobs/"+hello, "hello\n")
	a.say("GET /repos/acme/dags/git/trees/"+gitTree, listing(gitEntries(), false))
	a.say("GET /repos/acme/dags/git/commits/"+mergeSHA, commitJSON(mergeSHA, baseSHA, headSHA))
	read := func() {
		t.Helper()
		if body, err := r.blob(ctx, hello); err != nil || string(body) != "hello\n" {
			t.Errorf("blob = %q, %v", body, err)
		}
		if files, err := r.tree(ctx, gitTree); err != nil || files["b/deep/x.py"].SHA != "587be6b4c3f93f93c489c0111bba5596147a26cb" {
			t.Errorf("tree = %v, %v", files, err)
		}
		if c, err := r.commit(ctx, mergeSHA); err != nil || c.Tree != gitTree {
			t.Errorf("commit = %v, %v", c, err)
		}
	}
	asked := func(want int) {
		t.Helper()
		for _, path := range []string{"blobs/" + hello, "trees/" + gitTree, "commits/" + mergeSHA} {
			if n := a.count("GET /repos/acme/dags/git/" + path); n != want {
				t.Errorf("%s: asked %d times, want %d", path, n, want)
			}
		}
	}
	read()
	read()
	asked(1)
	other := gitEntries()
	other[5].SHA = hello
	body, err := json.Marshal(other)
	if err != nil {
		t.Fatal(err)
	}
	put := func(kind store.ObjectKind, sha string, body []byte) {
		t.Helper()
		if err := r.objects.PutObjects(ctx, store.Object{Repository: "acme/dags", Kind: kind, SHA: sha, Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	put(store.Blob, hello, []byte("hullo\n"))
	put(store.Tree, gitTree, body)
	put(store.Commit, mergeSHA, []byte("{}"))
	read()
	asked(2)
	read()
	asked(2)
}

// A folder of git may hold a name twice where it was made by hand: which of them a checkout leaves is not known.
func TestATreeWithANameTwice(t *testing.T) {
	entries := []entry{
		{"x.py", "100644", "ce013625030ba8dba906f756967f9e9ca394464a", 6},
		{"x.py", "100644", "587be6b4c3f93f93c489c0111bba5596147a26cb", 2},
	}
	id, err := treeID(40, append([]entry{}, entries...))
	if err != nil {
		t.Fatal(err)
	}
	a, r := newAPI(t)
	a.say("GET /repos/acme/dags/git/trees/"+id, strings.Replace(listing(entries, false), gitTree, id, 1))
	if files, err := r.tree(ctx, id); !errors.Is(err, errIncomplete) {
		t.Errorf("tree = %v, %v; want it incomplete", files, err)
	}
}

func TestALargeBlobIsNotRemembered(t *testing.T) {
	body := strings.Repeat("x", maxRemembered+1)
	sha := objectID("blob", 40, []byte(body))
	a, r := newAPI(t)
	a.say("GET /repos/acme/dags/git/blobs/"+sha, body)
	for range 2 {
		if got, err := r.blob(ctx, sha); err != nil || string(got) != body {
			t.Errorf("blob = %d bytes, %v; want %d", len(got), err, len(body))
		}
	}
	if _, ok, err := r.objects.Object(ctx, "acme/dags", store.Blob, sha); ok || err != nil {
		t.Errorf("remembered: %v, %v", ok, err)
	}
}

func TestAnEmptyFileIsRead(t *testing.T) {
	const empty = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
	a, r := newAPI(t)
	a.say("GET /repos/acme/dags/git/blobs/"+empty, "")
	for range 2 { // from GitHub, then from the store
		body, err := r.blob(ctx, empty)
		if err != nil || body == nil || len(body) != 0 {
			t.Errorf("blob = %v, %v; want empty and not nil", body, err)
		}
	}
}

func TestCountOfChangedFiles(t *testing.T) {
	tree := func(files ...string) map[string]entry {
		m := map[string]entry{}
		for _, f := range files {
			path, sha, _ := strings.Cut(f, "=")
			m[path] = entry{Path: path, Mode: "100644", SHA: sha}
		}
		return m
	}
	for name, test := range map[string]struct {
		before, after map[string]entry
		counts        []int // that fit
		not           []int
	}{
		"one changed":                 {tree("a=1"), tree("a=2"), []int{1}, []int{0, 2}},
		"added and removed, a rename": {tree("a=1"), tree("b=1"), []int{1, 2}, []int{0, 3}},
		"two added":                   {tree("a=1"), tree("a=1", "b=1", "c=1"), []int{2}, []int{1, 3}},
		"mode alone":                  {tree("a=1"), map[string]entry{"a": {Path: "a", Mode: "100755", SHA: "1"}}, []int{1}, []int{0}},
		"nothing":                     {tree("a=1"), tree("a=1"), []int{0}, []int{1}},
	} {
		for _, n := range test.counts {
			if !fits(n, test.before, test.after) {
				t.Errorf("%s: %d does not fit", name, n)
			}
		}
		for _, n := range test.not {
			if fits(n, test.before, test.after) {
				t.Errorf("%s: %d fits", name, n)
			}
		}
	}
}

const (
	headSHA  = "1111111111111111111111111111111111111111"
	baseSHA  = "2222222222222222222222222222222222222222"
	mergeSHA = "3333333333333333333333333333333333333333"
	staleSHA = "4444444444444444444444444444444444444444"
	otherSHA = "5555555555555555555555555555555555555555" // a test merge into another branch
	movedSHA = "6666666666666666666666666666666666666666" // one into the base branch after it moved
	tipSHA   = "7777777777777777777777777777777777777777" // of the base branch after it moved
)

func pullJSON(mergeable, merge string) string {
	return fmt.Sprintf(`{"number": 5, "state": "open", "mergeable": %s, "merge_commit_sha": %q, "changed_files": 1, "commits": 1,
		"user": {"login": "dev", "id": 9, "type": "User"}, "head": {"sha": %q}, "base": {"ref": "main", "sha": %q}}`, mergeable, merge, headSHA, baseSHA)
}

func commitJSON(sha string, parents ...string) string {
	var list []string
	for _, p := range parents {
		list = append(list, fmt.Sprintf(`{"sha": %q}`, p))
	}
	return fmt.Sprintf(`{"sha": %q, "tree": {"sha": %q}, "committer": {"date": "2026-11-28T10:00:00Z"}, "parents": [%s]}`, sha, gitTree, strings.Join(list, ","))
}

func TestTheTestMergeMustBeOfTheHeadAndTheBase(t *testing.T) {
	saved := mergePolls
	mergePolls = mergePolls[:0:0]
	mergePolls = append(mergePolls, 1, 1)
	t.Cleanup(func() { mergePolls = saved })
	for name, test := range map[string]struct {
		pulls    []string // one after the other
		conflict bool
		err      string
		base     string // that was merged; empty for the one that the pull request names
	}{
		"ready":                             {[]string{pullJSON("true", mergeSHA)}, false, "", ""},
		"not computed, then ready":          {[]string{pullJSON("null", ""), pullJSON("true", mergeSHA)}, false, "", ""},
		"of an earlier head, then ready":    {[]string{pullJSON("true", staleSHA), pullJSON("true", mergeSHA)}, false, "", ""},
		"of an earlier head for good":       {[]string{pullJSON("true", staleSHA)}, false, "has not computed", ""},
		"null with an old merge":            {[]string{pullJSON("null", mergeSHA)}, false, "has not computed", ""},
		"never computed":                    {[]string{pullJSON("null", "")}, false, "has not computed", ""},
		"conflict":                          {[]string{pullJSON("false", mergeSHA)}, true, "", ""},
		"into another base, then ready":     {[]string{pullJSON("true", otherSHA), pullJSON("true", mergeSHA)}, false, "", ""},
		"into another base for good":        {[]string{pullJSON("true", otherSHA)}, false, "has not computed", ""},
		"into the base after it moved":      {[]string{pullJSON("true", movedSHA)}, false, "", tipSHA},
		"before the base moved, then ready": {[]string{pullJSON("true", mergeSHA), pullJSON("true", movedSHA)}, false, "", tipSHA},
		"before the base moved, for good":   {[]string{pullJSON("true", mergeSHA)}, false, "", baseSHA},
		"another pull request":              {[]string{strings.Replace(pullJSON("true", mergeSHA), `"number": 5`, `"number": 6`, 1)}, false, "lacks its number", ""},
	} {
		t.Run(name, func(t *testing.T) {
			a, r := newAPI(t)
			n := 0
			a.answers["GET /repos/acme/dags/pulls/5"] = func(w http.ResponseWriter, _ *http.Request) {
				fmt.Fprint(w, test.pulls[min(n, len(test.pulls)-1)])
				n++
			}
			a.say("GET /repos/acme/dags/git/commits/"+mergeSHA, commitJSON(mergeSHA, baseSHA, headSHA))
			a.say("GET /repos/acme/dags/git/commits/"+staleSHA, commitJSON(staleSHA, baseSHA, baseSHA))
			a.say("GET /repos/acme/dags/git/commits/"+otherSHA, commitJSON(otherSHA, staleSHA, headSHA))
			a.say("GET /repos/acme/dags/git/commits/"+movedSHA, commitJSON(movedSHA, tipSHA, headSHA))
			tip := baseSHA
			if test.base != "" {
				tip = tipSHA
				a.say("GET /repos/acme/dags/compare/"+baseSHA+"...main", `{"status": "ahead"}`)
			}
			a.say("GET /repos/acme/dags/branches/main", fmt.Sprintf(`{"name": "main", "commit": {"sha": %q}}`, tip))
			a.say("GET /repos/acme/dags/compare/"+staleSHA+"...main", `{"status": "diverged"}`)
			a.say("GET /repos/acme/dags/compare/"+tipSHA+"...main", `{"status": "identical"}`)
			pull, err := r.Pull(ctx, 5)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Fatalf("Pull = %+v, %v; want the error %q", pull, err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if pull.Conflict != test.conflict || !test.conflict && (pull.BaseSHA != cmp.Or(test.base, baseSHA) || pull.MergeTree != gitTree) {
				t.Errorf("Pull = %+v", pull)
			}
		})
	}
}
