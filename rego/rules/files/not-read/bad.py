# read: false
x = 1
