package policy

import (
	"context"
	"fmt"
	"unique"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/engine"
	"github.com/sekisho/sekisho/policy/facts"
)

// Judge puts the facts of one file before the policy. The second result is unset when the policy
// did not answer; the judgement is then a review that says so, and must not be remembered.
func Judge(ctx context.Context, policy *engine.Engine, input *facts.FileInput) (decision.FileResult, bool) {
	file := input.File
	result := decision.FileResult{
		Path:        file.Path,
		Verdict:     decision.Review,
		Declarative: file.Declarative,
		Digest:      file.Digest,
		Pods:        podsOf(file),
		Summary:     summaryOf(file),
	}
	if result.Digest == "" {
		// No facts beyond the bytes: the bytes are the meaning.
		result.Digest = digestOf(string(file.Content), file.Mode, file.SHA)
	}
	judgement, err := policy.JudgeFile(ctx, input)
	if err != nil {
		result.Findings = []decision.Finding{engineFailure(file.Path, err)}
		return result, false
	}
	result.Findings = judgement.Findings
	result.Verdict = decision.Worse(judgement.Verdict, decision.WorstOf(judgement.Findings))
	if judgement.RulesEvaluated == 0 {
		result.Findings = append(result.Findings, engineFailure(file.Path, fmt.Errorf("no rule was evaluated")))
		result.Verdict = decision.Worse(result.Verdict, decision.Review)
		return result, false
	}
	return result, true
}

func (r *run) conclude(ctx context.Context, results []decision.FileResult) *decision.Decision {
	d := &decision.Decision{Verdict: decision.Allow, PolicyDigest: r.digest, Files: results}
	input := facts.ChangeInput{
		Tenant:     r.snapshot.Tenant,
		Platform:   r.platformFacts(),
		Files:      []facts.FileSummary{},
		Rings:      []facts.Ring{},
		Complete:   r.snapshot.Incomplete == "",
		Incomplete: r.snapshot.Incomplete,
	}
	digests := []string{}
	var restsOn *reach
	judged := 0
	for i := range results {
		result := &results[i]
		result.Summary.Status = r.snapshot.Files[i].Status
		input.Files = append(input.Files, result.Summary)
		d.Findings = append(d.Findings, result.Findings...)
		d.Pods = append(d.Pods, result.Pods...)
		d.Total++
		if result.Summary.Content != facts.ContentNotRead {
			d.Read++
		}
		if result.Judged {
			judged++
			d.Verdict = decision.Worse(d.Verdict, result.Verdict)
			if result.Verdict != decision.Allow {
				if restsOn == nil {
					restsOn = newReach(r, results)
				}
				result.Reach = restsOn.of(i)
			}
			digests = append(digests, result.Path, string(result.Summary.Status), result.Digest, result.Reach)
		}
	}
	input.Rings = append(input.Rings, rings(input.Files, func(place int) bool { return results[place].Judged })...)
	for i := range input.Rings {
		ring := &input.Rings[i] // whoever approves a file approves what it is a part of
		digests = append(digests, "ring", ring.Path, ring.From, ring.To)
	}
	findings, err := r.engine.JudgeChange(ctx, &input)
	if err != nil {
		findings = []decision.Finding{engineFailure("", err)}
	}
	d.Findings = append(d.Findings, findings...)
	d.Verdict = decision.Worse(d.Verdict, decision.WorstOf(findings))
	if !r.evidence(judged) {
		d.Verdict = decision.Worse(d.Verdict, decision.Review)
	}
	decision.SortFindings(d.Findings)
	d.Digest = digestOf(digests...)
	return d
}

// evidence reports whether anything was looked at that an allow can rest on. A DAG repository's
// change must have judged files; an application's may leave the template folder alone.
func (r *run) evidence(judged int) bool {
	if r.snapshot.Incomplete != "" {
		return false
	}
	if r.snapshot.Tenant.Application != "" {
		return len(r.snapshot.Files)+r.snapshot.Elsewhere > 0
	}
	return judged > 0
}

// engineFailure is the finding that stands where the policy gave no answer.
func engineFailure(path string, err error) decision.Finding {
	start := facts.Position{Line: 1, Column: 1}
	return decision.Finding{
		Rule:     "ENGINE",
		Name:     "policy-did-not-answer",
		Severity: decision.SeverityReview,
		Path:     path,
		Span:     facts.Span{Start: start, End: start},
		Message:  fmt.Sprintf("the policy did not answer: %v", err),
		Fix:      "ask the SRE team: this is not about your change",
		Identity: digestOf("ENGINE", path),
	}
}

func summaryOf(file *facts.File) facts.FileSummary {
	summary := facts.FileSummary{
		Path:        file.Path,
		Role:        file.Role,
		Status:      file.Status,
		Content:     file.Content,
		Declarative: file.Declarative,
		DAGIDs:      []facts.DAGID{},
	}
	for i := range file.DAGs {
		dag := &file.DAGs[i]
		if id, ok := dag.ID.Value.(string); ok && dag.ID.State == facts.Const {
			summary.DAGIDs = append(summary.DAGIDs, facts.DAGID{ID: kept(id), Span: dag.Span})
		}
	}
	for _, start := range file.Starts {
		summary.Starts = append(summary.Starts, facts.Start{From: kept(start.From), To: kept(start.To), Span: start.Span})
	}
	return summary
}

func podsOf(file *facts.File) []decision.PodSummary {
	if len(file.Pods) == 0 {
		return nil
	}
	pods := make([]decision.PodSummary, 0, len(file.Pods))
	for i := range file.Pods {
		pod := &file.Pods[i]
		template := pod.Template.Normalized
		if template == "" {
			template = text(pod.Template.Value)
		}
		pods = append(pods, decision.PodSummary{
			DAG:       kept(text(pod.DAGID)),
			Task:      kept(text(pod.TaskID)),
			Namespace: kept(text(pod.Namespace)),
			Template:  kept(template),
			Path:      file.Path,
			Line:      pod.Span.Start.Line,
		})
	}
	return pods
}

// kept is a text of a file without the file: a decision may outlive thousands of sources, of which each text is
// a part. Most of them say the same.
func kept(text string) string { return unique.Make(text).Value() }

// text is a value for a table: its constant, or its state in brackets.
func text(value facts.Value) string {
	if s, ok := value.Value.(string); ok && value.State == facts.Const {
		return s
	}
	if value.State == facts.Absent {
		return ""
	}
	return "(" + string(value.State) + ")"
}
