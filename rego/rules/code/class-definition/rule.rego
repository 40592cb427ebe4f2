# METADATA
# title: Class
# description: |
#   The file defines a class, or extends a part of Airflow.
# custom:
#   id: CODE010
#   name: class-definition
#   avoid: |
#     class LoadOperator(KubernetesPodOperator):
#         def execute(self, context):
#             ...
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     A class can change what an operator does at any later time, and plugins, listeners,
#     timetables and executors run inside Airflow for all tenants. A subclass of
#     KubernetesPodOperator without attributes or methods other than an `__init__` that ends in
#     `super().__init__(…, **kwargs)` only fixes arguments, and is none of this.
#   messages:
#     extension:
#       severity: deny
#       text: >-
#         {symbol} extends Airflow itself, {where:text}
#       fix: >-
#         Remove it. Plugins, timetables and operators belong to the platform's repository.
#     factory:
#       severity: review
#       text: >-
#         {symbol} makes classes, {where:text}
#       fix: >-
#         Use a dict or a constant.
#     class:
#       severity: review
#       text: >-
#         a class is defined here: {reason:text}
#       fix: >-
#         Use functions, a plain class or dataclass with fields and methods, a subclass of KubernetesPodOperator
#         that only fixes keywords in `__init__`, or ask the SRE team to take the class into the platform's library.
package sekisho.rules.code.class_definition

import data.sekisho.lib.findings as findings_of
import data.sekisho.lib.uses

# A name alone, as in an annotation, extends nothing.
findings contains finding if {
	some i in input.file.index.calls_by_detail["extension-point"]
	call := input.file.calls[i]
	call.phase != "dead"
	call.use != "reference"
	symbol := uses.name(call.symbol)
	not symbol in data.lists.triggers.bases
	finding := findings_of.at(call.span, "extension", symbol, {"symbol": uses.shown(call), "where": uses.where(call.phase)})
}

findings contains finding if some finding in uses.findings({"class-factory"}, "factory")

findings contains finding if {
	some unknown in input.file.unknowns
	unknown.construct == "ClassDef"
	finding := findings_of.at(unknown.span, "class", "class", {"reason": unknown.reason})
}

# A base class of which no unknown tells.
findings contains finding if {
	some call in input.file.calls
	call.use == "base"
	call.phase != "dead"
	not class_is_unknown
	not call.symbol.detail in {"extension-point", "class-factory"}
	finding := findings_of.at(call.span, "class", uses.name(call.symbol), {"reason": sprintf("it derives from %s", [uses.name(call.symbol)])})
}

class_is_unknown if {
	some unknown in input.file.unknowns
	unknown.construct == "ClassDef"
}
