import requests

CONFIG = requests.get("https://config.orders.svc/jobs").json()
