# The module, not the class.
import airflow.triggers.base as operators


class Wait(operators.BaseTrigger):
    pass
