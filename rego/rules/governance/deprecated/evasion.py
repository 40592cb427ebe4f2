import airflow.operators.subdag_operator as groups

make = groups.SubDagOperator
