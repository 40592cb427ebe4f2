// Package gate gathers what the gate's policy has to know (base branch, approvals, who wrote the
// commits) and asks it what becomes of a verdict.
//
// A verdict and GitHub's answers come in, the gate's outcome goes out. The package decides nothing
// itself; whatever is odd or failed is an error, and never green.
package gate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/platform"
	"github.com/sekisho/sekisho/server/github"
)

// Engine is the policy that decides.
type Engine interface {
	Gate(ctx context.Context, input *decision.GateInput) (*decision.Gate, error)
}

// People tells about reviewers and authors. It is github.Repository.
type People interface {
	Opinions(ctx context.Context, number int) ([]github.Opinion, error)
	Membership(ctx context.Context, teams []string, login string) (string, error)
	Contributors(ctx context.Context, pull *github.Pull) (*github.Contributors, error)
	BaseChanged(ctx context.Context, number int) (time.Time, error)
}

// Memory remembers since when a pull request has had its base branch, and since when its head has come to
// the content that it comes to.
type Memory interface {
	Base(ctx context.Context, repository string, number int) (base string, since time.Time, ok bool, err error)
	PutBase(ctx context.Context, repository string, number int, base string, since time.Time) (time.Time, error)
	Content(ctx context.Context, repository string, number int, head string) (content string, since time.Time, ok bool, err error)
	PutContent(ctx context.Context, repository string, number int, head, content string, since time.Time) error
}

// Judged is what was judged of a pull request.
type Judged struct {
	Verdict decision.Verdict
	// Meaning identifies what the merge result means, as far as it is known; empty where it is not. Tree
	// identifies its bytes: another program or catalogue may see another meaning in the same.
	Meaning, Tree string
}

// Outcome is what came out, and on what grounds.
type Outcome struct {
	Input *decision.GateInput
	Gate  decision.Gate
	// ContributorsUnknown says why it is not known who wrote the commits; then no approval counts.
	ContributorsUnknown string
	// OtherBase are the logins whose approval was given before the pull request was seen with its base
	// branch, OtherContent those whose approval was given before it came to what it comes to now.
	OtherBase, OtherContent map[string]bool
}

// Gate asks the policy.
type Gate struct {
	engine Engine
	config *platform.Config
	memory Memory
	heard  heard
}

// New returns a Gate.
func New(engine Engine, config *platform.Config, memory Memory) *Gate {
	return &Gate{engine: engine, config: config, memory: memory}
}

// Pull judges a pull request whose content was judged. An error means that GitHub or the policy did not
// answer, and that it should be tried again.
func (g *Gate) Pull(ctx context.Context, people People, pull *github.Pull, judged Judged) (*Outcome, error) {
	o := &Outcome{OtherBase: map[string]bool{}, OtherContent: map[string]bool{}, Input: &decision.GateInput{
		Verdict: judged.Verdict, Base: pull.Base, Environment: g.environment(pull.Base),
		PullRequest: decision.PullRequest{Author: pull.Author.Login, Head: pull.Head, Draft: pull.Draft},
		Approvals:   []decision.Approval{},
	}}
	base, err := g.sinceBase(ctx, pull)
	if err != nil {
		return nil, err
	}
	content, err := g.sinceContent(ctx, pull, judged)
	if err != nil {
		return nil, err
	}
	// Approvals change nothing about what is allowed or denied; they are not asked for in vain.
	if judged.Verdict == decision.Review && o.Input.Environment.Review != "none" && o.Input.Environment.Configured {
		if err := g.approvals(ctx, people, pull, base, content, o); err != nil {
			return nil, err
		}
	}
	if err := g.ask(ctx, o); err != nil {
		return nil, err
	}
	return o, nil
}

// Group judges a merge group's content. Approvals belong to pull requests, so it has none.
func (g *Gate) Group(ctx context.Context, base, head string, verdict decision.Verdict) (*Outcome, error) {
	o := &Outcome{Input: &decision.GateInput{
		Verdict: verdict, Base: base, Environment: g.environment(base), MergeGroup: true,
		PullRequest: decision.PullRequest{Head: head}, Approvals: []decision.Approval{},
	}}
	if err := g.ask(ctx, o); err != nil {
		return nil, err
	}
	return o, nil
}

// Again asks what becomes of another verdict on what the gate was asked before, on the environment as it is
// configured now.
func (g *Gate) Again(ctx context.Context, before *decision.GateInput, verdict decision.Verdict) (decision.Gate, error) {
	input := *before
	input.Verdict, input.Environment = verdict, g.environment(before.Base)
	o := &Outcome{Input: &input}
	err := g.ask(ctx, o)
	return o.Gate, err
}

