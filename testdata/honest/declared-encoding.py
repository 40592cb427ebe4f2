# -*- coding: utf-8 -*-
"""Loads the orders of a day."""

from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

with DAG("orders.declared_encoding", start_date=datetime(2024, 1, 1), schedule="@daily", catchup=False) as dag:
    KubernetesPodOperator(
        task_id="load",
        pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/load.yaml",
        cmds=["python", "-m", "orders.load", "{{ ds }}"],
    )
