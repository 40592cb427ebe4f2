from datetime import datetime

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

TEMPLATE = "/usr/local/airflow/dags/templates/orders/orders-api/load.yaml"

X = 0
if datetime.now().second > 0:
    X = X + 0
if datetime.now().second > 1:
    X = X + 1
if datetime.now().second > 2:
    X = X + 2
if datetime.now().second > 3:
    X = X + 3
if datetime.now().second > 4:
    X = X + 4
if datetime.now().second > 5:
    X = X + 5
if datetime.now().second > 6:
    X = X + 6
if datetime.now().second > 7:
    X = X + 7
if datetime.now().second > 8:
    X = X + 8
if datetime.now().second > 9:
    X = X + 9
if datetime.now().second > 10:
    X = X + 10
if datetime.now().second > 11:
    X = X + 11
if datetime.now().second > 12:
    X = X + 12
if datetime.now().second > 13:
    X = X + 13
if datetime.now().second > 14:
    X = X + 14
if datetime.now().second > 15:
    X = X + 15
if datetime.now().second > 16:
    X = X + 16
if datetime.now().second > 17:
    X = X + 17
if datetime.now().second > 18:
    X = X + 18
if datetime.now().second > 19:
    X = X + 19
if datetime.now().second > 20:
    X = X + 20
if datetime.now().second > 21:
    X = X + 21
if datetime.now().second > 22:
    X = X + 22
if datetime.now().second > 23:
    X = X + 23
if datetime.now().second > 24:
    X = X + 24
if datetime.now().second > 25:
    X = X + 25
if datetime.now().second > 26:
    X = X + 26
if datetime.now().second > 27:
    X = X + 27
if datetime.now().second > 28:
    X = X + 28
if datetime.now().second > 29:
    X = X + 29
if datetime.now().second > 30:
    X = X + 30
if datetime.now().second > 31:
    X = X + 31
if datetime.now().second > 32:
    X = X + 32
if datetime.now().second > 33:
    X = X + 33
if datetime.now().second > 34:
    X = X + 34
if datetime.now().second > 35:
    X = X + 35
if datetime.now().second > 36:
    X = X + 36
if datetime.now().second > 37:
    X = X + 37
if datetime.now().second > 38:
    X = X + 38
if datetime.now().second > 39:
    X = X + 39
if datetime.now().second > 40:
    X = X + 40
if datetime.now().second > 41:
    X = X + 41
if datetime.now().second > 42:
    X = X + 42
if datetime.now().second > 43:
    X = X + 43
if datetime.now().second > 44:
    X = X + 44
if datetime.now().second > 45:
    X = X + 45
if datetime.now().second > 46:
    X = X + 46
if datetime.now().second > 47:
    X = X + 47
if datetime.now().second > 48:
    X = X + 48
if datetime.now().second > 49:
    X = X + 49
if datetime.now().second > 50:
    X = X + 50
if datetime.now().second > 51:
    X = X + 51
if datetime.now().second > 52:
    X = X + 52
if datetime.now().second > 53:
    X = X + 53
if datetime.now().second > 54:
    X = X + 54
if datetime.now().second > 55:
    X = X + 55
if datetime.now().second > 56:
    X = X + 56
if datetime.now().second > 57:
    X = X + 57
if datetime.now().second > 58:
    X = X + 58
if datetime.now().second > 59:
    X = X + 59
with DAG("orders.load", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False) as dag:
    KubernetesPodOperator(task_id="t", namespace=["orders", "payments"][X > 0], pod_template_file=TEMPLATE)
