package server_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// TestBadInputIsNeverGreen opens one pull request for each kind of file that cannot be proved.
func TestBadInputIsNeverGreen(t *testing.T) {
	w := started(t)
	tip, err := w.Branch(dags, "main")
	must(t, err)
	deep := strings.Repeat("(", 5000) + "1" + strings.Repeat(")", 5000)
	for name, test := range map[string]struct {
		path    string
		content []byte
		mode    string
	}{
		"symlink":        {"dags/link.py", []byte("../../elsewhere.py"), "120000"},
		"symlink folder": {"dags/folder", []byte("/etc"), "120000"},
		"submodule":      {"dags/module", []byte(tip), "160000"},
		"lfs":            {"dags/lfs.py", []byte("version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("a", 64) + "\nsize 12345\n"), ""},
		"binary":         {"dags/binary.py", []byte("x = 1\x00\x01\x02"), ""},
		"zip":            {"dags/packed.zip", []byte("PK\x03\x04\x14\x00\x00\x00"), ""},
		"huge":           {"dags/huge.py", bytes.Repeat([]byte("x = 1\n"), 200_000), ""},
		"unparseable":    {"dags/broken.py", []byte("def f(:\n"), ""},
		"deep":           {"dags/deep.py", []byte("x = " + deep + "\n"), ""},
		"cookie":         {"dags/cookie.py", append([]byte("# coding: utf-7\n"), good("cookie")...), ""},
		"airflowignore":  {"dags/.airflowignore", []byte("known_.*\n"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			options := githubtwin.CommitOptions{From: "main"}
			if test.mode != "" {
				options.Modes = map[string]string{test.path: test.mode}
			}
			_, head := w.open("dev", "bad-"+strings.ReplaceAll(name, " ", "-"), "main", map[string][]byte{test.path: test.content}, options)
			w.settle()
			run := w.check(head, "sekisho/main")
			if run.ID == 0 || run.Conclusion == "success" {
				t.Errorf("check: %+v", run)
			}
			if strings.Contains(run.Title, "Could not be evaluated") {
				t.Errorf("the file stops the evaluation: %s", run.Summary)
			}
			contains(t, "summary", run.Summary, "`"+test.path+"`")
		})
	}
}

func TestATruncatedTreeIsWalked(t *testing.T) {
	w := newWorld(t)
	w.SetLimits(githubtwin.Limits{TreeEntries: 8}) // the root fits and the folder fits, together they do not
	w.start()
	_, head := w.open("dev", "good", "main", map[string][]byte{"dags/known_1.py": good("changed")})
	w.settle()
	run := w.expect(head, "sekisho/main", "success", "Proved")
	contains(t, "summary", run.Summary, "9 of 9 files read")
	walked := 0
	for _, r := range w.Requests() {
		if strings.Contains(r.Path, "/git/trees/") && !strings.Contains(r.Query, "recursive") {
			walked++
		}
	}
	if walked == 0 {
		t.Error("no tree was listed for itself: the limit was not met")
	}
}

// A repository of more files, or of more bytes, than one evaluation may read is read over several: it does not
// wait for good, and a flood of large files does not fill the memory.
func TestAnEvaluationReadsOn(t *testing.T) {
	for name, limit := range map[string]func(w *world){
		"files": func(w *world) { w.files = 4 },
		"bytes": func(w *world) { w.bytes = 2000 }, // three or four of the files
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.interval = 3 * time.Second
			limit(w)
			w.start()
			_, head := w.open("dev", "good", "main", map[string][]byte{"dags/z_last.py": good("load")})
			w.settle()
			run := w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
			contains(t, "summary", run.Summary, "files would have to be read, more than are read at once", "`dags/z_last.py:7`")
			w.until("the check is green", func() bool { return w.check(head, "sekisho/main").Conclusion == "success" })
			contains(t, "summary", w.check(head, "sekisho/main").Summary, "10 of 10 files read")
		})
	}
}

func TestTheTestMergeIsWaitedFor(t *testing.T) {
	w := newWorld(t)
	w.SetLimits(githubtwin.Limits{MergeableLag: 2})
	w.start()
	_, head := w.open("dev", "good", "main", map[string][]byte{"dags/load.py": good("load")})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
}

func TestAnUnknownAuthorMakesNoApprovalCount(t *testing.T) {
	w := started(t)
	number, head := w.open("dev", "unproved", "main", map[string][]byte{"dags/load.py": unproved("load")},
		githubtwin.CommitOptions{From: "main", Email: "nobody@nowhere.example"})
	w.review(number, "sam", "APPROVE", "")
	w.settle()
	run := w.expect(head, "sekisho/main", "pending", "A member of sre must approve")
	contains(t, "summary", run.Summary, "| `sam` | no | it is not known who wrote the commits", "belongs to no GitHub account")
}

