# METADATA
# title: Limits
# description: Compares arguments of DAGs and tasks with the bounds of data/limits.yaml.
package sekisho.lib.limits

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.values

holders := [["DAG", input.file.dags], ["task", input.file.tasks]]

# over(limits): a finding with the message `over` for each argument that is, or can be, more than its limit.
over(limits) := {finding |
	some [what, list] in holders
	some field, limit in limits
	some holder in list
	value := holder.arguments[field]
	some member in values.members(value)
	is_number(member.value)
	member.value > limit
	finding := findings_of.because(
		values.place(value, holder.span),
		"over",
		sprintf("%v %s", [values.show(holder.id), field]),
		{"what": what, "holder": values.show(holder.id), "field": field, "value": member.value, "limit": limit},
		values.why(value),
	)
}
