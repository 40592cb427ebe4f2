# METADATA
# title: Encoding and invisible characters
# description: |
#   The file's bytes do not say what a reader sees: another encoding, control or bidirectional
#   characters, names with letters that look alike.
# custom:
#   id: FILE003
#   name: encoding
#   avoid: |
#     # The letters are full-width; Python reads exec.
#     ｅｘｅｃ("1")
#   prefer: |
#     NAMESPACE = "orders"
#   rationale: |
#     A reviewer reads glyphs, Python reads code points, and turns some of them into others. A
#     declaration in the first two lines changes what all bytes mean.
#   messages:
#     hidden:
#       severity: deny
#       text: >-
#         a bidirectional or zero-width character hides what Python reads
#       fix: >-
#         Delete the character.
#     control:
#       severity: deny
#       text: >-
#         a control character stands in the source
#       fix: >-
#         Delete the character.
#     carriage_return:
#       severity: deny
#       text: >-
#         a carriage return stands alone: Python ends the line there, editors do not
#       fix: >-
#         Save the file with LF line ends.
#     normalized:
#       severity: deny
#       text: >-
#         Python reads this name as another one than is written
#       fix: >-
#         Write the name with ASCII letters.
#     name:
#       severity: review
#       text: >-
#         a name has letters outside ASCII, which can look like others
#       fix: >-
#         Write the name with ASCII letters.
#     cookie:
#       severity: deny
#       text: >-
#         the file declares the encoding {encoding}: its bytes mean something else than they
#         seem
#       fix: >-
#         Save the file as UTF-8 and delete the declaration.
#     cookie_utf8:
#       severity: warn
#       text: >-
#         the declaration of {encoding} says nothing: Python reads UTF-8 without it
#       fix: >-
#         Delete the declaration.
#     bytes:
#       severity: deny
#       text: >-
#         the file is not UTF-8, or says that it is something else: {reason:text}
#       fix: >-
#         Save the file as UTF-8 without a declaration.
#     mark:
#       severity: review
#       text: >-
#         the file begins with a byte order mark
#       fix: >-
#         Save the file as UTF-8 without a mark.
#     form_feed:
#       severity: review
#       text: >-
#         a form feed stands in the source: Python starts the line's indentation anew
#       fix: >-
#         Delete the character.
package sekisho.rules.files.encoding

import data.sekisho.lib.findings as findings_of

encoding := input.file.encoding

spans := {
	"hidden": object.get(encoding, "bidirectional", []),
	"control": object.get(encoding, "control", []),
	"normalized": object.get(encoding, "normalized_names", []),
	"name": object.get(encoding, "non_ascii_names", []),
}

findings contains finding if {
	some message, places in spans
	some span in places
	not normalized_as_well(message, span)
	finding := findings_of.at(span, message, message, {})
}

# A name that Python reads otherwise is one with letters outside ASCII too; once is enough.
normalized_as_well("name", span) if span in spans.normalized

findings contains finding if {
	some message, set in {
		"carriage_return": encoding.carriage_return,
		"mark": encoding.bom,
		"form_feed": encoding.form_feed,
	}
	set == true
	finding := findings_of.whole(message, {})
}

cookie := object.get(encoding, "cookie", "")

# The parser refused the bytes.
findings contains finding if {
	refused
	finding := findings_of.whole("bytes", {"reason": object.get(input.file.parse, "message", "")})
}

refused if {
	input.file.parse.ok == false
	input.file.parse.reason in {"encoding", "nul"}
}

findings contains finding if {
	not refused
	cookie != ""
	not utf8
	finding := findings_of.whole("cookie", {"encoding": cookie})
}

findings contains finding if {
	cookie != ""
	utf8
	finding := findings_of.whole("cookie_utf8", {"encoding": cookie})
}

utf8 if lower(cookie) in {"utf-8", "utf8"}
