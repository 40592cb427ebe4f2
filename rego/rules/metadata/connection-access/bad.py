from airflow.hooks.base import BaseHook

PASSWORD = BaseHook.get_connection("payments").password
