# comment only
if x:
	y
	if z:
		w
        # comment at another column
	v
if x:
  y

  z
if x:
 y
 
 z
if x:
    y
x = (1,

  2)
if x: \
  y
\
z
def f():
    pass
\
    w
def g():
    a
\
b
x = [
1,
  ]
class A:

    # c

    def f(self):
        pass
    # d
  # e
# f
if 1:
    if 2:
        a
b
while 1: pass;
if x:
        a
        b  # c
else: \
 c
(
'''
 not indented
'''
)
x = \
    1 + \
        2
