package decision

// GateInput is the `input` of rego/gate: everything that turns a verdict into a check. Every claim
// in it was read from GitHub's API, none comes from a webhook.
type GateInput struct {
	Verdict     Verdict     `json:"verdict"`
	Base        string      `json:"base"` // branch name
	Environment Environment `json:"environment"`
	PullRequest PullRequest `json:"pull_request"`
	Approvals   []Approval  `json:"approvals"`
	// MergeGroup is set when a merge queue's commit is judged.
	MergeGroup bool `json:"merge_group"`
}

// Environment is the configuration's entry for the base branch.
type Environment struct {
	Name       string `json:"name"`
	Review     string `json:"review"` // required or none
	Configured bool   `json:"configured"`
}

// PullRequest is what the gate knows of the pull request.
type PullRequest struct {
	Author string `json:"author"` // login
	Head   string `json:"head"`   // commit sha
	Draft  bool   `json:"draft"`
}

// Approval is one reviewer's latest opinion: a later review by the same person replaces an
// earlier one, and a dismissal revives nothing.
type Approval struct {
	Login    string `json:"login"`
	State    string `json:"state"`     // approved, changes_requested, dismissed
	UserType string `json:"user_type"` // User, Bot, …
	// Membership in the reviewers' teams: active, none, or unknown when it could not be read.
	Membership  string `json:"membership"`
	Author      bool   `json:"author"`      // opened the pull request
	Contributor bool   `json:"contributor"` // wrote, committed or co-authored one of its commits
	OnHead      bool   `json:"on_head"`     // given on the current head commit
}

// Gate is the outcome: what the check run says.
type Gate struct {
	// Conclusion is success, pending or failure. Anything else counts as pending.
	Conclusion Conclusion `json:"conclusion"`
	// Reason is a stable word for the title: proved, approved, no-review-needed, waits-for-review,
	// denied, draft, unconfigured-base, error.
	Reason string `json:"reason"`
	// Forecast is set where review is not required here but would be on another base.
	Forecast  bool                `json:"forecast"`
	Approvals []ApprovalJudgement `json:"approvals"`
}

// Conclusion is the state of the check.
type Conclusion string

// The conclusions. Pending becomes `in_progress` on GitHub, never `neutral` or `skipped`.
const (
	Success Conclusion = "success"
	Pending Conclusion = "pending"
	Failure Conclusion = "failure"
)

// ApprovalJudgement says whether an approval counted, and why not.
type ApprovalJudgement struct {
	Login   string `json:"login"`
	Counted bool   `json:"counted"`
	// Reason is a stable word: counted, not-member, membership-unknown, author, contributor,
	// old-commit, not-human, changes-requested, dismissed.
	Reason string `json:"reason"`
}
