package eval

import (
	"strings"
	"unicode/utf8"

	"github.com/sekisho/sekisho/policy/python"
)

// dagTemplates notes templates in the strings of a DAG. Airflow before 2.9.3 renders doc_md without
// a sandbox and reads a file when it ends in .md.
func (e *evaluator) dagTemplates(field string, v value, span python.Span) {
	switch field {
	case "doc_md":
		e.docTemplate("DAG.doc_md", -1, v, span)
	case "dag_id", "schedule", "schedule_interval", "template_searchpath":
		e.template("DAG."+field, -1, true, v, span)
	}
}

func (e *evaluator) docTemplate(field string, task int, v value, span python.Span) {
	at := &python.Keyword{Span: span}
	switch v.kind {
	case noneKind, unknownKind:
		return
	case strKind:
		if strings.HasSuffix(v.s, ".md") {
			e.effect("file", v.s, at)
		}
		e.template(field, task, true, v, span)
		return
	case choiceKind:
		for _, item := range v.o.items {
			e.docTemplate(field, task, item, span)
		}
		return
	}
	e.unknown(at, codeTemplate, "documentation whose text is not known")
}

func docstring(body []python.Stmt) (value, python.Span, bool) {
	if len(body) == 0 {
		return value{}, python.Span{}, false
	}
	s, ok := body[0].(*python.ExprStmt)
	if !ok {
		return value{}, python.Span{}, false
	}
	x, ok := s.Value.(*python.Constant)
	if !ok || x.Value != python.ConstantStr {
		return value{}, python.Span{}, false
	}
	return docText(x), x.Span, true
}

// docText is the text of a docstring: from Python 3.13 on the one without indentation.
func docText(x *python.Constant) value {
	if x.Unresolved || !utf8.ValidString(x.Str) || hasNUL(strValue(x.Str)) {
		return opaque("a docstring whose characters are not all known", opaqueText)
	}
	text, _ := joinAll([]value{strValue(x.Str), strValue(cleanDoc(x.Str))})
	return text
}

// cleanDoc is what the compiler of Python 3.13 makes of a docstring (_PyCompile_CleanDoc).
func cleanDoc(s string) string {
	lines := strings.Split(s, "\n")
	margin := -1
	for i, line := range lines {
		lines[i] = expandTabs(line)
		body := strings.TrimLeft(lines[i], " ")
		if indent := len(lines[i]) - len(body); i > 0 && body != "" && (margin < 0 || indent < margin) {
			margin = indent
		}
	}
	for i, line := range lines {
		body := strings.TrimLeft(line, " ")
		if i > 0 {
			body = line[min(max(margin, 0), len(line)-len(body)):]
		}
		lines[i] = body
	}
	return strings.Join(lines, "\n")
}

// expandTabs is str.expandtabs of one line.
func expandTabs(line string) string {
	if !strings.Contains(line, "\t") {
		return line
	}
	var b strings.Builder
	column := 0
	for _, r := range line {
		switch r {
		case '\t':
			n := 8 - column%8
			b.WriteString(strings.Repeat(" ", n))
			column += n
			continue
		case '\r':
			column = -1
		}
		b.WriteRune(r)
		column++
	}
	return b.String()
}

// storeDoc is an assignment of documentation to a DAG or task, which is harmless when its text is known.
func (e *evaluator) storeDoc(base value, t *python.Attribute, v value) bool {
	switch t.Attr {
	case "doc_md", "doc", "doc_rst", "doc_json", "doc_yaml":
	default:
		return false
	}
	if v.kind != strKind && v.kind != noneKind && !knownName(v) {
		return false
	}
	switch {
	case base.kind == dagKind && t.Attr == "doc_md":
		d := base.o.dag
		e.docTemplate("DAG.doc_md", -1, v, t.Span)
		d.args = append(d.args, keyword{"doc_md", v, e.here(t.Span)})
		d.exported.Set("doc_md", e.exportNew(v))
		return true
	case base.kind == taskKind:
		base.o.task.exported.Set(t.Attr, e.exportNew(v))
		return true
	}
	return false
}
