from dags.payments import settings
