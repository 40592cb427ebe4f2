# It begins in the tenant's own folder.
from pathlib import Path

SECRET = (Path("/usr/local/airflow/dags/dags/orders") / ".." / "payments" / "settings.py").read_text()
