package github

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"
)

// Opinion is a reviewer's latest opinion.
type Opinion struct {
	User   User
	State  string // approved, changes_requested, dismissed
	Commit string // that was reviewed
	At     time.Time
}

// Opinions lists each reviewer's latest opinion, in the order of the reviewers' first ones. A later
// review replaces an earlier one; a comment is no opinion; a dismissed review is the reviewer's
// latest opinion where nothing came after it, so that a dismissal revives nothing.
func (r *Repository) Opinions(ctx context.Context, number int) ([]Opinion, error) {
	latest := map[int64]int{}
	var opinions []Opinion
	options := &gh.ListOptions{PerPage: 100}
	for {
		// GitHub lists reviews in the order in which they were made.
		reviews, resp, err := r.client.PullRequests.ListReviews(ctx, r.owner, r.repo, number, options)
		if err != nil {
			return nil, failed(err, fmt.Sprintf("list the reviews of #%d", number))
		}
		for _, review := range reviews {
			state := strings.ToLower(review.GetState())
			if review.User == nil || state != "approved" && state != "changes_requested" && state != "dismissed" {
				continue
			}
			opinion := Opinion{User: userOf(review.User), State: state, Commit: review.GetCommitID(), At: review.GetSubmittedAt().UTC()}
			place, ok := latest[opinion.User.ID]
			if !ok {
				place = len(opinions)
				latest[opinion.User.ID] = place
				opinions = append(opinions, Opinion{})
			}
			opinions[place] = opinion
		}
		if resp.NextPage == 0 {
			return opinions, nil
		}
		options.Page = resp.NextPage
	}
}

// Memberships in teams.
const (
	MembershipActive  = "active"
	MembershipNone    = "none"
	MembershipUnknown = "unknown" // could not be read
)

// Membership says whether a user is an active member of one of the teams of the repository's
// organization. GitHub counts members of a team's child teams as members.
// https://docs.github.com/en/rest/teams/members#get-team-membership-for-a-user
func (r *Repository) Membership(ctx context.Context, teams []string, login string) (string, error) {
	result := MembershipNone
	for _, team := range teams {
		membership, _, err := r.client.Teams.GetTeamMembershipBySlug(ctx, r.owner, team, login)
		switch {
		case err == nil:
			if membership.GetState() == "active" {
				return MembershipActive, nil
			}
		case notFound(err):
		case status(err) == http.StatusForbidden && !waits(failed(err, "")):
			result = MembershipUnknown // the App lacks the permission to read members
		default:
			return "", failed(err, fmt.Sprintf("read %s's membership in team %s", login, team))
		}
	}
	return result, nil
}

// Contributors are the people who had a hand in a pull request's commits.
type Contributors struct {
	// Unknown says why they could not all be told; empty when they could.
	Unknown string
	ids     map[int64]bool
	logins  map[string]bool // in lower case
	Logins  []string
}

// Has says whether a user is among them.
func (c *Contributors) Has(u User) bool {
	return c.ids[u.ID] || c.logins[strings.ToLower(u.Login)]
}

func (c *Contributors) add(id int64, login string) {
	if id != 0 {
		c.ids[id] = true
	}
	if key := strings.ToLower(login); key != "" && !c.logins[key] {
		c.logins[key] = true
		c.Logins = append(c.Logins, login)
	}
}

var (
	coAuthor = regexp.MustCompile(`(?im)^\s*co-authored-by\s*:\s*(.*?)\s*$`)
	address  = regexp.MustCompile(`<([^<>]*)>\s*$`)
	// noReply is the address by which GitHub lets an account write commits without its own.
	// https://docs.github.com/en/account-and-profile/reference/email-addresses-reference
	noReply = regexp.MustCompile(`^(?:(\d+)\+)?([A-Za-z0-9-]+(?:\[bot\])?)@users\.noreply\.github\.com$`)
)

// Contributors reads authors, committers and co-authors of all commits of a pull request, whichever
// parent they are reached through. An address that belongs to no account may be anybody's, also a
// reviewer's: then they are unknown.
func (r *Repository) Contributors(ctx context.Context, pull *Pull) (*Contributors, error) {
	c := &Contributors{ids: map[int64]bool{}, logins: map[string]bool{}}
	accounts := map[string]User{} // by address, of those that GitHub attributed
	var coAuthors []struct{ sha, line string }
	unknown := func(sha, what string) {
		if c.Unknown == "" {
			c.Unknown = fmt.Sprintf("%s of commit %.8s belongs to no GitHub account", what, sha)
		}
	}
	seen, ofHead := 0, false
	options := &gh.ListOptions{PerPage: 100}
	for {
		commits, resp, err := r.client.PullRequests.ListCommits(ctx, r.owner, r.repo, pull.Number, options)
		if err != nil {
			return nil, failed(err, fmt.Sprintf("list the commits of #%d", pull.Number))
		}
		for _, commit := range commits {
			seen++
			if commit.GetSHA() == pull.Head {
				ofHead = true
				if err := r.rememberCommit(ctx, commit); err != nil {
					return nil, err
				}
			}
			for _, person := range []struct {
				what      string
				user      *gh.User
				signature *gh.CommitAuthor
			}{
				{"the author's e-mail address", commit.Author, commit.GetCommit().GetAuthor()},
				{"the committer's e-mail address", commit.Committer, commit.GetCommit().GetCommitter()},
			} {
				if person.user.GetLogin() == "" {
					unknown(commit.GetSHA(), person.what)
					continue
				}
				c.add(person.user.GetID(), person.user.GetLogin())
				if email := strings.ToLower(person.signature.GetEmail()); email != "" {
					accounts[email] = userOf(person.user)
				}
			}
			for _, match := range coAuthor.FindAllStringSubmatch(commit.GetCommit().GetMessage(), -1) {
				coAuthors = append(coAuthors, struct{ sha, line string }{commit.GetSHA(), match[1]})
			}
		}
		if resp.NextPage == 0 {
			break
		}
		options.Page = resp.NextPage
	}
	for _, co := range coAuthors {
		email := ""
		if match := address.FindStringSubmatch(co.line); match != nil {
			email = strings.ToLower(strings.TrimSpace(match[1]))
		}
		if user, ok := accounts[email]; ok {
			c.add(user.ID, user.Login)
		} else if match := noReply.FindStringSubmatch(email); match != nil {
			id, _ := strconv.ParseInt(match[1], 10, 64)
			c.add(id, match[2])
		} else {
			unknown(co.sha, "a co-author's e-mail address")
		}
	}
	if seen != pull.Commits && c.Unknown == "" {
		// GitHub lists at most 250 commits of a pull request.
		c.Unknown = fmt.Sprintf("GitHub lists %d of the %d commits", seen, pull.Commits)
	}
	if !ofHead && c.Unknown == "" {
		// It was pushed over since it was read.
		c.Unknown = fmt.Sprintf("GitHub's list of commits is not that of commit %.8s", pull.Head)
	}
	return c, nil
}
