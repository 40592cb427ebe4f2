# The environment through a module that has it by chance, under another name.
from os import environ as params

for name in list(params):
    print(name, params[name])
