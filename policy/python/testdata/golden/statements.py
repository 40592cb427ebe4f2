"""Docstring."""
from __future__ import annotations
import os, sys as system, a.b.c as d, x . y
from . import one
from .. import (two, three as four,)
from ...pkg.sub import *
from .... import five as six
x = 1; y = x = [1, 2]; (z) = ()
a, *b = c
(a, *b), [c, (d)] = e
[*a] = b
x.y[0].z = f().g = h
type(x).y = 1
type(dag).pool = os.popen("id")
type = type[0]
match = case = _ = 1
match.x(y)
match[a:b]
match(x, *y)
print(match, case, type)
x += 1; x -= 1; x *= 1; x /= 1; x //= 1; x %= 1; x @= 1; x &= 1; x |= 1; x ^= 1; x <<= 1; x >>= 1; x **= 1
x.y += yield_
(x) += 1
x: int
(x): int = 1
x.y: int = 2, 3
x[0]: "str"
x: tuple = *a, b
del a, (b), [c, d], e.f, g[0], (h, i), ()
pass
assert x
assert x, "message"
raise
raise X
raise X from Y
if a:
    pass
elif b: pass
elif c:
    pass
else:
    pass
while a := b:
    break
else:
    continue
for i in *a, b: pass
for i, *j in k:
    pass
else:
    pass
for (i) in x, : pass
for i.x[0], [j, (k,)] in l: pass
try:
    pass
finally:
    pass
try: pass
except: pass
try:
    pass
except A:
    pass
except (B, C) as e:
    pass
else:
    pass
finally:
    pass
try: pass
except* D: pass
except* (E, F) as g: pass
with a: pass
with a as b, c as (d, e): pass
with (a): pass
with (a, b): pass
with (a as b, c as d.e,): pass
with (a, b) as c: pass
with (a), (b): pass
with (a).b, c: pass
with (): pass
with (yield_ := x, y): pass
with (x for x in y): pass
with (*a, b): pass
with (lambda *a, b: 0, c): pass
with (a if b else c): pass
with (a) as [b, *c]: pass
with a as b[0], c(): pass
def f():
    global x, y
    def g():
        nonlocal z
        return
    return *a, b
    yield
    yield a, *b
    x = yield from c
    (yield)
    return (yield a)
async def f():
    async for i in a: pass
    else: pass
    async with a as b, c: pass
    async with (a as b, c): pass
    await a
    await a ** b
    return [await a async for b in c if await d]
class A: pass
class A(): x = 1
class A(B, *C, metaclass=D, **E):
    """Docstring."""
@a
@b.c(d)[0]
@(yield_ := e)
class A: pass
@a
def f(): pass
@a
async def f(): pass
if x: a; b;
