# METADATA
# title: Clock or chance in a DAG file
# description: |
#   The file reads the clock or draws random data while it is read.
# custom:
#   id: AVL008
#   name: moving-date
#   avoid: |
#     DAG("orders.load", start_date=datetime.now())
#   prefer: |
#     DAG("orders.load", start_date=datetime(2024, 1, 1))
#   rationale: |
#     A start_date that moves never lets an interval end, and Airflow 3 makes a new version of
#     the DAG each time it reads the file.
#   messages:
#     use:
#       severity: warn
#       text: >-
#         {symbol} gives another value each time the file is read
#       fix: >-
#         Write a fixed date.
package sekisho.rules.availability.moving_date

import data.sekisho.lib.uses

findings contains finding if some finding in uses.findings({"clock", "random"}, "use")
