# path: dags/orders/Pendulum.py
UTC = "UTC"
