from airflow.providers.google.cloud.operators.kubernetes_engine import GKEStartPodOperator


class TeamPodOperator(GKEStartPodOperator):
    template_fields = tuple(set(GKEStartPodOperator.template_fields) - {"name"})
