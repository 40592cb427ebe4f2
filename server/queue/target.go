// Package queue is the durable inbox and the queue of evaluations: a delivery and its jobs are
// written in one transaction before GitHub gets its answer, and every target is evaluated after the
// last delivery that asked for it, never twice at the same time.
//
// Deliveries come in with the targets they are about; calls of a [Runner] go out. It talks to no
// one but the database, and does not know what an evaluation is.
package queue

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Kind says what a target is.
type Kind string

// The kinds. Only PullRequest and MergeGroup are evaluated; the others are looked up and become
// pull requests.
const (
	PullRequest Kind = "pull_request" // Number
	MergeGroup  Kind = "merge_group"  // SHA, Ref is the base branch, HeadRef the group's branch
	Branch      Kind = "branch"       // Ref: all open pull requests whose base it is
	Commit      Kind = "commit"       // SHA: all open pull requests whose head it is
	Repository  Kind = "repository"   // all open pull requests whose evaluation is not up to date
	Team        Kind = "team"         // Ref is a team of the organization in Repository: what its members said
)

// Target is something to evaluate. It says which, never what: no field is a claim on which a
// decision may rest.
type Target struct {
	Kind         Kind   `json:"kind"`
	Repository   string `json:"repository"`   // owner/name; of a team the owner
	Installation int64  `json:"installation"` // where to look first; 0 when not known
	Number       int    `json:"number,omitempty"`
	SHA          string `json:"sha,omitempty"`
	Ref          string `json:"ref,omitempty"`
	HeadRef      string `json:"head_ref,omitempty"`
	// Rewrite asks that the check be written even when it says what it said: somebody asked for it to
	// run again, and GitHub shows its suite as queued until something is written.
	Rewrite  bool   `json:"rewrite,omitempty"`
	Delivery string `json:"delivery,omitempty"` // the last delivery that asked, for logs
}

// Key is the same for targets that are evaluated together. GitHub's names ignore case.
func (t Target) Key() string {
	which := ""
	switch t.Kind {
	case PullRequest:
		which = fmt.Sprint(t.Number)
	case MergeGroup, Commit:
		which = t.SHA
	case Branch, Team:
		which = t.Ref
	}
	return fmt.Sprintf("%s %s %s", t.Kind, strings.ToLower(t.Repository), which)
}

// Delivery is a webhook delivery that was verified.
type Delivery struct {
	ID         string
	Event      string
	Action     string
	Repository string
	Targets    []Target
	// Retargeted is the pull request whose base branch the delivery tells to have changed; 0 for none. When
	// the evaluation comes it may have changed back, and nothing that GitHub says tells of it.
	Retargeted int
	At         time.Time // when that was, by GitHub's clock
}

// Attempt says how often a target has been tried since it last ended well.
type Attempt struct {
	Number int // from 1
	Last   bool
}

// Runner evaluates a target.
type Runner interface {
	// Run evaluates the target from what GitHub's API says now. An error makes the queue try again
	// later; an error with a method RetryAfter() time.Duration says when.
	Run(ctx context.Context, target Target, attempt Attempt) error
}

// Inbox takes deliveries.
type Inbox interface {
	// Accept records a delivery and makes sure that its targets are evaluated after now, in one
	// transaction. It returns false for a delivery that was accepted before; when that one is not
	// finished its jobs are made sure of again, and nothing runs twice.
	Accept(ctx context.Context, delivery Delivery) (fresh bool, err error)
	// Enqueue makes sure that targets are evaluated after now.
	Enqueue(ctx context.Context, targets ...Target) error
}

// retryAfter is implemented by errors that know when to try again.
type retryAfter interface{ RetryAfter() time.Duration }
