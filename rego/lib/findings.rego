# METADATA
# title: Findings
# description: |
#   Builds what a rule emits. The engine formats the message from the rule's METADATA, so a rule
#   names a message and hands over values.
package sekisho.lib.findings

# at(span, message, about, values): a finding at a place. About is what it is about, without a
# place: a symbol, a task, a value.
at(span, message, about, values) := {
	"message": message,
	"span": span,
	"about": about,
	"values": values,
}

# because(span, message, about, values, why): the same with the chain of places that made a value.
because(span, message, about, values, why) := {
	"message": message,
	"span": span,
	"about": about,
	"values": values,
	"why": why,
}

# argument(finding, name, text): the finding with a suggestion for a finding whose place is the keyword
# argument `name=…`: `name=text`. Where its place turns out to be something else (default_args, a
# `**`), the suggestion is dropped.
argument(finding, name, text) := replacing(finding, concat("", [name, "="]), concat("=", [name, text]))

# replacing(finding, old, new): the finding with the suggestion to write new where old stands now: the
# whole of its place, but for quotes around it.
replacing(finding, old, new) := object.union(finding, {"suggestion": new, "replaces": old})

# quoted(text): as Python and YAML write a text. It is for names of the configuration, which hold
# nothing that would have to be escaped.
quoted(text) := sprintf("\"%s\"", [text])

# top is the first place of a file.
top := {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 1}}

# whole(message, values): a finding about the file itself.
whole(message, values) := at(top, message, "file", values)

# of_path(path, message, values): a finding of a rule that judges the change as a whole.
of_path(path, message, values) := {
	"message": message,
	"path": path,
	"span": top,
	"about": "file",
	"values": values,
}