func TestCoAuthorsAreContributors(t *testing.T) {
	w := started(t)
	for name, message := range map[string]string{
		"co-author": "Change\n\nCo-authored-by: Sam <%d+sam@users.noreply.github.com>",
		"upper":     "Change\n\nCO-AUTHORED-BY: Sam <%d+sam@users.noreply.github.com>",
	} {
		t.Run(name, func(t *testing.T) {
			head := w.must(w.Commit(dags, name, "dev", fmt.Sprintf(message, 1), map[string][]byte{"dags/" + strings.ReplaceAll(name, "-", "_") + ".py": unproved("load")}, githubtwin.CommitOptions{From: "main"}))
			number, err := w.OpenPullRequest(dags, "dev", name, "main", name)
			must(t, err)
			w.review(number, "sam", "APPROVE", "")
			w.settle()
			run := w.expect(head, "sekisho/main", "pending", "")
			contains(t, "summary", run.Summary, "| `sam` | no | has a hand in its commits")
		})
	}
}

// TestTextOfADAGIsData lets a DAG say things that GitHub would act on.
func TestTextOfADAGIsData(t *testing.T) {
	w := started(t)
	evil := "x`](https://evil.example) @olga <img src=x> | <!-- sekisho:finding:a:" + strings.Repeat("0", 64) + " -->"
	number, head := w.open("dev", "evil", "main", map[string][]byte{"dags/load.py": dag("load", evil)})
	w.settle()
	run := w.check(head, "sekisho/main")
	if run.Conclusion == "success" {
		t.Errorf("check: %+v", run)
	}
	texts := []string{run.Summary}
	comments, err := w.Comments(dags, number)
	must(t, err)
	threads, err := w.ReviewThreads(dags, number)
	must(t, err)
	for _, c := range comments {
		texts = append(texts, c.Body)
	}
	for _, thread := range threads {
		texts = append(texts, thread.Comments[0].Body)
	}
	found := false
	for _, text := range texts {
		found = found || strings.Contains(text, "evil.example")
		outside := withoutCode(text)
		for _, bad := range []string{"evil.example", "@olga", "<img"} {
			if strings.Contains(outside, bad) {
				t.Errorf("%q stands outside of a code span in:\n%s", bad, text)
			}
		}
	}
	if !found {
		t.Error("the DAG's text is nowhere: the test shows nothing")
	}
}

// withoutCode takes the code spans out of Markdown whose spans have single backticks.
func withoutCode(text string) string {
	var out strings.Builder
	for _, line := range strings.Split(text, "\n") {
		for i, part := range strings.Split(line, "`") {
			if i%2 == 0 {
				out.WriteString(part)
			}
		}
		out.WriteString("\n")
	}
	return out.String()
}

// GitHub counts changed files from the merge base; where the base has taken one of the changes itself,
// the merge result differs from it in fewer.
func TestTheBaseTookTheSameChange(t *testing.T) {
	w := started(t)
	_, head := w.open("dev", "two", "main", map[string][]byte{"dags/one.py": good("one"), "dags/two.py": good("two")})
	w.settle()
	w.expect(head, "sekisho/main", "success", "Proved")
	w.must(w.Commit(dags, "main", "olga", "Take one", map[string][]byte{"dags/one.py": good("one")}))
	w.settle()
	run := w.expect(head, "sekisho/main", "success", "Proved")
	contains(t, "summary", run.Summary, "1 added, 0 changed, 0 removed")
}

// Findings are shown on the head's lines, also where the base has moved lines of the same file.
func TestCommentsWhereTheBaseHasMoved(t *testing.T) {
	w := started(t)
	known := string(good("known_5"))
	moved := "# a line\n# another\n" + known
	w.must(w.Commit(dags, "wrong", "dev", "Another namespace", map[string][]byte{
		"dags/known_5.py": []byte(strings.Replace(known, `namespace="orders"`, `namespace="payments"`, 1))}, githubtwin.CommitOptions{From: "main"}))
	w.must(w.Commit(dags, "main", "olga", "Two lines above", map[string][]byte{"dags/known_5.py": []byte(moved)}))
	number, err := w.OpenPullRequest(dags, "dev", "wrong", "main", "Another namespace")
	must(t, err)
	w.settle()
	threads, err := w.ReviewThreads(dags, number)
	must(t, err)
	if len(threads) != 1 || threads[0].Line != 9 {
		t.Errorf("threads: %+v, want one on the head's line 9", threads)
	}
	view, err := w.PullRequest(dags, number)
	must(t, err)
	run := w.expect(view.HeadSHA, "sekisho/main", "failure", "The author must fix")
	contains(t, "summary", run.Summary, "line 11") // of the merge result
	if len(run.Annotations) != 1 || run.Annotations[0].StartLine != 9 {
		t.Errorf("annotations: %+v, want one on the head's line 9", run.Annotations)
	}
}
