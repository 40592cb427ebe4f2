package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sekisho/sekisho/policy/decision"
	"github.com/sekisho/sekisho/policy/facts"
)

// maxShown is the width in columns to which a shown source line is cut around its finding.
const maxShown = 120

// Text writes for people: for each finding `path:line:column: message [rule]`, the source line, a
// caret, where the value came from and the fix; at the end a line that counts.
func Text(w io.Writer, r *Report) error {
	out := bufio.NewWriter(w)
	t := &text{Writer: out, report: r, sources: map[string][]string{}}
	for i := range r.Decision.Findings {
		t.finding(&r.Decision.Findings[i])
	}
	if !r.TemplatesChecked && len(r.Decision.Pods) > 0 {
		fmt.Fprintln(out, "note: whether the pods' templates exist was not checked; give --templates DIR to check it")
	}
	if r.Outlook != "" {
		fmt.Fprintln(out, r.Outlook)
	}
	fmt.Fprintf(out, "%s: %s, %s, %s\n", t.paint(string(r.Decision.Verdict), verdictColor[r.Decision.Verdict]),
		plural(len(r.Decision.Files), "file"), counts(r.Decision.Findings), plural(len(r.Decision.Pods), "pod"))
	return out.Flush()
}

type text struct {
	*bufio.Writer
	report  *Report
	sources map[string][]string
}

func (t *text) finding(f *decision.Finding) {
	fmt.Fprintf(t, "%s: %s [%s %s]\n", t.paint(place(f), "1"), Visible(f.Message), f.Rule, f.Name)
	gutter := t.source(f)
	detail := func(name, value string) {
		for i, line := range lines(value) {
			if i > 0 {
				name = strings.Repeat(" ", len(name))
			}
			fmt.Fprintf(t, "%s = %s%s\n", gutter, name, line)
		}
	}
	fmt.Fprintf(t, "%s = %s\n", gutter, t.paint(string(f.Severity), severityColor[f.Severity]))
	if len(f.Why) > 0 {
		links := make([]string, len(f.Why))
		for i, why := range f.Why {
			links[i] = fmt.Sprintf("%s (line %d)", why.What, why.Span.Start.Line)
		}
		detail("why: ", strings.Join(links, " <- "))
	}
	if f.Fix != "" {
		detail("fix: ", f.Fix)
	}
	if f.Suggestion != nil {
		detail("suggestion: ", *f.Suggestion)
	}
	fmt.Fprintln(t)
}

// source writes the finding's source line with a caret and returns the blank gutter below it.
func (t *text) source(f *decision.Finding) string {
	gutter := "   "
	line, ok := t.line(f.Path, f.Span.Start.Line)
	if !ok {
		return gutter
	}
	number := strconv.Itoa(f.Span.Start.Line)
	gutter = strings.Repeat(" ", max(len(number), 2)+1)
	shown, marks := underline(line, f.Span)
	fmt.Fprintf(t, "%*s | %s\n", len(gutter), number, strings.TrimRight(shown, " "))
	fmt.Fprintf(t, "%s | %s\n", gutter, t.paint(marks, severityColor[f.Severity]))
	return gutter
}

func (t *text) line(path string, number int) (string, bool) {
	split, known := t.sources[path]
	if !known {
		if t.report.Source != nil {
			if data := t.report.Source(path); data != nil {
				split = sourceLines(string(data))
			}
		}
		t.sources[path] = split
	}
	if number < 1 || number > len(split) {
		return "", false
	}
	return split[number-1], true
}

// sourceLines splits as Python and YAML do: at LF, CR LF and CR.
func sourceLines(source string) []string {
	source = strings.ReplaceAll(source, "\r\n", "\n")
	return strings.Split(strings.ReplaceAll(source, "\r", "\n"), "\n")
}

// underline returns the line as it is shown and the marks below it. Columns of the span count
// characters from 1; a span that goes on in other lines is marked to the end of the line.
func underline(line string, span facts.Span) (shown, marks string) {
	all := cells(line)
	from := min(max(span.Start.Column-1, 0), len(all))
	to := len(all)
	if span.End.Line == span.Start.Line {
		to = min(max(span.End.Column-1, from), len(all))
	}
	first, last := window(all, from)
	var b strings.Builder
	if first > 0 {
		b.WriteString("...")
	}
	lead := b.Len()
	for i := first; i < last; i++ {
		b.WriteString(all[i].text)
		if i < from {
			lead += all[i].width
		}
	}
	if last < len(all) {
		b.WriteString("...")
	}
	length := 0
	for i := from; i < min(to, last); i++ {
		length += all[i].width
	}
	return b.String(), strings.Repeat(" ", lead) + "^" + strings.Repeat("~", max(length-1, 0))
}

// window chooses which characters of a long line are shown, so that the one at from is among them.
func window(all []cell, from int) (first, last int) {
	total := 0
	for _, c := range all {
		total += c.width
	}
	if total <= maxShown {
		return 0, len(all)
	}
	first = from
	for before := 0; first > 0 && before < maxShown/3; first-- {
		before += all[first-1].width
	}
	last = first
	for shown := 0; last < len(all) && shown < maxShown; last++ {
		shown += all[last].width
	}
	return first, last
}

// ANSI "Select Graphic Rendition" parameters (ECMA-48, 8.3.117).
var (
	severityColor = map[decision.Severity]string{decision.SeverityDeny: "31", decision.SeverityReview: "33", decision.SeverityWarn: "36"}
	verdictColor  = map[decision.Verdict]string{decision.Deny: "1;31", decision.Review: "1;33", decision.Allow: "1;32"}
)

func (t *text) paint(s, parameters string) string {
	if !t.report.Color || parameters == "" {
		return s
	}
	return "\x1b[" + parameters + "m" + s + "\x1b[0m"
}
