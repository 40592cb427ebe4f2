package github

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	gh "github.com/google/go-github/v60/github"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

func TestCodeIsNeverLeft(t *testing.T) {
	for _, text := range []string{
		"plain", "`", "``` end", "a`](https://evil.example)`b", "line\nbreak", "@olga", "<img src=x>", "\u202egnp.exe", "", "   ",
		strings.Repeat("x", 10_000), "nul\x00", "| cell | cell |", "\\", "ends with \\",
	} {
		got := code(text)
		if !strings.HasPrefix(got, "`") || !strings.HasSuffix(got, "`") || len(got) < 3 || strings.Count(got, "`") != 2 {
			t.Errorf("code(%q) = %q is not one code span", text, got)
		}
		if strings.ContainsAny(got, "\n\x00\u202e") || len([]rune(got)) > maxCode+2 {
			t.Errorf("code(%q) = %q", text, got)
		}
		if c := cell(text); strings.Contains(strings.ReplaceAll(c, "\\|", ""), "|") {
			t.Errorf("cell(%q) = %q ends the cell", text, c)
		}
	}
}

func TestProseIsHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"pod `load` starts in `x`":             "pod `load` starts in `x`",
		"ask @olga":                            "ask (at)olga",
		"see https://evil.example":             "see https: //evil.example",
		"![x](y) <b> # *bold* _it_ ~~no~~ a|b": "\\!\\[x\\](y) \\<b\\> \\# \\*bold\\* \\_it\\_ \\~\\~no\\~\\~ a\\|b",
		"one ` tick @olga":                     "one \\` tick (at)olga",
		"new\nline":                            "new line",
		"`a @olga b`":                          "`a @olga b`",
	} {
		if got := prose(text); got != want {
			t.Errorf("prose(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestMarkersAreTrustedOnlyWhereTheyWereWritten(t *testing.T) {
	m := newMarker([]byte("key"))
	mark := "text\n" + m.write(markFinding, "acme/dags", 5, "abc-1")
	if id, ok := m.read(markFinding, "Acme/DAGs", 5, mark); !ok || id != "abc-1" {
		t.Errorf("own marker: %q, %v", id, ok)
	}
	for name, ok := range map[string]bool{
		"another pull request": second(m.read(markFinding, "acme/dags", 6, mark)),
		"another repository":   second(m.read(markFinding, "acme/other", 5, mark)),
		"another kind":         second(m.read(markSummary, "acme/dags", 5, mark)),
		"another identity":     second(m.read(markFinding, "acme/dags", 5, strings.Replace(mark, "abc-1", "abc-2", 1))),
		"another key":          second(newMarker([]byte("other")).read(markFinding, "acme/dags", 5, mark)),
		"no signature":         second(m.read(markFinding, "acme/dags", 5, "<!-- sekisho:finding:abc-1: -->")),
	} {
		if ok {
			t.Errorf("%s: the marker is trusted", name)
		}
	}
	self := Self{ID: 1, Slug: "sekisho", Login: "sekisho[bot]"}
	user := func(login, kind string) *gh.User { return &gh.User{Login: &login, Type: &kind} }
	if !self.wrote(user("sekisho[bot]", "Bot")) || self.wrote(user("sekisho[bot]", "User")) || self.wrote(user("sekisho", "Bot")) || self.wrote(nil) {
		t.Error("authors are told apart wrongly")
	}
}

func second[T any](_ T, ok bool) bool { return ok }

func TestChangedLines(t *testing.T) {
	for name, test := range map[string]struct {
		before, after string
		changed       []int
	}{
		"new file":              {"", "a\nb\n", []int{1, 2}},
		"one changed":           {"a\nb\nc\n", "a\nx\nc\n", []int{2}},
		"one added":             {"a\nc\n", "a\nb\nc\n", []int{2}},
		"removed alone":         {"a\nb\nc\n", "a\nc\n", nil},
		"no newline at the end": {"a\nb", "a\nb\nc", []int{3}},
		"only the last newline": {"a\nb", "a\nb\n", []int{2}},
		"same":                  {"a\n", "a\n", nil},
		"moved down":            {"a\nb\n", "x\ny\na\nb\n", []int{1, 2}},
		"CRLF":                  {"a\r\nb\r\n", "a\r\nx\r\n", []int{2}},
		"emptied":               {"a\n", "", nil},
	} {
		changed := changedLines(test.before, test.after)
		var got []int
		for line := range changed {
			got = append(got, line)
		}
		slices.Sort(got)
		if name == "no newline at the end" || name == "only the last newline" {
			// A line whose end changed may count as changed or not; what matters is what was added.
			if !slices.Contains(got, test.changed[0]) && name == "no newline at the end" {
				t.Errorf("%s: changed %v", name, got)
			}
			continue
		}
		if !slices.Equal(got, test.changed) {
			t.Errorf("%s: changed %v, want %v", name, got, test.changed)
		}
	}
	same := sameLines("a\nb\nc\n", "x\na\nc\n")
	if same[1] != 2 || same[3] != 3 || same[2] != 0 {
		t.Errorf("same lines: %v", same)
	}
}

func TestSuggestions(t *testing.T) {
	text := func(s string) *string { return &s }
	at := func(from, to int) facts.Span {
		return facts.Span{Start: facts.Position{Line: 3, Column: from}, End: facts.Position{Line: 3, Column: to}}
	}
	for name, test := range map[string]struct {
		finding decision.Finding
		line    string
		want    string
	}{
		"in the middle":         {decision.Finding{Span: at(7, 12), Suggestion: text("'own'")}, "x = y('abc')\n", "\n```suggestion\nx = y('own')\n```\n"},
		"none":                  {decision.Finding{Span: at(7, 12)}, "x = y('abc')\n", ""},
		"past the end":          {decision.Finding{Span: at(7, 99), Suggestion: text("x")}, "x\n", ""},
		"more than one line":    {decision.Finding{Span: at(1, 2), Suggestion: text("x\ny")}, "x\n", ""},
		"a fence in the line":   {decision.Finding{Span: at(1, 2), Suggestion: text("y")}, "x = '```'\n", "\n````suggestion\ny = '```'\n````\n"},
		"what is not seen":      {decision.Finding{Span: at(1, 2), Suggestion: text("y")}, "x = '\u202e'\n", ""},
		"characters, not bytes": {decision.Finding{Span: at(7, 8), Suggestion: text("b")}, "x = 'éa'\n", "\n```suggestion\nx = 'éb'\n```\n"},
	} {
		if got := suggestion(&test.finding, test.line); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// Everything that the gate's policy may answer can be said in words.
func TestTheCatalogueKnowsEveryReason(t *testing.T) {
	for _, reason := range []string{"proved", "approved", "no-review-needed", "waits-for-review", "denied", "unconfigured-base", "error",
		ReasonConflict, ReasonNoTenant, ReasonGroupWaits, ReasonGroupApproved} {
		for _, conclusion := range []decision.Conclusion{decision.Success, decision.Pending, decision.Failure} {
			r := &Report{Base: "main", Tenant: "orders", Repository: "acme/dags", Reviewers: []string{"sre"}, RequiredOn: []string{"main"}, Detail: "detail",
				Gate: decision.Gate{Conclusion: conclusion, Reason: reason}}
			for what, text := range map[string]string{"title": r.Title(), "summary": r.Summary(), "comment": r.Comment("https://github.com/x")} {
				if text == "" || strings.Contains(text, "%!") || strings.Contains(text, "title.") || strings.Contains(text, "lead.") {
					t.Errorf("%s, %s: %q", reason, what, text)
				}
			}
		}
	}
	rego, err := os.ReadFile("../../rego/gate/check.rego")
	if err != nil {
		t.Fatal(err)
	}
	reasons := regexp.MustCompile(`reason_of\(approval\) := "([a-z-]+)"|else := "([a-z-]+)"`).FindAllStringSubmatch(string(rego), -1)
	if len(reasons) < 8 {
		t.Fatalf("found %d reasons in rego/gate: is it written in another way now?", len(reasons))
	}
	for _, match := range reasons {
		if key := "approval." + match[1] + match[2]; !texts.has(key) {
			t.Errorf("rego/gate answers %q, the catalogue has no sentence for it", key)
		}
	}
	outcomes := regexp.MustCompile(`"reason": "([a-z-]+)"`).FindAllStringSubmatch(string(rego), -1)
	for _, match := range outcomes {
		if !texts.has("title."+match[1]) || !texts.has("lead."+match[1]) {
			t.Errorf("rego/gate answers %q, the catalogue has no sentence for it", match[1])
		}
	}
}

func TestAnOutcomeThatNobodyCanExplainIsPending(t *testing.T) {
	for _, gate := range []decision.Gate{
		{Conclusion: decision.Success, Reason: "because"}, {Conclusion: "neutral", Reason: "proved"}, {Conclusion: "", Reason: ""}, {Conclusion: "skipped", Reason: "approved"},
	} {
		if got := (&Report{Gate: gate}).conclusion(); got != decision.Pending {
			t.Errorf("%+v is published as %s", gate, got)
		}
	}
}

func TestTextsStayWithinGitHubsLimits(t *testing.T) {
	d := &decision.Decision{Verdict: decision.Deny, PolicyDigest: "9f2e"}
	file := decision.FileResult{Path: strings.Repeat("d", 4000), Judged: true}
	for i := range 3000 {
		d.Findings = append(d.Findings, decision.Finding{Rule: "TEN001", Name: "foreign-namespace", Severity: decision.SeverityDeny,
			Path: strings.Repeat("d", 4000), Message: strings.Repeat("message ", 500), Fix: strings.Repeat("é", 5000), Identity: fmt.Sprint(i)})
		file.Pods = append(file.Pods, decision.PodSummary{DAG: strings.Repeat("d", 500), Task: strings.Repeat("t", 500)})
	}
	d.Files = []decision.FileResult{file}
	r := &Report{Decision: d, Base: strings.Repeat("b", 300), Gate: decision.Gate{Conclusion: decision.Failure, Reason: "denied"}}
	if n := len(r.Summary()); n > 65_535 {
		t.Errorf("the summary has %d bytes", n)
	}
	if n := len(r.Comment("")); n > 65_000 {
		t.Errorf("the comment has %d bytes", n)
	}
	if n := len(r.Title()); n > maxTitle {
		t.Errorf("the title has %d bytes", n)
	}
	annotations := r.annotations(nil)
	if len(annotations) != maxAnnotations {
		t.Errorf("%d annotations", len(annotations))
	}
	for _, a := range annotations {
		if len(a.GetMessage()) > 64<<10 || len(a.GetTitle()) > 255 || a.GetStartLine() < 1 || a.GetEndLine() < a.GetStartLine() {
			t.Errorf("annotation: %+v", a)
		}
	}
	for _, text := range []string{r.Summary(), r.Comment("")} {
		if !strings.Contains(text, "more; they are annotations of the check") || strings.Contains(text, "%!") {
			t.Errorf("the text does not say what is left out: %s", text[len(text)-300:])
		}
	}
}

func TestPodsBeforeAndAfter(t *testing.T) {
	pod := func(task, namespace string, line int) decision.PodSummary {
		return decision.PodSummary{DAG: "d", Task: task, Namespace: namespace, Template: "t.yaml", Path: "a.py", Line: line}
	}
	file := func(status facts.Status, content facts.Content, pods ...decision.PodSummary) decision.FileResult {
		return decision.FileResult{Path: "a.py", Judged: true, Pods: pods, Summary: facts.FileSummary{Status: status, Content: content}}
	}
	row := func(what, task, namespace string, line int) string {
		return fmt.Sprintf("| %s | `d` | `%s` | %s | `t.yaml` | `a.py:%d` |", what, task, namespace, line)
	}
	for name, test := range map[string]struct {
		now    decision.FileResult
		before []decision.FileResult
		want   []string
	}{
		"a new file":       {file(facts.Added, facts.ContentRead, pod("x", "orders", 3)), nil, []string{row("added", "x", "`orders`", 3)}},
		"a file that goes": {file(facts.Removed, facts.ContentRemoved), []decision.FileResult{file(facts.Unchanged, facts.ContentRead, pod("x", "orders", 3))}, []string{row("removed", "x", "`orders`", 3)}},
		"changes": {file(facts.Modified, facts.ContentRead, pod("same", "orders", 9), pod("moved", "payments", 5), pod("new", "orders", 20)),
			[]decision.FileResult{file(facts.Unchanged, facts.ContentRead, pod("same", "orders", 1), pod("moved", "orders", 4), pod("gone", "orders", 7))},
			[]string{row("changed", "moved", "`orders` → `payments`", 5), row("removed", "gone", "`orders`", 7), row("as before", "same", "`orders`", 9), row("added", "new", "`orders`", 20)}},
		"a base that is not known": {file(facts.Modified, facts.ContentRead, pod("x", "orders", 3)),
			[]decision.FileResult{file(facts.Unchanged, facts.ContentNotRead)}, []string{row("", "x", "`orders`", 3)}},
		"two of one name": {file(facts.Added, facts.ContentRead, pod("x", "orders", 3), pod("x", "payments", 4)), nil,
			[]string{row("added", "x", "`orders`", 3), row("added", "x", "`payments`", 4)}},
	} {
		r := &Report{Decision: &decision.Decision{Files: []decision.FileResult{test.now}}, Before: test.before}
		p := &page{limit: maxSummary}
		p.pods(r)
		var rows []string
		for _, l := range strings.Split(p.text.String(), "\n") {
			if strings.Contains(l, "`d`") {
				rows = append(rows, l)
			}
		}
		if !slices.Equal(rows, test.want) {
			t.Errorf("%s:\n%s\nwant:\n%s", name, strings.Join(rows, "\n"), strings.Join(test.want, "\n"))
		}
	}
}
