"""Runs sources that set r, each with COND empty and with COND set, and says what r is; reads and writes JSON."""

import datetime
import json
import os
import pathlib
import resource
import signal
import sys
import types
import warnings

warnings.simplefilter("ignore")
variables = types.ModuleType("airflow.models")


def encode(v):
    if v is None:
        return ["none"]
    if v is ...:
        return ["ellipsis"]
    kind = type(v)
    if kind is bool or kind is int:
        return [kind.__name__, str(int(v))]
    if kind is float:
        return ["float", v.hex()]
    if kind is str:
        return ["str", v.encode("utf-8", "surrogatepass").hex()]
    if kind is bytes:
        return ["bytes", v.hex()]
    if kind in (list, tuple, set, frozenset, range):
        return [kind.__name__, [encode(x) for x in v]]
    if kind is dict:
        return ["dict", [[encode(k), encode(x)] for k, x in v.items()]]
    if isinstance(v, pathlib.PurePath):
        return ["path", str(v).encode("utf-8", "surrogatepass").hex()]
    if kind is datetime.date or kind is datetime.datetime:
        return [kind.__name__, v.isoformat()]
    if kind is datetime.timedelta:
        return ["timedelta", str((v.days * 86400 + v.seconds) * 10**6 + v.microseconds)]
    return ["other", kind.__name__]


def run(source, condition):
    class Variable:
        @staticmethod
        def get(key):
            return condition

    airflow, models = types.ModuleType("airflow"), types.ModuleType("airflow.models")
    models.Variable = airflow.models = Variable
    models.Variable = Variable
    sys.modules["airflow"], sys.modules["airflow.models"] = airflow, models
    names = {"__name__": "unusual_prefix_x"}
    try:
        signal.setitimer(signal.ITIMER_REAL, 5)
        exec(compile(source, "x", "exec", dont_inherit=True), names)
        return encode(names["r"])
    except MemoryError:
        return ["grew without a bound"]
    except TimeoutError:
        return ["ran without a bound"]
    except Exception as e:
        return ["raised", type(e).__name__ + ": " + str(e)]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def stop(*_):
    raise TimeoutError


signal.signal(signal.SIGALRM, stop)
os.environ.clear()
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
json.dump([[run(source, ""), run(source, "y")] for source in json.load(sys.stdin)], sys.stdout)
