"""What CPython computes: runs DAG modules against stand-ins for Airflow and prints their tasks.

In, on standard input: a JSON list of [source, text of every Airflow variable].
Out: a JSON list of {"error": message or null, "reached": whether builtins.reached was set, "tasks": [{"then": arguments when the task was built,
"end": the same when the module ended, "defaults": names of those that default_args gave}]}. Tuples, sets and bytes are tagged, since JSON has none.
"""

import builtins
import copy
import functools
import inspect
import json
import resource
import signal
import sys
import types

resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def encode(v):
    if v is None or isinstance(v, (bool, int, str)):
        return v
    if isinstance(v, float):
        return {"float": repr(v)}
    if isinstance(v, list):
        return [encode(x) for x in v]
    if isinstance(v, (tuple, range)):
        return {"tuple": [encode(x) for x in v]}
    if isinstance(v, (set, frozenset)):
        return {"set": sorted(json.dumps(encode(x)) for x in v)}
    if isinstance(v, dict):
        return {"dict": [[encode(k), encode(x)] for k, x in v.items()]}
    return {"object": type(v).__name__}


stack = []
tasks = []
variable = ""


class DAG:
    def __init__(self, dag_id, default_args=None, **kwargs):
        self.dag_id = dag_id
        self.default_args = copy.deepcopy(default_args or {})

    def __enter__(self):
        stack.append((self, None))
        return self

    def __exit__(self, *_):
        stack.pop()


class TaskGroup:
    def __init__(self, group_id, default_args=None, **kwargs):
        self.default_args = copy.deepcopy(default_args or {})

    def __enter__(self):
        stack.append((stack[-1][0] if stack else None, self))
        return self

    def __exit__(self, *_):
        stack.pop()


def apply_defaults(func):
    """What BaseOperatorMeta wraps each `__init__` in, as of Airflow 3."""
    parameters = inspect.signature(func).parameters
    required = {p.name for p in parameters.values() if p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)} - {"self", "task_id"}

    @functools.wraps(func)
    def wrapper(self, *args, **kwargs):
        if args:
            raise TypeError("Use keyword arguments when initializing operators")
        dag, group = stack[-1] if stack else (None, None)
        dag, group = kwargs.get("dag") or dag, kwargs.get("task_group") or group
        if dag is not None:
            kwargs["dag"] = dag
        if group is not None:
            kwargs["task_group"] = group
        merged = {}
        for source in (dag, group):
            if source is not None:
                merged.update(source.default_args)
        merged.update(kwargs.pop("default_args", None) or {})
        for name in parameters:
            if name not in kwargs and name in merged:
                kwargs[name] = merged[name]
        if required - set(kwargs):
            raise TypeError("missing keyword arguments")
        return func(self, **kwargs, default_args=merged)

    return wrapper


class BaseOperatorMeta(type):
    def __new__(cls, name, bases, namespace, **kwargs):
        made = super().__new__(cls, name, bases, namespace, **kwargs)
        if made.__init__ is not made.mro()[1].__init__:
            made.__init__ = apply_defaults(made.__init__)
        return made


class KubernetesPodOperator(metaclass=BaseOperatorMeta):
    def __init__(self, dag=None, task_group=None, default_args=None, **kwargs):
        merged = dict(kwargs)
        for key, v in default_args.items():
            merged.setdefault(key, v)
        self.kwargs = merged
        tasks.append((json.dumps(encode(merged)), merged, sorted(k for k in merged if k not in kwargs and isinstance(k, str))))

    def __rshift__(self, other):
        return other

    def __rrshift__(self, other):
        return self


class Variable:
    @staticmethod
    def get(key, default_var=None):
        return variable


def module(name, **members):
    made = types.ModuleType(name)
    for key, v in members.items():
        setattr(made, key, v)
    sys.modules[name] = made


for name in (
    "airflow.providers",
    "airflow.providers.cncf",
    "airflow.providers.cncf.kubernetes",
    "airflow.providers.cncf.kubernetes.operators",
    "airflow.utils",
):
    module(name)
module("airflow", DAG=DAG)
module("airflow.models", Variable=Variable)
module("airflow.utils.task_group", TaskGroup=TaskGroup)
module("airflow.providers.cncf.kubernetes.operators.pod", KubernetesPodOperator=KubernetesPodOperator)

def stop(*_):
    raise TimeoutError("runs too long")


signal.signal(signal.SIGALRM, stop)
out = []
for source, text in json.load(sys.stdin):
    stack.clear()
    tasks.clear()
    variable = text
    error = None
    builtins.reached = False
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.25)
        exec(compile(source, "dag.py", "exec"), {"__name__": "unusual_prefix_x", "__file__": "/usr/local/airflow/dags/dags/team-a/x.py"})
    except Exception as e:
        error = type(e).__name__ + ": " + str(e)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    out.append({"error": error, "reached": builtins.reached, "tasks": [{"then": json.loads(then), "end": encode(end), "defaults": names} for then, end, names in tasks]})
json.dump(out, sys.stdout)
