import airflow_client.client as client

client.ApiClient()
