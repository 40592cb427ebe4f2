package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/palantir/go-githubapp/githubapp"

	"github.com/sekisho/sekisho/server/queue"
)

// Actions are the events that are handled, and of each the actions that lead to an evaluation. The
// App's manifest subscribes to exactly these events; an empty list means that every action does, or
// that the event has none.
var Actions = map[string][]string{
	"pull_request":              {"opened", "synchronize", "reopened", "edited", "ready_for_review", "converted_to_draft", "closed"},
	"pull_request_review":       {"submitted", "dismissed", "edited"},
	"check_run":                 {"rerequested", "requested_action"},
	"check_suite":               {"requested", "rerequested"},
	"membership":                {"added", "removed"},
	"merge_group":               {"checks_requested", "destroyed"},
	"push":                      {},
	"installation":              {"created", "unsuspend", "new_permissions_accepted"},
	"installation_repositories": {"added"},
	"ping":                      {},
}

// finding is what a handler makes of a payload.
type finding struct {
	self       string
	own        bool
	action     string
	repository string
	targets    []queue.Target
	retargeted int
	at         time.Time
}

type findingKey struct{}

// eventHandler finds the targets of every event that Sekisho handles.
type eventHandler struct{}

var _ githubapp.EventHandler = eventHandler{}

// Handles implements githubapp.EventHandler.
func (eventHandler) Handles() []string {
	events := make([]string, 0, len(Actions))
	for event := range Actions {
		events = append(events, event)
	}
	return events
}

// payload is the little that is read of a payload: names and numbers to ask the API about.
type payload struct {
	Action string `json:"action"`
	Sender struct {
		Login string `json:"login"`
		Type  string `json:"type"`
	} `json:"sender"`
	Repository   *repository `json:"repository"`
	Installation struct {
		ID int64 `json:"id"`
	} `json:"installation"`
	PullRequest *struct {
		Number  int       `json:"number"`
		Updated time.Time `json:"updated_at"`
	} `json:"pull_request"`
	Changes struct {
		Base json.RawMessage `json:"base"`
	} `json:"changes"` // of an edited pull request
	CheckRun   *check `json:"check_run"`
	CheckSuite *check `json:"check_suite"`
	Reason     string `json:"reason"` // of a merge group that was destroyed
	Team       struct {
		Slug string `json:"slug"`
	} `json:"team"` // of a membership
	Organization struct {
		Login string `json:"login"`
	} `json:"organization"`
	MergeGroup *struct {
		HeadSHA string `json:"head_sha"`
		HeadRef string `json:"head_ref"`
		BaseRef string `json:"base_ref"`
	} `json:"merge_group"`
	Ref               string       `json:"ref"` // of a push
	Deleted           bool         `json:"deleted"`
	Repositories      []repository `json:"repositories"`
	RepositoriesAdded []repository `json:"repositories_added"`
}

type repository struct {
	FullName string `json:"full_name"`
}

type check struct {
	HeadSHA      string `json:"head_sha"`
	ExternalID   string `json:"external_id"`
	PullRequests []struct {
		Number int `json:"number"`
		Base   struct {
			Repo struct {
				URL string `json:"url"`
			} `json:"repo"`
		} `json:"base"`
	} `json:"pull_requests"`
}

var (
	fullName    = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$`)
	accountName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,100}$`)
	objectID    = regexp.MustCompile(`^[0-9a-f]{40}([0-9a-f]{24})?$`)
)

// Handle implements githubapp.EventHandler: it writes what it finds into the finding of the context.
func (eventHandler) Handle(ctx context.Context, event, _ string, body []byte) error {
	found, ok := ctx.Value(findingKey{}).(*finding)
	if !ok {
		return errors.New("the handler runs outside of the scheduler")
	}
	var p payload
	if err := json.Unmarshal(body, &p); err != nil {
		return fmt.Errorf("decode %s payload: %w", event, err)
	}
	found.action = p.Action
	if p.Repository != nil {
		if !fullName.MatchString(p.Repository.FullName) {
			return fmt.Errorf("%s payload: repository.full_name is not owner/name", event)
		}
		found.repository = p.Repository.FullName
	}
	if found.self != "" && p.Sender.Type == "Bot" && strings.EqualFold(p.Sender.Login, found.self) {
		found.own = true
		return nil
	}
	if !wanted(event, p.Action) {
		return nil
	}
	targets, err := p.targets(event)
	if err != nil {
		return fmt.Errorf("%s payload: %w", event, err)
	}
	found.targets = targets
	if base := p.Changes.Base; event == "pull_request" && len(base) > 0 && string(base) != "null" {
		found.retargeted, found.at = p.PullRequest.Number, p.PullRequest.Updated
		if found.at.IsZero() {
			found.at = time.Now()
		}
	}
	return nil
}

func wanted(event, action string) bool {
	actions := Actions[event]
	if len(actions) == 0 {
		return true
	}
	for _, a := range actions {
		if a == action {
			return true
		}
	}
	return false
}

