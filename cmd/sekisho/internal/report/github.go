package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/sekisho/sekisho/policy/decision"
)

// Escapes of workflow commands, as GitHub's toolkit writes them
// (actions/toolkit, packages/core/src/command.ts: escapeData, escapeProperty).
var (
	escapeData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

var annotationCommand = map[decision.Severity]string{
	decision.SeverityDeny: "error", decision.SeverityReview: "warning", decision.SeverityWarn: "notice",
}

// GitHub writes workflow commands that become annotations of a pull request when a job of GitHub
// Actions prints them. GitHub shows ten of each kind for a step; the last line counts all.
func GitHub(w io.Writer, r *Report) error {
	out := bufio.NewWriter(w)
	for i := range r.Decision.Findings {
		f := &r.Decision.Findings[i]
		command, known := annotationCommand[f.Severity]
		if !known {
			command = "warning"
		}
		var properties []string
		add := func(name, value string) {
			properties = append(properties, name+"="+escapeProperty.Replace(value))
		}
		if f.Path != "" {
			add("file", strings.Map(shownInLog, f.Path))
			if f.Span.Start.Line > 0 {
				add("line", fmt.Sprint(f.Span.Start.Line))
				add("endLine", fmt.Sprint(max(f.Span.End.Line, f.Span.Start.Line)))
				// GitHub takes columns only of annotations within one line.
				if f.Span.End.Line == f.Span.Start.Line {
					add("col", fmt.Sprint(f.Span.Start.Column))
					add("endColumn", fmt.Sprint(max(f.Span.End.Column, f.Span.Start.Column)))
				}
			}
		}
		add("title", fmt.Sprintf("%s %s", f.Rule, f.Name))
		message := f.Message
		if f.Fix != "" {
			message += "\nFix: " + f.Fix
		}
		fmt.Fprintf(out, "::%s %s::%s\n", command, strings.Join(properties, ","), escapeData.Replace(strings.Join(lines(message), "\n")))
	}
	unchecked := ""
	if !r.TemplatesChecked {
		unchecked = "; whether templates exist was not checked (--templates)"
	}
	fmt.Fprintf(out, "sekisho: %s: %s, %s%s\n", r.Decision.Verdict, plural(len(r.Decision.Files), "file"), counts(r.Decision.Findings), unchecked)
	return out.Flush()
}

// shownInLog leaves out what a terminal would act on; an annotation of such a path could not be placed anyway.
func shownInLog(r rune) rune {
	if unicode.IsControl(r) && r != '\r' && r != '\n' {
		return unicode.ReplacementChar
	}
	return r
}
