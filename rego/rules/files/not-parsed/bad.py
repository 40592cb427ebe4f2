DAG("orders.load" schedule="@daily")
