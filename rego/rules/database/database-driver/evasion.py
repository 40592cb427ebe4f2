# Nothing here is called psycopg2 where it is used.
from sqlalchemy import create_engine as template

path = template
engine = path("postgresql://u:p@db/payments")
