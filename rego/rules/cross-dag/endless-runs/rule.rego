# METADATA
# title: Runs without an end
# description: |
#   A run of a DAG starts the DAG again: by its own task, or through DAGs and assets of other files.
# custom:
#   id: XDAG003
#   name: endless-runs
#   avoid: |
#     from airflow.operators.trigger_dagrun import TriggerDagRunOperator
#
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         TriggerDagRunOperator(task_id="again", trigger_dag_id="orders.load")
#   prefer: |
#     from airflow.operators.trigger_dagrun import TriggerDagRunOperator
#
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         TriggerDagRunOperator(task_id="clean", trigger_dag_id="orders.clean")
#   rationale: |
#     Each run makes another, and where several tasks start the same DAG, more and more: the scheduler has no time left
#     for anybody else's. Whoever triggers the first one cannot stop it.
#   messages:
#     ring:
#       severity: review
#       text: >-
#         {from} starts {to}, by which {from} is started again: runs without an end
#       fix: >-
#         Give the DAG a schedule in the place of starting it from itself, and let starts lead one way.
package sekisho.rules.cross_dag.endless_runs

change_findings contains finding if {
	some ring in input.rings
	finding := {
		"message": "ring", "path": ring.path, "span": ring.span, "about": concat(" ", [ring.from, ring.to]),
		"values": {"from": ring.from, "to": ring.to},
	}
}
