# A package of the tenant's own name, which the check does not see.
import orders.helpers as pendulum

pendulum.make()
