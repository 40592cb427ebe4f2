from kubernetes import client, config

config.load_incluster_config()
client.CoreV1Api().create_namespaced_pod("payments", {})
