# METADATA
# title: Worker slot that is held
# description: |
#   A task holds a slot of a worker while it only waits.
# custom:
#   id: AVL007
#   name: held-slot
#   avoid: |
#     DateTimeSensor(task_id="wait", target_time="{{ ds }}", mode="poke")
#   prefer: |
#     DateTimeSensor(task_id="wait", target_time="{{ ds }}", mode="reschedule")
#   rationale: |
#     Slots are few and common to all tenants.
#   messages:
#     poke:
#       severity: warn
#       text: >-
#         task {task} waits with `mode="poke"`, which holds a slot all the time{chain}
#       fix: >-
#         Write `mode="reschedule"`.
#     blocking:
#       severity: warn
#       text: >-
#         task {task} gives `deferrable=False`, so that it holds a slot as long as its pod
#         runs{chain}
#       fix: >-
#         Write `deferrable=True`.
package sekisho.rules.availability.held_slot

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

findings contains finding if {
	some field, rest in fields
	some task in input.file.tasks
	value := task.arguments[field]
	some member in values.members(value)
	member.value == rest.holds
	about := findings_of.because(values.place(value, task.span), rest.message, sprintf("%v", [values.show(task.id)]), {"task": values.show(task.id)}, values.why(value))
	finding := findings_of.argument(about, field, rest.frees)
}

# The value that holds a slot, and the one that does not.
fields := {
	"mode": {"holds": "poke", "message": "poke", "frees": "\"reschedule\""},
	"deferrable": {"holds": false, "message": "blocking", "frees": "True"},
}
