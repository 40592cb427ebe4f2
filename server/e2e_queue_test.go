package server_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/sekisho/sekisho/server/githubtwin"
)

// TestTheMergeQueue lets GitHub's queue ask for checks on its own commits.
func TestTheMergeQueue(t *testing.T) {
	w := started(t)
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true,
		RequiredChecks: []githubtwin.RequiredCheck{{Context: "sekisho/main", AppID: w.app.ID}}}))

	proved, _ := w.open("dev", "good", "main", map[string][]byte{"dags/one.py": good("one")})
	approved, _ := w.open("dev", "unproved", "main", map[string][]byte{"dags/two.py": unproved("two")})
	w.settle()
	w.review(approved, "sam", "APPROVE", "")
	w.settle()
	must(t, w.Enqueue(dags, proved, "dev"))
	must(t, w.Enqueue(dags, approved, "dev"))
	w.settle()
	for _, number := range []int{proved, approved} {
		pull, err := w.PullRequest(dags, number)
		must(t, err)
		if !pull.Merged {
			t.Errorf("#%d was not merged by the queue: %+v", number, pull)
		}
	}
}

// TestAnUnapprovedMergeGroupWaits lets an unapproved pull request into a queue, as a repository without
// the required check would.
func TestAnUnapprovedMergeGroupWaits(t *testing.T) {
	w := started(t)
	must(t, w.Protect(dags, "main", githubtwin.Protection{MergeQueue: true}))
	for name, test := range map[string]struct {
		content     []byte
		want, title string
	}{
		"unproved": {unproved("load"), "pending", "is not approved"},
		"denied":   {foreign("load"), "failure", "SRE must look at"}, // it is on the branch by then
	} {
		t.Run(name, func(t *testing.T) {
			number, _ := w.open("dev", name, "main", map[string][]byte{"dags/" + name + ".py": test.content})
			w.settle()
			must(t, w.Enqueue(dags, number, "dev"))
			group := w.lastGroup()
			w.settle()
			run := w.expect(group, "sekisho/main", test.want, test.title)
			if name == "unproved" {
				contains(t, "summary", run.Summary, fmt.Sprintf("`#%d`", number))
			}
			must(t, w.ClosePullRequest(dags, number, "dev"))
			w.settle()
		})
	}
}

// lastGroup is the commit of the newest merge group.
func (w *world) lastGroup() string {
	w.t.Helper()
	var group string
	for _, d := range w.Deliveries() {
		if d.Event == "merge_group" && d.Action == "checks_requested" {
			var payload struct {
				MergeGroup struct {
					HeadSHA string `json:"head_sha"`
				} `json:"merge_group"`
			}
			must(w.t, json.Unmarshal(d.Payload, &payload))
			group = payload.MergeGroup.HeadSHA
		}
	}
	return group
}
