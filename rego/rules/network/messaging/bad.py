from datetime import datetime

from airflow import DAG
from airflow.providers.slack.operators.slack_webhook import SlackWebhookOperator

with DAG("orders.tell", schedule_interval="@daily", start_date=datetime(2024, 1, 1)):
    SlackWebhookOperator(task_id="tell", slack_webhook_conn_id="x", message="{{ ds }}")
