# METADATA
# title: File too large or too deep
# description: |
#   A file is larger, or nested deeper, than the check reads.
# custom:
#   id: FILE006
#   name: too-large
#   avoid: |
#     X = ((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))))))))
#   prefer: |
#     X = 1
#   rationale: |
#     What is not read is not proved. The limits are far above what a DAG file needs.
#   messages:
#     size:
#       severity: review
#       text: >-
#         {name} has {size} bytes, more than the check reads
#       fix: >-
#         Split the file, or wait for a review by the SRE team.
#     limit:
#       severity: review
#       text: >-
#         the file is beyond the limits of the check: {reason:text}
#       fix: >-
#         Split the file, or write it flatter.
#     long:
#       severity: review
#       text: >-
#         {name} has {size} bytes, more than the check follows
#       fix: >-
#         Split the file, or wait for a review by the SRE team.
#     depth:
#       severity: review
#       text: >-
#         the file is nested {depth} deep, more than the check follows
#       fix: >-
#         Write it flatter, or wait for a review by the SRE team.
package sekisho.rules.files.too_large

import data.sekisho.lib.findings as findings_of

findings contains finding if {
	input.file.content == "too-large"
	finding := findings_of.whole("size", {"name": input.file.path, "size": input.file.size})
}

findings contains finding if {
	input.file.parse.ok == false
	input.file.parse.reason in data.lists.parse_refusals.limits
	finding := findings_of.at(place, "limit", "limit", {"reason": object.get(input.file.parse, "message", "")})
}

# What is longer, or nested deeper, is parsed and not proved.
findings contains finding if {
	input.file.role == "dag"
	input.file.content == "read"
	input.file.size > data.lists.parse_refusals.size
	finding := findings_of.whole("long", {"name": input.file.path, "size": input.file.size})
}

findings contains finding if {
	input.file.parse.depth > data.lists.parse_refusals.depth
	finding := findings_of.whole("depth", {"depth": input.file.parse.depth})
}

default place := {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 1}}

place := input.file.parse.span if input.file.parse.span.start.line > 0
