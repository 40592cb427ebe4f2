from airflow.utils.session import create_session
from airflow.models import DagModel

with create_session() as session:
    session.query(DagModel).filter(DagModel.dag_id == "payments.refund").delete()
