# No name of a module, no call of exec.
().__class__.__base__.__subclasses__()
