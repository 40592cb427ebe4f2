a = 1
if a:
    b

'''x
yz'''# commentimport osc = \
1d = 'x\
y'