def f(): pass
def f(a): pass
def f(a,): pass
def f(a, b=1): pass
def f(a, /): pass
def f(a=1, /): pass
def f(a, b=1, /, c=2, *, d, e=3, f, **g): pass
def f(*a): pass
def f(*a, b): pass
def f(*, a): pass
def f(*, a, **b,): pass
def f(**a): pass
def f(a: int, b: "str" = 1, *c: int, d: x = y, **e: z) -> (yield_): pass
def f(*args: *Ts): pass
def f() -> int: return 1
async def f(a, *b): await a
def f(): """Docstring."""
class A:
    def g(self, *, a=None): return self.b
    @property
    def h(self): pass
    x: int = 1
def f(
    a,  # comment
    b=lambda x, *y: x,
): pass
def f(a: lambda: 0 = 1): pass
