from time import sleep as start

start(60)
