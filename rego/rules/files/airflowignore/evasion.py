# path: dags/.AirflowIgnore
.*
