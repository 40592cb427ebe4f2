match x:
    case 1: pass
    case -1.5: pass
    case 1 + 2j: pass
    case -1 - 2j: pass
    case 2j: pass
    case "a" "b": pass
    case b"c": pass
    case f"{x}": pass
    case None: pass
    case True: pass
    case False: pass
    case a: pass
    case _: pass
match x, *y:
    case a.b: pass
    case a.b.c: pass
    case (a): pass
    case (a.b): pass
    case (): pass
    case (a,): pass
    case (a, *b): pass
    case []: pass
    case [a]: pass
    case [a, *_, b]: pass
    case a, : pass
    case *a, b: pass
    case a, b if c: pass
    case {}: pass
    case {"a": 1, b.c: d, -1: e, None: f, **g}: pass
    case {**rest}: pass
    case {**rest, }: pass
    case {1 + 1j: a, "x" "y": b, }: pass
    case A(): pass
    case A.B(): pass
    case A(1, b, ): pass
    case A(a=1, b=c): pass
    case A(1, b=_): pass
    case a | b | 1: pass
    case (a | b) as c: pass
    case [1 as a, 2 | 3 as b]: pass
    case A(b as c, d=(1 | 2)): pass
    case a as b if (c := d): pass
    case match: pass
    case case: pass
    case type: pass
match (x):
    case 1:
        match y:
            case 2: pass
match x,:
    case _: pass
match -x:
    case _: pass
match [a, b]:
    case _: pass
match (yield_ := x):
    case _: pass
match match:
    case case.x: pass
match not x:
    case _: pass
match {a: b}:
    case _: pass
match lambda: x:
    case _: pass
match *a, b:
    case _: pass
match = {}; match[x] = y; match: int; match
match (x).y
match [x].y
match -x
match * x, y
