package githubtwin

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
)

var reviewRoutes = []route{
	{"GET", "/repos/{owner}/{repo}/pulls/{number}/reviews", anyToken, []string{"pull_requests:read"}, (*call).listReviews},
	{"POST", "/repos/{owner}/{repo}/pulls/{number}/reviews", anyToken, []string{"pull_requests:write"}, (*call).createReview},
	{"GET", "/repos/{owner}/{repo}/pulls/{number}/reviews/{review}", anyToken, []string{"pull_requests:read"}, (*call).getReview},
	{"PUT", "/repos/{owner}/{repo}/pulls/{number}/reviews/{review}", anyToken, []string{"pull_requests:write"}, (*call).editReview},
	{"DELETE", "/repos/{owner}/{repo}/pulls/{number}/reviews/{review}", anyToken, []string{"pull_requests:write"}, (*call).deleteReview},
	{"POST", "/repos/{owner}/{repo}/pulls/{number}/reviews/{review}/events", anyToken, []string{"pull_requests:write"}, (*call).submitReview},
	{"PUT", "/repos/{owner}/{repo}/pulls/{number}/reviews/{review}/dismissals", anyToken, []string{"pull_requests:write"}, (*call).dismissReview},
	{"GET", "/repos/{owner}/{repo}/pulls/{number}/reviews/{review}/comments", anyToken, []string{"pull_requests:read"}, (*call).listReviewCommentsOf},
	{"GET", "/repos/{owner}/{repo}/pulls/{number}/comments", anyToken, []string{"pull_requests:read"}, (*call).listReviewComments},
	{"POST", "/repos/{owner}/{repo}/pulls/{number}/comments", anyToken, []string{"pull_requests:write"}, (*call).createReviewComment},
	{"POST", "/repos/{owner}/{repo}/pulls/{number}/comments/{comment}/replies", anyToken, []string{"pull_requests:write"}, (*call).replyReviewComment},
}

// states that a review's event leads to.
var reviewStates = map[string]string{"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED", "": "PENDING"}

// Review submits a person's review: state is APPROVE, REQUEST_CHANGES or COMMENT. An empty commit means the head.
func (t *Twin) Review(repo string, number int, login, state, body, commitID string) (int64, error) {
	var id int64
	err := t.withPull(repo, number, login, func(p *pull, who *account) error {
		if state == "" {
			return errors.New("review: no state given (APPROVE, REQUEST_CHANGES or COMMENT)")
		}
		rv, err := t.addReview(p, who, nil, strings.ToUpper(state), body, commitID, nil)
		if err == nil {
			id = rv.id
		}
		return err
	})
	return id, err
}

// DismissReview takes a review's force away, as people with write access may.
func (t *Twin) DismissReview(repo string, number int, login string, reviewID int64, message string) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error {
		for _, rv := range p.reviews {
			if rv.id == reviewID {
				return t.dismiss(rv, who, message)
			}
		}
		return errNotFound
	})
}

// EditReview changes the body of a review.
func (t *Twin) EditReview(repo string, number int, login string, reviewID int64, body string) error {
	return t.withPull(repo, number, login, func(p *pull, who *account) error {
		for _, rv := range p.reviews {
			if rv.id == reviewID {
				t.changeReview(rv, who, body)
				return nil
			}
		}
		return errNotFound
	})
}

type draftComment struct {
	Path      string
	Body      string
	Line      int
	Side      string
	StartLine int    `json:"start_line"`
	StartSide string `json:"start_side"`
	Position  int
	CommitID  string `json:"commit_id"`
	Subject   string `json:"subject_type"`
	InReplyTo int64  `json:"in_reply_to"`
}

// addReview checks and adds a review with its comments; either all of it or nothing happens.
func (t *Twin) addReview(p *pull, who *account, via *app, event, body, commitID string, drafts []draftComment) (*review, error) {
	state, ok := reviewStates[event]
	if !ok {
		return nil, invalid("PullRequestReview", "event", "invalid", "")
	}
	if who == p.user && (state == "APPROVED" || state == "CHANGES_REQUESTED") {
		if state == "APPROVED" {
			return nil, unprocessable("Can not approve your own pull request")
		}
		return nil, unprocessable("Can not request changes on your own pull request")
	}
	if body == "" && len(drafts) == 0 && (state == "COMMENTED" || state == "CHANGES_REQUESTED") {
		return nil, unprocessable("Body can't be blank")
	}
	if state == "PENDING" && slices.ContainsFunc(p.reviews, func(r *review) bool { return r.user == who && r.state == "PENDING" }) {
		return nil, unprocessable("User can only have one pending review per pull request")
	}
	if commitID == "" {
		commitID = p.headSHA
	}
	commits, err := t.pullCommits(p)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(commits, func(c *commit) bool { return c.sha == commitID }) {
		return nil, unprocessable("The commit_id is not part of the pull request")
	}
	rv := &review{id: t.id(), pull: p, user: who, app: via, state: state, body: body, commit: commitID}
	var comments []*reviewComment
	for _, draft := range drafts {
		c, err := t.newReviewComment(p, who, commitID, draft, true)
		if err != nil {
			return nil, err
		}
		c.review = rv
		comments = append(comments, c)
	}
	if state != "PENDING" {
		rv.submitted = t.now()
	}
	p.reviews = append(p.reviews, rv)
	p.updated = t.now()
	for _, c := range comments {
		c.thread = &thread{id: t.id(), comments: []*reviewComment{c}}
		p.threads = append(p.threads, c.thread)
	}
	p.requested = slices.DeleteFunc(p.requested, func(a *account) bool { return a == who })
	if state != "PENDING" {
		t.announceReview(rv)
	}
	return rv, nil
}

