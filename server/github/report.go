package github

import (
	"fmt"
	"strings"

	"github.com/sekisho/sekisho/policy/decision"
)

// Report is the outcome of an evaluation, to be published.
type Report struct {
	Repository string
	Number     int    // of the pull request; 0 for a merge group; see also Nobody
	Base       string // branch
	Head       string // commit that gets the check
	Merge      string // commit that was read
	Tenant     string // namespace
	// Gate is the outcome. Where no content was judged its reason is one of the Reason constants.
	Gate     decision.Gate
	Decision *decision.Decision // nil where no content was judged
	// Before are the judgements of the same files on the base branch; nil where they are not known.
	Before []decision.FileResult
	// Snapshot is where findings are placed; nil where there is none.
	Snapshot *Snapshot
	// Reviewers are the teams whose approval counts, RequiredOn the base branches that ask for one.
	Reviewers  []string
	RequiredOn []string
	// ContributorsUnknown says why it is not known who wrote the commits.
	ContributorsUnknown string
	// OtherBase are the logins whose approval was given before it was evaluated for this base branch.
	OtherBase map[string]bool
	// OtherContent are the logins whose approval was given before the merge result became what it is.
	OtherContent map[string]bool
	Detail       string // of an error, or of the pull requests of a merge group
	// Again is set after a failed attempt: something may be published that was not recorded.
	Again bool
	// Rewrite makes the check be written even when it says what it said.
	Rewrite bool
	// Basis identifies what was judged, and by what; empty where the report says nothing of the content.
	Basis string
	// HeadRef is the branch of a merge group.
	HeadRef string
	// Unguarded says why the check does not guard the base branch; the Guard constants.
	Unguarded []string
}

// Reasons for outcomes in which the gate had no content to judge, and those of merge groups.
const (
	ReasonConflict      = "conflict"
	ReasonNoTenant      = "no-tenant"
	ReasonError         = "error"
	ReasonGroupWaits    = "group-waits"
	ReasonGroupApproved = "group-approved"
	ReasonOnBase        = "on-base"
	ReasonLeft          = "left"
)

// CheckName is the name of the check for a base branch. It carries the branch because a commit
// belongs to many pull requests: green for develop must never satisfy main.
func CheckName(base string) string { return "sekisho/" + base }

// BaseOf is the base branch of a check's name.
func BaseOf(check string) string { return strings.TrimPrefix(check, CheckName("")) }

// GitHub's limits for the texts of a check run, and for a comment: 65,535 bytes. Some room is left.
const (
	maxSummary = 60_000
	maxComment = 60_000
	maxTitle   = 200
	maxDetail  = 400 // of an error
	maxRows    = 50  // of one list in the check's summary
	maxBrief   = 10  // of one list in the summary comment
)

// findings are a decision's findings by what they ask for.
type findings struct {
	deny, review, warn []decision.Finding
	// unjudged are in files that the change does not touch; they do not count.
	unjudged []decision.Finding
}

func (r *Report) findings() findings {
	var f findings
	if r.Decision == nil {
		return f
	}
	type key struct{ path, identity string }
	unjudged := map[key]bool{}
	for i := range r.Decision.Files {
		if file := &r.Decision.Files[i]; !file.Judged {
			for j := range file.Findings {
				unjudged[key{file.Path, file.Findings[j].Identity}] = true
			}
		}
	}
	for _, finding := range r.Decision.Findings {
		switch {
		case unjudged[key{finding.Path, finding.Identity}]:
			f.unjudged = append(f.unjudged, finding)
		case finding.Severity == decision.SeverityDeny:
			f.deny = append(f.deny, finding)
		case finding.Severity == decision.SeverityWarn:
			f.warn = append(f.warn, finding)
		default:
			f.review = append(f.review, finding)
		}
	}
	return f
}

// counted are the findings that have a say in the verdict, and the warnings beside them.
func (f findings) counted() []decision.Finding {
	all := append([]decision.Finding{}, f.deny...)
	all = append(all, f.review...)
	return append(all, f.warn...)
}

func (r *Report) reviewers() string {
	if len(r.Reviewers) == 0 {
		return "the reviewers' team"
	}
	return strings.Join(r.Reviewers, " or ")
}

// approvers are the logins whose approval counted.
func (r *Report) approvers() []string {
	var logins []string
	for _, approval := range r.Gate.Approvals {
		if approval.Counted {
			logins = append(logins, approval.Login)
		}
	}
	return logins
}

// Title says who must do what. It is plain text.
func (r *Report) Title() string {
	f := r.findings()
	var title string
	switch reason := r.reason(); reason {
	case "proved":
		title = texts.say("title.proved", r.Tenant)
	case "approved":
		title = texts.say("title.approved", strings.Join(r.approvers(), ", "))
	case "no-review-needed":
		title = texts.say("title.no-review-needed", strings.Join(r.RequiredOn, ", "))
	case "waits-for-review":
		title = texts.say("title.waits-for-review", r.reviewers(), count("count.review", len(f.review)))
	case "waits-objection":
		title = texts.say("title.waits-objection", r.reviewers())
	case "denied":
		title = texts.say("title.denied", count("count.findings", len(f.deny)))
	case ReasonGroupWaits:
		title = texts.say("title.group-waits", r.Detail)
	case ReasonOnBase:
		title = texts.say("title.on-base", r.Base)
	default:
		title = texts.say("title." + reason)
	}
	return plain(title, maxTitle)
}

