package github

import "fmt"

// catalogue holds every sentence that Sekisho publishes on GitHub, by key: a second language is a
// second catalogue. Arguments are numbered where a language may want another order. Whatever comes
// from outside is put into code spans before it gets here.
type catalogue map[string]string

func (c catalogue) say(key string, arguments ...any) string {
	sentence, ok := c[key]
	if !ok {
		// Never an empty title: a key that is missing is at least readable.
		return key
	}
	if len(arguments) == 0 {
		return sentence // the caller may fill it in later
	}
	return fmt.Sprintf(sentence, arguments...)
}

// has says whether a key that is made from a value, such as a reason, has a sentence.
func (c catalogue) has(key string) bool { _, ok := c[key]; return ok }

var english = catalogue{
	// Titles of the check, by reason. Plain text: who must do what.
	"title.proved":            "Proved: this change can only launch pods of %[1]s",
	"title.approved":          "Approved by %[1]s",
	"title.no-review-needed":  "Nothing to fix here; on %[1]s an SRE will have to review it",
	"title.no-review-nowhere": "Nothing to fix, no review is required on this branch",
	"title.waits-for-review":  "A member of %[1]s must approve: %[2]s",
	"title.waits-objection":   "A member of %[1]s asked for changes",
	"title.denied":            "The author must fix %[1]s",
	"title.unconfigured-base": "SRE must configure the base branch, or the author choose another",
	"title.conflict":          "The author must resolve the conflict with the base branch",
	"title.no-tenant":         "SRE must add this repository to a tenant",
	"title.error":             "Could not be evaluated; Sekisho tries again by itself",
	"title.group-waits":       "A pull request in this merge group is not approved: %[1]s",
	"title.group-approved":    "Every pull request in this merge group is approved",

	"title.left":    "This commit is not judged now: no open pull request has it for its head",
	"title.on-base": "SRE must look at %[1]s: it holds what was neither proved nor approved",

	"count.findings.one":  "1 finding",
	"count.findings.many": "%d findings",
	"count.review.one":    "1 finding to look at",
	"count.review.many":   "%d findings to look at",
	"count.review.none":   "the change is not proved",

	// What the check and the summary comment say.
	"lead.proved":            "Every file of this change was read, and all it can do is launch %[1]s's own pods. No one has to review it for the platform.",
	"lead.proved-templates":  "Every PodTemplate of this change was read, and all that a DAG can do with them is launch %[1]s's own pods. Nothing else of the repository is looked at. No one has to review it for the platform.",
	"lead.approved":          "The change was not proved, and %[1]s approved exactly this commit.",
	"lead.no-review-needed":  "Nothing here breaks the platform's rules, so nothing blocks this branch. **Forecast:** on %[1]s a member of %[2]s will have to approve the same change, for the reasons below.",
	"lead.no-review-nowhere": "Nothing here breaks the platform's rules, and this branch requires no review.",
	"lead.waits-for-review":  "Nothing here is known to break the platform's rules, but it could not be proved either. A member of %[1]s has to look at what is listed below and approve this commit.",
	"lead.denied":            "This change breaks rules of the platform. It stays red until they are kept; an approval does not change that.",
	"lead.unconfigured-base": "The base branch %[1]s is no environment in `sekisho.yml`, so it is not known what merging deploys to. SRE can add it under `environments`; until then nothing turns green here.",
	"lead.conflict":          "GitHub cannot merge this pull request, so there is no merge result to judge. Merge or rebase onto %[1]s, resolve the conflict and push.",
	"lead.no-tenant":         "The repository %[1]s belongs to no tenant: nothing in `sekisho.yml` names it as `dag_repository` or as an application's `repository`. SRE can add it there, or remove the App from it.",
	"lead.error":             "The evaluation failed, and is tried again by itself. Nothing is green until it succeeds. If this stays, press **Re-evaluate** and tell SRE: %[1]s",
	"lead.group-waits":       "The merge group's content was not proved, so each of its pull requests needs its own approval: %[1]s",
	"lead.group-approved":    "The merge group's content was not proved, and each of its pull requests is approved on its own: %[1]s",

	"lead.left":            "The pull request or merge group that this commit was judged for went on to another commit or another base branch, was closed or squashed, or left the queue, and what this commit would come to on %[1]s is not looked after any more. It is judged anew as soon as an open pull request has it for its head.",
	"lead.on-base":         "%[1]s was looked over after it moved: pull requests that merge one after the other may come to what nobody has judged, and who may bypass the protection can push anything. What is listed below is on the branch, and is deployed. A member of %[2]s has to look at it, and to revert it or let it be.",
	"lead.on-base-because": "Why: %[1]s.",

	"head.read":      "### What was read",
	"head.pods":      "### Pods that the changed files can launch, before → after",
	"head.denied":    "### To be fixed",
	"head.review":    "### What an SRE must look at",
	"head.warn":      "### Worth knowing",
	"head.unjudged":  "### In files that this change does not touch",
	"head.approvals": "### Approvals",

	"read.files":      "%[1]d of %[2]d files read at %[3]s (merge of %[4]s into %[5]s), policy %[6]s.",
	"read.changed":    "%[1]d added, %[2]d changed, %[3]d removed.",
	"read.elsewhere":  "%[1]d others lie outside of the template folder and are not looked at.",
	"read.short":      "%[1]d of %[2]d files read, policy %[3]s.",
	"read.incomplete": "**Not complete:** some of the content could not be read, so nothing is proved.",

	"pods.columns": "| | DAG | Task | Namespace | Template | Where |\n| --- | --- | --- | --- | --- | --- |\n",
	"pod.added":    "added",
	"pod.removed":  "removed",
	"pod.changed":  "changed",
	"pod.same":     "as before",
	"pod.unknown":  "",
	"pod.nothing":  "nothing",
	"pods.none":    "None.",
	"pods.more":    "… and %d more pods.",

	"findings.more":     "… and %d more; they are annotations of the check.",
	"findings.unjudged": "These do not count for this pull request.",
	"finding.line":      "line %d",
	"finding.fix":       "**Fix:** %[1]s",
	"severity.deny":     "must be fixed",
	"severity.review":   "an SRE must look at it",
	"severity.warn":     "worth knowing",

	"approvals.columns":            "| Reviewer | Counts | Why |\n| --- | --- | --- |\n",
	"approvals.none":               "None yet. A member of %[1]s can approve this commit.",
	"approvals.yes":                "yes",
	"approvals.no":                 "no",
	"approvals.more":               "… and %d more reviewers.",
	"approval.counted":             "approved this commit, is a member of %[1]s and had no hand in it",
	"approval.not-member":          "is not an active member of %[1]s",
	"approval.membership-unknown":  "it could not be read whether they are a member of %[1]s: the App needs the organization permission *Members: read*",
	"approval.author":              "opened this pull request",
	"approval.contributor":         "has a hand in its commits",
	"approval.contributor-unknown": "it is not known who wrote the commits: %[1]s. Link the address to an account, or amend the commit, and approve again",
	"approval.old-commit":          "was given on an earlier commit; approve again on the current one",
	"approval.other-base":          "was given before this pull request was evaluated for %[1]s; approve again",
	"approval.other-content":       "was given before what would be merged changed with the base branch; approve again",
	"approval.not-human":           "is not a person",
	"approval.changes-requested":   "asked for changes",
	"approval.dismissed":           "was dismissed",
	"approval.not-an-approval":     "is not an approval",

	"unguarded.not-required":           "**SRE:** this check does not guard %[1]s: %[2]s is not required there, so anything can be merged. Require it, with this App as its expected source.",
	"unguarded.not-bound":              "**SRE:** this check does not guard %[1]s: whoever may write statuses can write a green %[2]s. Require it with this App as its expected source.",
	"unguarded.not-for-administrators": "**SRE:** this check does not guard %[1]s against administrators: its protection does not include them.",
	"unguarded.not-up-to-date":         "**SRE:** this check does not guard %[1]s against pull requests that merge at once: require branches to be up to date, or use a merge queue.",

	"summary.title.success": "Sekisho: green for %[1]s",
	"summary.title.pending": "Sekisho: waiting, for %[1]s",
	"summary.title.failure": "Sekisho: red for %[1]s",
	"summary.details":       "[Details and all findings](%[1]s)",
	"summary.counts":        "<sub>Who may write here can edit this comment; what counts is the check %[1]s.</sub>",

	"review.body.one":  "Sekisho found 1 thing on a changed line.",
	"review.body.many": "Sekisho found %d things on changed lines.",

	"inline.fixed":    "**Fixed**",
	"inline.fixed-by": "as of %[1]s.",

	"action.label":       "Re-evaluate",
	"action.description": "Read and judge this pull request again",
}

// texts is the catalogue in use.
var texts = english

// count says how many there are of something, in the form that the number wants.
func count(key string, n int) string {
	if n == 1 && texts.has(key+".one") {
		return texts.say(key + ".one")
	}
	if n == 0 && texts.has(key+".none") {
		return texts.say(key + ".none")
	}
	return texts.say(key+".many", n)
}
