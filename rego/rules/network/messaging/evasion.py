# Mail from the library, not from an operator.
from airflow.utils.email import send_email as check

check(to="someone@example.com", subject="orders", html_content="")