// targets says what a payload whose action is handled asks to evaluate.
func (p *payload) targets(event string) ([]queue.Target, error) {
	switch event {
	case "ping":
		return nil, nil
	case "installation":
		return p.inRepositories(p.Repositories)
	case "installation_repositories":
		return p.inRepositories(p.RepositoriesAdded)
	case "membership":
		if p.Team.Slug == "" {
			return nil, nil // the team is gone
		}
		if !accountName.MatchString(p.Organization.Login) || !accountName.MatchString(p.Team.Slug) {
			return nil, errors.New("organization.login or team.slug is no name")
		}
		return []queue.Target{{Kind: queue.Team, Repository: p.Organization.Login, Ref: p.Team.Slug, Installation: p.Installation.ID}}, nil
	}
	if p.Repository == nil {
		return nil, errors.New("no repository")
	}
	switch event {
	case "pull_request", "pull_request_review":
		if p.PullRequest == nil || p.PullRequest.Number <= 0 {
			return nil, errors.New("no pull_request.number")
		}
		return []queue.Target{p.pull(p.PullRequest.Number)}, nil
	case "check_run":
		return p.ofCheck(p.CheckRun, true)
	case "check_suite":
		// A suite is requested for every push; the pull request's own event says the same.
		return p.ofCheck(p.CheckSuite, p.Action == "rerequested")
	case "merge_group":
		if p.MergeGroup == nil || !objectID.MatchString(p.MergeGroup.HeadSHA) {
			return nil, errors.New("no merge_group.head_sha")
		}
		if p.Action == "destroyed" && p.Reason == "merged" {
			return nil, nil // the push of the base branch tells of it
		}
		target := p.target(queue.MergeGroup)
		target.SHA = p.MergeGroup.HeadSHA
		target.Ref = strings.TrimPrefix(p.MergeGroup.BaseRef, "refs/heads/")
		target.HeadRef = strings.TrimPrefix(p.MergeGroup.HeadRef, "refs/heads/")
		return []queue.Target{target}, nil
	case "push":
		branch, ok := strings.CutPrefix(p.Ref, "refs/heads/")
		if !ok || p.Deleted {
			return nil, nil // a tag, or a branch that is gone
		}
		target := p.target(queue.Branch)
		target.Ref = branch
		return []queue.Target{target}, nil
	}
	return nil, fmt.Errorf("event %q is handled but has no targets", event)
}

// ofCheck says which pull requests a check run or suite is about. GitHub leaves its list empty for
// pull requests from forks; then a check run of ours names its pull request itself, and otherwise
// all whose head is the commit are looked up.
func (p *payload) ofCheck(c *check, lookUp bool) ([]queue.Target, error) {
	if c == nil || !objectID.MatchString(c.HeadSHA) {
		return nil, errors.New("no head_sha")
	}
	targets, err := p.pullsOf(c, lookUp)
	for i := range targets {
		targets[i].Rewrite = p.Action != "requested"
	}
	return targets, err
}

func (p *payload) pullsOf(c *check, lookUp bool) ([]queue.Target, error) {
	var targets []queue.Target
	for _, pull := range c.PullRequests {
		// The list also holds pull requests of other repositories of the same network.
		if url := pull.Base.Repo.URL; url != "" && !strings.HasSuffix(strings.ToLower(url), "/repos/"+strings.ToLower(p.Repository.FullName)) {
			continue
		}
		if pull.Number > 0 {
			targets = append(targets, p.pull(pull.Number))
		}
	}
	if len(targets) > 0 {
		return targets, nil
	}
	if number, ok := PullRequestOf(c.ExternalID); ok {
		return []queue.Target{p.pull(number)}, nil
	}
	if !lookUp {
		return nil, nil
	}
	target := p.target(queue.Commit)
	target.SHA = c.HeadSHA
	return []queue.Target{target}, nil
}

func (p *payload) inRepositories(repositories []repository) ([]queue.Target, error) {
	var targets []queue.Target
	for _, r := range repositories {
		if !fullName.MatchString(r.FullName) {
			return nil, errors.New("full_name of a repository is not owner/name")
		}
		targets = append(targets, queue.Target{Kind: queue.Repository, Repository: r.FullName, Installation: p.Installation.ID})
	}
	return targets, nil
}

func (p *payload) target(kind queue.Kind) queue.Target {
	return queue.Target{Kind: kind, Repository: p.Repository.FullName, Installation: p.Installation.ID}
}

func (p *payload) pull(number int) queue.Target {
	target := p.target(queue.PullRequest)
	target.Number = number
	return target
}

// ExternalID is the external id of a pull request's check runs, and [PullRequestOf] its inverse.
func ExternalID(number int) string { return "pull-request-" + strconv.Itoa(number) }

// PullRequestOf returns the number in an external id.
func PullRequestOf(externalID string) (number int, ok bool) {
	digits, ok := strings.CutPrefix(externalID, "pull-request-")
	if !ok {
		return 0, false
	}
	number, err := strconv.Atoi(digits)
	return number, err == nil && number > 0
}
