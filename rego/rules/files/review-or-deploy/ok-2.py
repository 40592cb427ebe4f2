# path: dags/conf.py
BUCKET = "orders-data"
