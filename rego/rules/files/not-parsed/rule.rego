# METADATA
# title: Python that does not parse
# description: |
#   The file is not Python that the deployed version reads.
# custom:
#   id: FILE009
#   name: not-parsed
#   avoid: |
#     DAG("orders.load" schedule="@daily")
#   prefer: |
#     DAG("orders.load", schedule="@daily")
#   rationale: |
#     Airflow cannot load such a file, and the check cannot say what an other version would make
#     of it.
#   messages:
#     syntax:
#       severity: review
#       text: >-
#         the file is not Python that the deployed version reads: {reason:text}
#       fix: >-
#         Correct the file; `python3 -m py_compile FILE` shows the same place.
package sekisho.rules.files.not_parsed

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	input.file.role == "dag"
	input.file.content == "read"
	not input.file.parse.ok == true
	not elsewhere
	finding := findings_of.at(place, "syntax", "syntax", {"reason": reason})
}

# FILE003 and FILE006 say more of these.
elsewhere if input.file.parse.reason in data.lists.parse_refusals.limits

elsewhere if input.file.parse.reason in {"encoding", "nul"}

default reason := "it was not parsed"

reason := input.file.parse.message if input.file.parse.message != ""

default place := {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 1}}

place := input.file.parse.span if input.file.parse.span.start.line > 0
