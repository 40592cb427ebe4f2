# A path that looks like one of a file.
from airflow.io.path import ObjectStoragePath as Path

Path("s3://airflow/dags/payments/x.py").write_text("")
