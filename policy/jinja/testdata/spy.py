"""Renders templates with objects that write down what is asked of them.

In: a JSON list of templates on standard input. Out: a JSON list, one item for each: the dotted names that
rendering asked of Airflow's objects and dates, as `ti.task`, `macros.uuid`, `date.tzinfo`; `ti<shown>` where an
object itself was shown, compared, walked or handed on. Rendering may fail half way: what was asked until
then counts.
"""
import datetime
import json
import sys

from jinja2.sandbox import SandboxedEnvironment

ASKED = []
# What Jinja itself asks of every object.
MACHINERY = {"unsafe_callable", "alters_data", "jinja_pass_arg", "contextfunction", "evalcontextfunction", "environmentfunction"}


class Date(datetime.datetime):
    def __getattribute__(self, name):
        if not name.startswith("_") and name not in MACHINERY:
            ASKED.append("date." + name)
        return super().__getattribute__(name)


DATA = {"x": {"y": [1, 2, {"z": "text"}]}, "y": "text", "n": 3, "list": ["a", "b"]}
DATES = {"logical_date", "execution_date", "start_date", "data_interval_start", "strptime", "datetime", "timedelta"}
OBJECTS = {"macros", "ti", "dag_run", "dag", "task", "var", "conn", "conf", "value", "json", "dateutil", "uuid", "os", "session"}


class Spy:
    def __init__(self, path):
        object.__setattr__(self, "_path", path)

    def __getattr__(self, name):
        if name.startswith("__") or name in MACHINERY:
            raise AttributeError(name)
        path = object.__getattribute__(self, "_path") + "." + name
        ASKED.append(path)
        if name in DATES and not path.startswith("macros."):
            return Date(2024, 1, 2)
        if name in ("dag_id", "task_id", "run_id", "try_number") or path.startswith(("var.value.", "var.json.")) and name != "get":
            return "text"
        if path == "dag_run.conf":
            return DATA
        return Spy(path)

    def __call__(self, *args, **kwargs):
        path = object.__getattribute__(self, "_path")
        ASKED.append(path + "()")
        if path.startswith("macros.d") and path.rsplit(".", 1)[1] in DATES:
            return Date(2024, 1, 2)
        return DATA

    def __bool__(self):
        return True

    def _used(self, *args, **kwargs):
        ASKED.append(object.__getattribute__(self, "_path") + "<shown>")
        return "text"

    __str__ = __repr__ = __format__ = __html__ = __add__ = __radd__ = __mod__ = __rmod__ = __mul__ = __rmul__ = __sub__ = __rsub__ = _used

    def __iter__(self):
        self._used()
        return iter([Spy(object.__getattribute__(self, "_path") + ".[]")])

    def __getitem__(self, key):
        if isinstance(key, str):
            return getattr(self, key)
        self._used()
        return "text"

    def __len__(self):
        self._used()
        return 1

    def __eq__(self, other):
        self._used()
        return False

    __lt__ = __gt__ = __le__ = __ge__ = __contains__ = __eq__
    __hash__ = object.__hash__


class Environment(SandboxedEnvironment):
    """Airflow's sandbox: only what begins with two underscores is kept out."""

    def is_safe_attribute(self, obj, attr, value):
        return not (isinstance(attr, str) and attr.startswith("__"))


ENV = Environment(extensions=["jinja2.ext.do"])
for name in ("ds", "ds_nodash", "ts", "ts_nodash", "ts_nodash_with_tz"):
    ENV.filters[name] = lambda value: "2024-01-02"


def context():
    objects = {name: Spy(name) for name in ("macros", "ti", "task_instance", "dag_run", "dag", "task", "var", "conn", "conf")}
    return dict(objects, ds="2024-01-02", ts="t", run_id="r", params=DATA, logical_date=Date(2024, 1, 2), execution_date=Date(2024, 1, 2))


def asked(text):
    del ASKED[:]
    try:
        for _ in ENV.from_string(text).generate(context()):
            pass
    except Exception:
        pass
    return sorted(set(ASKED))


json.dump([asked(t) for t in json.load(sys.stdin)], sys.stdout)
