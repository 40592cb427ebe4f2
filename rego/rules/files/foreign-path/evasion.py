# path: Dags/PAYMENTS/refund.py
x = 1
