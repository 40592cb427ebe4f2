"""Nightly settlement of card payments.

The DAG starts three pods per region, waits for the ledger export and publishes
a report. Owners: payments team, #payments-oncall.
"""
from __future__ import annotations

import json
import os
from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.empty import EmptyOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.utils.task_group import TaskGroup
from kubernetes.client import models as k8s

NAMESPACE = "payments"
TEMPLATES = "/usr/local/airflow/dags/templates/payments"
REGIONS = ["eu-west-1", "eu-central-1", "us-east-1", "ap-northeast-1"]
RETRIES = int(os.environ.get("SETTLEMENT_RETRIES", "3"))

default_args = {
    "owner": "payments",
    "depends_on_past": False,
    "email": ["payments-oncall@example.com"],
    "email_on_failure": True,
    "email_on_retry": False,
    "retries": RETRIES,
    "retry_delay": timedelta(minutes=5),
    "execution_timeout": timedelta(hours=2),
    "namespace": NAMESPACE,
    "in_cluster": True,
}


def resources(cpu: str, memory: str, *, limit: float = 1.5) -> k8s.V1ResourceRequirements:
    """Return requests and limits of a container."""
    amount, unit = float(memory[:-2]), memory[-2:]
    return k8s.V1ResourceRequirements(
        requests={"cpu": cpu, "memory": memory},
        limits={"cpu": cpu, "memory": f"{amount * limit:.0f}{unit}"},
    )


def environment(region: str, **extra: str) -> list[k8s.V1EnvVar]:
    values = {"REGION": region, "RUN_DATE": "{{ ds }}", "LOG_LEVEL": "INFO", **extra}
    return [k8s.V1EnvVar(name=name, value=value) for name, value in sorted(values.items()) if value is not None]


with DAG(
    dag_id="payments_settlement",
    description="Nightly settlement of card payments",
    schedule="15 2 * * *",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args=default_args,
    tags=["payments", "nightly", "tier-1"],
    doc_md=__doc__,
) as dag:
    start = EmptyOperator(task_id="start")
    finish = EmptyOperator(task_id="finish", trigger_rule="none_failed_min_one_success")

    for region in REGIONS:
        with TaskGroup(group_id=f"settle_{region.replace('-', '_')}") as group:
            extract = KubernetesPodOperator(
                task_id="extract",
                name=f"settlement-extract-{region}",
                pod_template_file=os.path.join(TEMPLATES, "settlement", "extract.yaml"),
                image="registry.example.com/payments/settlement:1.42.0",
                cmds=["python", "-m", "settlement.extract"],
                arguments=["--region", region, "--date", "{{ ds }}", "--batch-size", "50000"],
                env_vars=environment(region, SOURCE="ledger"),
                container_resources=resources("500m", "2048Mi"),
                get_logs=True,
                do_xcom_push=False,
            )
            match_ = KubernetesPodOperator(
                task_id="match",
                name=f"settlement-match-{region}",
                pod_template_file=os.path.join(TEMPLATES, "settlement", "match.yaml"),
                image="registry.example.com/payments/settlement:1.42.0",
                cmds=["python", "-m", "settlement.match"],
                arguments=[json.dumps({"region": region, "tolerance": 0.01, "currencies": ["EUR", "USD", "JPY"]})],
                env_vars=environment(region, MODE="strict" if region.startswith("eu-") else "lenient"),
                container_resources=resources("2", "8192Mi", limit=2.0),
                startup_timeout_seconds=600,
            )
            post = KubernetesPodOperator(
                task_id="post",
                name=f"settlement-post-{region}",
                pod_template_file=os.path.join(TEMPLATES, "settlement", "post.yaml"),
                image="registry.example.com/payments/settlement:1.42.0",
                cmds=["python", "-m", "settlement.post"],
                arguments=["--region", region, "--dry-run={{ params.dry_run }}"],
                labels={"app": "settlement", "region": region, "step": "post"},
                retries=0,
            )
            extract >> match_ >> post
        start >> group >> finish
