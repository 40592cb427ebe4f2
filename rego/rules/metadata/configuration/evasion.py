# The object under the name of something harmless.
from airflow import configuration as params

value = params.conf.as_dict(display_sensitive=True)
