type X = int
type X[T] = list[T]
type X[T: int, *Ts, **P] = dict[T, P]
type match = type
type type = type
def f[T](a: T) -> T: pass
async def f[T: (int, str), *Ts, **P](*args: *Ts): pass
class A[T](B[T], metaclass=M): pass
class A[T: int = str, *Ts = *tuple[int], **P = [int]]: pass
class A[T,]: pass
type X[T = int] = T
