with DAG("x" as d:
    pass
