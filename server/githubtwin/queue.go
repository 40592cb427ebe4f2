package githubtwin

import (
	"fmt"
	"slices"
)

// Enqueue puts a pull request into its base's merge queue. Its rules must be met, as for a merge. The queue builds
// one group for each pull request on top of those before it and asks for checks with merge_group.
func (t *Twin) Enqueue(repo string, number int, login string) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error {
		rules := p.repo.protections[p.baseRef]
		if rules == nil || !rules.MergeQueue {
			return fmt.Errorf("branch %s of %s has no merge queue", p.baseRef, repo)
		}
		if p.state != "open" || p.draft {
			return fmt.Errorf("pull request %s#%d is not open for merging", repo, number)
		}
		if err := t.testMerge(p); err != nil {
			return err
		}
		if reasons := t.blockers(p); len(reasons) > 0 || p.conflict {
			return fmt.Errorf("pull request %s#%d cannot be queued: conflict %t, %v", repo, number, p.conflict, reasons)
		}
		if slices.ContainsFunc(p.repo.queue, func(e *queueEntry) bool { return e.pull == p }) {
			return fmt.Errorf("pull request %s#%d is queued already", repo, number)
		}
		return t.enqueue(p, who)
	})
}

func (t *Twin) enqueue(p *pull, who *account) error {
	onto := p.repo.git.branch(p.baseRef)
	for _, e := range p.repo.queue {
		if e.pull.baseRef == p.baseRef {
			onto = e.headSHA
		}
	}
	message := fmt.Sprintf("Merge pull request #%d from %s/%s\n\n%s", p.number, p.headRepo.owner.login, p.headRef, p.title)
	sha, conflict, err := p.repo.git.merge(onto, p.headSHA, message, t.signature(who, t.now()))
	if err != nil {
		return err
	}
	if conflict {
		return fmt.Errorf("pull request %s#%d conflicts with the queue before it", p.repo.full(), p.number)
	}
	branch := fmt.Sprintf("gh-readonly-queue/%s/pr-%d-%s", p.baseRef, p.number, onto)
	e := &queueEntry{pull: p, ref: "refs/heads/" + branch, headSHA: sha, baseSHA: onto, user: who, created: t.now()}
	if err := p.repo.git.setRef(e.ref, sha); err != nil {
		return err
	}
	p.repo.queue = append(p.repo.queue, e)
	t.emitPull("enqueued", p, who, nil)
	t.emitPush(p.repo, e.ref, zeroSHA, sha, who)
	t.requestSuites(p.repo, branch, "", sha, who)
	t.emitGroup("checks_requested", e, nil)
	return nil
}

func (t *Twin) emitGroup(action string, e *queueEntry, extra obj) {
	r := e.pull.repo
	head, err := r.git.commit(e.headSHA)
	if err != nil {
		return
	}
	payload := obj{"merge_group": obj{"head_sha": e.headSHA, "head_ref": e.ref, "base_sha": e.baseSHA,
		"base_ref": "refs/heads/" + e.pull.baseRef, "head_commit": t.simpleCommitJSON(head)}}
	for key, value := range extra {
		payload[key] = value
	}
	t.emit("merge_group", action, r, r.owner, t.queueBot(), payload)
}

// queueBot is the account that GitHub's queue acts as.
func (t *Twin) queueBot() *account {
	if a := t.accounts["github-merge-queue[bot]"]; a != nil {
		return a
	}
	a, _ := t.createAccount("github-merge-queue[bot]", "Bot")
	return a
}

// advanceQueue merges the groups at the head of each queue whose checks are green, and drops those that failed.
func (t *Twin) advanceQueue(r *repository) {
	for len(r.queue) > 0 {
		e := r.queue[0]
		rules := r.protections[e.pull.baseRef]
		if rules == nil {
			return
		}
		waiting, failed := false, false
		for _, want := range rules.RequiredChecks {
			if t.checkState(r, e.headSHA, want) == "" {
				continue
			}
			if run := t.newestRun(r, e.headSHA, want); run != nil && run.status == "completed" {
				failed = true
			} else {
				waiting = true
			}
		}
		switch {
		case failed:
			t.dequeue(e.pull, "dequeued")
		case waiting:
			return
		default:
			r.queue = r.queue[1:]
			t.emitGroup("destroyed", e, obj{"reason": "merged"})
			t.removeGroup(e)
			t.land(e.pull, e.headSHA, e.user)
		}
	}
}

// dequeue takes a pull request out of the queue; those behind it are built again without it.
func (t *Twin) dequeue(p *pull, reason string) {
	r := p.repo
	at := slices.IndexFunc(r.queue, func(e *queueEntry) bool { return e.pull == p })
	if at < 0 {
		return
	}
	behind := slices.Clone(r.queue[at+1:])
	gone := r.queue[at]
	r.queue = r.queue[:at]
	t.emitGroup("destroyed", gone, obj{"reason": reason})
	t.removeGroup(gone)
	t.emitPull("dequeued", p, gone.user, obj{"reason": "CI_FAILURE"})
	for _, e := range behind {
		t.emitGroup("destroyed", e, obj{"reason": "invalidated"})
		t.removeGroup(e)
	}
	for _, e := range behind {
		if err := t.enqueue(e.pull, e.user); err != nil {
			t.emitPull("dequeued", e.pull, e.user, obj{"reason": "MERGE_CONFLICT"})
		}
	}
}

func (t *Twin) removeGroup(e *queueEntry) {
	if err := e.pull.repo.git.setRef(e.ref, ""); err != nil {
		t.options.Log.Error().Err(err).Str("ref", e.ref).Msg("twin cannot remove a merge group")
	}
}
