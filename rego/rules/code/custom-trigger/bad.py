from airflow.triggers.base import BaseTrigger


class Wait(BaseTrigger):
    def serialize(self):
        return ("dags.orders.wait.Wait", {})

    async def run(self):
        yield None
