package githubtwin

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

// newReviewComment checks the place of a comment against the diff. bulk chooses the wording of a review's error
// over that of a single comment's.
func (t *Twin) newReviewComment(p *pull, who *account, commitID string, draft draftComment, bulk bool) (*reviewComment, error) {
	wrong := func(field, sentence string) error {
		if bulk {
			return unprocessable(sentence)
		}
		return &apiError{status: 422, message: "Validation Failed", errors: []obj{
			{"resource": "PullRequestReviewComment", "code": "custom", "field": "pull_request_review_thread." + field,
				"message": "pull_request_review_thread." + field + " must be part of the diff"},
			{"resource": "PullRequestReviewComment", "code": "missing_field", "field": "pull_request_review_thread.diff_hunk"}}}
	}
	if draft.Body == "" {
		return nil, unprocessable("Body can't be blank")
	}
	c := &reviewComment{id: t.id(), pull: p, user: who, body: draft.Body, path: draft.Path, side: cmp.Or(draft.Side, "RIGHT"),
		line: draft.Line, startLine: draft.StartLine, startSide: cmp.Or(draft.StartSide, draft.Side, "RIGHT"),
		originalCommit: commitID, position: 1, created: t.now(), updated: t.now()}
	base, err := t.diffBase(p)
	if err != nil {
		return nil, err
	}
	files, err := p.repo.git.diff(base, commitID)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(files, func(f diffFile) bool { return f.path == draft.Path })
	if at < 0 {
		return nil, wrong("path", "Path could not be resolved")
	}
	if draft.Subject == "file" {
		return c, nil
	}
	var lines []hunkLine
	if files[at].patch != "" {
		lines = hunkLines(files[at].patch)
	}
	if draft.Position > 0 && draft.Line == 0 {
		if draft.Position >= len(lines) {
			return nil, wrong("position", "Position could not be resolved")
		}
		line := lines[draft.Position]
		if c.line, c.side = line.right, "RIGHT"; c.line == 0 {
			c.line, c.side = line.left, "LEFT"
		}
	}
	index := findLine(lines, c.side, c.line)
	if index < 0 {
		return nil, wrong("line", "Line could not be resolved")
	}
	if c.startLine > 0 {
		start := findLine(lines, c.startSide, c.startLine)
		if start < 0 {
			return nil, wrong("start_line", "Start line could not be resolved")
		}
		if start >= index {
			return nil, unprocessable("Start line must precede the end line")
		}
		if lines[start].hunk != lines[index].hunk {
			return nil, unprocessable("Start line and end line must be part of the same hunk")
		}
	}
	c.position, c.diffHunk = lines[index].position, hunkUpTo(lines, index)
	return c, nil
}

// reviewComments lists all comments on lines in the order in which they were written.
func (p *pull) reviewComments() []*reviewComment {
	var list []*reviewComment
	for _, th := range p.threads {
		list = append(list, th.comments...)
	}
	slices.SortFunc(list, func(a, b *reviewComment) int { return int(a.id - b.id) })
	return list
}

func (c *call) visibleReviewComments(p *pull, keep func(*reviewComment) bool) []*reviewComment {
	return slices.DeleteFunc(p.reviewComments(), func(x *reviewComment) bool {
		return x.review != nil && !c.mayRead(x.review) || !keep(x)
	})
}

func (c *call) listReviewComments() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	return c.reviewCommentPage(c.visibleReviewComments(p, func(*reviewComment) bool { return true }))
}

// reviewCommentPage filters and sorts. GitHub looks at direction only when sort is given.
func (c *call) reviewCommentPage(list []*reviewComment) (reply, error) {
	since, err := c.since()
	if err != nil {
		return reply{}, err
	}
	list = slices.DeleteFunc(list, func(x *reviewComment) bool { return x.updated.Before(since) })
	if c.query.Has("sort") {
		if err := order(c, list, func(x *reviewComment) time.Time { return x.updated }, false); err != nil {
			return reply{}, err
		}
	}
	c.query.Get("direction")
	return page(c, list, func(x *reviewComment) any { return c.t.reviewCommentJSON(x) }), nil
}

func (c *call) listRepoReviewComments() (reply, error) {
	var list []*reviewComment
	for _, p := range sortedPulls(c.repo) {
		list = append(list, c.visibleReviewComments(p, func(*reviewComment) bool { return true })...)
	}
	return c.reviewCommentPage(list)
}

