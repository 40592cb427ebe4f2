# The session through a module that merely has it.
import airflow.settings as s

make = s.Session
make().execute("DELETE FROM dag_run")
