# The hook's module under another name, the class behind two attributes.
from airflow.providers.mysql import hooks
from airflow.providers.mysql.hooks import mysql as tools

run = tools.MySqlHook("orders").run
run("DELETE FROM carts")
