# The managed service's hook in place of the API's client.
from airflow.providers.amazon.aws.hooks.mwaa import MwaaHook as Clock

Clock("aws_default").invoke_rest_api(env_name="production", path="/dags/payments.refund", method="DELETE")