func (t *Twin) announceReview(rv *review) {
	t.emitReview("submitted", rv, rv.user, nil)
	for _, c := range rv.pull.reviewComments() {
		if c.review == rv {
			t.emitReviewComment("created", c, rv.user, nil)
		}
	}
}

func (t *Twin) dismiss(rv *review, who *account, message string) error {
	if rv.state != "APPROVED" && rv.state != "CHANGES_REQUESTED" {
		return unprocessable("Can not dismiss a " + strings.ToLower(strings.ReplaceAll(rv.state, "_", " ")) + " pull request review")
	}
	rv.state, rv.dismissal = "DISMISSED", message
	t.emitReview("dismissed", rv, who, nil)
	return nil
}

func (t *Twin) changeReview(rv *review, who *account, body string) {
	from := rv.body
	rv.body = body
	t.emitReview("edited", rv, who, obj{"changes": obj{"body": obj{"from": from}}})
}

func (c *call) review() (*review, error) {
	p, err := c.pull()
	if err != nil {
		return nil, err
	}
	id, err := c.number("review")
	if err != nil {
		return nil, err
	}
	for _, rv := range p.reviews {
		if rv.id == id && c.mayRead(rv) {
			return rv, nil
		}
	}
	return nil, errNotFound
}

// mayRead hides pending reviews from all but their author.
func (c *call) mayRead(rv *review) bool { return rv.state != "PENDING" || rv.user == c.who.account() }

func (c *call) listReviews() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	var list []*review
	for _, rv := range p.reviews {
		if c.mayRead(rv) {
			list = append(list, rv)
		}
	}
	return page(c, list, func(rv *review) any { return c.t.reviewJSON(rv) }), nil
}

func (c *call) getReview() (reply, error) {
	rv, err := c.review()
	if err != nil {
		return reply{}, err
	}
	return reply{status: 200, body: c.t.reviewJSON(rv)}, nil
}

func (c *call) createReview() (reply, error) {
	p, err := c.pull()
	if err != nil {
		return reply{}, err
	}
	var in struct {
		CommitID string `json:"commit_id"`
		Body     string
		Event    string
		Comments []draftComment
	}
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	rv, err := c.t.addReview(p, c.who.account(), c.who.viaApp(), in.Event, in.Body, in.CommitID, in.Comments)
	if err != nil {
		return reply{}, err
	}
	return reply{status: 200, body: c.t.reviewJSON(rv)}, nil
}

func (c *call) submitReview() (reply, error) {
	rv, err := c.review()
	if err != nil {
		return reply{}, err
	}
	var in struct{ Body, Event string }
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	state, ok := reviewStates[in.Event]
	if !ok || in.Event == "" || rv.state != "PENDING" {
		return reply{}, unprocessable("Could not submit the review")
	}
	if rv.user == rv.pull.user && in.Event != "COMMENT" {
		return reply{}, unprocessable("Can not approve your own pull request")
	}
	rv.state, rv.body, rv.submitted = state, cmp.Or(in.Body, rv.body), c.now()
	c.t.announceReview(rv)
	return reply{status: 200, body: c.t.reviewJSON(rv)}, nil
}

func (c *call) editReview() (reply, error) {
	rv, err := c.review()
	if err != nil {
		return reply{}, err
	}
	var in struct{ Body string }
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if rv.user != c.who.account() {
		return reply{}, fail(http.StatusForbidden, "Resource not accessible by integration")
	}
	c.t.changeReview(rv, c.who.account(), in.Body)
	return reply{status: 200, body: c.t.reviewJSON(rv)}, nil
}

func (c *call) deleteReview() (reply, error) {
	rv, err := c.review()
	if err != nil {
		return reply{}, err
	}
	if rv.state != "PENDING" {
		return reply{}, unprocessable("Can not delete a non-pending pull request review")
	}
	p := rv.pull
	p.reviews = slices.DeleteFunc(p.reviews, func(r *review) bool { return r == rv })
	p.threads = slices.DeleteFunc(p.threads, func(th *thread) bool { return th.comments[0].review == rv })
	return reply{status: 200, body: c.t.reviewJSON(rv)}, nil
}

func (c *call) dismissReview() (reply, error) {
	rv, err := c.review()
	if err != nil {
		return reply{}, err
	}
	var in struct{ Message, Event string }
	if err := c.decode(&in); err != nil {
		return reply{}, err
	}
	if in.Message == "" {
		return reply{}, invalid("PullRequestReview", "message", "missing_field", "")
	}
	if who := c.who.account(); c.who.installation == nil && !atLeast(c.t.permission(c.repo, who), "write") {
		return reply{}, fail(http.StatusForbidden, "Must have write access to repository.")
	}
	if err := c.t.dismiss(rv, c.who.account(), in.Message); err != nil {
		return reply{}, err
	}
	return reply{status: 200, body: c.t.reviewJSON(rv)}, nil
}
