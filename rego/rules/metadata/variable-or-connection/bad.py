from airflow.models import Variable

Variable.set("payments_refunds", "off")
