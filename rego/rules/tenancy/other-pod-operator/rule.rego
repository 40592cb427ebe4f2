# METADATA
# title: Pod operator other than KubernetesPodOperator
# description: |
#   A task starts pods or changes Kubernetes resources in another way than by
#   KubernetesPodOperator itself.
# custom:
#   id: TEN008
#   name: other-pod-operator
#   avoid: |
#     from airflow.providers.cncf.kubernetes.operators.resource import KubernetesCreateResourceOperator
#
#     KubernetesCreateResourceOperator(task_id="grant", yaml_conf="{kind: RoleBinding}")
#   prefer: |
#     with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1)):
#         KubernetesPodOperator(
#             task_id="load",
#             namespace="orders",
#             pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
#             cmds=["python", "-m", "orders.load"],
#         )
#   rationale: |
#     These operators reach other clusters, other credentials or other kinds of resource; what
#     they start is not bounded by a PodTemplate of the tenant.
#   messages:
#     use:
#       severity: deny
#       text: >-
#         {symbol} acts on Kubernetes {where:text} in another way than by starting a pod from a
#         template
#       fix: >-
#         Start the work as a pod with `KubernetesPodOperator(pod_template_file=…)`.
#     variant:
#       severity: review
#       text: >-
#         {symbol} starts pods in a way of its own that is not judged
#       fix: >-
#         Use `KubernetesPodOperator(pod_template_file=…)` itself.
package sekisho.rules.tenancy.other_pod_operator

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"managed-k8s", "k8s-resource", "kpo-subclass"}, "use")

findings contains finding if some finding in uses.findings({"pod-decorator"}, "variant")
