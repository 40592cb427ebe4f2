from airflow.configuration import conf

URI = conf.get("database", "sql_alchemy_conn")
