# path: dags/orders/native.so
