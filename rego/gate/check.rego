# METADATA
# title: Gate
# description: |
#   Turns the verdict into the check of one base branch. A base that the configuration does not name
#   stays pending; a denied change fails whatever the approvals; where review is required, a change
#   that was not proved waits for an approval that counts.
package sekisho.gate.check

gate := {
	"conclusion": outcome.conclusion,
	"reason": outcome.reason,
	"forecast": forecast,
	"approvals": judged,
}

default outcome := {"conclusion": "pending", "reason": "error"}

outcome := {"conclusion": "pending", "reason": "unconfigured-base"} if not input.environment.configured

outcome := {"conclusion": "failure", "reason": "denied"} if {
	input.environment.configured
	input.verdict == "deny"
}

outcome := {"conclusion": "success", "reason": "proved"} if {
	input.environment.configured
	input.verdict == "allow"
}

outcome := {"conclusion": "success", "reason": "no-review-needed"} if {
	input.environment.configured
	input.environment.review == "none"
	to_review
}

outcome := {"conclusion": "success", "reason": "approved"} if {
	input.environment.configured
	input.environment.review != "none"
	to_review
	approved
}

outcome := {"conclusion": "pending", "reason": "waits-for-review"} if {
	input.environment.configured
	input.environment.review != "none"
	to_review
	not approved
}

# A verdict that is neither allow nor deny, whatever word it is, is a review.
to_review if not input.verdict in {"allow", "deny"}

default forecast := false

forecast if {
	input.environment.configured
	input.environment.review == "none"
	to_review
}

approved if {
	some judgement in judged
	judgement.counted
	count(objections) == 0
}

# objections are requests for changes by whoever may be a member of the reviewers' teams. Authors and
# contributors may object too, and an unknown membership counts: both only make the gate stricter.
objections contains approval.login if {
	some approval in input.approvals
	approval.state == "changes_requested"
	approval.membership != "none"
}

judged := [judgement |
	some approval in input.approvals
	reason := reason_of(approval)
	judgement := {"login": approval.login, "counted": reason == "counted", "reason": reason}
]

# reason_of says why an approval counts or not: the first that applies. It counts only when each fact
# that it needs is there; one that is missing never helps.
reason_of(approval) := "dismissed" if approval.state == "dismissed"

else := "changes-requested" if approval.state == "changes_requested"

else := "not-an-approval" if not approval.state == "approved"

else := "not-human" if not approval.user_type == "User"

else := "not-member" if approval.membership == "none"

else := "membership-unknown" if not approval.membership == "active"

else := "author" if is_author(approval)

else := "contributor" if not approval.contributor == false

else := "old-commit" if not approval.on_head == true

else := "counted"

is_author(approval) if not approval.author == false

is_author(approval) if lower(approval.login) == lower(input.pull_request.author)
