# METADATA
# title: Uses
# description: |
#   Finds uses of symbols by what they can do, through the index of the facts. A use is a call, a
#   decorator, a base class, a task, or a name handed on; an import counts where nothing imported by
#   it is used.
package sekisho.lib.uses

# of(details): every use of a symbol whose detail is one of a set, with its name, place and the
# words for where it runs. Code that Airflow never runs (the main guard, TYPE_CHECKING) is left out.
of(details) := set() if count(details & present) == 0

else := calls(details) | unused_imports(details)

# present are the details of anything that the file uses or imports.
present := object.keys(input.file.index.calls_by_detail) | object.keys(input.file.index.imports_by_detail)

calls(details) := {use(call, object.get(call, "written", "")) |
	some detail in details
	some i in input.file.index.calls_by_detail[detail]
	call := input.file.calls[i]
	call.phase != "dead"
}

# An import of which something is used is judged by what is used: a module can hold harmless names
# beside harmful ones.
unused_imports(details) := {object.union(use(found, found.symbol.name), {"idle": object.get(found.symbol, "kind", "") in classes}) |
	some detail in details
	some i in input.file.index.imports_by_detail[detail]
	found := input.file.imports[i]
	found.phase != "dead"
	not used(found.symbol)
}

# Classes, and the decorators of tasks. One that is imported and not used does nothing; were it used in a way
# that the analyser does not see, that would be an unknown.
classes := {"operator", "sensor", "transfer", "hook", "decorated-operator"}

used(symbol) if name(symbol) in used_names

# used_names are the names of what is used, and of all that they are members of.
used_names contains concat(".", array.slice(parts, 0, n)) if {
	some other, found in input.file.index.calls_by_symbol
	some i in found
	input.file.calls[i].phase != "dead"
	parts := array.slice(split(other, "."), 0, 32)
	some n in numbers.range(1, count(parts))
}

use(found, written) := {
	"symbol": name(found.symbol), "shown": known_as(written, name(found.symbol)),
	"span": found.span, "where": where(phase_of(found.symbol, found.phase)),
}

# shown(call): the symbol for a message: as the author wrote it, with the catalogue's name where that
# is another.
shown(call) := known_as(object.get(call, "written", ""), name(call.symbol))

# imported(symbol): the symbol by the name that the file's imports give it.
imported(symbol) := symbol.name if object.get(symbol, "name", "") != ""

else := name(symbol)

known_as(written, full) := {"written": written, "name": full} if not written in {"", full}

else := full

# An operator is made while the file is read and does its work on a worker.
phase_of(symbol, phase) := "worker" if {
	phase == "parse"
	symbol.detail in data.lists.details.on_workers
}

else := phase

# name(symbol): the catalogue's name, or the file's where the catalogue has none.
name(symbol) := symbol.canonical if symbol.canonical != ""

name(symbol) := symbol.name if {
	symbol.canonical == ""
	symbol.name != ""
}

name(symbol) := "(unknown)" if {
	symbol.canonical == ""
	symbol.name == ""
}

phases := {
	"parse": "in the shared scheduler each time it reads the file",
	"worker": "on a shared Airflow worker",
	"callback": "in a callback, in a shared Airflow process",
	"triggerer": "in the shared triggerer",
	"template": "when Airflow renders a template",
	"dead": "nowhere",
}

where(phase) := object.get(phases, phase, "in a shared Airflow process")

# findings(details, message): one finding for each use, with the values {symbol} and {where}. The import of
# a class that is not used is none.
findings(details, message) := set() if count(details & present) == 0

else := about({use | some use in of(details); not use.idle}, message)

# about(uses, message): one finding for each of some uses.
about(uses, message) := {finding |
	some use in uses
	finding := {
		"message": message,
		"span": use.span,
		"about": use.symbol,
		"values": {"symbol": use.shown, "where": use.where},
	}
}
