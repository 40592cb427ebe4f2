names = ["load", "clean"]
del names[:1]
