# The old path, and the method without its class.
from airflow.hooks.base_hook import BaseHook as Base

read = Base.get_connection
read("payments")
