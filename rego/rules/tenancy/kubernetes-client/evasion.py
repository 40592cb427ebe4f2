# The data classes are harmless, the api beside them is not.
from kubernetes.client import models as k8s
from kubernetes.client.api import core_v1_api as metadata

pod = k8s.V1Pod()
metadata.CoreV1Api().create_namespaced_pod("payments", pod)
