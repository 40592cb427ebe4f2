import boto3

boto3.client("s3").put_object(Bucket="airflow", Key="dags/payments/x.py", Body=b"")
