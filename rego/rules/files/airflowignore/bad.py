# path: dags/orders/.airflowignore
.*
