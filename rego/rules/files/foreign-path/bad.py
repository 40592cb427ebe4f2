# path: dags/payments/refund.py
x = 1
