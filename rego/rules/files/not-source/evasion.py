# path: dags/orders/load.pyw
import os

os.system("id")
