import pendulum

pendulum.now = None