// reason is the gate's reason where there are sentences for it, and "error" where there are not: an
// answer that nobody knows how to explain is none.
func (r *Report) reason() string {
	reason := r.Gate.Reason
	switch {
	case reason == "no-review-needed" && len(r.RequiredOn) == 0:
		return "no-review-nowhere"
	case reason == "waits-for-review" && len(r.approvers()) > 0:
		return "waits-objection"
	case reason == "waits-objection" || texts.has("title."+reason):
		return reason
	}
	return ReasonError
}

// lead is the paragraph below the title, in Markdown.
func (r *Report) lead() string {
	reviewers := code(r.reviewers())
	switch reason := r.reason(); reason {
	case "proved":
		if r.Snapshot != nil && r.Snapshot.Elsewhere > 0 {
			return texts.say("lead.proved-templates", code(r.Tenant))
		}
		return texts.say("lead.proved", code(r.Tenant))
	case "approved":
		return texts.say("lead.approved", codes(r.approvers()))
	case "no-review-needed":
		return texts.say("lead.no-review-needed", codes(r.RequiredOn), reviewers)
	case "waits-for-review", "waits-objection":
		return texts.say("lead.waits-for-review", reviewers)
	case ReasonConflict, ReasonLeft, "unconfigured-base":
		return texts.say("lead."+reason, code(r.Base))
	case ReasonNoTenant:
		return texts.say("lead.no-tenant", code(r.Repository))
	case ReasonError:
		return texts.say("lead.error", codeOf(r.Detail, maxDetail))
	case ReasonGroupWaits, ReasonGroupApproved:
		return texts.say("lead."+reason, code(r.Detail))
	case ReasonOnBase:
		lead := texts.say("lead.on-base", code(r.Base), code(r.reviewers()))
		if r.Detail != "" {
			lead += " " + texts.say("lead.on-base-because", codeOf(r.Detail, maxDetail))
		}
		return lead
	default:
		return texts.say("lead." + reason)
	}
}

func codes(values []string) string {
	spans := make([]string, len(values))
	for i, value := range values {
		spans[i] = code(value)
	}
	return strings.Join(spans, ", ")
}

// Summary is the check run's summary, in Markdown.
func (r *Report) Summary() string {
	p := &page{limit: maxSummary}
	p.addf("%s\n", r.lead())
	if r.Decision != nil {
		p.addf("\n%s\n\n%s", texts.say("head.read"), r.read())
		p.pods(r)
	}
	r.addFindings(p, maxRows)
	r.addApprovals(p)
	for _, problem := range r.Unguarded {
		p.addf("\n> %s\n", texts.say("unguarded."+problem, code(r.Base), code(CheckName(r.Base))))
	}
	return p.text.String()
}

// read says what was proved to have been read.
func (r *Report) read() string {
	d := r.Decision
	text := texts.say("read.files", d.Read, d.Total, code(shortSHA(r.Merge)), code(shortSHA(r.Head)), code(r.Base), code(shortSHA(d.PolicyDigest)))
	if s := r.Snapshot; s != nil {
		added, changed, removed := changes(s.base, s.merge)
		text += " " + texts.say("read.changed", added, changed, removed)
		if s.Elsewhere > 0 {
			text += " " + texts.say("read.elsewhere", s.Elsewhere)
		}
		if s.Incomplete != "" {
			text += "\n\n" + texts.say("read.incomplete") + " " + code(s.Incomplete)
		}
	}
	return text + "\n"
}

func shortSHA(sha string) string {
	if len(sha) > 7 {
		return sha[:7]
	}
	return sha
}

func (r *Report) addFindings(p *page, rows int) {
	f := r.findings()
	for _, part := range []struct {
		head string
		list []decision.Finding
	}{{"head.denied", f.deny}, {"head.review", f.review}, {"head.warn", f.warn}, {"head.unjudged", f.unjudged}} {
		if len(part.list) == 0 {
			continue
		}
		p.addf("\n%s\n\n", texts.say(part.head))
		if part.head == "head.unjudged" {
			p.addf("%s\n\n", texts.say("findings.unjudged"))
		}
		p.list(len(part.list), func(i int) string { return item(&part.list[i]) }, rows, texts.say("findings.more"))
	}
}

// item is a finding in a list.
func item(f *decision.Finding) string {
	where := ""
	if f.Path != "" {
		where = fmt.Sprintf(" %s %s", code(f.Path), texts.say("finding.line", f.Span.Start.Line))
	}
	text := fmt.Sprintf("- %s%s: %s", rule(f), where, prose(f.Message))
	if f.Fix != "" {
		text += "<br>" + texts.say("finding.fix", prose(f.Fix))
	}
	return text + "\n"
}

