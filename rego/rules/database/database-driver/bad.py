import psycopg2

rows = psycopg2.connect("host=db user=u password=p").cursor().execute("select 1")
