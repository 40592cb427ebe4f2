import hashlib
import itertools
import re
import shlex
from collections import Counter, defaultdict
from datetime import datetime
from functools import reduce
from string import Template

from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

JOBS = [("loads", "customers"), ("loads", "invoices"), ("reports", "daily")]
COMMAND = Template("python -m orders.${team} --only $name")
NAME = re.compile(r"^[a-z]+$")

with DAG("orders.library", start_date=datetime(2024, 1, 1), schedule=None, catchup=False):
    groups = defaultdict(list)
    named = [(team, name) for team, name in JOBS if NAME.match(name)]
    for (team, name), colour in zip(named, itertools.cycle(["blue", "green"])):
        groups[team].append(
            KubernetesPodOperator(
                task_id=f"{team}_{hashlib.sha256(name.encode()).hexdigest()[:8]}",
                namespace="orders",
                pod_template_file="/usr/local/airflow/dags/templates/orders/orders-api/job.yaml",
                cmds=shlex.split(COMMAND.substitute(team=team, name=name)),
                arguments=[colour, str(Counter(t for t, _ in JOBS)[team])],
            )
        )
    for tasks in groups.values():
        reduce(lambda a, b: a >> b, tasks)
    for first, second in itertools.combinations(groups, 2):
        groups[first][-1] >> groups[second][0]