func (c *call) listReviewCommentsOf() (reply, error) {
	rv, err := c.review()
	if err != nil {
		return reply{}, err
	}
	list := c.visibleReviewComments(rv.pull, func(x *reviewComment) bool { return x.review == rv })
	return page(c, list, func(x *reviewComment) any {
		body := c.t.reviewCommentJSON(x)
		delete(body, "subject_type")
		return body
	}), nil
}

func (c *call) findReviewComment() (*reviewComment, error) {
	id, err := c.number("comment")
	if err != nil {
		return nil, err
	}
	for _, p := range c.repo.pulls {
		for _, x := range p.reviewComments() {
			if x.id == id && (x.review == nil || c.mayRead(x.review)) {
				return x, nil
			}
		}
	}
	return nil, errNotFound
}

func (c *call) getReviewComment() (reply, error) {
	x, err := c.findReviewComment()
	if err != nil {
		return reply{}, err
	}
	return reply{status: 200, body: c.t.reviewCommentJSON(x)}, nil
}

func (c *call) createReviewComment() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	var in draftComment
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if in.InReplyTo != 0 {
		return c.reply(p, in.InReplyTo, in.Body)
	}
	x, err := c.t.newReviewComment(p, c.who.account(), cmp.Or(in.CommitID, p.headSHA), in, false)
	if err != nil {
		return reply{}, err
	}
	x.review = c.t.carrier(p, c.who, x.originalCommit)
	x.thread = &thread{id: c.t.id(), comments: []*reviewComment{x}}
	p.threads = append(p.threads, x.thread)
	c.t.emitReviewComment("created", x, x.user, nil)
	return reply{status: 201, body: c.t.reviewCommentJSON(x)}, nil
}

// carrier makes the COMMENTED review that GitHub wraps around a single comment.
func (t *Twin) carrier(p *pull, who *actor, commitID string) *review {
	rv := &review{id: t.id(), pull: p, user: who.account(), app: who.viaApp(), state: "COMMENTED", commit: commitID, submitted: t.now()}
	p.reviews = append(p.reviews, rv)
	p.updated = t.now()
	t.emitReview("submitted", rv, rv.user, nil)
	return rv
}

func (c *call) replyReviewComment() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	id, err := c.number("comment")
	if err != nil {
		return reply{}, err
	}
	var in struct{ Body string }
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	return c.reply(p, id, in.Body)
}

func (c *call) reply(p *pull, to int64, body string) (reply, error) {
	if body == "" {
		return reply{}, unprocessable("Body can't be blank")
	}
	for _, th := range p.threads {
		first := th.comments[0]
		if first.id != to {
			continue
		}
		x := *first
		x.id, x.user, x.body, x.created, x.updated = c.t.id(), c.who.account(), body, c.now(), c.now()
		x.review = c.t.carrier(p, c.who, p.headSHA)
		th.comments = append(th.comments, &x)
		c.t.emitReviewComment("created", &x, x.user, nil)
		return reply{status: 201, body: c.t.reviewCommentJSON(&x)}, nil
	}
	return reply{}, errNotFound
}

// mayChange lets authors, and people with write access, change a comment.
func (c *call) mayChange(author *account) error {
	who := c.who.account()
	if who == author || c.who.installation == nil && atLeast(c.t.permission(c.repo, who), "write") {
		return nil
	}
	if c.who.installation != nil {
		return fail(http.StatusForbidden, "Resource not accessible by integration")
	}
	return fail(http.StatusForbidden, "Must have admin rights to Repository.")
}

func (c *call) editReviewComment() (reply, error) {
	x, err := c.findReviewComment()
	if err != nil {
		return reply{}, err
	}
	if err := c.mayChange(x.user); err != nil {
		return reply{}, err
	}
	var in struct{ Body string }
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	from := x.body
	x.body, x.updated = in.Body, c.now()
	c.t.emitReviewComment("edited", x, c.who.account(), obj{"changes": obj{"body": obj{"from": from}}})
	return reply{status: 200, body: c.t.reviewCommentJSON(x)}, nil
}

func (c *call) deleteReviewComment() (reply, error) {
	x, err := c.findReviewComment()
	if err != nil {
		return reply{}, err
	}
	if err := c.mayChange(x.user); err != nil {
		return reply{}, err
	}
	c.t.emitReviewComment("deleted", x, c.who.account(), nil)
	x.thread.comments = slices.DeleteFunc(x.thread.comments, func(y *reviewComment) bool { return y == x })
	x.pull.threads = slices.DeleteFunc(x.pull.threads, func(th *thread) bool { return len(th.comments) == 0 })
	return reply{status: 204}, nil
}
