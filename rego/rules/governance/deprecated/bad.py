from airflow.operators.subdag import SubDagOperator
