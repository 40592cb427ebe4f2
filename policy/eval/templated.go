package eval

import (
	"strings"

	"github.com/sekisho/sekisho/policy/facts"
	"github.com/sekisho/sekisho/policy/jinja"
	"github.com/sekisho/sekisho/policy/python"
)

// templateFields are the templated fields of one operator.
type templateFields struct {
	of    string
	known bool
	names map[string]bool
	// suffixes make a text the name of a file that Airflow reads and renders in its place.
	suffixes []string
}

// isFile tells whether Airflow takes a text in a field for the name of a template file
// (AbstractOperator.resolve_template_files, and Templater.render_template at any depth).
func (f *templateFields) isFile(field, text string) bool {
	for _, suffix := range f.suffixes {
		if strings.HasSuffix(text, suffix) {
			return f.has(field)
		}
	}
	return false
}

// has tells whether Airflow renders the field, or may.
func (f *templateFields) has(field string) bool { return !f.known || f.names[field] }

func (e *evaluator) templateFields(canonical string) *templateFields {
	if e.lastFields != nil && e.lastFields.of == canonical {
		return e.lastFields
	}
	fields, ok := e.fields[canonical]
	if !ok {
		list, known := e.config.Catalogue.TemplateFields(canonical)
		suffixes, _ := e.config.Catalogue.TemplateSuffixes(canonical)
		fields = &templateFields{canonical, known, set(list...), suffixes}
		e.fields[canonical] = fields
	}
	e.lastFields = fields
	return fields
}

// taskTemplates notes the templates in a task's arguments.
func (e *evaluator) taskTemplates(t *task, args []keyword) {
	shape := e.shapeOf(t.symbol.Canonical, args)
	e.rendered = rendered{}
	for i := range args {
		k := &args[i]
		if k.value.kind < strKind || k.name == "dag" || k.name == "task_group" || k.name == "default_args" {
			continue
		}
		if field := &shape.fields[i]; field.critical || field.rendered {
			e.template(k.name, t.index, field.critical, k.value, k.span)
		}
	}
}

// unknownField records that a field which decides whose pod it is, or what may run in it, is not known.
func (e *evaluator) unknownField(field string, span python.Span, reason string) {
	e.unknown(&python.Keyword{Span: span}, codeTemplate, "the value of "+field+" must be known and is not: "+reason)
}

// checkTemplate checks a text once, and counts that as work.
func (e *evaluator) checkTemplate(text string) jinja.Result {
	if known, ok := e.arena.checked[text]; ok {
		return known
	}
	e.charge(len(text) / 16)
	result := jinja.Check(text)
	if e.arena.checked == nil {
		e.arena.checked = map[string]jinja.Result{}
	}
	e.arena.checked[text] = result
	return result
}

// rendered is what the templates of one task make, how often values of any length stand in it, and what they compute.
type rendered struct{ size, large, work int64 }

// The templates of one task are rendered by one worker, which keeps all that they make.
func (r rendered) tooMuch() bool { return r.size > 4<<20 || r.large > 1024 || r.work > 16<<20 }

// renders counts what the templates of a task make, the same one as often as it stands there.
func (e *evaluator) renders(field string, result jinja.Result, span python.Span) {
	if e.rendered.tooMuch() {
		return
	}
	e.rendered.size += result.Size
	e.rendered.large += result.Large
	e.rendered.work += result.Work
	if e.rendered.tooMuch() {
		e.unknown(&python.Keyword{Span: span}, codeBudget, "the templates of this task, up to "+field+", may make or compute more than a worker has room for")
	}
}

type templateKey struct {
	field string
	task  int
	text  string
}

// template walks a value that reaches a templated field and notes every template in its strings.
func (e *evaluator) template(field string, task int, critical bool, v value, span python.Span) {
	budget := maxWalk
	e.templateWalk(field, task, critical, v, span, 0, &budget)
	e.charge((maxWalk - budget) / 8)
}

func (e *evaluator) templateWalk(field string, task int, critical bool, v value, span python.Span, depth int, budget *int) {
	*budget--
	if depth > maxNesting || *budget < 0 {
		e.unknown(&python.Keyword{Span: span}, codeBudget, "the value of the templated field "+field+" is larger or deeper than the interpreter looks")
		return
	}
	switch v.kind {
	case strKind:
		file := task >= 0 && e.templateFields(e.tasks[task].symbol.Canonical).isFile(field, v.s)
		if !file && !jinja.HasTemplate(v.s) {
			return
		}
		result := e.checkTemplate(v.s)
		e.renders(field, result, span)
		key := templateKey{field, task, v.s}
		if _, seen := e.templates[key]; seen {
			return
		}
		if file {
			result.Allowed = false // what is in the file decides, and that is not looked at
		}
		if v.why != nil && v.why.span.End > 0 {
			span = v.why.span
		}
		fact := facts.Jinja{
			Field: field, Task: task, Critical: critical, Text: v.s, Allowed: result.Allowed, Violation: result.Violation,
			File: file, Expressions: result.Expressions, Span: e.span(span),
		}
		if fact.Expressions == nil {
			fact.Expressions = []string{}
		}
		e.templates[key] = struct{}{}
		if e.shown += len(v.s); e.shown > maxShownAll {
			e.unknown(&python.Keyword{Span: span}, codeBudget, "more text of templates than facts show")
			return
		}
		e.out.Templates = append(e.out.Templates, fact)
	case prefixKind:
		if critical {
			e.unknownField(field, span, "only its beginning is known")
		} else if v.n&opaqueText != 0 || strings.Contains(v.s, "{") {
			e.unknown(&python.Keyword{Span: span}, codeTemplate, "text of unknown content reaches the templated field "+field)
		}
	case opaqueKind:
		if critical {
			e.unknownField(field, span, v.s)
		} else if v.n&opaqueText != 0 {
			e.unknown(&python.Keyword{Span: span}, codeTemplate, "text of unknown content reaches the templated field "+field+": "+v.s)
		}
	case choiceKind, listKind, tupleKind, setKind, dictKind, objectKind:
		for _, key := range v.o.keys {
			if v.kind == dictKind {
				e.templateWalk(field, task, critical, key, span, depth+1, budget)
			}
		}
		for _, item := range v.o.items {
			e.templateWalk(field, task, critical, item, span, depth+1, budget)
		}
	}
}
