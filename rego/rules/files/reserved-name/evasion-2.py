# path: dags/sitecustomize/__init__.py
TEAM = "orders"