func (g *Gate) environment(base string) decision.Environment {
	e, ok := g.config.Environments[base]
	return decision.Environment{Name: e.Name, Review: e.Review, Configured: ok}
}

// sinceBase says from when on the pull request was seen with its base branch, by GitHub's clock: an
// approval belongs to the base it was given on, and a base branch may change without a commit. GitHub
// tells of a pull request only which base it has now, and when anything about it last changed: what
// was said before that, when it is first seen with this base, has to be said again. Of one that was never seen
// it is asked for its history: see sure.
func (g *Gate) sinceBase(ctx context.Context, pull *github.Pull) (time.Time, error) {
	key := strings.ToLower(pull.Repository)
	base, since, known, err := g.memory.Base(ctx, key, pull.Number)
	if err != nil {
		return time.Time{}, err
	}
	if known && base == pull.Base {
		return since, nil
	}
	if known {
		// Times are in seconds: what was said within that of the change may have been before it.
		since = pull.Updated.Add(time.Second)
	} else {
		since = pull.Created
	}
	if known || pull.Updated.Equal(pull.Created) {
		g.heard.all(pull)
	}
	return g.memory.PutBase(ctx, key, pull.Number, pull.Base, since)
}

// sinceContent says from when on the pull request's head was seen to come to the content that it comes to
// now. A head that does not change may come to something else when the base branch moves, and who approved it
// saw the other. Of a head that is seen for the first time it is only known that it has come to this since GitHub
// merged it for a test, which it does anew when the base branch has moved.
func (g *Gate) sinceContent(ctx context.Context, pull *github.Pull, judged Judged) (time.Time, error) {
	key, now := strings.ToLower(pull.Repository), judged.Meaning+" "+judged.Tree
	before, since, known, err := g.memory.Content(ctx, key, pull.Number, pull.Head)
	if err != nil || known && before == now {
		return since, err
	}
	meaning, tree, _ := strings.Cut(before, " ")
	if !known {
		since = pull.MergeMade
	}
	if same := meaning != "" && meaning == judged.Meaning || tree != "" && tree == judged.Tree; known && !same {
		since = pull.Updated.Add(time.Second)
	}
	return since, g.memory.PutContent(ctx, key, pull.Number, pull.Head, now, since)
}

func (g *Gate) approvals(ctx context.Context, people People, pull *github.Pull, base, content time.Time, o *Outcome) error {
	var opinions []github.Opinion
	var contributors *github.Contributors
	group, inner := errgroup.WithContext(ctx)
	group.Go(func() (err error) { opinions, err = people.Opinions(inner, pull.Number); return err })
	// Who wrote the commits is asked for before there is an approval: when it comes, the answer is
	// there and costs no request.
	group.Go(func() (err error) { contributors, err = people.Contributors(inner, pull); return err })
	if err := group.Wait(); err != nil {
		return err
	}
	o.ContributorsUnknown = contributors.Unknown
	if slices.ContainsFunc(opinions, func(o github.Opinion) bool {
		return o.State == "approved" && o.Commit == pull.Head && !o.At.Before(base)
	}) {
		var err error
		if base, err = g.sure(ctx, people, pull, base); err != nil {
			return err
		}
	}
	for _, opinion := range opinions {
		membership := github.MembershipUnknown
		if opinion.State != "dismissed" && opinion.User.Type == "User" {
			var err error
			if membership, err = people.Membership(ctx, g.config.Reviewers.Teams, opinion.User.Login); err != nil {
				return err
			}
		}
		onBase, onContent := !opinion.At.Before(base), !opinion.At.Before(content)
		if opinion.State == "approved" {
			o.OtherBase[opinion.User.Login] = !onBase
			o.OtherContent[opinion.User.Login] = !onContent && onBase && opinion.Commit == pull.Head
		}
		o.Input.Approvals = append(o.Input.Approvals, decision.Approval{
			Login: opinion.User.Login, State: opinion.State, UserType: opinion.User.Type, Membership: membership,
			Author:      opinion.User.ID == pull.Author.ID,
			Contributor: contributors.Unknown != "" || contributors.Has(opinion.User),
			OnHead:      opinion.Commit == pull.Head && opinion.Commit != "" && onBase && onContent,
		})
	}
	return nil
}

// ask puts the input before the policy. Whatever is not a clear answer is an error.
func (g *Gate) ask(ctx context.Context, o *Outcome) error {
	answer, err := g.engine.Gate(ctx, o.Input)
	if err != nil {
		return fmt.Errorf("ask the gate's policy: %w", err)
	}
	if answer == nil || !slices.Contains([]decision.Conclusion{decision.Success, decision.Pending, decision.Failure}, answer.Conclusion) {
		return errors.New("ask the gate's policy: it gave no conclusion")
	}
	o.Gate = *answer
	return nil
}