// rule names a finding's rule, with a link to its page where that is a plain web address: it comes
// from the policy, not from the pull request.
func rule(f *decision.Finding) string {
	name := strings.TrimSpace(f.Rule + " " + f.Name)
	if strings.HasPrefix(f.Docs, "https://") && !strings.ContainsAny(f.Docs, " ()<>\"\n`") {
		return fmt.Sprintf("[%s](%s)", code(name), f.Docs)
	}
	return code(name)
}

func (r *Report) addApprovals(p *page) {
	waits := r.Gate.Reason == "waits-for-review"
	if len(r.Gate.Approvals) == 0 && !waits {
		return
	}
	p.addf("\n%s\n\n", texts.say("head.approvals"))
	if len(r.Gate.Approvals) == 0 {
		p.addf("%s\n", texts.say("approvals.none", code(r.reviewers())))
		return
	}
	p.add(texts.say("approvals.columns"))
	p.list(len(r.Gate.Approvals), func(i int) string {
		approval := r.Gate.Approvals[i]
		counts := texts.say("approvals.no")
		if approval.Counted {
			counts = texts.say("approvals.yes")
		}
		return fmt.Sprintf("| %s | %s | %s |\n", cell(approval.Login), counts, r.why(approval))
	}, maxRows, texts.say("approvals.more"))
}

// why says why an approval counts or not.
func (r *Report) why(approval decision.ApprovalJudgement) string {
	key := "approval." + approval.Reason
	if approval.Reason == "contributor" && r.ContributorsUnknown != "" {
		key = "approval.contributor-unknown"
	}
	if approval.Reason == "old-commit" && r.OtherBase[approval.Login] {
		key = "approval.other-base"
	}
	if approval.Reason == "old-commit" && r.OtherContent[approval.Login] {
		key = "approval.other-content"
	}
	if !texts.has(key) {
		return cell(approval.Reason)
	}
	switch key {
	case "approval.counted", "approval.not-member", "approval.membership-unknown":
		return texts.say(key, cell(r.reviewers()))
	case "approval.other-base":
		return texts.say(key, cell(r.Base))
	case "approval.contributor-unknown":
		return texts.say(key, cell(r.ContributorsUnknown))
	}
	return texts.say(key)
}

// Comment is the summary comment, in Markdown, without its marker.
func (r *Report) Comment(checkURL string) string {
	p := &page{limit: maxComment}
	p.addf("## %s\n\n**%s**\n\n%s\n", texts.say("summary.title."+string(r.conclusion()), code(r.Base)), prose(r.Title()), r.lead())
	r.addFindings(p, maxBrief)
	r.addApprovals(p)
	if d := r.Decision; d != nil {
		p.addf("\n---\n%s", texts.say("read.short", d.Read, d.Total, code(shortSHA(d.PolicyDigest))))
	}
	if strings.HasPrefix(checkURL, "http") && !strings.ContainsAny(checkURL, " ()<>\"\n`") {
		p.addf(" %s", texts.say("summary.details", checkURL))
	}
	p.addf("\n\n%s", texts.say("summary.counts", code(CheckName(r.Base))))
	return p.text.String() + "\n"
}

// conclusion is the gate's; what is neither success nor failure is pending.
func (r *Report) conclusion() decision.Conclusion {
	switch r.Gate.Conclusion {
	case decision.Success, decision.Failure:
		if r.reason() != ReasonError {
			return r.Gate.Conclusion
		}
	}
	return decision.Pending
}

// inline is the body of a comment on a line, without its marker.
func inline(f *decision.Finding, suggestion string) string {
	text := fmt.Sprintf("**%s** · %s\n\n%s\n", rule(f), texts.say(severityKey(f.Severity)), prose(f.Message))
	if f.Fix != "" {
		text += "\n" + texts.say("finding.fix", prose(f.Fix)) + "\n"
	}
	return text + suggestion
}

func severityKey(s decision.Severity) string {
	switch s {
	case decision.SeverityDeny, decision.SeverityWarn:
		return "severity." + string(s)
	}
	return "severity.review"
}

// suggestion is the block with which GitHub replaces a line by another. It is made only for a span
// within one line, where the line's text is known.
func suggestion(f *decision.Finding, line string) string {
	if f.Suggestion == nil || f.Span.Start.Line != f.Span.End.Line {
		return ""
	}
	runes := []rune(strings.TrimRight(line, "\r\n"))
	from, to := f.Span.Start.Column-1, f.Span.End.Column-1
	if from < 0 || to < from || to > len(runes) || strings.ContainsAny(*f.Suggestion, "\r\n") {
		return ""
	}
	replaced := string(runes[:from]) + *f.Suggestion + string(runes[to:])
	if plain(replaced, len(replaced)) != replaced {
		return "" // what cannot be seen is not proposed
	}
	fence := "```"
	for strings.Contains(replaced, fence) {
		fence += "`"
	}
	return "\n" + fence + "suggestion\n" + replaced + "\n" + fence + "\n"
}
