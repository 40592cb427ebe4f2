from .helpers import make
