# No name of a module, no call of exec.
().__class__.__base__.__subclasses__()


import os

# Questions about types that run code, or make a class.
hasattr(os, "system")
type("X", (object,), {})
type(1).__subclasses__
hasattr({}, "__class__")
